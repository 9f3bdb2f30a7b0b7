"""Reports by sections, figures of targets, and what was sent."""

from django.urls import path

from .views import attainment, report_forms, report_parts, sent

urlpatterns = [
    path("<int:pk>/chi-tieu/", attainment.table, name="attainment"),
    path("<int:pk>/dot-xuat/", report_forms.ask, name="report_ask"),
    path("moc/<int:pk>/mau-bao-cao/", report_forms.edit, name="report_form"),
    path("moc/<int:pk>/don-vi/<int:unit_pk>/muc/<slug:key>/", report_parts.save_section, name="section_save"),
    path("moc/<int:pk>/don-vi/<int:unit_pk>/so-lieu/", report_parts.save_figures, name="figures_save"),
    path("bien-nhan/<int:pk>/noi-dung/", sent.content, name="receipt_content"),
    path("bien-nhan/<int:pk>/kiem-tra/", sent.check, name="receipt_check"),
]
