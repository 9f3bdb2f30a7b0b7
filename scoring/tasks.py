"""Work outside requests: each task calls one service."""

from celery import shared_task

from . import services


@shared_task(ignore_result=True, acks_late=True, soft_time_limit=120, time_limit=135)
def scan_version(version_id: int) -> None:
    services.scan_version(version_id=version_id)


@shared_task(ignore_result=True)
def sweep_scans() -> None:
    services.sweep_scans()


@shared_task(ignore_result=True)
def sweep_files() -> None:
    services.sweep_files()
