from celery import shared_task

from . import services


@shared_task(ignore_result=True, acks_late=True)
def deliver_notifications():
    services.deliver_due_notifications(limit=100)
