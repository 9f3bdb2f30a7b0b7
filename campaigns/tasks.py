"""Planned work of this room; the rows are the plan, so running late or twice does no harm."""

from celery import shared_task

from . import services


@shared_task(ignore_result=True, acks_late=True)
def plan_reminders() -> None:
    services.plan_reminders()


@shared_task(ignore_result=True, acks_late=True)
def send_due_reminders() -> None:
    services.send_due_reminders()
