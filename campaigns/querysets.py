"""Which campaigns, deadlines and submissions a person may see."""

from django.db import models
from django.db.models import Q

from accounts.written_once import AppendOnly
from blocs.access import Action, Reach, reach
from blocs.querysets import SearchMixin

from .states import SENT, RegistrationState


def _in_reach(user, action: Action, prefix: str = "") -> Q:
    return _within(reach(user, action), prefix)


def _within(scope: Reach, prefix: str = "") -> Q:
    """Rows of a campaign in reach: of a bloc-year one takes part in, of an authority one works for, or a movement that
    includes one of those bloc-years or one's unit. ``prefix`` is the path to the campaign, ending in two underscores."""
    return (
        Q(**{f"{prefix}bloc_year_id__in": scope.bloc_year_ids})
        | Q(**{f"{prefix}authority_id__in": scope.authority_ids})
        | Q(**{f"{prefix}pk__in": _joined(scope.bloc_year_ids)})
        | Q(**{f"{prefix}pk__in": _taken_part(scope.unit_ids)})
    )


def _joined(bloc_year_ids):
    from .models import Campaign

    return Campaign.blocs_joined.through.objects.filter(blocyear_id__in=bloc_year_ids).values("campaign_id")


def _taken_part(unit_ids):
    from .models import MovementUnit

    return MovementUnit.objects.filter(unit_id__in=unit_ids).order_by().values("campaign_id")


class CampaignQuerySet(SearchMixin, models.QuerySet):
    def visible_to(self, user):
        return self.within(reach(user, Action.CAMPAIGN_VIEW))

    def within(self, scope: Reach):
        """Campaigns in a reach, which a prepared statement names when it is sent."""
        return self.filter(_within(scope))

    def managed_by(self, user):
        """Campaigns whose deadlines and plan the person may change."""
        scope = reach(user, Action.CAMPAIGN_MANAGE)
        return self.filter(Q(bloc_year_id__in=scope.bloc_year_ids) | Q(authority_id__in=scope.authority_ids))

    def for_decisions(self):
        """With everything rights are asked about."""
        return self.select_related("authority", "bloc_year__bloc")


class ThroughCampaignQuerySet(models.QuerySet):
    """For rows with a ``campaign`` foreign key and no unit of their own."""

    def visible_to(self, user):
        return self.filter(_in_reach(user, Action.CAMPAIGN_VIEW, "campaign__"))

    def for_decisions(self):
        return self.select_related("campaign__authority", "campaign__bloc_year__bloc")


class ThroughPlanQuerySet(models.QuerySet):
    """For parts of a plan."""

    def visible_to(self, user):
        return self.filter(_in_reach(user, Action.CAMPAIGN_VIEW, "plan__campaign__"))


class LegalDocumentQuerySet(SearchMixin, models.QuerySet):
    def visible_to(self, user):
        """The common register, and the entries of authorities whose campaigns the person sees."""
        from .models import Campaign

        theirs = Campaign.objects.visible_to(user).values("authority_id")
        scope = reach(user, Action.CAMPAIGN_VIEW)
        if not scope:
            return self.none()
        return self.filter(
            Q(authority__isnull=True) | Q(authority_id__in=scope.authority_ids) | Q(authority_id__in=theirs)
        )

    def managed_by(self, user):
        """Entries the person may change: those of the own authority. The common ones come with the product."""
        return self.filter(authority_id__in=reach(user, Action.ORG_MANAGE).authority_ids)


class PlanReadingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Old plans somebody loaded: only for those who manage the campaign."""
        from .models import Campaign

        return self.filter(campaign__in=Campaign.objects.managed_by(user))

    def for_decisions(self):
        return self.select_related("campaign__authority", "campaign__bloc_year__bloc")


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(readable_reports(user))

    def for_decisions(self):
        return self.select_related("deadline__campaign__bloc_year__bloc", "unit")


def readable_reports(user, prefix: str = "") -> Q:
    """Own unit's always; others' only once sent (a returned one is back on its author's desk), by the bloc's officers,
    the board, and by all members where the document sends it to the members."""
    scope = reach(user, Action.SUBMISSION_VIEW)
    members = reach(user, Action.CAMPAIGN_VIEW).bloc_year_ids
    campaign = f"{prefix}deadline__campaign__"
    others = (
        Q(**{f"{campaign}bloc_year_id__in": scope.bloc_year_ids})
        | Q(**{f"{campaign}authority_id__in": scope.authority_ids})
        | Q(**{f"{prefix}deadline__to_members": True, f"{campaign}bloc_year_id__in": members})
    )
    sent = Q(**{f"{prefix}state__in": SENT})
    return Q(**{f"{prefix}unit_id__in": scope.unit_ids}) | (others & sent)


class SubmissionFileQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user):
        return self.kept().filter(readable_reports(user, "submission__"))


class ReceiptQuerySet(AppendOnly):
    """Receipts are written once; they are read by whoever may know that the unit has sent something."""

    def visible_to(self, user):
        scope = reach(user, Action.SUBMISSION_VIEW)
        campaign = "submission__deadline__campaign__"
        return self.filter(
            Q(submission__unit_id__in=scope.unit_ids)
            | Q(**{f"{campaign}bloc_year_id__in": scope.bloc_year_ids})
            | Q(**{f"{campaign}authority_id__in": scope.authority_ids})
        )


def _registered_to_members(user):
    """Campaigns of the person's blocs whose plan sends registrations to all members."""
    from .models import Deadline

    rows = Deadline.objects.filter(kind=Deadline.Kind.REGISTRATION, owes=Deadline.Owes.MEMBERS, to_members=True)
    return rows.filter(campaign__bloc_year_id__in=reach(user, Action.CAMPAIGN_VIEW).bloc_year_ids).values("campaign_id")


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own unit's always; others', by the bloc's officers and the board, once sent or approved before, and by all
        members where the plan sends registrations to them. What is being written stays its unit's: readers of the rows
        ask ``permissions.reads_draft``."""
        scope = reach(user, Action.SHEET_VIEW)
        others = Q(campaign__bloc_year_id__in=scope.bloc_year_ids) | Q(campaign__authority_id__in=scope.authority_ids)
        told = Q(state__in=[RegistrationState.SENT, RegistrationState.APPROVED]) | Q(version__gt=1)
        entered = Q(entered_by__isnull=False)
        members = Q(campaign__in=_registered_to_members(user)) & told
        return self.filter(Q(unit_id__in=scope.unit_ids) | (others & (told | entered)) | members)

    def for_decisions(self):
        """With everything rights are asked about."""
        return self.select_related("campaign__bloc_year__bloc", "campaign__authority", "unit")


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .models import Registration

        return self.filter(registration__in=Registration.objects.visible_to(user))


class TargetValueQuerySet(AppendOnly):
    """Approved values are written once; a later one counts instead of the earlier ones."""

    def visible_to(self, user):
        from .models import Registration

        return self.filter(target__registration__in=Registration.objects.visible_to(user))
