"""Units' reports: written by staff, sent by the head, received by somebody of another unit."""

from accounts.models import User
from blocs.models import BlocYear, Membership, Unit
from campaigns import services
from campaigns.models import Campaign, Deadline, Submission

from . import world
from .files import small_pdf
from .shapes import PlanFacts
from .sources import write_plan
from .world import Demo


def start_campaign(bloc_year: BlocYear, plan: PlanFacts, by: User) -> Campaign:
    """A made-up campaign of a bloc's year with its whole plan."""
    campaign = services.create_campaign(by=by, bloc_year=bloc_year, is_demo=True, **plan.campaign)
    write_plan(campaign, plan, by)
    return campaign


def deadline(campaign: Campaign, kind: str) -> Deadline:
    return campaign.deadlines.filter(kind=kind).order_by("pk").first()


def draft(demo: Demo, due: Deadline, unit: Unit, text: str = "", with_file: bool = False) -> Submission:
    """Staff write the report, with a file when asked."""
    said = demo.words(unit, text or f"{due.title} của {unit.name}: đã hoàn thành các nội dung đăng ký.")
    staff = world.staff_at(unit)
    if with_file:
        upload = small_pdf(demo.file_name(unit, "Báo cáo"), f"Report of {unit.code}")
        services.attach_file(deadline_id=due.pk, unit=unit, file=upload, by=staff)
    return services.save_submission(deadline_id=due.pk, unit=unit, text=said, by=staff)


def send(demo: Demo, due: Deadline, unit: Unit, with_file: bool = False) -> Submission:
    """The head sends what staff wrote."""
    report = draft(demo, due, unit, with_file=with_file)
    services.submit(submission_id=report.pk, by=world.head_of(unit))
    return report


def accept(report: Submission, leader: Unit, deputy: Unit) -> None:
    """The leader receives everybody's report, the deputy the leader's own."""
    receiver = deputy if report.unit_id == leader.pk else leader
    services.accept(submission_id=report.pk, by=world.head_of(receiver))


def members(bloc_year: BlocYear) -> list[Unit]:
    """Units of a bloc-year, officers included, by code."""
    rows = Membership.objects.filter(bloc_year=bloc_year, valid_to__isnull=True).select_related("unit")
    return sorted((row.unit for row in rows), key=lambda unit: unit.code)
