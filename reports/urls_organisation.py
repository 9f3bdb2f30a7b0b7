"""Routes of the organisation through time and of the handover, part of ``reports.urls``."""

from django.urls import path

from .views import handover, lineage, reorganise

urlpatterns = [
    path("sap-xep/", reorganise.ReorganisationListView.as_view(), name="reorganisations"),
    path("sap-xep/don-vi/", reorganise.ReorganiseView.as_view(), name="reorganise_units"),
    path("sap-xep/co-quan/", reorganise.ReorganiseAuthoritiesView.as_view(), name="reorganise_authorities"),
    path("sap-xep/<int:pk>/", reorganise.ReorganisationView.as_view(), name="reorganisation"),
    path("sap-xep/<int:pk>/tep/", reorganise.ReorganisationFileView.as_view(), name="reorganisation_file"),
    path("sap-xep/<int:pk>/dinh-chinh/", reorganise.ReorganisationCorrectView.as_view(), name="reorganisation_correct"),
    path("don-vi/<int:pk>/lich-su/", lineage.UnitHistoryView.as_view(), name="unit_history"),
    path("co-quan/<int:pk>/cach-tinh/", lineage.PolicyView.as_view(), name="history_policy"),
    path("khoi/<int:pk>/cac-nam/", lineage.BlocSeriesView.as_view(), name="bloc_series"),
    path("khoi/<int:pk>/noi-tiep/", lineage.JoinBlocsView.as_view(), name="bloc_join"),
    path("ban-giao/<int:pk>/", handover.HandoverView.as_view(), name="handover"),
    path("ban-giao/<int:pk>/lap/", handover.OpenView.as_view(), name="handover_open"),
    path("ban-giao/<int:pk>/ban-giao/", handover.GiveView.as_view(), name="handover_give"),
    path("ban-giao/<int:pk>/tiep-nhan/", handover.ReceiveView.as_view(), name="handover_receive"),
]
