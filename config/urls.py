from django.urls import include, path

from reports.views import home

urlpatterns = [
    path("", home, name="home"),
    path("tai-khoan/", include("accounts.urls")),
    path("to-chuc/", include("blocs.urls")),
    path("ke-hoach/", include("campaigns.urls")),
    path("cham-diem/", include("scoring.urls")),
    path("khen-thuong/", include("awards.urls")),
    path("tong-hop/", include("reports.urls")),
    path("vb/", include("reports.urls_public")),
    path("cong-bo/", include("awards.urls_public")),
]
