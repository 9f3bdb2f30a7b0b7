"""How far a batch is, in words."""

import pytest

from accounts import clock
from reports.models import JobBatch
from reports.rules_batches import progress_of

AT = clock.now()


@pytest.mark.parametrize(
    "batch, counts, label, is_live",
    [
        ({}, {"queued": 2, "done": 1}, "Đang tạo", True),
        ({}, {"running": 1, "failed": 2}, "Đang tạo", True),
        ({}, {"done": 3}, "Đang đóng gói", True),
        ({"attempts": 3, "packing_until": AT}, {"done": 3}, "Đang đóng gói", True),
        ({"attempts": 3}, {"done": 3}, "Không đóng gói được", False),
        ({"packed_at": AT}, {"done": 3}, "Đã xong", False),
        ({"packed_at": AT}, {"done": 2, "failed": 1}, "Đã xong, còn thiếu", False),
        ({}, {"failed": 3}, "Không tạo được văn bản nào", False),
        ({"cancelled_at": AT}, {"cancelled": 2, "done": 1}, "Đã hủy", False),
    ],
)
def test_a_batch_in_words(batch, counts, label, is_live):
    progress = progress_of(JobBatch(**batch), counts, 3)
    assert (progress.label, progress.is_live, progress.total) == (label, is_live, 3)
    assert progress.ended == 3 - counts.get("queued", 0) - counts.get("running", 0)
