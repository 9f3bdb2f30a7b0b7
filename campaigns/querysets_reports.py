"""Who reads figures of progress, what was sent, and how it was answered."""

from accounts.written_once import AppendOnly
from blocs.access import Action, reach

from .querysets import readable_reports


class ProgressQuerySet(AppendOnly):
    def visible_to(self, user):
        """The unit's own people. Others read the figures in what its head has sent (``SentReport``)."""
        return self.filter(target__registration__unit_id__in=reach(user, Action.SUBMISSION_VIEW).unit_ids)

    def latest(self):
        """In the order in which a later row counts instead of the earlier ones."""
        return self.order_by("as_of", "pk")


class SentReportQuerySet(AppendOnly):
    def visible_to(self, user):
        """Whoever may read the report now: of one that was given back, only its unit."""
        return self.filter(readable_reports(user, "receipt__submission__"))


class SubmissionAnswerQuerySet(AppendOnly):
    def visible_to(self, user):
        return self.filter(readable_reports(user, "submission__"))
