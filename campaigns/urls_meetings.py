"""Meetings of a campaign; part of the addresses of this room."""

from django.urls import path

from .views import attendance, meetings

urlpatterns = [
    path("<int:pk>/hop/", meetings.index, name="meetings"),
    path("<int:pk>/hop/moi/", meetings.create, name="meeting_create"),
    path("hop/<int:pk>/", meetings.detail, name="meeting"),
    path("hop/<int:pk>/sua/", meetings.update, name="meeting_update"),
    path("hop/<int:pk>/viec/<slug:name>/", meetings.move, name="meeting_move"),
    path("hop/<int:pk>/noi-dung/moi/", meetings.item_create, name="agenda_create"),
    path("hop/noi-dung/<int:pk>/sua/", meetings.item_update, name="agenda_update"),
    path("hop/noi-dung/<int:pk>/chuyen/<slug:way>/", meetings.item_move, name="agenda_move"),
    path("hop/noi-dung/<int:pk>/xoa/", meetings.item_delete, name="agenda_delete"),
    path("hop/noi-dung/<int:pk>/ket-luan/", meetings.item_conclude, name="agenda_conclude"),
    path("hop/<int:pk>/khach-moi/", attendance.guest_create, name="guest_create"),
    path("hop/khach-moi/<int:pk>/bo/", attendance.guest_remove, name="guest_remove"),
    path("hop/tra-loi/<int:pk>/", attendance.answer, name="meeting_answer"),
    path("hop/diem-danh/<int:pk>/", attendance.call, name="meeting_call"),
    path("hop/<int:pk>/nhac/", attendance.remind, name="meeting_remind"),
]
