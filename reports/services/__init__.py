"""Asking for papers, making them, and finding again what a broker lost."""

from .jobs import cancel_job, request_paper, retry_job, sweep_jobs
from .making import make_paper

__all__ = ["cancel_job", "make_paper", "request_paper", "retry_job", "sweep_jobs"]
