"""Which rules of reward are in force where and when, and who sees them."""

import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.written_once import AppendOnly
from blocs.access import Action, reach


def _known_to(user) -> Q:
    """Common rows, and those of the authorities whose awards concern the person."""
    return Q(authority__isnull=True) | Q(authority__in=authorities_of(user))


def authorities_of(user):
    """Authorities whose blocs or awards a person sees."""
    from blocs.models import Authority, BlocYear

    blocs = BlocYear.objects.filter(pk__in=reach(user, Action.BLOC_VIEW).bloc_year_ids).values("bloc__authority_id")
    board = reach(user, Action.AWARD_VIEW)
    return Authority.objects.filter(
        Q(pk__in=board.authority_ids) | Q(pk__in=blocs) | Q(units__in=board.unit_ids)
    ).distinct()


class RuleSetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The common ones, and those of authorities whose blocs or awards one sees; a draft is its office's alone."""
        own = reach(user, Action.AWARD_RULES).authority_ids
        return self.filter(_known_to(user)).filter(Q(published_at__isnull=False) | Q(authority_id__in=own))

    def known_at(self, authority_id: int):
        """Published sets of an authority and the common ones; the authority's own first, then the latest."""
        rows = self.filter(Q(authority_id=authority_id) | Q(authority__isnull=True), published_at__isnull=False)
        return rows.order_by(models.F("authority_id").desc(nulls_last=True), "-effective_from", "-pk")

    def in_force(self, authority_id: int, day: dt.date):
        """Those of ``known_at`` that hold on a day."""
        return self.known_at(authority_id).filter(
            Q(effective_to__isnull=True) | Q(effective_to__gt=day), effective_from__lte=day
        )


class AwardRuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .models import RuleSet

        return self.filter(rule_set__in=RuleSet.objects.visible_to(user))


class BaseSalaryQuerySet(AppendOnly):
    def visible_to(self, user):
        return self.filter(_known_to(user))

    def known_at(self, authority_id: int):
        """Those an authority goes by, the latest first: of one day its own before the common one, then the last written."""
        rows = self.filter(Q(authority_id=authority_id) | Q(authority__isnull=True))
        return rows.order_by("-valid_from", models.F("authority_id").desc(nulls_last=True), "-pk")
