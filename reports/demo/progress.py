"""Figures of progress of the main bloc: a deadline that asks only for figures, quick notes with a photo, a report half
written."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from blocs.models import Unit
from campaigns import services
from campaigns.attainment import standings
from campaigns.models import Campaign, Deadline, Submission
from campaigns.services import Figure
from campaigns.when import DueRule, Precision
from scoring.services.progress import record_quickly

from . import provinces, reporting, world
from .cast import MAIN, PROVINCES
from .world import Demo

TITLE = "Số liệu thực hiện chỉ tiêu đến nay"
# Unit → share of the plan it has reached; the other units have not answered yet.
LEVELS = {"1": "0.95", "2": "0.7", "4": "0.98", "7": "1.05"}


def build(demo: Demo) -> None:
    facts = next(facts for facts in PROVINCES if MAIN in facts.blocs)
    campaign = Campaign.objects.get(bloc_year=provinces.year_of(facts, MAIN, demo.year))
    if Deadline.objects.filter(campaign=campaign, title=TITLE).exists():
        return
    units = {unit.code[-1]: unit for unit in reporting.members(campaign.bloc_year)}
    leader = world.head_of(units["1"])
    with demo.on(_day(demo, campaign, -12)):
        due = services.add_deadline(
            campaign_id=campaign.pk,
            by=leader,
            title=TITLE,
            kind=Deadline.Kind.OTHER,
            to_leader=True,
            precision=Precision.DAY,
            value=demo.days(6),
            rule=DueRule.BY,
        )
        services.save_form(deadline_id=due.pk, sections=[], with_targets=True, by=leader)
    for number, level in LEVELS.items():
        with demo.on(_day(demo, campaign, -8), hour=10):
            _answer(demo, due, units[number], Decimal(level))
    with demo.on(_day(demo, campaign, -2), hour=11):
        _quick(demo, campaign, units["3"])


def _day(demo: Demo, campaign: Campaign, offset: int) -> dt.date:
    """A day of the past that lies in the campaign's years, on whatever day the demonstration is loaded."""
    return max(demo.days(offset), dt.date(campaign.from_year, 1, 1))


def _answer(demo: Demo, due: Deadline, unit: Unit, level: Decimal) -> None:
    """Staff write the figures of all targets, the head sends them."""
    rows = [row for row in standings(due.campaign, unit, demo.today) if row.takes_figure]
    if not rows:
        return
    figures = {row.target_id: Figure((row.planned * level).quantize(Decimal(1))) for row in rows}
    staff = world.staff_at(unit)
    as_of = _day(demo, due.campaign, -8)
    services.record_figures(deadline_id=due.pk, unit=unit, figures=figures, as_of=as_of, by=staff)
    report = Submission.objects.get(deadline=due, unit=unit)
    services.submit(submission_id=report.pk, by=world.head_of(unit))


def _quick(demo: Demo, campaign: Campaign, unit: Unit) -> None:
    """One figure with a photo taken on the spot."""
    rows = [row for row in standings(campaign, unit, demo.today) if row.takes_figure]
    if rows:
        note = demo.words(unit, "Đếm tại chỗ")
        record_quickly(
            target_id=rows[0].target_id,
            figure=Figure((rows[0].planned * Decimal("0.6")).quantize(Decimal(1)), note),
            as_of=_day(demo, campaign, -2),
            by=world.staff_at(unit),
            upload=_photo(demo, unit),
        )


def _photo(demo: Demo, unit: Unit) -> SimpleUploadedFile:
    """A drawn picture, said to be one."""
    out = BytesIO()
    Image.radial_gradient("L").resize((640, 480)).save(out, "JPEG")
    return SimpleUploadedFile(demo.file_name(unit, "anh-hien-truong", "jpg"), out.getvalue(), content_type="image/jpeg")
