"""Which inspections, visits and findings a person may see."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.clock import today
from accounts.written_once import AppendOnly
from blocs.access import Action, own_unit_ids, reach

from .states_inspections import FROZEN, InspectionState, TeamRole


def _managed(user, prefix: str) -> Q:
    """Of campaigns whose year the person manages."""
    scope = reach(user, Action.CAMPAIGN_MANAGE)
    return Q(**{f"{prefix}campaign__bloc_year_id__in": scope.bloc_year_ids}) | Q(
        **{f"{prefix}campaign__authority_id__in": scope.authority_ids}
    )


def _followed(user, prefix: str) -> Q:
    """Of campaigns whose progress the person follows as officer or board."""
    scope = reach(user, Action.PROGRESS_VIEW)
    return Q(**{f"{prefix}campaign__bloc_year_id__in": scope.bloc_year_ids}) | Q(
        **{f"{prefix}campaign__authority_id__in": scope.authority_ids}
    )


def _teams(user) -> models.QuerySet:
    """Inspections the person inspects, while holding a post that sees the campaign."""
    from .models import Campaign, Inspector

    rows = Inspector.objects.filter(user_id=user.pk, ended_at__isnull=True)
    return rows.filter(inspection__campaign__in=Campaign.objects.visible_to(user)).values("inspection_id")


def _able():
    """Members of the team who may inspect the visit of the outer query: ``teams.active_team`` as a condition."""
    from blocs.models import Post

    from .models import Inspector, TeamConflict

    posts = Post.objects.live(today()).filter(user_id=OuterRef("user_id"))
    own = posts.filter(unit_id=OuterRef(OuterRef("unit_id")))
    excused = TeamConflict.objects.filter(inspector_id=OuterRef("pk"), visit_id=OuterRef(OuterRef("pk")))
    rows = Inspector.objects.live().filter(inspection_id=OuterRef("inspection_id"))
    return rows.filter(Exists(posts), ~Exists(own), ~Exists(excused))


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A plan being written by those who manage the year; once announced also by who follows it, the team and the
        units concerned."""
        from .models import Visit

        own = reach(user, Action.SUBMISSION_VIEW).unit_ids
        concerned = Exists(Visit.objects.filter(inspection=OuterRef("pk"), unit_id__in=own))
        announced = ~Q(state=InspectionState.DRAFT)
        return self.filter(
            _managed(user, "") | (announced & (_followed(user, "") | Q(pk__in=_teams(user)) | concerned))
        )

    def for_decisions(self):
        return self.select_related("campaign__authority", "campaign__bloc_year__bloc")


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """That a unit is visited: who sees the inspection as organiser, follower or team, and the unit itself."""
        from .models import Inspection

        seen = Inspection.objects.visible_to(user).values("pk")
        own = reach(user, Action.SUBMISSION_VIEW).unit_ids
        others = _managed(user, "inspection__") | _followed(user, "inspection__") | Q(inspection_id__in=_teams(user))
        return self.filter(inspection_id__in=seen).filter(others | Q(unit_id__in=own))

    def readable_by(self, user):
        """Whose findings the person may read: the team's while they are written (never of the own unit, never by an
        excused member), everybody's above once the minutes are frozen."""
        from .models import TeamConflict

        excused = TeamConflict.objects.filter(visit=OuterRef("pk"), inspector__user_id=user.pk)
        team = Q(inspection_id__in=_teams(user)) & ~Q(unit_id__in=own_unit_ids(user)) & ~Exists(excused)
        told = _managed(user, "inspection__") | _followed(user, "inspection__")
        mine = Q(unit_id__in=reach(user, Action.SUBMISSION_VIEW).unit_ids)
        return self.filter(team | (Q(state__in=FROZEN) & (told | mine)))

    def signed_for_team_by(self, user):
        """Visits for which this person signs (``teams.team_signers``): as head, or where the head may not take part."""
        able = _able()
        mine = able.filter(user_id=user.pk)
        return self.filter(Exists(mine)).filter(
            Exists(mine.filter(role=TeamRole.HEAD)) | ~Exists(able.filter(role=TeamRole.HEAD))
        )

    def left_to_organiser(self, user):
        """Visits of inspections this person organised whose team has nobody left, never of the own unit."""
        return self.filter(_managed(user, "inspection__"), ~Exists(_able())).exclude(unit_id__in=own_unit_ids(user))

    def for_decisions(self):
        return self.select_related("inspection__campaign__authority", "inspection__campaign__bloc_year__bloc", "unit")


class ThroughVisitQuerySet(models.QuerySet):
    """Rows of a visit: read with its findings."""

    def visible_to(self, user):
        from .models import Visit

        return self.filter(visit__in=Visit.objects.readable_by(user))


class FindingFileQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user):
        from .models import Visit

        return self.kept().filter(finding__visit__in=Visit.objects.readable_by(user))


class MinutesQuerySet(AppendOnly):
    def visible_to(self, user):
        from .models import Visit

        return self.filter(visit__in=Visit.objects.readable_by(user))


class MinutesSignatureQuerySet(AppendOnly):
    def visible_to(self, user):
        from .models import Visit

        return self.filter(text__visit__in=Visit.objects.readable_by(user))


class StepQuerySet(AppendOnly):
    def visible_to(self, user):
        from .models import Visit

        return self.filter(follow_up__visit__in=Visit.objects.readable_by(user))


class InspectorQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .models import Inspection

        return self.filter(inspection__in=Inspection.objects.visible_to(user))

    def live(self):
        return self.filter(ended_at__isnull=True)
