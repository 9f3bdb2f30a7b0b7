"""The main bloc's pledge, signed by all but one; a cross inspection with minutes and something to put right; a petition
about last year's result."""

import datetime as dt

from django.utils import timezone

from accounts import clock
from accounts.models import User
from accounts.reauth import Confirmation
from awards.models import Petition
from awards.services.petitions import answer_petition, send_petition
from blocs.models import BlocYear, Unit
from campaigns.models import Campaign, Inspection, Pledge, PledgeText, Visit
from campaigns.services import follow_ups, inspections, pledge_signing, pledges, visits
from campaigns.services.inspections import PlanValues
from scoring.models import RankingRow

from . import provinces, reporting, world
from .cast import AN_SON, MAIN
from .files import small_pdf
from .world import Demo

ITEMS = (
    ("Kế hoạch thi đua năm của đơn vị", "văn bản, ngày ban hành"),
    ("Triển khai các chỉ tiêu đã đăng ký", "số liệu đối chiếu với đăng ký"),
    ("Hồ sơ, sổ theo dõi thi đua, khen thưởng", ""),
)


def build(demo: Demo) -> None:
    bloc_year = provinces.year_of(AN_SON, MAIN, demo.year)
    campaign = Campaign.objects.get(bloc_year=bloc_year)
    units = {unit.code[-1]: unit for unit in reporting.members(bloc_year)}
    if not Pledge.objects.filter(campaign=campaign).exists():
        demo.built = True
        _pledge(demo, campaign, units)
    if not Inspection.objects.filter(campaign=campaign).exists():
        demo.built = True
        _inspection(demo, campaign, units)
    _petition(demo, bloc_year)


def _pledge(demo: Demo, campaign: Campaign, units: dict[str, Unit]) -> None:
    """Unit 6 signed by hand, unit 5 has not signed."""
    leader = world.head_of(units["1"])
    with demo.on(demo.days(-85), hour=8):
        words = pledges.first_words(campaign)
        words["aim"] = words["aim"] or "Hoàn thành vượt mức các chỉ tiêu thi đua đã đăng ký."
        words["contents"] = words["contents"] or "1. Cải cách hành chính.\n2. Hoàn thành nhiệm vụ chuyên môn."
        row = pledges.save_pledge(campaign_id=campaign.pk, by=leader, words=words)
        text = pledges.open_pledge(pledge_id=row.pk, by=leader)
    for number, unit in units.items():
        if number not in "56":
            with demo.on(demo.days(-85), hour=10):
                _sign(text, unit)
    with demo.on(demo.days(-84)):
        pledge_signing.enter_paper_signatures(
            text_id=text.pk,
            signers={units["6"].pk: (world.head_of(units["6"]).full_name, "Thủ trưởng đơn vị")},
            signed_on=demo.days(-85),
            file=small_pdf(demo.file_name(units["6"], "Giao ước đã ký"), "Signed pledge"),
            by=leader,
        )


def _sign(text: PledgeText, unit: Unit) -> None:
    head = world.head_of(unit)
    pledge_signing.sign_pledge(
        text_id=text.pk, unit_id=unit.pk, sha256=text.sha256, confirmed=Confirmation(head.pk, clock.now()), by=head
    )


def _inspection(demo: Demo, campaign: Campaign, units: dict[str, Unit]) -> None:
    """The deputy's team has been to unit 4 and is expected at unit 7."""
    leader, deputy = world.head_of(units["1"]), world.head_of(units["2"])
    with demo.on(demo.days(-20)):
        values = PlanValues(
            title=f"Kiểm tra chéo công tác thi đua năm {demo.year}",
            organiser="cross",
            from_day=demo.days(-18),
            to_day=demo.days(10),
            basis="Kế hoạch thi đua của khối",
            unit_ids=(units["4"].pk, units["7"].pk),
            items=ITEMS,
        )
        row = inspections.save_inspection(campaign_id=campaign.pk, values=values, by=leader)
        inspections.add_inspector(inspection_id=row.pk, user_id=deputy.pk, role="head", by=leader)
        member = world.head_of(units["8"])
        inspections.add_inspector(inspection_id=row.pk, user_id=member.pk, role="member", by=leader)
        inspections.start_inspection(inspection_id=row.pk, by=leader)
    _visit(demo, row, units["4"], deputy)


def _visit(demo: Demo, row: Inspection, unit: Unit, deputy: User) -> None:
    visit = Visit.objects.get(inspection=row, unit=unit)
    with demo.on(demo.days(-15)):
        items = list(row.items.all())
        notes = [("met", "Đủ văn bản"), ("met", "Số liệu khớp"), ("not_met", "Sổ chưa ghi quý III")]
        found = {item.pk: (kind, demo.words(unit, note)) for item, (kind, note) in zip(items, notes, strict=True)}
        visits.save_findings(
            visit_id=visit.pk, day=demo.days(-15), place="Trụ sở đơn vị", general="", findings=found, by=deputy
        )
        follow_ups.add_follow_up(
            visit_id=visit.pk, text=demo.words(unit, "Bổ sung sổ theo dõi quý III"), due=demo.days(6), by=deputy
        )
        text = visits.freeze_minutes(visit_id=visit.pk, by=deputy)
    with demo.on(demo.days(-14)):
        for side, by in (("team", deputy), ("unit", world.head_of(unit))):
            proof = Confirmation(by.pk, clock.now())
            visits.sign_minutes(text_id=text.pk, side=side, sha256=text.sha256, confirmed=proof, by=by)


def _petition(demo: Demo, bloc_year: BlocYear) -> None:
    """A member asked about its place of last year two days after the publication, and was answered."""
    rows = RankingRow.objects.filter(
        ranking__campaign__bloc_year__bloc=bloc_year.bloc,
        ranking__campaign__bloc_year__year=demo.year - 1,
        ranking__state="final",
    )
    row = rows.select_related("ranking__campaign", "unit").order_by("-ranking__number", "-rank").first()
    if row is None or Petition.objects.filter(unit=row.unit).exists():
        return
    demo.built = True
    day = timezone.localdate(row.ranking.computed_at)
    with demo.on(day + dt.timedelta(days=2)):
        petition = send_petition(
            unit_id=row.unit_id,
            about="ranking",
            subject_id=row.pk,
            text=demo.words(row.unit, "Đề nghị xem lại điểm thưởng của sáng kiến cấp tỉnh."),
            by=world.head_of(row.unit),
        )
    with demo.on(day + dt.timedelta(days=6)):
        answer_petition(
            petition_id=petition.pk,
            outcome="kept",
            answer=demo.words(row.unit, "Sáng kiến được công nhận sau ngày chốt số liệu của năm."),
            by=world.act(world.staff_of(bloc_year.bloc.authority)),
        )
