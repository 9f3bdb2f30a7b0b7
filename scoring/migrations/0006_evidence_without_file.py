from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the copying before it: PostgreSQL alters no table in the transaction that filled it."""

    dependencies = [("scoring", "0005_evidence_first_versions")]

    operations = [
        migrations.RemoveField(model_name="evidence", name="content_type"),
        migrations.RemoveField(model_name="evidence", name="file"),
        migrations.RemoveField(model_name="evidence", name="sha256"),
        migrations.RemoveField(model_name="evidence", name="size"),
        migrations.RemoveField(model_name="evidence", name="uploaded_at"),
        migrations.RemoveField(model_name="evidence", name="uploaded_by"),
    ]
