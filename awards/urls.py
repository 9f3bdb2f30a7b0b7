from django.urls import path

from . import (
    urls_acts,
    urls_ballots,
    urls_cockpit,
    urls_files,
    urls_history,
    urls_petitions,
    urls_quotas,
    urls_registers,
    urls_role_models,
    urls_rules,
)
from .views import aims, consolidated, decisions, drafts, nominations, registering, registration_excel

app_name = "awards"
urlpatterns = [
    path("ke-hoach/<int:pk>/dang-ky/", consolidated.TableView.as_view(), name="registrations_table"),
    path("ke-hoach/<int:pk>/dang-ky/excel/", consolidated.TableExcelView.as_view(), name="registrations_excel"),
    path("ke-hoach/<int:pk>/dang-ky/<int:unit_pk>/", aims.AimsView.as_view(), name="aims"),
    path(
        "ke-hoach/<int:pk>/dang-ky/<int:unit_pk>/cac-lan/",
        registering.HistoryView.as_view(),
        name="registration_history",
    ),
    path(
        "ke-hoach/<int:pk>/dang-ky/<int:unit_pk>/nam-truoc/",
        registering.CopyView.as_view(),
        name="registration_copy",
    ),
    path(
        "ke-hoach/<int:pk>/dang-ky/<int:unit_pk>/excel/",
        registration_excel.PageView.as_view(),
        name="registration_excel",
    ),
    path(
        "ke-hoach/<int:pk>/dang-ky/<int:unit_pk>/excel/tep/",
        registration_excel.FileView.as_view(),
        name="registration_file",
    ),
    path(
        "ke-hoach/<int:pk>/dang-ky/<int:unit_pk>/excel/xac-nhan/",
        registration_excel.ConfirmView.as_view(),
        name="registration_excel_confirm",
    ),
    path("dang-ky/<int:pk>/bo-dieu-chinh/", registering.WithdrawView.as_view(), name="registration_withdraw"),
    path("", nominations.NominationListView.as_view(), name="list"),
    path("de-nghi/moi/", nominations.NominationCreateView.as_view(), name="nomination_create"),
    path("de-nghi/<int:pk>/", nominations.NominationDetailView.as_view(), name="nomination_detail"),
    path("de-nghi/<int:pk>/sua/", nominations.NominationUpdateView.as_view(), name="nomination_update"),
    path("de-nghi/<int:pk>/gui/", nominations.NominationSubmitView.as_view(), name="nomination_submit"),
    path("quyet-dinh/ghi/", drafts.DecideView.as_view(), name="decide"),
    path("quyet-dinh/<int:pk>/", decisions.DecisionDetailView.as_view(), name="decision_detail"),
    path("quyet-dinh/<int:pk>/tep/", decisions.DecisionFileView.as_view(), name="decision_file"),
    path("lich-su/ghi/", drafts.RecordCreateView.as_view(), name="record_create"),
    *urls_acts.urlpatterns,
    *urls_ballots.urlpatterns,
    *urls_cockpit.urlpatterns,
    *urls_files.urlpatterns,
    *urls_history.urlpatterns,
    *urls_petitions.urlpatterns,
    *urls_quotas.urlpatterns,
    *urls_registers.urlpatterns,
    *urls_role_models.urlpatterns,
    *urls_rules.urlpatterns,
]
