"""Titles and forms of reward a unit aims at: written with its registration, sent and decided with it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts import clock
from accounts.decisions import only_if
from accounts.models import User
from awards.models import Aim, AwardType
from awards.permissions import AwardReason
from blocs.models import Unit
from campaigns.models import Registration
from campaigns.services import registrations
from campaigns.services.registration_parts import note_aims, put_rows, restore_rows
from campaigns.services.registrations import open_registration
from campaigns.states import RegistrationPart


@dataclass(frozen=True)
class AimInput:
    """One title or form as it is typed; a registration names each at most once."""

    award_type_id: int
    count: int = 1
    names: str = ""


@transaction.atomic
def save_aims(
    *, campaign_id: int, unit: Unit, rows: Sequence[AimInput], by: User, seen: int | None = None
) -> Registration:
    """Write the whole list of what the unit aims at. ``seen``: the count of saves the writer saw.

    Raises Refused (rights, part not open, an award type that is not in force), StaleRegistration.
    """
    registration = open_registration(campaign_id=campaign_id, unit=unit, by=by, seen=seen)
    put_aims(registration, rows, by)
    return registration


def put_aims(registration: Registration, rows: Sequence[AimInput], by: User) -> None:
    """Write the list into a registration that is locked for writing. Types already registered for stay possible."""
    have = dict(aims_of(registration).values_list("award_type_id", "pk"))
    types = [row.award_type_id for row in rows]
    only_if(len(types) == len(set(types)), AwardReason.AIMED_TWICE).enforce()
    valid = set(AwardType.objects.valid_on(clock.today()).values_list("pk", flat=True))
    only_if(all(pk in valid or pk in have for pk in types), AwardReason.TYPE_NOT_VALID).enforce()
    wanted = [
        (
            have.get(row.award_type_id),
            {"award_type_id": row.award_type_id, "count": row.count, "names": _names(row.names)},
        )
        for row in rows
    ]
    stand = put_rows(Aim, registration, wanted, by, RegistrationPart.AIMS)
    note_aims(registration, checksum(stand))


@transaction.atomic
def withdraw_amendment(*, registration_id: int, by: User) -> Registration:
    """Give up an amendment with everything in it: targets, movements, titles and forms. Raises Refused."""
    row = registrations.withdraw_amendment(registration_id=registration_id, by=by)
    restore_rows(Aim, row)
    note_aims(row, checksum(list(aims_of(row))))
    return row


def _names(text: str) -> str:
    """One name a line, without empty lines."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def checksum(rows: Sequence[Aim]) -> str:
    """SHA-256 over code, count and names in order; empty when nothing is aimed at."""
    if not rows:
        return ""
    codes = dict(AwardType.objects.filter(pk__in={row.award_type_id for row in rows}).values_list("pk", "code"))
    said = [[codes[row.award_type_id], row.count, row.listed] for row in rows]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def aims_of(registration: Registration | None, version: int | None = None):
    """What a wording aims at (the one being written by default), titles before forms, collectives before persons."""
    rows = Aim.objects.filter(registration=registration)
    if registration is None:
        return rows.none()
    found = rows.of_version(registration.version if version is None else version).select_related("award_type")
    return found.order_by("position", "pk")


def aims_in_force(campaign_id: int) -> list[Aim]:
    """What the units of a campaign aim at as approved, unit by unit; one statement."""
    rows = Aim.objects.filter(registration__campaign_id=campaign_id)
    rows = rows.select_related("registration__unit", "award_type").order_by(
        "registration__unit__sort_key", "position", "pk"
    )
    return [row for row in rows if row.stands_in(row.registration.version_in_force)]
