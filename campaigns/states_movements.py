"""Words of a movement's parts."""

from django.db.models import TextChoices


class SubjectKind(TextChoices):
    """Whom criteria and proposals are about; the two are never one list."""

    COLLECTIVE = "collective", "Tập thể"
    PERSON = "person", "Cá nhân"


class ReviewKind(TextChoices):
    MID = "mid", "Sơ kết"
    FINAL = "final", "Tổng kết"
