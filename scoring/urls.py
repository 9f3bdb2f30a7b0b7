from django.urls import path

from .views import criteria, evidence, home, importing, ranking, sheets, verification

app_name = "scoring"
urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("phieu/<int:pk>/", sheets.SheetView.as_view(), name="sheet"),
    path("phieu/<int:pk>/gui/", sheets.SubmitView.as_view(), name="sheet_submit"),
    path("phieu/<int:pk>/rut-lai/", sheets.RecallView.as_view(), name="sheet_recall"),
    path("phieu/<int:pk>/tham-dinh/", verification.VerifyView.as_view(), name="sheet_verify"),
    path("phieu/<int:pk>/tra-lai/", verification.ReturnView.as_view(), name="sheet_return"),
    path("phieu/<int:pk>/ket-thuc/", verification.FinishView.as_view(), name="sheet_finish"),
    path("dong/<int:pk>/", evidence.LineView.as_view(), name="line"),
    path("dong/<int:pk>/luu/", sheets.SaveCellView.as_view(), name="line_save"),
    path("dong/<int:pk>/quyet-dinh/", verification.DecideView.as_view(), name="line_decide"),
    path("dinh-kem/<int:pk>/go/", evidence.DetachView.as_view(), name="evidence_detach"),
    path("minh-chung/<int:pk>/", evidence.DownloadView.as_view(), name="evidence"),
    path("minh-chung/", evidence.LibraryView.as_view(), name="evidence_list"),
    path("minh-chung/<int:pk>/go/", evidence.RemoveView.as_view(), name="evidence_remove"),
    path("ke-hoach/<int:pk>/", home.ProgressView.as_view(), name="progress"),
    path("ke-hoach/<int:pk>/thiet-lap/", home.SetupView.as_view(), name="setup"),
    path("ke-hoach/<int:pk>/xep-hang/", ranking.RankingView.as_view(), name="ranking"),
    path("xep-hang/<int:pk>/excel/", ranking.RankingExcelView.as_view(), name="ranking_excel"),
    path("xep-hang/<int:pk>/csv/", ranking.RankingCsvView.as_view(), name="ranking_csv"),
    path("bo-tieu-chi/", criteria.SetListView.as_view(), name="set_list"),
    path("bo-tieu-chi/them/", criteria.SetCreateView.as_view(), name="set_create"),
    path("bo-tieu-chi/<int:pk>/", criteria.SetView.as_view(), name="set"),
    path("bo-tieu-chi/<int:pk>/phien-ban-moi/", criteria.SetCopyView.as_view(), name="set_copy"),
    path("bo-tieu-chi/<int:pk>/ap-dung/", criteria.SetForceView.as_view(), name="set_force"),
    path("bo-tieu-chi/<int:pk>/tieu-chi/", criteria.CriterionCreateView.as_view(), name="criterion_create"),
    path("bo-tieu-chi/<int:pk>/excel/", importing.ExportView.as_view(), name="set_export"),
    path("bo-tieu-chi/<int:pk>/nap/", importing.ImportView.as_view(), name="criterion_import"),
    path("bo-tieu-chi/<int:pk>/nap/xac-nhan/", importing.ImportConfirmView.as_view(), name="criterion_import_confirm"),
    path("tieu-chi/<int:pk>/", criteria.CriterionEditView.as_view(), name="criterion_edit"),
    path("tieu-chi/<int:pk>/xoa/", criteria.CriterionDeleteView.as_view(), name="criterion_delete"),
]
