"""Planned work of this room; the rows are the plan, so running late or twice does no harm."""

from celery import shared_task

from . import services
from .services.attendance import remind_due_answers as remind_answers
from .services.follow_up_reminders import remind_follow_ups as remind_what_is_to_be_put_right


@shared_task(ignore_result=True, acks_late=True)
def plan_reminders() -> None:
    services.plan_reminders()


@shared_task(ignore_result=True, acks_late=True)
def send_due_reminders() -> None:
    services.send_due_reminders()


@shared_task(ignore_result=True, acks_late=True)
def open_years_due() -> None:
    services.open_years_due()


@shared_task(ignore_result=True, acks_late=True)
def remind_due_answers() -> None:
    remind_answers()


@shared_task(ignore_result=True, acks_late=True)
def remind_follow_ups() -> None:
    remind_what_is_to_be_put_right()


@shared_task(ignore_result=True, acks_late=True)
def send_released_notices() -> None:
    services.send_released_notices()
