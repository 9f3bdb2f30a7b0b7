"""Which criteria sets, score sheets, evidence and rankings a person may see."""

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Cast

from accounts.vietnamese import search_words
from blocs.access import Action, own_unit_ids, reach
from blocs.models import BlocYear

from .querysets_cross import scored_sheets, supervised_by
from .states import (
    SENT,
    SETTLING_STAGES,
    VERIFIED_STATES,
    CriterionKind,
    RankingState,
    RequestState,
    Scan,
    SetState,
    SheetState,
    Stage,
    Stance,
)


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

    def measured(self):
        """Criteria that are scored against a target of the unit's registration."""
        return self.filter(measured_by_target())


def measured_by_target(prefix: str = "") -> Q:
    """`prefix` is the path to the criterion, ending in two underscores."""
    always = Q(**{f"{prefix}kind__in": [CriterionKind.RATIO, CriterionKind.RELATIVE]})
    ratio = {f"{prefix}kind__in": [CriterionKind.BANDS, CriterionKind.DEDUCT], f"{prefix}params__measure": "ratio"}
    return always | Q(**ratio)


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
        | Q(campaign_id__in=supervised_by(user))
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
        """Sheets whose evidence the person may open: as above, but a published ranking opens scores only, not files;
        and those one's unit scores, while they wait for verification."""
        scored = Q(state=SheetState.SUBMITTED) & scored_sheets(user)
        return self.filter(_own_or_official(user) | scored)

    def assigned_to(self, user):
        """Sheets of which the person's unit was given some lines to check."""
        from .models import ScoreLine

        return self.filter(pk__in=ScoreLine.objects.assigned_to(user).values("sheet"))

    def for_decisions(self):
        """With everything rights are asked about."""
        return self.select_related("campaign__bloc_year", "campaign__scoring", "unit", "criteria_set")

    def in_progress_view(self, user):
        """Sheets whose status (not content) the person may know: own, of blocs as officer, of authorities."""
        scope = reach(user, Action.PROGRESS_VIEW)
        return self.filter(
            Q(unit_id__in=reach(user, Action.SHEET_EDIT).unit_ids)
            | Q(campaign__bloc_year_id__in=scope.bloc_year_ids)
            | Q(campaign__authority_id__in=scope.authority_ids)
            | Q(campaign_id__in=supervised_by(user))
        )


class LineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Lines of visible sheets, and those one's unit was given to check."""
        from .models import ScoreSheet

        return self.filter(Q(sheet__in=ScoreSheet.objects.visible_to(user)) | assigned_lines(user))

    def with_files_for(self, user):
        """Lines whose evidence the person may open."""
        from .models import ScoreSheet

        return self.filter(Q(sheet__in=ScoreSheet.objects.with_files_for(user)) | assigned_lines(user))

    def without_target(self):
        """Lines that measure a result against a target and have none approved."""
        return self.filter(measured_by_target("criterion__"), assigned=True, target__isnull=True)

    def assigned_to(self, user):
        """Lines one's unit was given to check, on other units' sheets."""
        return self.filter(assigned_lines(user))


def assigned_lines(user) -> Q:
    """Lines of sent sheets under a group given to one's unit; of a returned sheet those that stay locked, since their
    unit does not change them. Never of the unit one works at."""
    from .models import Assignment

    given = (
        Assignment.objects.filter(
            unit_id__in=reach(user, Action.SHEET_EDIT).unit_ids,
            setup__campaign=OuterRef("sheet__campaign"),
            setup__stages__has_key=Stage.DEPARTMENT,
            group__criteria_set=OuterRef("sheet__criteria_set"),
        )
        .alias(path=ExpressionWrapper(OuterRef("criterion__path"), output_field=models.CharField()))
        .filter(path__startswith=F("group__path"))
    )
    locked = Q(sheet__state__in=SENT) | Q(sheet__state=SheetState.RETURNED, returned=False)
    return locked & ~Q(sheet__unit_id__in=own_unit_ids(user)) & Q(Exists(given))


class ExplanationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own unit's, and those of sheets the person judges or follows."""
        from .models import ScoreSheet

        return self.filter(line__sheet__in=ScoreSheet.objects.with_files_for(user))

    def waiting(self):
        """Explanations that wait for the verifier: the unit's last word on a line, without an answer, and the meeting
        or the council has not spoken either."""
        from .models import ScoreEntry

        newer = self.model.objects.filter(line=OuterRef("line"), round__gt=OuterRef("round"))
        settled = ScoreEntry.objects.filter(line=OuterRef("line"), stage__in=SETTLING_STAGES)
        rows = self.filter(stance=Stance.EXPLAIN, outcome="", line__sheet__state=SheetState.VERIFIED)
        return rows.filter(~Exists(newer), ~Exists(settled))


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own unit's library, and what hangs on a line whose files the person may open now."""
        own = reach(user, Action.SHEET_EDIT).unit_ids
        return self.filter(removed_at__isnull=True).filter(Q(unit_id__in=own) | Q(pk__in=_hung_for(user)))

    def search(self, text):
        """Every word, without marks, in name, number or note."""
        rows = self
        for word in search_words(text):
            rows = rows.filter(folded__contains=word)
        return rows


def _hung_for(user, *, in_work=False):
    """Documents on lines whose files the person may open now; `in_work`: only where the sheet is still verified, or
    that an explanation brought."""
    from .models import Evidence, Explanation, LineEvidence, ScoreLine

    lines = ScoreLine.objects.with_files_for(user)
    links = LineEvidence.objects.filter(line__in=lines)
    if in_work:
        links = links.exclude(line__sheet__state__in=VERIFIED_STATES)
    hung = links.values("evidence_id")
    explained = Explanation.objects.filter(line__in=lines, evidence__isnull=False).values("evidence_id")
    return Evidence.objects.filter(Q(pk__in=hung) | Q(pk__in=explained)).values("pk")


class EvidenceVersionQuerySet(models.QuerySet):
    def unscanned(self):
        return self.filter(scan__in=[Scan.PENDING, Scan.OFF])

    def visible_to(self, user):
        """All versions in the own unit's library; elsewhere those an entry was scored with on a line whose files the
        person may open now, and, while that sheet is being verified or explained, the one in use: what the unit puts
        into its library for the next year is its own."""
        own = Q(evidence__unit_id__in=reach(user, Action.SHEET_EDIT).unit_ids)
        in_use = Q(evidence__current=models.F("pk"), evidence__in=_hung_for(user, in_work=True))
        rows = self.filter(evidence__removed_at__isnull=True)
        return rows.filter(own | in_use | Q(Exists(_scored_with(user))))


def _scored_with(user):
    """Entries, on lines whose files the person may open, that name the version at hand by its checksum."""
    from .models import ScoreEntry, ScoreLine

    entries = ScoreEntry.objects.filter(
        line__in=ScoreLine.objects.with_files_for(user), line__sheet__unit=OuterRef("evidence__unit")
    )
    return entries.annotate(files=Cast("evidence", models.TextField())).filter(files__contains=OuterRef("sha256"))


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


class CorrectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The board's work: those of its authorities."""
        return self.filter(campaign__authority_id__in=reach(user, Action.AWARD_DECIDE).authority_ids)


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Events of the own unit, of the blocs one is an officer of, of one's authorities."""
        scope = reach(user, Action.SHEET_VIEW)
        return self.filter(
            Q(unit_id__in=scope.unit_ids)
            | Q(bloc_year_id__in=scope.bloc_year_ids)
            | Q(authority_id__in=scope.authority_ids)
        )

    def counting(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class TargetRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own unit's, and those for the bloc's officers and the board: they are told of them, whatever the state of
        the sheet, and read no more of it than the line asked about."""
        scope = reach(user, Action.SHEET_VIEW)
        return self.filter(
            Q(line__sheet__unit_id__in=scope.unit_ids)
            | Q(line__sheet__campaign__bloc_year_id__in=scope.bloc_year_ids)
            | Q(line__sheet__campaign__authority_id__in=scope.authority_ids)
        )

    def for_decisions(self):
        return self.select_related(
            "line__criterion__criteria_set",
            "line__sheet__campaign__bloc_year",
            "line__sheet__unit",
            "line__sheet__criteria_set",
            "by",
            "decided_by",
        )

    def open(self):
        return self.filter(state=RequestState.OPEN)
