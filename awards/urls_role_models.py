"""Addresses of role models."""

from django.urls import path

from .views import role_model_records as records
from .views import role_models as views

urlpatterns = [
    path("dien-hinh/", views.RoleModelListView.as_view(), name="role_models"),
    path("dien-hinh/moi/", views.RoleModelCreateView.as_view(), name="role_model_create"),
    path("dien-hinh/<int:pk>/", views.RoleModelDetailView.as_view(), name="role_model"),
    path("dien-hinh/<int:pk>/sua/", views.RoleModelUpdateView.as_view(), name="role_model_update"),
    path("dien-hinh/<int:pk>/gioi-thieu/", views.ProposeView.as_view(), name="role_model_propose"),
    path("dien-hinh/<int:pk>/giai-doan/<slug:target>/", views.StepView.as_view(), name="role_model_step"),
    path("dien-hinh/<int:pk>/tinh-trang/", views.StandingView.as_view(), name="role_model_standing"),
    path("dien-hinh/<int:pk>/rut-dong-y/", views.ConsentView.as_view(), name="role_model_consent"),
    path("dien-hinh/<int:pk>/minh-chung/", records.EvidenceView.as_view(), name="role_model_evidence"),
    path("dien-hinh/minh-chung/<int:pk>/", records.EvidenceFileView.as_view(), name="role_model_file"),
    path("dien-hinh/minh-chung/<int:pk>/go/", records.EvidenceRemoveView.as_view(), name="role_model_file_remove"),
    path("dien-hinh/<int:pk>/tuyen-truyen/", records.PublicityView.as_view(), name="role_model_publicity"),
    path("dien-hinh/<int:pk>/hoc-tap/", records.SpreadView.as_view(), name="role_model_spread"),
    path("dien-hinh/<int:pk>/de-nghi/", records.NominationLinkView.as_view(), name="role_model_nomination"),
]
