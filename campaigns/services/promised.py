"""What the units of a bloc have promised: their approved targets as the pledge takes them, and what changed since."""

from collections import defaultdict

from accounts import clock
from accounts.vietnamese import fold
from campaigns.models import Campaign, PledgeText, TargetValue
from campaigns.rules.consolidation import Promise, figure
from campaigns.signing import members_on
from campaigns.states import RegistrationState


def promises_of(campaign: Campaign) -> list[Promise]:
    """Every target in force of the bloc, officers first: the last approved value, also while it is being amended. Two
    statements."""
    places = {row.unit_id: place for place, row in enumerate(members_on(campaign, clock.today()))}
    values = TargetValue.objects.filter(target__registration__campaign=campaign)
    rows = values.select_related("target__registration__unit").order_by("pk")
    last = {row.target_id: row for row in rows}
    found = [row for row in last.values() if row.assigned and row.target.registration.unit_id in places]
    found.sort(key=lambda row: (places[row.target.registration.unit_id], row.target.position, row.target_id))
    return [_promise(row) for row in found]


def _promise(value: TargetValue) -> Promise:
    target, unit = value.target, value.target.registration.unit
    title = value.title or target.title  # the target itself may be in the middle of an amendment
    return Promise(unit.pk, unit.name, title, value.measure_unit, value.direction, value.planned)


def unregistered(campaign: Campaign) -> list[str]:
    """Members whose registration has never been approved: the pledge will say nothing of theirs."""
    approved = TargetValue.objects.filter(target__registration__campaign=campaign)
    done = set(approved.values_list("target__registration__unit_id", flat=True))
    done |= set(campaign.registrations.filter(state=RegistrationState.APPROVED).values_list("unit_id", flat=True))
    return [row.unit.name for row in members_on(campaign, clock.today()) if row.unit_id not in done]


def changed_since(text: PledgeText) -> list[str]:
    """Units still in the bloc whose targets in force are no longer those of the frozen wording: approved or amended later.

    Three statements.
    """
    members = text.content["members"]
    live = {row.unit_id for row in members_on(text.pledge.campaign, clock.today())}
    frozen, now = _frozen_figures(text), defaultdict(set)
    for row in promises_of(text.pledge.campaign):
        now[row.unit_id].add(_said(row.title, row.measure_unit, figure(row.planned)))
    return [row["unit"] for row in members if row["unit_id"] in live and frozen[row["unit_id"]] != now[row["unit_id"]]]


def _frozen_figures(text: PledgeText) -> dict[int, set[tuple[str, str, str]]]:
    ids = {row["unit"]: row["unit_id"] for row in text.content["members"]}
    found: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    targets = text.content["targets"]
    for row in targets["shared"]:
        for part in row["parts"]:
            found[ids[part["unit"]]].add(_said(row["title"], row["measure_unit"], part["planned"]))
    for unit in targets["own"]:
        found[unit["unit_id"]] |= {_said(row["title"], row["measure_unit"], row["planned"]) for row in unit["rows"]}
    return found


def _said(title: str, measure_unit: str, planned: str) -> tuple[str, str, str]:
    """Shared targets carry the wording of the first unit: capitals and marks make no difference."""
    return fold(title), fold(measure_unit), planned
