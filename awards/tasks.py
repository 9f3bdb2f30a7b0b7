"""Planned work of this room."""

from celery import shared_task

from .services.petition_reminders import remind_petitions as remind_due_petitions


@shared_task(ignore_result=True, acks_late=True)
def remind_petitions() -> None:
    remind_due_petitions()
