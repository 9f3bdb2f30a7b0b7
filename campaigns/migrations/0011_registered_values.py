"""Approved targets keep their words: those approved before get what their target says."""

from django.db import migrations

COLUMNS = ("title", "direction", "source", "evidence_kind")


def fill(apps, schema_editor):
    values = apps.get_model("campaigns", "TargetValue").objects.filter(title="").select_related("target")
    rows = list(values)
    for row in rows:
        for name in COLUMNS:
            setattr(row, name, getattr(row.target, name))
    apps.get_model("campaigns", "TargetValue").objects.bulk_update(rows, COLUMNS, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0010_reminder_rules")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
