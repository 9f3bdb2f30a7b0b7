"""How signing of a pledge stands: one row per unit that is to sign, and the units that joined after it was fixed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts import clock
from blocs.models import Membership, Post, Unit

from .models import Campaign, Deadline, Pledge, PledgeSignature, PledgeText
from .states_pledges import PledgeState


@dataclass(frozen=True)
class SigningRow:
    """``signature`` counts; ``refused`` was entered from paper and its unit objected; ``left``: no longer in the bloc."""

    unit_id: int
    unit: str
    role: str
    head: str
    signature: PledgeSignature | None = None
    refused: PledgeSignature | None = None
    left: bool = False
    annex: PledgeText | None = None

    @property
    def is_open(self) -> bool:
        return self.signature is None and not self.left


@dataclass(frozen=True)
class Signing:
    """``rows`` stand in the text; ``late`` joined afterwards and sign an annex (None: not made yet)."""

    rows: list[SigningRow] = field(default_factory=list)
    late: list[SigningRow] = field(default_factory=list)

    @property
    def signed(self) -> int:
        return sum(row.signature is not None for row in self.rows)

    @property
    def needed(self) -> int:
        return sum(not row.left or row.signature is not None for row in self.rows)

    @property
    def waiting(self) -> list[SigningRow]:
        """Units whose signature is still to come, under the pledge or their annex."""
        return [row for row in (*self.rows, *self.late) if row.is_open and (row.annex or row in self.rows)]

    @property
    def complete(self) -> bool:
        return bool(self.rows) and not any(row.is_open for row in self.rows)


def members_on(campaign: Campaign, day) -> list[Membership]:
    """Members of the bloc on a day, officers first, then the Vietnamese way sorted; one statement."""
    order = {Membership.Role.LEADER: 0, Membership.Role.DEPUTY: 1, Membership.Role.MEMBER: 2}
    rows = Membership.objects.on(day).filter(bloc_year_id=campaign.bloc_year_id).select_related("unit")
    return sorted(rows, key=lambda row: (order[row.role], bytes(row.unit.sort_key), row.pk))


def heads_of(unit_ids: Iterable[int]) -> dict[int, Post]:
    """Who heads each unit today; one statement."""
    rows = Post.objects.live(clock.today()).filter(unit_id__in=list(unit_ids), role=Post.Role.HEAD)
    return {row.unit_id: row for row in rows.select_related("user").order_by("-pk")}


def signing_of(pledge: Pledge) -> Signing:
    """The state of signing of the wording in force; a constant number of statements."""
    text = pledge.text
    if text is None:
        return Signing()
    live = {row.unit_id: row.unit for row in members_on(pledge.campaign, clock.today())}
    annexes = {row.unit_id: row for row in text.annexes.select_related("unit")}
    signatures = signatures_of([text, *annexes.values()])
    named = {row["unit_id"] for row in text.content["members"]}
    heads = heads_of([*live, *named])
    rows = [_row(row, live, heads, signatures[text.pk, row["unit_id"]], None) for row in text.content["members"]]
    gone = {pk: annex.unit for pk, annex in annexes.items() if pk not in live}
    late = [
        _late(unit, live, heads, annexes.get(pk), signatures) for pk, unit in (live | gone).items() if pk not in named
    ]
    return Signing(rows, late)


def signatures_of(texts: Iterable[PledgeText]) -> dict[tuple[int, int], list[PledgeSignature]]:
    """Signatures by (text, unit), the first one first; one statement."""
    found = defaultdict(list)
    rows = PledgeSignature.objects.filter(text__in=list(texts)).select_related("by", "scan", "objection__by")
    for row in rows.order_by("number", "pk"):
        found[row.text_id, row.unit_id].append(row)
    return found


def _row(said: dict, live: dict[int, Unit], heads: dict[int, Post], signatures, annex) -> SigningRow:
    last = signatures[-1] if signatures else None
    objected = last is not None and hasattr(last, "objection")
    head = heads.get(said["unit_id"])
    return SigningRow(
        unit_id=said["unit_id"],
        unit=said["unit"],
        role=said["role"],
        head=head.user.full_name if head else "",
        signature=None if objected else last,
        refused=last if objected else None,
        left=said["unit_id"] not in live,
        annex=annex,
    )


def _late(
    unit: Unit, live: dict[int, Unit], heads: dict[int, Post], annex: PledgeText | None, signatures
) -> SigningRow:
    said = {"unit_id": unit.pk, "unit": unit.name, "role": ""}
    return _row(said, live, heads, signatures[annex.pk, unit.pk] if annex else [], annex)


def signed_for(deadlines: Iterable[Deadline]) -> dict[tuple[int, int], PledgeSignature]:
    """Which units have met a deadline by signing the pledge: signatures by (deadline, unit). One statement, none when
    no deadline is about a pledge."""
    rows = [row for row in deadlines if row.kind == Deadline.Kind.PLEDGE]
    if not rows:
        return {}
    by_campaign = defaultdict(list)
    for row in rows:
        by_campaign[row.campaign_id].append(row.pk)
    found = PledgeSignature.objects.counting().filter(text__pledge__campaign_id__in=by_campaign)
    pairs = found.with_campaign().order_by("at", "pk")
    return {(pk, row.unit_id): row for row in pairs for pk in by_campaign[row.campaign_id]}


def with_pledge(deadlines: Iterable[Deadline]) -> set[int]:
    """Deadlines of kind «pledge» whose campaign's pledge is or was open for signing: these are met unit by unit."""
    rows = [row for row in deadlines if row.kind == Deadline.Kind.PLEDGE]
    if not rows:
        return set()
    opened = Pledge.objects.exclude(state=PledgeState.DRAFT).filter(campaign_id__in={row.campaign_id for row in rows})
    campaigns = set(opened.values_list("campaign_id", flat=True))
    return {row.pk for row in rows if row.campaign_id in campaigns}
