from django.urls import path

from reports.views import frame

app_name = "reports"
urlpatterns = [
    path("tim-kiem/", frame.search_page, name="search"),
    path("chon-ke-hoach/", frame.switch_campaign, name="switch_campaign"),
]
