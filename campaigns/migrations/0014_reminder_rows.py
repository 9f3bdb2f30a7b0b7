"""Campaigns whose reminder days were changed keep them as lines of their own; the others use the lines of the system."""

from django.db import migrations

from campaigns.reminder_table import shipped

OLD_DEFAULT = [-14, -7, -3, -1, 0, 1, 3]


def keep_own_days(apps, schema_editor):
    Campaign, Rule = apps.get_model("campaigns", "Campaign"), apps.get_model("campaigns", "ReminderRule")
    for campaign in Campaign.objects.all():
        days = campaign.reminder_offsets
        if days == OLD_DEFAULT:
            continue
        # No days at all meant no reminders: the lines of the system, switched off.
        lines = [_line(day) for day in sorted(set(days))] or [row | {"is_on": False} for row in shipped()["rules"]]
        Rule.objects.bulk_create(Rule(campaign=campaign, **line) for line in lines)


def _line(day):
    """The words and receivers of the line nearest to this day, those of a later stage only on that stage."""
    side = [row for row in shipped()["rules"] if (row["offset"] > 0) == (day > 0)]
    return min(side, key=lambda row: abs(row["offset"] - day)) | {"offset": day}


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0013_handovers_and_waivers")]

    operations = [migrations.RunPython(keep_own_days, migrations.RunPython.noop)]
