"""Which rows a person may see. Every list, detail, export and search starts here."""

import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.clock import today
from accounts.vietnamese import search_words

from .scope import DatedQuerySet


class SearchMixin:
    def search(self, text: str):
        """Rows whose folded text contains every word of the query (tone marks and case do not matter)."""
        rows = self
        for word in search_words(text):
            rows = rows.filter(search_text__contains=word)
        return rows


class AuthorityQuerySet(SearchMixin, models.QuerySet):
    def visible_to(self, user):
        from .access import Action, reach

        return self.filter(pk__in=reach(user, Action.ORG_VIEW).authority_ids)

    def listed_to(self, user):
        """The tree of authorities as a list: all of it (names only) for whoever may found authorities anywhere."""
        from .access import Action, holds

        return self.all() if holds(user, Action.AUTHORITY_FOUND) else self.visible_to(user)

    def managed_by(self, user):
        """Authorities whose organisation this person changes."""
        from .access import Action, reach

        return self.filter(pk__in=reach(user, Action.ORG_MANAGE).authority_ids)

    def reorganised_by(self, user):
        """Authorities this person may merge, split or end: the own ones, those right below, all for whoever founds any."""
        from .access import Action, holds, reach

        own = reach(user, Action.ORG_MANAGE).authority_ids
        return self.all() if holds(user, Action.AUTHORITY_FOUND) else self.filter(Q(pk__in=own) | Q(parent_id__in=own))

    def invited_by(self, user):
        """Authorities to whose standing office this person invites people."""
        from .access import Action, reach

        return self.filter(pk__in=reach(user, Action.PEOPLE_INVITE).authority_ids)


class UnitQuerySet(SearchMixin, models.QuerySet):
    def visible_to(self, user):
        """Own units, units of the bloc-years one takes part in, and all units under a board."""
        from .access import Action, reach

        scope = reach(user, Action.ORG_VIEW)
        return self.filter(
            Q(pk__in=scope.unit_ids)
            | Q(authority_id__in=scope.authority_ids)
            | Q(pk__in=_member_ids(scope.bloc_year_ids))
        )

    def managed_by(self, user):
        from .access import Action, reach

        return self.filter(authority_id__in=reach(user, Action.ORG_MANAGE).authority_ids)

    def at_work(self):
        """Units that have not ended today, also those whose end is known already."""
        return self.filter(Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=today()))

    def taken_in_by(self, user):
        """Units a standing office may take into a bloc: its own and those of the authorities under it, no end known."""
        from .access import Action, reach

        authorities = reach(user, Action.ORG_VIEW).authority_ids
        return self.filter(authority_id__in=authorities, dissolved_on__isnull=True)

    def invited_by(self, user):
        """Units to which this person invites people."""
        from .access import Action, reach

        scope = reach(user, Action.PEOPLE_INVITE)
        mine = Q(pk__in=scope.unit_ids) | Q(authority_id__in=scope.authority_ids)
        return self.at_work().filter(mine)


def _member_ids(bloc_year_ids):
    from .models import Membership

    return Membership.objects.filter(bloc_year_id__in=bloc_year_ids).values("unit_id")


class BlocYearQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .access import Action, reach

        scope = reach(user, Action.BLOC_VIEW)
        return self.filter(Q(pk__in=scope.bloc_year_ids) | Q(bloc__authority_id__in=scope.authority_ids))


class BlocQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .access import Action, reach

        scope = reach(user, Action.BLOC_VIEW)
        return self.filter(Q(years__in=scope.bloc_year_ids) | Q(authority_id__in=scope.authority_ids)).distinct()


class ImportDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only the standing office that may apply it."""
        from .access import Action, reach

        return self.filter(authority_id__in=reach(user, Action.ORG_MANAGE).authority_ids)


class MembershipQuerySet(DatedQuerySet):
    def visible_to(self, user):
        from .access import Action, reach

        scope = reach(user, Action.BLOC_VIEW)
        return self.filter(
            Q(bloc_year_id__in=scope.bloc_year_ids) | Q(bloc_year__bloc__authority_id__in=scope.authority_ids)
        )

    def officers(self):
        return self.exclude(role="member")


class PostQuerySet(DatedQuerySet):
    def live(self, day: dt.date):
        """Posts that give rights on a day: within their dates, of an active person."""
        return self.on(day).filter(user__is_active=True)

    def visible_to(self, user):
        from .access import Action, reach

        scope = reach(user, Action.PEOPLE_VIEW)
        return self.filter(
            Q(unit_id__in=scope.unit_ids)
            | Q(unit__authority_id__in=scope.authority_ids)
            | Q(authority_id__in=scope.authority_ids)
        )
