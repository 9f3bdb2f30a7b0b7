"""Who sees drafts of decisions, acts, stocks and the fund: the standing office; published acts whoever sees the award."""

from django.db import models
from django.db.models import Q

from accounts.written_once import AppendOnly
from blocs.access import Action, reach


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A draft is the standing office's alone, its viewers included."""
        return self.filter(authority_id__in=reach(user, Action.PROVINCE_VIEW).authority_ids)

    def for_decisions(self):
        """With everything rights are asked about and every list shows."""
        return self.select_related("authority", "about", "decision", "created_by", "proposed_by", "answered_by")


class AwardActQuerySet(AppendOnly):
    def visible_to(self, user):
        """Acts upon decisions one may see."""
        from .models import AwardRecord

        seen = AwardRecord.objects.visible_to(user).values("pk")
        authorities = reach(user, Action.AWARD_VIEW).authority_ids
        return self.filter(Q(authority_id__in=authorities) | Q(lines__record__in=seen)).distinct()


class FundQuerySet(AppendOnly):
    def visible_to(self, user):
        return self.filter(authority_id__in=reach(user, Action.PROVINCE_VIEW).authority_ids)


class StockQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The standing office's own, its viewers included."""
        return self.filter(authority_id__in=reach(user, Action.PROVINCE_VIEW).authority_ids)


class PrintQuerySet(AppendOnly):
    def visible_to(self, user):
        """What the standing office printed: those who decide there."""
        return self.filter(decision__authority_id__in=reach(user, Action.AWARD_DECIDE).authority_ids)
