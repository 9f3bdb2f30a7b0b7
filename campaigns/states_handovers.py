"""The life of a handover."""

from django.db import models


class HandoverState(models.TextChoices):
    DRAFT = "draft", "Đang chuẩn bị"
    GIVEN = "given", "Đã bàn giao, chờ tiếp nhận"
    RECEIVED = "received", "Đã tiếp nhận"


LOOK = {HandoverState.DRAFT: "draft", HandoverState.GIVEN: "sent", HandoverState.RECEIVED: "ok"}
