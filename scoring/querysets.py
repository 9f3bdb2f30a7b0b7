"""Which criteria sets, score sheets, evidence and rankings a person may see."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from blocs.access import Action, reach
from blocs.models import BlocYear

from .states import SENT, RankingState, SetState


class CriteriaSetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All sets of one's authorities; of one's blocs and their authorities those in force, and one's own drafts."""
        scope = reach(user, Action.CRITERIA_VIEW)
        drafted = reach(user, Action.CRITERIA_MANAGE).bloc_year_ids
        issued = ~Q(state=SetState.DRAFT)
        common = Q(bloc_year__isnull=True, authority__in=_organisers(scope.bloc_year_ids)) & issued
        mine = Q(bloc_year_id__in=drafted) | (Q(bloc_year_id__in=scope.bloc_year_ids) & issued)
        return self.filter(Q(authority_id__in=scope.authority_ids) | common | mine)


def _organisers(bloc_year_ids):
    return BlocYear.objects.filter(pk__in=bloc_year_ids).values("bloc__authority_id")


class CriterionQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .models import CriteriaSet

        return self.filter(criteria_set__in=CriteriaSet.objects.visible_to(user))


class SetupQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Campaigns with scoring whose progress or ranking the person may follow."""
        scope = reach(user, Action.RANKING_VIEW)
        return self.filter(
            Q(campaign__bloc_year_id__in=scope.bloc_year_ids) | Q(campaign__authority_id__in=scope.authority_ids)
        )


def _published():
    """Whether the campaign of a sheet has a final ranking: from then on all members read each other's scores."""
    from .models import Ranking

    return Exists(Ranking.objects.filter(campaign=OuterRef("campaign"), state=RankingState.FINAL))


def _own_or_official(user) -> Q:
    """The own unit's sheets, and sent ones that an officer of the bloc or the board reads."""
    scope = reach(user, Action.SHEET_VIEW)
    sent = (
        Q(unit_id__in=scope.unit_ids)
        | Q(campaign__bloc_year_id__in=scope.bloc_year_ids)
        | Q(campaign__authority_id__in=scope.authority_ids)
    )
    return Q(unit_id__in=reach(user, Action.SHEET_EDIT).unit_ids) | (sent & Q(state__in=SENT))


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own unit's always; sent ones of the blocs one is an officer of and of one's authorities; all after the final
        ranking. A draft or a returned sheet is its unit's alone."""
        members = reach(user, Action.RANKING_VIEW).bloc_year_ids
        published = Q(campaign__bloc_year_id__in=members, state__in=SENT) & Q(_published())
        return self.filter(_own_or_official(user) | published)

    def with_files_for(self, user):
        """Sheets whose evidence the person may open: as above, but a published ranking opens scores only, not files."""
        return self.filter(_own_or_official(user))

    def for_decisions(self):
        """With everything rights are asked about."""
        return self.select_related("campaign__bloc_year", "unit", "criteria_set")

    def in_progress_view(self, user):
        """Sheets whose status (not content) the person may know: own, of blocs as officer, of authorities."""
        scope = reach(user, Action.PROGRESS_VIEW)
        return self.filter(
            Q(unit_id__in=reach(user, Action.SHEET_EDIT).unit_ids)
            | Q(campaign__bloc_year_id__in=scope.bloc_year_ids)
            | Q(campaign__authority_id__in=scope.authority_ids)
        )


class LineQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .models import ScoreSheet

        return self.filter(sheet__in=ScoreSheet.objects.visible_to(user))


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own unit's library, and what hangs on a sheet whose files the person may open now."""
        from .models import LineEvidence, ScoreSheet

        sheets = ScoreSheet.objects.with_files_for(user).values("pk")
        hung = LineEvidence.objects.filter(line__sheet__in=sheets).values("evidence_id")
        own = reach(user, Action.SHEET_EDIT).unit_ids
        return self.filter(removed_at__isnull=True).filter(Q(unit_id__in=own) | Q(pk__in=hung))


class RankingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers and boards see every version; members only final ones."""
        scope = reach(user, Action.RANKING_VIEW)
        officers = reach(user, Action.PROGRESS_VIEW).bloc_year_ids
        return self.filter(
            Q(campaign__authority_id__in=scope.authority_ids)
            | Q(campaign__bloc_year_id__in=officers)
            | (Q(campaign__bloc_year_id__in=scope.bloc_year_ids) & Q(state=RankingState.FINAL))
        )


class AppendOnlyQuerySet(models.QuerySet):
    """Rows are written once: a correction is a new row."""

    def update(self, **kwargs):
        raise TypeError(f"{self.model.__name__} is append-only")

    def delete(self):
        raise TypeError(f"{self.model.__name__} is append-only")

    def bulk_update(self, *args, **kwargs):
        raise TypeError(f"{self.model.__name__} is append-only")
