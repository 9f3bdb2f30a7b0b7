"""Papers, certificates and tables of decisions."""

from django.urls import path

from .views import award_papers, certificates

urlpatterns = [
    path("khen-thuong/du-thao/<int:pk>/van-ban/", award_papers.papers, name="award_papers"),
    path("khen-thuong/du-thao/<int:pk>/van-ban/<slug:kind>/lap/", award_papers.begin, name="award_paper"),
    path("khen-thuong/quyet-dinh/<int:pk>/tien-thuong/", award_papers.bonus_excel, name="bonus_excel"),
    path("khen-thuong/quy/<int:pk>/", award_papers.fund_excel, name="fund_excel"),
    path("khen-thuong/quyet-dinh/<int:pk>/bang/", certificates.CertificatesView.as_view(), name="certificates"),
    path(
        "khen-thuong/quyet-dinh/<int:pk>/bang/vao-so/",
        certificates.RegisterView.as_view(),
        name="certificates_register",
    ),
    path("khen-thuong/phoi/<int:pk>/in-thu/", certificates.StockTestView.as_view(), name="stock_test"),
]
