"""Which documents, papers and jobs a person may see: a paper as its subject at this moment, a job only who asked."""

import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.clock import today
from accounts.written_once import AppendOnly
from awards.models import CertificatePrint
from blocs.access import Action, own_unit_ids, reach
from blocs.models import Membership
from campaigns.models import MinutesText, Plan, Receipt
from scoring.models import Ranking, ScoreSheet
from scoring.querysets_cross import conflicted_sheets, supervised_by
from scoring.states import RankingState

from .states import LIVE, OUT, DocumentState, JobState, PaperKind


def _in_reach(user, action: Action) -> Q:
    """Documents standing in the reach of an action: a unit's own, a bloc's (no unit), an authority's (no campaign)."""
    scope = reach(user, action)
    return (
        Q(unit_id__in=scope.unit_ids)
        | Q(unit__isnull=True, campaign__bloc_year_id__in=scope.bloc_year_ids)
        | Q(authority_id__in=scope.authority_ids)
    )


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who writes it, always; the bloc and the board, once it is issued; the members of the bloc, and the board, while
        they are asked for comments. A unit's paper is read by the officers of its bloc once it is issued."""
        return self.filter(_writers(user) | _readers(user))

    def written_by(self, user):
        """Documents whose drafts the person works on."""
        return self.filter(_writers(user))

    def for_decisions(self):
        """With everything rights and headings ask about."""
        return self.select_related("authority", "campaign__bloc_year__bloc", "unit", "plan", "text")


def _writers(user) -> Q:
    """A unit's own people; for the bloc's papers the people of the leader; for the authority's its board. A board does not
    see drafts of blocs or units."""
    scope = reach(user, Action.DOCUMENT_WRITE)
    return (
        Q(unit_id__in=scope.unit_ids)
        | Q(unit__isnull=True, campaign__bloc_year_id__in=scope.bloc_year_ids)
        | Q(unit__isnull=True, campaign__bloc_year__isnull=True, authority_id__in=scope.authority_ids)
    )


def _asked(user) -> Q:
    """Papers of blocs, for those who are asked about their drafts: the members of the bloc today and the board. Who has
    left the bloc is not asked."""
    members = Membership.objects.on(today()).filter(unit_id__in=own_unit_ids(user)).values("bloc_year_id")
    board = Q(authority_id__in=reach(user, Action.DOCUMENT_VIEW).authority_ids)
    return Q(unit__isnull=True) & (Q(campaign__bloc_year_id__in=members) | board)


def _readers(user) -> Q:
    in_bloc = Q(unit__isnull=False, campaign__bloc_year_id__in=reach(user, Action.PROGRESS_VIEW).bloc_year_ids)
    seen, asked = _in_reach(user, Action.DOCUMENT_VIEW), Q(state=DocumentState.CONSULTING) & _asked(user)
    return seen & (Q(state__in=OUT) | asked) | in_bloc & Q(state__in=OUT)


class ThroughDocumentQuerySet(AppendOnly):
    """For rows with a ``document`` foreign key: seen with it. Rows written once."""

    def visible_to(self, user):
        from .models import Document

        return self.filter(document__in=Document.objects.visible_to(user).values("pk"))


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the paper; and the version somebody was asked about, with the answers, also while the paper is being
        finished and not theirs to read."""
        from .models import Document

        asked = Document.objects.filter(_in_reach(user, Action.DOCUMENT_VIEW) & _asked(user)).values("pk")
        return self.filter(Q(document__in=Document.objects.visible_to(user).values("pk")) | Q(document__in=asked))


class CommentQuerySet(AppendOnly):
    def visible_to(self, user):
        """Who drafts reads all comments; a unit its own, and everybody's once the round is closed."""
        from .models import Consultation, Document

        drafts = Document.objects.written_by(user).values("pk")
        seen = Consultation.objects.visible_to(user).values("pk")
        return self.filter(
            Q(consultation__document__in=drafts)
            | Q(consultation__in=seen)
            & (Q(unit_id__in=own_unit_ids(user)) | Q(by_id=user.pk) | Q(consultation__closed_at__isnull=False))
        )


class SeriesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Registers of papers sent out: of the own unit, of the bloc one leads, of the own authority."""
        scope = reach(user, Action.DOCUMENT_WRITE)
        led = Q(bloc__years__in=scope.bloc_year_ids)
        return self.filter(
            Q(unit_id__in=scope.unit_ids) | Q(unit__isnull=True, authority_id__in=scope.authority_ids) | led
        ).distinct()


class NumberQuerySet(AppendOnly):
    def visible_to(self, user):
        from .models import NumberSeries

        return self.filter(series__in=NumberSeries.objects.visible_to(user).values("pk"))


class OfficeTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Templates of the own unit or authority."""
        scope = reach(user, Action.DOCUMENT_WRITE)
        return self.filter(Q(unit_id__in=scope.unit_ids) | Q(unit__isnull=True, authority_id__in=scope.authority_ids))

    def in_use(self):
        return self.filter(retired_at__isnull=True)

    def used(self) -> set[int]:
        """Keys of the templates papers are printed with now: the newest in use of each office and kind."""
        rows = self.in_use().order_by("at", "pk").values_list("authority_id", "unit_id", "kind", "pk")
        return set({row[:3]: row[3] for row in rows}.values())


class IssuedDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Papers whose subject the person may read now; what was frozen from a unit's draft stays that unit's."""
        own = reach(user, Action.SHEET_EDIT).unit_ids
        scope = reach(user, Action.PROGRESS_VIEW)
        followed = (
            Q(ranking__campaign__bloc_year_id__in=scope.bloc_year_ids)
            | Q(ranking__campaign__authority_id__in=scope.authority_ids)
            | Q(ranking__campaign_id__in=supervised_by(user))
        )
        # Before publication a person with a conflict does not read how that sheet is judged; a paper is one for all.
        conflicts = ScoreSheet.objects.filter(pk__in=conflicted_sheets(user)).values("campaign_id")
        neutral = Q(ranking__state=RankingState.FINAL) | ~Q(ranking__campaign_id__in=conflicts)
        sheets = ScoreSheet.objects.visible_to(user).values("pk")
        from .models import Document

        drafts, seen = Document.objects.written_by(user).values("pk"), Document.objects.visible_to(user).values("pk")
        return self.filter(
            Q(plan__in=Plan.objects.visible_to(user).values("pk"))
            | Q(sheet__in=sheets) & (Q(is_private=False) | Q(sheet__unit_id__in=own))
            | Q(ranking__in=Ranking.objects.visible_to(user).values("pk"))
            & (~Q(kind=PaperKind.MATRIX) | followed & neutral)
            | Q(receipt__in=Receipt.objects.visible_to(user).values("pk"))
            | Q(minutes__in=MinutesText.objects.visible_to(user).values("pk"))
            | Q(certs__in=CertificatePrint.objects.visible_to(user).values("pk"))
            | Q(document__in=drafts)
            | Q(document__in=seen, code__isnull=False)
        )


class RenderedFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .models import IssuedDocument

        return self.filter(document__in=IssuedDocument.objects.visible_to(user).values("pk"))


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(by_id=user.pk)


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(by_id=user.pk)

    def live(self):
        return self.filter(state__in=LIVE)

    def claimable(self, at: dt.datetime):
        """Waiting jobs, and those whose worker went silent."""
        return self.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=at))

    def unsent(self, at: dt.datetime, patience: dt.timedelta):
        """Claimable jobs whose message was never sent, or so long ago that it must be lost."""
        return self.claimable(at).filter(Q(sent_at__isnull=True) | Q(sent_at__lt=at - patience))
