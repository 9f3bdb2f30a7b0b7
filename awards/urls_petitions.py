"""Addresses of petitions; part of ``awards.urls``."""

from django.urls import path

from .views import petitions

urlpatterns = [
    path("kien-nghi/", petitions.PetitionListView.as_view(), name="petitions"),
    path("kien-nghi/moi/<int:unit_pk>/", petitions.PetitionCreateView.as_view(), name="petition_create"),
    path("kien-nghi/<int:pk>/", petitions.PetitionView.as_view(), name="petition"),
    path("kien-nghi/<int:pk>/tep/", petitions.PetitionFileView.as_view(), name="petition_file"),
    path("kien-nghi/<int:pk>/nhan/", petitions.PetitionAcceptView.as_view(), name="petition_accept"),
    path("kien-nghi/<int:pk>/tra-loi/", petitions.PetitionAnswerView.as_view(), name="petition_answer"),
    path("kien-nghi/<int:pk>/rut/", petitions.PetitionWithdrawView.as_view(), name="petition_withdraw"),
    path("kien-nghi/thoi-han/<int:pk>/", petitions.PetitionRuleView.as_view(), name="petition_days"),
]
