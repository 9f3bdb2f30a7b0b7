from django.urls import path

from .views import frame, papers, province, trail

app_name = "reports"
urlpatterns = [
    path("tinh/", province.ProvinceView.as_view(), name="province"),
    path("tinh/tai-ve/", province.ProvinceExportView.as_view(), name="province_export"),
    path("nhat-ky/", trail.TrailView.as_view(), name="audit"),
    path("tien-do/<int:pk>/tai-ve/", province.BoardExportView.as_view(), name="board_export"),
    path("tim-kiem/", frame.search_page, name="search"),
    path("chon-ke-hoach/", frame.switch_campaign, name="switch_campaign"),
    path("van-ban/", papers.JobListView.as_view(), name="jobs"),
    path("van-ban/viec/<int:pk>/", papers.JobView.as_view(), name="job_detail"),
    path("van-ban/viec/<int:pk>/tien-do/", papers.JobProgressView.as_view(), name="job_progress"),
    path("van-ban/viec/<int:pk>/huy/", papers.JobCancelView.as_view(), name="job_cancel"),
    path("van-ban/viec/<int:pk>/tao-lai/", papers.JobRetryView.as_view(), name="job_retry"),
    path("van-ban/ke-hoach/<int:pk>/", papers.MakePlanView.as_view(), name="document_make_plan"),
    path("van-ban/phieu/<int:pk>/", papers.MakeSheetView.as_view(), name="document_make_sheet"),
    path("van-ban/xep-hang/<int:pk>/", papers.MakeRankingView.as_view(), name="document_make_ranking"),
    path("van-ban/tep/<uuid:key>/", papers.DownloadView.as_view(), name="document_download"),
]
