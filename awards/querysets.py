"""Which nominations, decisions and award records a person may see."""

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.clock import today
from accounts.written_once import AppendOnly
from blocs.access import Action, Role, grants, reach
from blocs.querysets import SearchMixin

from .states import NominationState
from .states_acts import ACT_MAKES, DraftKind
from .states_files import Origin


class AwardTypeQuerySet(models.QuerySet):
    def valid_on(self, day: dt.date):
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))

    def registered_on(self, day: dt.date):
        """Those a unit's yearly registration offers."""
        return self.valid_on(day).filter(registered=True)


def _read(user) -> Q:
    from .models import CouncilAgendaItem

    leads = reach(user, Action.NOMINATE).bloc_year_ids
    editors = reach(user, Action.NOMINATION_EDIT).unit_ids
    readers = reach(user, Action.NOMINATION_VIEW)
    sent = Q(unit_id__in=readers.unit_ids) | Q(campaign__authority_id__in=readers.authority_ids)
    for grant in grants(user):
        if grant.role is Role.BLOC_DEPUTY and grant.judges:
            sent |= Q(campaign__bloc_year_id=grant.bloc_year_id, unit_id__in=grant.judges)
    sent |= Q(campaign__bloc_year_id__in=leads)
    sent |= Q(pk__in=CouncilAgendaItem.objects.read_by(user).values("nomination_id"))  # to be judged by its council
    own = Q(origin=Origin.BLOC, campaign__bloc_year_id__in=leads) | Q(origin=Origin.UNIT, unit_id__in=editors)
    return own | (sent & ~Q(state=NominationState.DRAFT))


class NominationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files one may read (``readable_by``); of an approved one the whole bloc knows that it is."""
        members = reach(user, Action.BLOC_VIEW).bloc_year_ids
        return self.filter(_read(user) | Q(campaign__bloc_year_id__in=members, state=NominationState.APPROVED))

    def readable_by(self, user):
        """A draft is its author's alone, the unit's or the bloc leader's; what was sent also the unit's, the leader's, the
        board's; the deputy's where it is about the leader's unit."""
        return self.filter(_read(user))

    def for_decisions(self):
        """With everything rights are asked about and every list shows."""
        return self.select_related("campaign__bloc_year", "unit", "award_type")


class AwardRecordQuerySet(SearchMixin, AppendOnly):
    def visible_to(self, user):
        """Own unit's (with its predecessors'), those decided in one's blocs, and those of one's authorities."""
        scope = reach(user, Action.AWARD_VIEW)
        members = reach(user, Action.BLOC_VIEW).bloc_year_ids
        return self.filter(
            Q(unit_id__in=scope.unit_ids) | Q(bloc_year_id__in=members) | Q(authority_id__in=scope.authority_ids)
        )

    def with_facts(self):
        """What a row of the history shows."""
        rows = self.select_related("decision", "award_type", "unit", "nomination__campaign")
        return rows.prefetch_related("act_lines__act")

    def in_force(self, day: dt.date | None = None):
        """Those that count on a day (today without one): in effect, and neither cancelled nor stripped by then, or
        restored since (``awards.validity`` says the same of single records)."""
        from .models import AwardActLine

        on = day or today()
        made = AwardActLine.objects.filter(act__kind__in=ACT_MAKES, act__effective_on__lte=on)
        after = Q(act__effective_on__gt=OuterRef("act__effective_on")) | Q(
            act__effective_on=OuterRef("act__effective_on"), act_id__gt=OuterRef("act_id")
        )
        later = made.filter(after, record=OuterRef("record"))
        # The few records taken back, read once, instead of the acts of every record.
        fallen = made.exclude(act__kind=DraftKind.RESTORE).filter(~Exists(later))
        rows = self.alias(effective=Coalesce("decision__effective_on", "decision__date"))
        return rows.filter(effective__lte=on).exclude(pk__in=fallen.values("record_id"))


class DecisionQuerySet(AppendOnly):
    def visible_to(self, user):
        """Decisions of one's authorities, and those with a record one may see."""
        from .models import AwardRecord

        seen = AwardRecord.objects.visible_to(user).values("decision_id")
        authorities = reach(user, Action.AWARD_VIEW).authority_ids
        return self.filter(Q(authority_id__in=authorities) | Q(pk__in=seen))
