"""Shapes of the days an authority keeps: its own working days and days off, and when the system was down."""

from campaigns.models import OfficeDay, Outage

from .shapes import Shape

_KEPT_BY = {"authority": "authority", "added_by": "person", "withdrawn_by": "person"}

OFFICE_DAY = Shape(
    OfficeDay,
    columns=("day", "working", "name", "source", "added_at", "withdrawn_at"),
    links=_KEPT_BY,
    always=("working", "added_at"),
    note="Ngày nghỉ hoặc ngày làm bù của một cơ quan. Lịch nghỉ của cả nước có sẵn trong mỗi hệ thống.",
)
OUTAGE = Shape(
    Outage,
    columns=("started_at", "ended_at", "what", "added_at", "withdrawn_at"),
    links=_KEPT_BY,
    always=("added_at",),
    note="Một lần hệ thống ngừng, tính vào số ngày trễ.",
)
