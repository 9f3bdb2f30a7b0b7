"""Addresses of the award history: taking old decisions in, looking up, persons."""

from django.urls import path

from .views import history, history_import, public_page

urlpatterns = [
    path("lich-su/", history.HistoryView.as_view(), name="history"),
    path("lich-su/excel/", history.ExportView.as_view(), name="history_export"),
    path("lich-su/ca-nhan/<int:pk>/", history.PersonView.as_view(), name="person_history"),
    path("lich-su/nhap/", history_import.UploadView.as_view(), name="history_import_upload"),
    path("lich-su/nhap/tep-mau/", history_import.TemplateView.as_view(), name="history_import_template"),
    path("lich-su/nhap/<int:pk>/", history_import.ImportView.as_view(), name="history_import"),
    path("lich-su/nhap/<int:pk>/chon/", history_import.ChooseView.as_view(), name="history_import_choose"),
    path("lich-su/nhap/<int:pk>/ghi/", history_import.StartView.as_view(), name="history_import_start"),
    path("lich-su/nhap/<int:pk>/ghi-tiep/", history_import.GoOnView.as_view(), name="history_import_go_on"),
    path("cong-khai/<int:pk>/", public_page.SettingView.as_view(), name="public_page"),
]
