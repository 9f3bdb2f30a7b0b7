"""What a unit asks to have looked at again: a score, a place, an award; and what it was answered."""

import json
import uuid
from functools import cache
from pathlib import Path

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from blocs.models import Authority, Unit
from blocs.scope import Scope
from campaigns.models import Campaign
from scoring.models import RankingRow, ScoreLine

from ..querysets_petitions import PetitionQuerySet, PetitionRuleQuerySet
from ..states import SourceStatus
from ..states_petitions import LOOK, PetitionAbout, PetitionOutcome, PetitionState
from .awards import AwardRecord, Nomination

_DATA = Path(__file__).resolve().parent.parent / "data" / "petitions.json"
_DAYS = [MinValueValidator(1), MaxValueValidator(365)]


@cache
def petition_defaults() -> dict:
    """Days for a petition and for its answer, with where they come from."""
    return json.loads(_DATA.read_text(encoding="utf-8"))


def _window() -> int:
    return petition_defaults()["window_days"]


def _answer() -> int:
    return petition_defaults()["answer_days"]


def _source() -> str:
    return petition_defaults()["source"]


def petition_path(petition: "Petition", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"petitions/{uuid.uuid4().hex}"


class PetitionRule(models.Model):
    """How long after publication units may petition, and within how many days they are answered (calendar days). Its
    row is locked while a number is given, so that none is given twice and none is skipped."""

    authority = models.OneToOneField(
        Authority, models.PROTECT, related_name="petition_rule", verbose_name="cơ quan tổ chức"
    )
    window_days = models.PositiveSmallIntegerField("số ngày được kiến nghị", default=_window, validators=_DAYS)
    answer_days = models.PositiveSmallIntegerField("số ngày phải trả lời", default=_answer, validators=_DAYS)
    source = models.CharField("căn cứ", max_length=300, default=_source)
    source_status = models.CharField(
        "tình trạng nguồn", max_length=11, choices=SourceStatus, default=SourceStatus.UNCONFIRMED
    )
    last_number = models.PositiveIntegerField(default=0, editable=False)

    objects = PetitionRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "thời hạn kiến nghị"
        ordering = ["authority"]

    def __str__(self) -> str:
        return f"Thời hạn kiến nghị – {self.authority}"

    @property
    def unconfirmed(self) -> bool:
        return self.source_status == SourceStatus.UNCONFIRMED

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class Petition(models.Model):
    """``subject`` words what it is about as it stood; ``concerned``: the unit whose score or award it is. ``window_until``
    and ``answer_by`` are the days that held when it was sent."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="petitions", verbose_name="cơ quan")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="petitions", verbose_name="kế hoạch"
    )
    number = models.PositiveIntegerField("số biên nhận")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="petitions", verbose_name="đơn vị kiến nghị")
    concerned = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị liên quan")
    about = models.CharField("kiến nghị về", max_length=10, choices=PetitionAbout)
    line = models.ForeignKey(ScoreLine, models.PROTECT, null=True, blank=True, related_name="+")
    ranking_row = models.ForeignKey(RankingRow, models.PROTECT, null=True, blank=True, related_name="+")
    nomination = models.ForeignKey(Nomination, models.PROTECT, null=True, blank=True, related_name="+")
    record = models.ForeignKey(AwardRecord, models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField("nội dung được kiến nghị", max_length=500)
    text = models.TextField("nội dung kiến nghị")
    file = models.FileField("tệp kèm theo", upload_to=petition_path, max_length=200, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    state = models.CharField("trạng thái", max_length=9, choices=PetitionState, default=PetitionState.SENT)
    window_until = models.DateField("hạn kiến nghị")
    answer_by = models.DateField("hạn trả lời")
    sent_at = models.DateTimeField("gửi lúc")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")
    accepted_at = models.DateTimeField("nhận xem xét lúc", null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField("kết quả", max_length=7, choices=PetitionOutcome, blank=True)
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = "kiến nghị"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="petition_number_once"),
            models.CheckConstraint(
                condition=Q(about="line", line__isnull=False)
                | Q(about="ranking", ranking_row__isnull=False)
                | Q(about="nomination", nomination__isnull=False)
                | Q(about="award", record__isnull=False),
                name="petition_has_subject",
                violation_error_message="Kiến nghị phải về một nội dung cụ thể.",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(outcome="")
                & ~Q(answer="")
                | ~Q(state="answered") & Q(answered_at__isnull=True, answered_by__isnull=True, outcome="", answer=""),
                name="petition_answered_pair",
                violation_error_message="Kết quả, lý do, người và thời điểm trả lời phải đi cùng nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"Kiến nghị số {self.number}"

    @property
    def look(self) -> str:
        return LOOK[PetitionState(self.state)]

    def access_scope(self) -> Scope:
        """Where the petitioning unit stands: whoever judges that unit's sheet answers."""
        return Scope(self.authority_id, self.campaign.bloc_year_id if self.campaign else None, self.unit_id)
