"""How far a batch is, in numbers and words: counts of its jobs in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.models import JobBatch
from reports.states import LIVE, JobState


@dataclass(frozen=True)
class Progress:
    """``kind``: which of the shared badges stands for the whole; ``is_live``: whether it still moves by itself."""

    total: int
    done: int
    failed: int
    cancelled: int
    waiting: int
    label: str
    kind: str
    is_live: bool

    @property
    def ended(self) -> int:
        return self.total - self.waiting


def progress_of(batch: JobBatch, counts: Mapping[str, int], most_attempts: int) -> Progress:
    """``counts``: jobs by state; ``most_attempts``: packings after which nobody tries by himself."""
    waiting = sum(counts.get(state, 0) for state in LIVE)
    done = counts.get(JobState.DONE, 0)
    label, kind, is_live = _told(batch, waiting, done, sum(counts.values()), most_attempts)
    failed, cancelled = counts.get(JobState.FAILED, 0), counts.get(JobState.CANCELLED, 0)
    return Progress(sum(counts.values()), done, failed, cancelled, waiting, label, kind, is_live)


def _told(batch: JobBatch, waiting: int, done: int, total: int, most_attempts: int) -> tuple[str, str, bool]:
    if batch.cancelled_at:
        return "Đã hủy", "draft", False
    if waiting:
        return "Đang tạo", "sent", True
    if batch.packed_at:
        return ("Đã xong", "ok", False) if done == total else ("Đã xong, còn thiếu", "back", False)
    if not done:
        return "Không tạo được văn bản nào", "late", False
    if batch.attempts >= most_attempts and batch.packing_until is None:
        return "Không đóng gói được", "late", False
    return "Đang đóng gói", "sent", True
