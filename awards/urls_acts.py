"""Drafts of decisions, what follows them, certificates, bonuses and the fund."""

from django.urls import path

from .views import acts, decisions, drafts, money, stocks

urlpatterns: list = [
    path("quyet-dinh/", drafts.DraftListView.as_view(), name="drafts"),
    path("quyet-dinh/du-thao/<int:pk>/", drafts.DraftDetailView.as_view(), name="draft"),
    path("quyet-dinh/du-thao/<int:pk>/danh-sach/", drafts.DraftLinesView.as_view(), name="draft_lines"),
    path("quyet-dinh/du-thao/<int:pk>/de-nghi/", drafts.DraftProposeView.as_view(), name="draft_propose"),
    path("quyet-dinh/du-thao/<int:pk>/duyet/", drafts.DraftPublishView.as_view(), name="draft_publish"),
    path("quyet-dinh/du-thao/<int:pk>/tra-lai/", drafts.DraftSendBackView.as_view(), name="draft_send_back"),
    path("quyet-dinh/du-thao/<int:pk>/bo/", drafts.DraftDropView.as_view(), name="draft_drop"),
    path("quyet-dinh/du-thao/<int:pk>/tep/", drafts.DraftFileView.as_view(), name="draft_file"),
    path("quyet-dinh/<int:pk>/viec/<str:kind>/", acts.ActView.as_view(), name="act_create"),
    path("quyet-dinh/<int:pk>/trao/", acts.HandOverView.as_view(), name="hand_over"),
    path("quyet-dinh/viec/<int:pk>/tep/", decisions.ActFileView.as_view(), name="act_file"),
    path("quyet-dinh/<int:pk>/tien-thuong/", money.BonusView.as_view(), name="bonuses"),
    path("quyet-dinh/<int:pk>/tien-thuong/chi/", money.PayView.as_view(), name="bonus_pay"),
    path("lich-su/<int:pk>/tien-thuong/", money.BonusOverrideView.as_view(), name="bonus_override"),
    path("quy/", money.FundView.as_view(), name="fund"),
    path("quy/<int:pk>/ghi/", money.FundEnterView.as_view(), name="fund_enter"),
    path("quy/but-toan/<int:pk>/dao/", money.FundReverseView.as_view(), name="fund_reverse"),
    path("phoi/", stocks.StockListView.as_view(), name="stocks"),
    path("phoi/co-quan/<int:pk>/moi/", stocks.StockCreateView.as_view(), name="stock_create"),
    path("phoi/<int:pk>/", stocks.StockUpdateView.as_view(), name="stock_update"),
    path("phoi/xem-truoc/", stocks.StockPreviewView.as_view(), name="stock_preview"),
]
