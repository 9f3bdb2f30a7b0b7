"""Asking for papers, making them, numbering and issuing them, and finding again what a broker lost."""

from .batches import cancel_batch, go_on, repack, request_batch
from .issuing import freeze_issue
from .jobs import cancel_job, remake_files, request_paper, retry_job, sweep_jobs
from .making import make_paper
from .numbering import record_outside, reserve_number, series_for
from .packing import pack_batch, sweep_batches
from .series import close_series, create_series, update_series

__all__ = [
    "cancel_batch",
    "cancel_job",
    "close_series",
    "create_series",
    "freeze_issue",
    "go_on",
    "make_paper",
    "pack_batch",
    "record_outside",
    "remake_files",
    "repack",
    "request_batch",
    "request_paper",
    "reserve_number",
    "retry_job",
    "series_for",
    "sweep_batches",
    "sweep_jobs",
    "update_series",
]
