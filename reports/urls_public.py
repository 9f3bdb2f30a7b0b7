"""Short addresses open to anybody; the second is printed on papers as a QR."""

from django.urls import path

from .views import public

app_name = "public"
urlpatterns = [
    path("", public.LookupView.as_view(), name="lookup"),
    path("<str:code>/", public.PaperView.as_view(), name="paper"),
]
