"""Calendar, office days, outages, the feed; part of the addresses of this room."""

from django.urls import path

from .views import calendar, office

urlpatterns = [
    path("lich/", calendar.show, name="calendar"),
    path("lich/dia-chi/", calendar.feed, name="calendar_feed"),
    path("lich/dia-chi/tao/", calendar.feed_make, name="calendar_feed_make"),
    path("lich/dia-chi/thu-hoi/", calendar.feed_revoke, name="calendar_feed_revoke"),
    path("lich/<str:token>.ics", calendar.ics, name="calendar_ics"),
    path("lich-lam-viec/<int:pk>/", office.calendar, name="office_days"),
    path("lich-lam-viec/<int:pk>/them/", office.add_day, name="office_day_add"),
    path("lich-lam-viec/ngay/<int:pk>/bo/", office.withdraw_day, name="office_day_withdraw"),
    path("he-thong-ngung/<int:pk>/", office.outages, name="outages"),
    path("he-thong-ngung/<int:pk>/them/", office.add_outage, name="outage_add"),
    path("he-thong-ngung/lan/<int:pk>/rut/", office.withdraw_outage, name="outage_withdraw"),
]
