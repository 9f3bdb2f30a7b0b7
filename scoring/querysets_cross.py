"""Which duties of cross-scoring, notes of conflict, supervisors and lines of the meeting a person may see."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from blocs.access import Action, own_unit_ids, reach

from .states import DutyState, SheetState


class DutyQuerySet(models.QuerySet):
    def current(self):
        """Those of the draws in force."""
        return self.filter(draw__superseded_at__isnull=True)

    def held_by(self, user):
        """Of the units the person fills in sheets for; never on a unit the person works at, and none that was closed."""
        units = reach(user, Action.SHEET_EDIT).unit_ids
        rows = self.current().filter(scorer_id__in=units, state__in=[DutyState.OPEN, DutyState.FINISHED])
        return rows.exclude(sheet__unit_id__in=own_unit_ids(user)).exclude(Q(sheet_id__in=conflicted_sheets(user)))

    def visible_to(self, user):
        """The own unit's, and for whoever may close one: those of the blocs one is an officer of and of one's
        authorities. Seeing that there is a duty is not seeing its scores."""
        scope = reach(user, Action.SHEET_VERIFY)
        return self.filter(
            Q(scorer_id__in=reach(user, Action.SHEET_EDIT).unit_ids)
            | Q(sheet__campaign__bloc_year_id__in=scope.bloc_year_ids)
            | Q(sheet__campaign__authority_id__in=scope.authority_ids)
        )

    def for_decisions(self):
        """With everything rights are asked about."""
        return self.select_related(
            "draw__setup", "scorer", "sheet__campaign__bloc_year", "sheet__campaign__scoring", "sheet__unit",
            "sheet__criteria_set",
        )  # fmt: skip


class ConflictQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not ended."""
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user):
        """What one said oneself, what concerns one's unit as scorer, and for officers and the board all of theirs."""
        scope = reach(user, Action.SHEET_VERIFY)
        return self.filter(
            Q(user=user)
            | Q(by=user)
            | Q(unit_id__in=reach(user, Action.SHEET_EDIT).unit_ids)
            | Q(setup__campaign__bloc_year_id__in=scope.bloc_year_ids)
            | Q(setup__campaign__authority_id__in=scope.authority_ids)
        )


def conflicted_sheets(user):
    """Sheets the person may not judge because of a standing note about that person."""
    from .models import ConflictNote

    return ConflictNote.objects.standing().filter(user=user).values("sheet_id")


class SupervisorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For those who follow the bloc, and the supervisors themselves."""
        scope = reach(user, Action.PROGRESS_VIEW)
        return self.filter(
            Q(unit_id__in=reach(user, Action.SHEET_EDIT).unit_ids)
            | Q(setup__campaign__bloc_year_id__in=scope.bloc_year_ids)
            | Q(setup__campaign__authority_id__in=scope.authority_ids)
        )


def supervised_by(user):
    """Campaigns (ids) the person's unit supervises."""
    from .models import Supervisor

    return Supervisor.objects.filter(unit_id__in=reach(user, Action.SHEET_EDIT).unit_ids).values("setup__campaign_id")


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For officers, the board and supervisors. Lines of the unit one works at, or of a sheet one has a conflict
        with, only once that sheet is verified: until then they would tell how it is judged."""
        scope = reach(user, Action.PROGRESS_VIEW)
        campaigns = (
            Q(setup__campaign__bloc_year_id__in=scope.bloc_year_ids)
            | Q(setup__campaign__authority_id__in=scope.authority_ids)
            | Q(setup__campaign_id__in=supervised_by(user))
        )
        over = Q(line__sheet__state__in=[SheetState.VERIFIED, SheetState.LOCKED])
        conflict = Q(line__sheet_id__in=conflicted_sheets(user))
        return self.filter(campaigns & (over | ~Q(line__sheet__unit_id__in=own_unit_ids(user))) & ~conflict)


def scored_sheets(user):
    """Whether the person's unit scores the sheet of a row (outer `sheet`): the sheet is sent, the duty was not closed."""
    from .models import CrossDuty

    return Exists(CrossDuty.objects.held_by(user).filter(sheet=OuterRef("pk")))
