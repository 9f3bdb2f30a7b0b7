from django.db import migrations

COPIED = ("file", "name", "sha256", "size", "content_type", "uploaded_by_id", "uploaded_at")


def files_become_first_versions(apps, schema_editor):
    """What was one file of a unit is a document of its library with one version."""
    Evidence, EvidenceVersion = (apps.get_model("scoring", name) for name in ("Evidence", "EvidenceVersion"))
    for evidence in Evidence.objects.filter(current=None).iterator():
        values = {name: getattr(evidence, name) for name in COPIED}
        evidence.current = EvidenceVersion.objects.create(evidence=evidence, number=1, **values)
        evidence.save()


class Migration(migrations.Migration):
    dependencies = [("scoring", "0005_assignments_and_explanations")]

    operations = [migrations.RunPython(files_become_first_versions, migrations.RunPython.noop)]
