import django.db.models.deletion
from django.db import migrations, models

from awards import triggers


class Migration(migrations.Migration):
    """The triggers last: a change of such a table on SQLite rebuilds it without them."""

    dependencies = [("awards", "0006_award_rows_of_before")]
    operations = [
        migrations.AlterField(
            model_name="awardrecord",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="award_records",
                to="blocs.authority",
                verbose_name="cơ quan",
            ),
        ),
        migrations.DeleteModel(name="AwardRevocation"),
        migrations.RunPython(triggers.install, triggers.remove),
    ]
