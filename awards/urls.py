from django.urls import path

from . import urls_petitions, urls_role_models
from .views import aims, consolidated, decisions, nominations, registering, registration_excel

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
    path("de-nghi/<int:pk>/tra-lai/", nominations.NominationReturnView.as_view(), name="nomination_return"),
    path("de-nghi/<int:pk>/khong-khen/", nominations.NominationRefuseView.as_view(), name="nomination_refuse"),
    path("quyet-dinh/ghi/", decisions.DecideView.as_view(), name="decide"),
    path("quyet-dinh/<int:pk>/", decisions.DecisionDetailView.as_view(), name="decision_detail"),
    path("quyet-dinh/<int:pk>/tep/", decisions.DecisionFileView.as_view(), name="decision_file"),
    path("lich-su/", decisions.HistoryView.as_view(), name="history"),
    path("lich-su/ghi/", decisions.RecordCreateView.as_view(), name="record_create"),
    path("lich-su/<int:pk>/huy-bo/", decisions.RevokeView.as_view(), name="revoke"),
    path("danh-muc/", decisions.AwardTypeListView.as_view(), name="type_list"),
    *urls_petitions.urlpatterns,
    *urls_role_models.urlpatterns,
]
