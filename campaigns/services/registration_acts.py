"""The life of a registration on record: what was sent with its checksum and receipt, and what the milestone says of it.

The registration deadline of a bloc's plan is met by sending the registration itself: the report behind the deadline
follows its state. An amendment leaves the milestone as it stands; its sending has its own time and checksum.
"""

import hashlib
import json

from accounts import clock
from accounts.models import User
from blocs.models import Membership
from campaigns.models import Deadline, RegisteredMovement, Registration, RegistrationAct, Submission
from campaigns.states import ACCEPT, SENT, RegistrationStep, SubmissionState

from .people import everybody, receivers
from .submissions import record_submission, reopen_submission

NOTE_LENGTH = 1000


def registration_deadline(campaign_id: int) -> Deadline | None:
    """The milestone that units of a bloc meet by registering: the first when the plan names several."""
    rows = Deadline.objects.for_decisions().filter(
        campaign_id=campaign_id,
        kind=Deadline.Kind.REGISTRATION,
        owes=Deadline.Owes.MEMBERS,
        every_year=False,
        campaign__bloc_year__isnull=False,
    )
    return rows.order_by("last_day", "pk").first()


def content_of(row: Registration) -> dict:
    """What a registration says, as plain values in a fixed order: the checksum is taken over it."""
    targets = row.targets.order_by("position", "pk")
    movements = RegisteredMovement.objects.filter(registration=row).of_version(row.version)
    return {
        "version": row.version,
        "reason": row.reason,
        "targets": [
            {
                "title": each.title,
                "planned": None if each.planned is None else f"{each.planned.normalize():f}",
                "measure_unit": each.measure_unit,
                "direction": each.direction,
                "source": each.source,
                "evidence_kind": each.evidence_kind,
                "assigned": each.assigned,
                "note": each.note,
            }
            for each in targets
        ],
        "movements": [
            {"name": each.name, "aim": each.aim, "begins": _day(each.begins), "ends": _day(each.ends)}
            for each in movements.order_by("position", "pk")
        ],
        "aims_sha256": row.aims_sha256,
    }


def _day(value) -> str | None:
    return value.isoformat() if value else None


def checksum(content: dict) -> str:
    """SHA-256 of the content in a canonical form anybody can recompute."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def note_sent(row: Registration, by: User) -> RegistrationAct:
    """Keep what was sent; the first wording meets the milestone and gets its receipt, an amendment does not move it."""
    content = content_of(row)
    sha256 = checksum(content)
    deadline = registration_deadline(row.campaign_id)
    receipt = None
    if deadline is not None and not _is_met(row, deadline):
        receipt = record_submission(deadline=deadline, unit=row.unit, by=by, sha256=sha256)
    return _act(row, RegistrationStep.SEND, by, row.reason, content=content, sha256=sha256, receipt=receipt)


def _is_met(row: Registration, deadline: Deadline) -> bool:
    """Whether an approved wording already met the milestone."""
    reports = Submission.objects.filter(deadline=deadline, unit_id=row.unit_id, state=SubmissionState.ACCEPTED)
    return row.is_amendment and reports.exists()


def note_recalled(row: Registration, by: User) -> None:
    _act(row, RegistrationStep.RECALL, by)
    _give_back(row, by, "", SubmissionState.DRAFT)


def note_returned(row: Registration, by: User) -> None:
    words = return_words(row)
    _act(row, RegistrationStep.RETURN, by, words)
    _give_back(row, by, words, SubmissionState.RETURNED)


def return_words(row: Registration) -> str:
    """Why a registration was given back: what is said of the whole, then row by row; as long as the record takes."""
    rows = row.targets.filter(returned=True).exclude(returned_note="").order_by("position", "pk")
    lines = [row.note, *(f"{each.title[:80]}: {each.returned_note}" for each in rows)]
    return "\n".join(line for line in lines if line)[:NOTE_LENGTH]


def note_approved(row: Registration, by: User) -> None:
    """The milestone is met for good: the report behind it is received."""
    _act(row, RegistrationStep.APPROVE, by, row.note)
    deadline = registration_deadline(row.campaign_id)
    if deadline is None:
        return
    rows = Submission.objects.select_for_update(of=("self",), no_key=True)
    report = rows.filter(deadline=deadline, unit_id=row.unit_id, state__in=SENT).first()
    if report is not None and report.state in ACCEPT.sources:
        report.state, report.updated_by = ACCEPT.target, by
        report.version += 1
        report.save()


def note_amended(row: Registration, by: User) -> None:
    _act(row, RegistrationStep.AMEND, by, row.reason)


def note_withdrawn(row: Registration, by: User) -> None:
    _act(row, RegistrationStep.WITHDRAW, by)


def _give_back(row: Registration, by: User, note: str, state: str) -> None:
    """The milestone is owed again, unless an earlier wording in force met it."""
    deadline = registration_deadline(row.campaign_id)
    if deadline is not None and not _is_met(row, deadline):
        reopen_submission(deadline=deadline, unit=row.unit, by=by, note=note, state=state)


def _act(row: Registration, step: RegistrationStep, by: User, note: str = "", **kept) -> RegistrationAct:
    return RegistrationAct.objects.create(
        registration=row,
        version=row.version,
        step=step,
        by=by,
        acting_as=by.acting_label[:200],
        at=clock.now(),
        note=note[:NOTE_LENGTH],
        **kept,
    )


def registered_at(campaign_id: int) -> dict[int, RegistrationAct]:
    """When each unit of a campaign first registered, by unit id, with the receipt; one statement."""
    rows = RegistrationAct.objects.filter(registration__campaign_id=campaign_id, step=RegistrationStep.SEND)
    rows = rows.select_related("registration", "receipt").defer("content").order_by("-pk")
    return {act.registration.unit_id: act for act in rows}


def copied_to(row: Registration, deadline: Deadline | None) -> list[User]:
    """People of the addressees the plan names: officers, the board, and every member where it is sent to the members.
    Not the unit itself; nobody when the plan has no such milestone."""
    if deadline is None:
        return []
    people = receivers(deadline)
    if deadline.to_members:
        members = Membership.objects.on(clock.today()).filter(bloc_year_id=deadline.campaign.bloc_year_id)
        people += everybody(members.values_list("unit_id", flat=True))
    own = {user.pk for user in everybody([row.unit_id])}
    return [user for user in dict.fromkeys(people) if user.pk not in own]
