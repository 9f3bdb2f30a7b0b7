"""What an authority is asking the public about: for its public page."""

import datetime as dt

from .models import PublicConsultation
from .states import CLOCKED


def open_consultations(authority_id: int, on: dt.date) -> list[PublicConsultation]:
    """Windows open on a day of files nobody has ended or returned, the one that ends first first; of one file the last
    published. Subject and award come with each. One statement."""
    rows = PublicConsultation.objects.filter(
        authority_id=authority_id, first_day__lte=on, last_day__gte=on, nomination__state__in=CLOCKED
    ).select_related("nomination__award_type", "nomination__unit")
    latest = {row.nomination_id: row for row in rows.order_by("pk")}
    return sorted(latest.values(), key=lambda row: (row.last_day, row.pk))
