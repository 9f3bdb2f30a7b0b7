"""Addresses of the result slip."""

from django.urls import path

from .views import slip

urlpatterns = [
    path("phan-hoi/<int:pk>/<int:unit_pk>/", slip.SlipView.as_view(), name="slip"),
    path("phan-hoi/<int:pk>/<int:unit_pk>/pdf/", slip.SlipPdfView.as_view(), name="slip_pdf"),
    path("phan-hoi/<int:pk>/<int:unit_pk>/dang-ky/", slip.SlipTakeView.as_view(), name="slip_take"),
]
