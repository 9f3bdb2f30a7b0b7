from django.db import migrations
from django.db.models import OuterRef, Subquery

from accounts.vietnamese import fold

PIECE = 2000


def place(apps, schema_editor):
    """Records and nominations of before get the place and the class that new ones are written with."""
    records = apps.get_model("awards", "AwardRecord").objects.all()
    nominations = apps.get_model("awards", "Nomination").objects.all()
    decisions = apps.get_model("awards", "Decision").objects.filter(pk=OuterRef("decision_id"))
    mine = nominations.filter(pk=OuterRef("nomination_id"))
    records.update(
        authority_id=Subquery(decisions.values("authority_id")[:1]),
        bloc_year_id=Subquery(mine.values("campaign__bloc_year_id")[:1]),
    )
    persons = apps.get_model("awards", "AwardType").objects.filter(subject_kind="person").values("pk")
    for rows in (records, nominations):
        rows.filter(award_type_id__in=persons).update(subject_class="person")


def acts_of_revocations(apps, schema_editor):
    """What took an award back until now is an act upon it; nothing of it is lost."""
    revocations = apps.get_model("awards", "AwardRevocation").objects.select_related("record__decision").order_by("pk")
    act_model, line_model = apps.get_model("awards", "AwardAct"), apps.get_model("awards", "AwardActLine")
    for row in revocations:
        decision = row.record.decision
        act = act_model.objects.create(
            authority_id=decision.authority_id,
            decision=decision,
            kind="cancel",
            whole=not decision.records.exclude(pk=row.record_id).exists(),
            number=row.number,
            date=row.date,
            effective_on=row.date,
            ground="other",
            reason=row.reason,
            by_id=row.by_id,
            at=row.at,
        )
        line_model.objects.create(act=act, record=row.record)


def refill(apps, schema_editor):
    """Records of before are found by position, number of the decision and code of the person as well."""
    base = apps.get_model("awards", "AwardRecord").objects
    kept = list(base.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(kept), PIECE):
        rows = list(base.filter(pk__in=kept[start : start + PIECE]).select_related("decision", "person"))
        for row in rows:
            code = row.person.code if row.person_id else ""
            texts = (row.unit_name, row.subject, row.position, row.decision.number, code)
            row.search_text = fold(" ".join(texts))
        base.bulk_update(rows, ["search_text"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("awards", "0005_awarding")]
    operations = [
        migrations.RunPython(place, migrations.RunPython.noop),
        migrations.RunPython(acts_of_revocations, migrations.RunPython.noop),
        migrations.RunPython(refill, migrations.RunPython.noop),
    ]
