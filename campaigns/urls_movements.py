"""Addresses of movements over years, their reviews, and of choosing units for a deadline."""

from django.urls import path

from .views import movement_rows, movements, reviews

urlpatterns = [
    path("<int:pk>/phong-trao/", movements.years, name="movement"),
    path("<int:pk>/cay-phong-trao/", movements.tree, name="movement_tree"),
    path("<int:pk>/can-cu-cap-tren/", movements.parent_bases, name="parent_bases"),
    path("<int:pk>/don-vi-tham-gia/", movements.units, name="movement_units"),
    path("<int:pk>/don-vi-tham-gia/them/", movements.unit_add, name="movement_unit_add"),
    path("tham-gia/<int:pk>/dau-moi/", movements.unit_contact, name="movement_unit_contact"),
    path("tham-gia/<int:pk>/thoi/", movements.unit_release, name="movement_unit_release"),
    path("<int:pk>/don-vi/<int:unit_pk>/ke-hoach-trien-khai/", movements.unit_plan, name="unit_plan"),
    path("ke-hoach-trien-khai/<int:pk>/tep/", movements.unit_plan_file, name="unit_plan_file"),
    path("<int:pk>/tieu-chuan/", movement_rows.criteria, name="movement_criteria"),
    path("<int:pk>/tieu-chuan/moi/", movement_rows.criterion_create, name="movement_criterion_create"),
    path("tieu-chuan/<int:pk>/sua/", movement_rows.criterion_update, name="movement_criterion_update"),
    path("tieu-chuan/<int:pk>/xoa/", movement_rows.criterion_delete, name="movement_criterion_delete"),
    path("<int:pk>/kinh-phi/", movement_rows.funding, name="movement_funding"),
    path("<int:pk>/kinh-phi/moi/", movement_rows.funding_create, name="funding_create"),
    path("kinh-phi/<int:pk>/sua/", movement_rows.funding_update, name="funding_update"),
    path("kinh-phi/<int:pk>/xoa/", movement_rows.funding_delete, name="funding_delete"),
    path("<int:pk>/so-ket/moi/", reviews.create, name="review_create"),
    path("so-ket/<int:pk>/", reviews.show, name="review"),
    path("so-ket/<int:pk>/ket-luan/", reviews.close, name="review_close"),
    path("so-ket/<int:pk>/don-vi/<int:unit_pk>/de-nghi/", reviews.propose, name="review_propose"),
    path("de-nghi-so-ket/<int:pk>/rut/", reviews.withdraw, name="proposal_withdraw"),
    path("moc/<int:pk>/don-vi-phai-nop/", reviews.units, name="deadline_units"),
]
