"""Rules of reward that lapse soon or have lapsed, for the boards that go by them."""

from django.urls import reverse

from awards.rule_warnings import warn_days_of, warnings_at
from blocs.access import Action, reach
from campaigns.rules import due_chip

from .desk import Desk
from .things import AWARD, Thing


def rules_to_renew(desk: Desk):
    """One line for each authority whose rules the person writes."""
    for authority_id in sorted(reach(desk.user, Action.AWARD_RULES).authority_ids):
        found = warnings_at(authority_id, desk.today, warn_days_of([authority_id]))
        if found:
            first = min(found, key=lambda warning: warning.day)
            due = due_chip(first.day, desk.today)
            yield Thing(
                title="Quy định khen thưởng cần thay thế" if first.lapsed else "Quy định khen thưởng sắp hết hiệu lực",
                detail=" ".join(dict.fromkeys(warning.text for warning in found)).rstrip("."),
                to="",
                day=first.day,
                due=due,
                kind="late" if first.lapsed else "sent",
                label="Đã hết hiệu lực" if first.lapsed else "Sắp hết hiệu lực",
                url=reverse("awards:rule_sets"),
                action="Xem bộ quy định",
                room=AWARD,
            )
