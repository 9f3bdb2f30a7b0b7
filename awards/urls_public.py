"""Results an authority shows to anybody; off until its board switches them on."""

from django.urls import path

from .views import public_page

app_name = "open"
urlpatterns = [path("<str:address>/", public_page.ResultsView.as_view(), name="results")]
