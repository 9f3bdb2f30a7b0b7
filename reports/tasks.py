"""Work outside requests: each task calls one service."""

from celery import shared_task

from . import services


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=60, time_limit=75)
def run_job(job_id: int) -> None:
    services.make_paper(job_id=job_id)


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=60, time_limit=75)
def pack_batch(batch_id: int) -> None:
    services.pack_batch(batch_id=batch_id)


@shared_task(ignore_result=True)
def sweep_jobs() -> None:
    services.sweep_jobs()
    services.sweep_batches()
