"""May this person keep, see or retire an office's own Word template, and if not, why."""

from dataclasses import dataclass

from django.db.models import QuerySet, TextChoices

from accounts.decisions import Decision, Reason, only_if
from accounts.models import User
from blocs.access import Action, granted, holds, reach
from blocs.models import Authority, Unit

from .models import OfficeTemplate


class OfficeReason(TextChoices):
    RETIRED = "retired", "Mẫu này đã thôi dùng."


@dataclass(frozen=True)
class Offices:
    """Offices a person keeps templates for: the own units, the own authority."""

    units: QuerySet[Unit]
    authorities: QuerySet[Authority]


def offices_of(user: User) -> Offices:
    scope = reach(user, Action.DOCUMENT_WRITE)
    return Offices(
        Unit.objects.at_work().filter(pk__in=scope.unit_ids),
        Authority.objects.filter(pk__in=scope.authority_ids),
    )


def can_use_templates(user: User) -> Decision:
    """See the list and the names of fields: whoever writes papers."""
    return only_if(holds(user, Action.DOCUMENT_WRITE), Reason.NOT_YOUR_ROLE)


def can_upload(user: User, owner: Unit | Authority) -> Decision:
    """Keep a template for an office: its own people, never those above it."""
    offices = offices_of(user)
    rows = offices.units if isinstance(owner, Unit) else offices.authorities
    return only_if(rows.filter(pk=owner.pk).exists(), Reason.OUT_OF_REACH)


def can_read(user: User, template: OfficeTemplate) -> Decision:
    return only_if(OfficeTemplate.objects.visible_to(user).filter(pk=template.pk).exists(), Reason.OUT_OF_REACH)


def can_retire(user: User, template: OfficeTemplate) -> Decision:
    """The head of the unit, or staff of the authority whose template it is."""
    return can_read(user, template) and retires(user, template)


def retires(user: User, template: OfficeTemplate) -> Decision:
    """The same for a template the person is known to read; no statement."""
    in_use = only_if(template.retired_at is None, OfficeReason.RETIRED)
    return in_use and granted(user, Action.DOCUMENT_SIGN, template)
