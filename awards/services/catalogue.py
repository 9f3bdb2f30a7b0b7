"""The list of titles and forms of reward, kept as a data file."""

import json
from pathlib import Path

from django.db import transaction

from accounts import audit
from awards.models import AwardType

FILE = Path(__file__).resolve().parent.parent / "data" / "award_types.json"


@transaction.atomic
def load_award_types() -> list[AwardType]:
    """Bring the table in step with the data file, by code; rows no longer in the file stay. Returns what changed."""
    have = {row.code: row for row in AwardType.objects.select_for_update()}
    changed = []
    for order, facts in enumerate(json.loads(FILE.read_text(encoding="utf-8")), start=1):
        row = have.get(facts["code"]) or AwardType(code=facts["code"])
        for name, value in {**facts, "order": order}.items():
            setattr(row, name, AwardType._meta.get_field(name).to_python(value))
        row.full_clean()
        before = AwardType.objects.filter(pk=row.pk).values(*facts, "order").first() if row.pk else None
        if before != {name: getattr(row, name) for name in [*facts, "order"]}:
            row.save()
            audit.record(by=None, event="award_type.load", target=row, before=before, after=facts)
            changed.append(row)
    return changed
