"""Kinds of papers and states of the jobs that make them, as data."""

from django.db.models import TextChoices


class PaperKind(TextChoices):
    PLAN = "plan", "Kế hoạch"
    SHEET = "sheet", "Phiếu tự chấm điểm"
    RANKING = "ranking", "Bảng xếp hạng"


class JobState(TextChoices):
    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang tạo"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không tạo được"
    CANCELLED = "cancelled", "Đã hủy"


LIVE = frozenset({JobState.QUEUED, JobState.RUNNING})
REPEATABLE = frozenset({JobState.FAILED, JobState.CANCELLED})

# What a job goes through; the place in the list is its progress.
STEPS = ("Chờ đến lượt", "Đang dàn trang", "Đang lưu tệp", "Đã xong")
