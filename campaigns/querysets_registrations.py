"""Which rows belong to which wording of a registration."""

from django.db import models
from django.db.models import Q

from accounts.written_once import AppendOnly


class VersionedQuerySet(models.QuerySet):
    def of_version(self, version: int):
        """Rows that stand in one wording."""
        return self.filter(since__lte=version).filter(Q(until__isnull=True) | Q(until__gte=version))

    def visible_to(self, user):
        from .models import Registration

        return self.filter(registration__in=Registration.objects.visible_to(user))


class RegistrationActQuerySet(AppendOnly):
    def visible_to(self, user):
        from .models import Registration

        return self.filter(registration__in=Registration.objects.visible_to(user))
