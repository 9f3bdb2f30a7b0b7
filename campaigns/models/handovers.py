"""Handing the office of the bloc's leader over at the end of a year: one record, given and received."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from blocs.models import BlocYear, Unit
from blocs.scope import Scope
from campaigns.querysets_handovers import HandoverQuerySet
from campaigns.states_handovers import HandoverState


class Handover(models.Model):
    """From the unit that leads one bloc-year to the unit that leads the next. While it is a draft its page gathers what
    there is now; ``facts`` is the copy frozen when it is given, with its checksum."""

    bloc_year = models.OneToOneField(BlocYear, models.PROTECT, related_name="handover", verbose_name="khối trong năm")
    next_year = models.ForeignKey(BlocYear, models.PROTECT, related_name="handovers_in", verbose_name="năm tiếp nhận")
    giver = models.ForeignKey(Unit, models.PROTECT, related_name="handovers_out", verbose_name="đơn vị bàn giao")
    receiver = models.ForeignKey(Unit, models.PROTECT, related_name="handovers_in", verbose_name="đơn vị tiếp nhận")
    state = models.CharField("trạng thái", max_length=8, choices=HandoverState, default=HandoverState.DRAFT)
    not_done = models.TextField("việc chưa làm được", blank=True)
    advice = models.TextField("lưu ý cho đơn vị tiếp nhận", blank=True)
    version = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField("bàn giao lúc", null=True, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    remark = models.CharField("ý kiến khi tiếp nhận", max_length=1000, blank=True)
    facts = models.JSONField(null=True, blank=True)
    sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "bàn giao Trưởng khối"
        ordering = ["-bloc_year__year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="handover_two_units",
                violation_error_message="Đơn vị bàn giao và đơn vị tiếp nhận phải khác nhau.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", given_at__isnull=True, given_by__isnull=True, facts__isnull=True)
                | Q(~Q(state="draft"), given_at__isnull=False, given_by__isnull=False, facts__isnull=False),
                name="handover_given_pair",
                violation_error_message="Biên bản đã bàn giao phải có người, thời điểm và bản ghi.",
            ),
            models.CheckConstraint(
                condition=Q(state="received", received_at__isnull=False, received_by__isnull=False)
                | Q(~Q(state="received"), received_at__isnull=True, received_by__isnull=True),
                name="handover_received_pair",
                violation_error_message="Biên bản đã tiếp nhận phải có người và thời điểm.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bàn giao {self.bloc_year}: {self.giver} → {self.receiver}"

    def access_scope(self) -> Scope:
        return self.bloc_year.access_scope()
