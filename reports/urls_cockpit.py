"""Addresses of the province's awards and statistics; part of ``reports.urls``."""

from django.urls import path

from .views import cockpit, statistics

urlpatterns = [
    path("tinh/moc/", cockpit.MilestonesView.as_view(), name="province_milestones"),
    path("tinh/khen-thuong/", cockpit.AwardsView.as_view(), name="province_awards"),
    path("tinh/khen-thuong/don-vi/", cockpit.UnitsView.as_view(), name="province_units"),
    path("tinh/khen-thuong/danh-sach/", cockpit.RecordsView.as_view(), name="province_records"),
    path("tinh/khen-thuong/de-nghi/", cockpit.NominationsView.as_view(), name="province_nominations"),
    path("tinh/thong-ke/", statistics.StatisticsView.as_view(), name="province_statistics"),
    path("tinh/thong-ke/<slug:key>/", statistics.StatisticsFormView.as_view(), name="province_statistics_form"),
    path(
        "tinh/thong-ke/<slug:key>/danh-sach/",
        statistics.StatisticsCellView.as_view(),
        name="province_statistics_cell",
    ),
]
