"""Addresses of persons, registers and eligibility; part of ``awards.urls``."""

from django.urls import path

from .views import eligibility, merit, people

urlpatterns = [
    path("ca-nhan/", people.PersonListView.as_view(), name="persons"),
    path("ca-nhan/moi/<int:unit_pk>/", people.PersonCreateView.as_view(), name="person_create"),
    path("ca-nhan/<int:pk>/", people.PersonView.as_view(), name="person"),
    path("ca-nhan/<int:pk>/sua/", people.PersonUpdateView.as_view(), name="person_update"),
    path("ca-nhan/<int:pk>/noi-cong-tac/", people.PersonPlaceView.as_view(), name="person_place"),
    path("ca-nhan/<int:pk>/thoi-cong-tac/", people.PersonLeaveView.as_view(), name="person_leave"),
    path("so-theo-doi/<int:unit_pk>/", merit.RegisterView.as_view(), name="register"),
    path("so-theo-doi/<int:unit_pk>/quan-so/", merit.RosterCreateView.as_view(), name="roster_create"),
    path("so-theo-doi/<int:unit_pk>/xep-loai/", merit.EvaluationCreateView.as_view(), name="evaluation_create"),
    path("so-theo-doi/<int:unit_pk>/sang-kien/", merit.InitiativeCreateView.as_view(), name="initiative_create"),
    path("so-theo-doi/<int:unit_pk>/tam-dung/", merit.HoldCreateView.as_view(), name="hold_create"),
    path("so-theo-doi/<int:unit_pk>/ky-luat/", merit.DisciplineCreateView.as_view(), name="discipline_create"),
    path("so-theo-doi/<slug:kind>/<int:pk>/rut/", merit.WithdrawView.as_view(), name="merit_withdraw"),
    path("so-theo-doi/<slug:kind>/<int:pk>/xac-nhan/", merit.ConfirmView.as_view(), name="merit_confirm"),
    path("so-theo-doi/<slug:kind>/<int:pk>/ket-thuc/", merit.EndView.as_view(), name="merit_end"),
    path("sang-kien/<int:pk>/", merit.InitiativeView.as_view(), name="initiative"),
    path("dieu-kien/<int:unit_pk>/", eligibility.CandidateView.as_view(), name="eligibility"),
    path("de-nghi/<int:pk>/dieu-kien/", eligibility.NominationChecklistView.as_view(), name="nomination_checklist"),
    path("de-nghi/<int:pk>/dieu-kien/<str:key>/", eligibility.JudgeView.as_view(), name="eligibility_judge"),
    path("co-the-de-nghi/don-vi/<int:pk>/", eligibility.UnitProspectsView.as_view(), name="prospects_unit"),
    path("co-the-de-nghi/khoi/<int:pk>/", eligibility.BlocProspectsView.as_view(), name="prospects_bloc"),
    path("co-the-de-nghi/co-quan/<int:pk>/", eligibility.AuthorityProspectsView.as_view(), name="prospects_authority"),
]
