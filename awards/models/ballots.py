"""A vote of a bloc or a council: what is decided, who votes, what was cast and what was counted.

No row links a voter with a choice of a secret ballot: ``Participation`` says who took part, ``SealedVote`` holds what was
cast, encrypted, until closing; closing rewrites both (``awards.services.counting``, docs/decisions/0010).
"""

import datetime as dt
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.models import User
from blocs.models import Authority, Unit
from blocs.scope import Scope
from campaigns.models import Campaign, Meeting

from ..querysets_ballots import BallotQuerySet
from ..states import SourceStatus
from ..states_ballots import COUNTED, LOOK, BallotState, Channel, Mark, RecusalWhy, Secrecy, VoteBase
from .awards import AwardType, Nomination
from .council import CouncilMember, CouncilSession
from .people import Person


def opinion_path(opinion: "WrittenOpinion", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"ballots/{uuid.uuid4().hex}"


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class VoteRule(models.Model):
    """By which rule it is decided; fixed when the ballot opens. ``threshold_num``/``threshold_den``: the share of
    ``base`` as an exact fraction (2/3 stays 2/3); ``more_than``: it must be exceeded, otherwise reached.
    ``quorum_percent``: share of all voters that must take part. ``max_choices``: at most so many are approved by a voter
    and chosen; empty: each candidate is judged alone."""

    secrecy = models.CharField("hình thức", max_length=6, choices=Secrecy, default=Secrecy.SECRET)
    quorum_percent = models.PositiveSmallIntegerField(
        "tỷ lệ cử tri phải tham gia bỏ phiếu (%)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    threshold_num = models.PositiveIntegerField(default=1)
    threshold_den = models.PositiveIntegerField(default=2, validators=[MinValueValidator(1)])
    more_than = models.BooleanField("phải quá tỷ lệ này", default=False)
    base = models.CharField("tỷ lệ tính trên", max_length=13, choices=VoteBase, default=VoteBase.PRESENT)
    basis = models.CharField("căn cứ của tỷ lệ", max_length=300, blank=True)
    basis_status = models.CharField(
        "tình trạng căn cứ", max_length=11, choices=SourceStatus, default=SourceStatus.UNCONFIRMED
    )
    max_choices = models.PositiveSmallIntegerField(
        "chọn không quá", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    own_unit_out = models.BooleanField("đơn vị không bỏ phiếu cho chính mình", default=True)
    written_allowed = models.BooleanField("nhận ý kiến bằng văn bản của người vắng mặt", default=False)
    tie_words = models.CharField("khi bằng phiếu", max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_secret(self) -> bool:
        return self.secrecy == Secrecy.SECRET


class Ballot(VoteRule):
    """One motion put to the vote, of a bloc's campaign (maybe at a meeting) or of a council's session.

    Votes are taken in ``[opens_at, closes_at)``. ``first_counter``, ``second_counter``: who count the paper ballots.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="ballots", verbose_name="cơ quan")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="ballots", verbose_name="kế hoạch"
    )
    session = models.ForeignKey(
        CouncilSession, models.PROTECT, null=True, blank=True, related_name="ballots", verbose_name="phiên họp hội đồng"
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="ballots", verbose_name="hội nghị"
    )
    run_off_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="run_offs")
    title = models.CharField("nội dung bỏ phiếu", max_length=300)
    first_counter = _person("người kiểm phiếu giấy thứ nhất")
    second_counter = _person("người kiểm phiếu giấy thứ hai")
    opens_at = models.DateTimeField("bắt đầu", null=True, blank=True)
    closes_at = models.DateTimeField("kết thúc", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=9, choices=BallotState, default=BallotState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    opened_by = _person("người mở")
    ended_at = models.DateTimeField("kết thúc thực tế lúc", null=True, blank=True)
    ended_by = _person("người kết thúc")
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    reason = models.CharField("lý do hủy", max_length=500, blank=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc bỏ phiếu"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(campaign__isnull=False, session__isnull=True)
                | Q(campaign__isnull=True, session__isnull=False),
                name="ballot_of_one",
                violation_error_message="Cuộc bỏ phiếu là của một kế hoạch hoặc của một phiên họp hội đồng.",
            ),
            models.CheckConstraint(
                condition=Q(threshold_den__gte=1, threshold_num__lte=F("threshold_den")),
                name="ballot_threshold_is_share",
                violation_error_message="Tỷ lệ đồng ý phải từ 0 đến 100%%.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "closed", "published"])
                | Q(opened_at__isnull=False, opened_by__isnull=False, opens_at__isnull=False, closes_at__isnull=False),
                name="ballot_opened_has_times",
                violation_error_message="Cuộc bỏ phiếu đã mở phải có giờ mở, người mở và giờ kết thúc.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(opens_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="ballot_closes_after_opens",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open"], ended_at__isnull=True, ended_by__isnull=True)
                | Q(state__in=["closed", "published", "cancelled"], ended_at__isnull=False, ended_by__isnull=False),
                name="ballot_ended_pair",
                violation_error_message="Cuộc bỏ phiếu đã kết thúc phải có giờ và người kết thúc.",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""),
                name="ballot_cancelled_has_reason",
                violation_error_message="Hãy ghi lý do hủy.",
            ),
            models.CheckConstraint(
                condition=Q(first_counter__isnull=True, second_counter__isnull=True)
                | (
                    Q(first_counter__isnull=False, second_counter__isnull=False) & ~Q(first_counter=F("second_counter"))
                ),
                name="ballot_two_counters",
                violation_error_message="Tổ kiểm phiếu giấy gồm hai người khác nhau.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def look(self) -> str:
        return LOOK[BallotState(self.state)]

    @property
    def is_counted(self) -> bool:
        return self.state in COUNTED

    def takes_votes_at(self, moment: dt.datetime) -> bool:
        """Half-open: a vote at ``closes_at`` itself is late."""
        return self.state == BallotState.OPEN and self.opens_at <= moment < self.closes_at

    def access_scope(self) -> Scope:
        return self.campaign.access_scope() if self.campaign_id else Scope(authority_id=self.authority_id)


class BallotCandidate(models.Model):
    """What is voted on: a nomination, a unit, a person, or just words. ``label``: as printed on the ballot."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="candidates")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị của ứng viên"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cá nhân")
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, null=True, blank=True, related_name="candidacies", verbose_name="đề nghị"
    )
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="danh hiệu, hình thức"
    )
    label = models.CharField("tên trên phiếu", max_length=300)
    order = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        verbose_name = "ứng viên"
        ordering = ["ballot", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "nomination"],
                name="candidate_nomination_once",
                violation_error_message="Đề nghị này đã có trên phiếu.",
            ),
            models.UniqueConstraint(
                fields=["ballot", "label"],
                name="candidate_label_once",
                violation_error_message="Tên này đã có trên phiếu.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class BallotVoter(models.Model):
    """Who may vote, once: the delegate of a unit, a member of the council, or another named account. Without an account
    one votes on paper or in writing. ``present``: as the roll was called; who is absent is not in the base «present»."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="voters")
    user = _person("tài khoản bỏ phiếu")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đại diện đơn vị"
    )
    member = models.ForeignKey(
        CouncilMember, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thành viên hội đồng"
    )
    name = models.CharField("cử tri", max_length=300)
    present = models.BooleanField("có mặt", default=True)

    class Meta:
        verbose_name = "cử tri"
        ordering = ["ballot", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "user"],
                name="voter_user_once",
                violation_error_message="Tài khoản này đã có trong danh sách cử tri.",
            ),
            models.UniqueConstraint(
                fields=["ballot", "unit"],
                name="voter_unit_once",
                violation_error_message="Mỗi đơn vị chỉ có một cử tri.",
            ),
            models.UniqueConstraint(
                fields=["ballot", "member"],
                name="voter_member_once",
                violation_error_message="Thành viên này đã có trong danh sách cử tri.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Recusal(models.Model):
    """One voter who does not vote on one candidate, and why: the base of that candidate is smaller by one."""

    voter = models.ForeignKey(BallotVoter, models.CASCADE, related_name="recusals")
    candidate = models.ForeignKey(BallotCandidate, models.CASCADE, related_name="recusals")
    why = models.CharField("lý do", max_length=8, choices=RecusalWhy)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "không bỏ phiếu cho một ứng viên"
        ordering = ["candidate", "voter"]
        constraints = [models.UniqueConstraint(fields=["voter", "candidate"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.voter}: {self.candidate}"


class Participation(models.Model):
    """That somebody took part, by which way, on which day; never what was voted, never at what time."""

    voter = models.OneToOneField(BallotVoter, models.CASCADE, primary_key=True, related_name="participation")
    channel = models.CharField("cách bỏ phiếu", max_length=7, choices=Channel)
    day = models.DateField("ngày")

    class Meta:
        verbose_name = "việc tham gia bỏ phiếu"
        ordering = ["voter"]

    def __str__(self) -> str:
        return f"{self.voter} – {self.get_channel_display()}"

    def access_scope(self) -> Scope:
        """Nowhere: the trail tells nobody who has voted; the ballot's page does, after closing, those who may know."""
        return Scope()


class BallotKey(models.Model):
    """The key pair of a secret ballot while it is open. ``wrapped``: the private key, closed with ``BALLOT_KEY`` of the
    settings, which no database holds. Deleted at closing: what an older copy holds can then not be read from here."""

    ballot = models.OneToOneField(Ballot, models.CASCADE, primary_key=True, related_name="key")
    public = models.BinaryField()
    wrapped = models.BinaryField()

    class Meta:
        verbose_name = "khóa của cuộc bỏ phiếu"

    def __str__(self) -> str:
        return f"Khóa: {self.ballot}"


class SealedVote(models.Model):
    """One cast vote while the ballot is open: ciphertext, of the same length for every voter; no voter, no time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="sealed")
    box = models.BinaryField()

    class Meta:
        verbose_name = "phiếu đã niêm phong"

    def __str__(self) -> str:
        return f"Phiếu kín: {self.ballot}"


class VoteSlip(models.Model):
    """One mark for one candidate, of nobody: votes are cut apart candidate by candidate and shuffled at closing, so that
    no row shows what one voter said of two candidates (nor, by the missing own unit, who it was)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(BallotCandidate, models.CASCADE, related_name="slips")
    mark = models.CharField(max_length=8, choices=Mark)

    class Meta:
        verbose_name = "phiếu đã mở"

    def __str__(self) -> str:
        return f"{self.candidate}: {self.get_mark_display()}"


class NamedVote(models.Model):
    """One mark with the voter's name: in an open vote, and in an absent member's written opinion."""

    voter = models.ForeignKey(BallotVoter, models.CASCADE, related_name="named")
    candidate = models.ForeignKey(BallotCandidate, models.CASCADE, related_name="named")
    mark = models.CharField(max_length=8, choices=Mark)

    class Meta:
        verbose_name = "biểu quyết ghi tên"
        ordering = ["voter", "candidate"]
        constraints = [models.UniqueConstraint(fields=["voter", "candidate"], name="named_vote_once")]

    def __str__(self) -> str:
        return f"{self.voter} – {self.candidate}: {self.get_mark_display()}"


class WrittenOpinion(models.Model):
    """The scan of an absent member's written opinion; what it says are ``NamedVote`` rows."""

    voter = models.OneToOneField(BallotVoter, models.CASCADE, primary_key=True, related_name="opinion")
    file = models.FileField("bản chụp ý kiến", upload_to=opinion_path, max_length=200)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = "ý kiến bằng văn bản"

    def __str__(self) -> str:
        return f"Ý kiến bằng văn bản: {self.voter}"
