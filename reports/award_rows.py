"""Award records and nominations as the figures of a province count them. Every figure and the list behind it start here."""

from django.db.models import Q, QuerySet

from awards.models import AwardRecord, Nomination
from awards.states import PROPOSED, NominationState, SubjectClass
from awards.states_files import Desk

from .ground import Ground

PERSONS = frozenset({SubjectClass.PERSON.value})
COLLECTIVES = frozenset(SubjectClass.values) - PERSONS

# What an authority was asked for: files that reached it, those it gave back included. What a bloc keeps or does not
# propose is no figure of the province.
_REACHED = Q(state__in=[*PROPOSED, NominationState.REFUSED]) | (
    Q(state=NominationState.RETURNED) & ~Q(returned_from=Desk.BLOC)
)
# Each nomination is in exactly one of these.
OUTCOMES = {
    "khen": ("Đã khen thưởng", Q(state=NominationState.APPROVED)),
    "khong": ("Không khen thưởng", Q(state=NominationState.REFUSED)),
    "dang": ("Đang xử lý", ~Q(state__in=[NominationState.APPROVED, NominationState.REFUSED])),
}


def records_of(ground: Ground) -> QuerySet[AwardRecord]:
    """All records of the ground's authorities, whether they still stand or not."""
    return AwardRecord.objects.filter(authority_id__in=ground.ids).order_by()


def nominations_of(ground: Ground) -> QuerySet[Nomination]:
    """Nominations that reached the authorities of the ground."""
    rows = Nomination.objects.visible_to(ground.user).filter(campaign__authority_id__in=ground.ids)
    return rows.filter(_REACHED).order_by()
