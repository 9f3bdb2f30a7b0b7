"""Official papers of the main made-up bloc: registers, papers that are out, one under consultation, one being written."""

import datetime as dt

from accounts import clock
from accounts.models import User
from blocs.models import Bloc, Unit
from campaigns.models import Campaign
from reports.models import Comment, Consultation, Document, NumberSeries
from reports.services import consulting, create_series, life
from reports.services.acts import words_version
from reports.services.documents import Place, create_document, save_document, succeed_document
from reports.states import CommentOutcome, DocumentKind

from . import provinces, reporting, world
from .cast import AN_SON, MAIN
from .world import Demo

HALL = "Hội trường Văn phòng Ủy ban nhân dân tỉnh"
MIDYEAR_WORDS = {
    "emulation": "Khối đã phát động hai đợt thi đua; các đơn vị đăng ký và ký giao ước đúng thời hạn.\n"
    "Nhiều mô hình cải cách hành chính, chuyển đổi số được nhân rộng trong khối.",
    "limits": "Một số đơn vị gửi báo cáo chậm; số liệu của vài chỉ tiêu chưa có tài liệu kiểm chứng.\n"
    "Nguyên nhân chủ yếu là cán bộ làm công tác thi đua kiêm nhiệm nhiều việc.",
    "tasks": "Hoàn thành các chỉ tiêu còn lại, gửi báo cáo tổng kết và phiếu tự chấm điểm đúng thời hạn.",
}


def are_there(bloc: Bloc) -> bool:
    """Whether the bloc keeps a register: its papers are made once, a later year's would come between its numbers."""
    return NumberSeries.objects.filter(bloc=bloc).exists()


def build(demo: Demo) -> None:
    """In the order of their days, because a register gives its numbers in the order of dates."""
    campaign = provinces.year_of(AN_SON, MAIN, demo.year).campaign
    if are_there(campaign.bloc_year.bloc):
        return
    demo.built = True
    last = provinces.year_of(AN_SON, MAIN, demo.year - 1).campaign
    units = {unit.code[-1]: unit for unit in reporting.members(campaign.bloc_year)}
    _registers(demo, campaign, units["3"])
    out = (
        (dt.date(demo.year - 1, 12, 28), _result_notice, last),
        (demo.days(-119), _plan, campaign),
        (demo.days(-38), _moved_meeting, campaign),
        (demo.days(-1), _last_meeting, campaign),
    )
    for day, write, of in sorted(out, key=lambda row: row[0]):
        with demo.on(day, hour=10):
            write(demo, of)
    _consulted_report(demo, campaign, units)
    _draft_report(demo, campaign, units["3"])


def _registers(demo: Demo, campaign: Campaign, unit: Unit) -> None:
    """One of the bloc, one of a unit, one of the authority."""
    place, bloc = campaign.authority, campaign.bloc_year.bloc
    board = world.act(world.staff_of(place))
    rows = (
        (NumberSeries(authority=place, bloc=bloc, name=f"Sổ văn bản đi của {bloc.name}"), board),
        (NumberSeries(authority=place, unit=unit, name=f"Sổ văn bản đi của {unit.name}"), world.head_of(unit)),
        (NumberSeries(authority=place, name=f"Sổ văn bản đi về thi đua của {place.name}"), board),
    )
    with demo.on(provinces.began(demo), hour=16):
        for series, by in rows:
            create_series(series=series, by=by)


def _people(campaign: Campaign) -> tuple[User, User]:
    """Who writes and who signs the bloc's papers on the day of the clock."""
    leader = world.officer(campaign.bloc_year)
    return world.staff_at(leader), world.head_of(leader)


def _begin(campaign: Campaign, kind: str, by: User, unit: Unit | None = None, **more) -> Document:
    return create_document(kind=kind, place=Place(campaign.authority, campaign, unit), by=by, **more)


def _write(document: Document, by: User, **words) -> Document:
    return save_document(document_id=document.pk, by=by, expected_version=document.version, **words)


def _issue(document: Document, writer: User, head: User) -> None:
    """Approved, signed, numbered and issued on one day."""
    today = clock.today()
    life.approve(document_id=document.pk, by=head, seen=words_version(document))
    life.sign(document_id=document.pk, by=head, signer_name=head.full_name, signed_on=today)
    life.give_number(document_id=document.pk, by=writer, dated=today)
    life.issue(document_id=document.pk, by=head, confirmed=True)


def _result_notice(demo: Demo, campaign: Campaign) -> None:
    writer, head = _people(campaign)
    _issue(_begin(campaign, DocumentKind.RESULT_NOTICE, writer), writer, head)


def _plan(demo: Demo, campaign: Campaign) -> None:
    writer, head = _people(campaign)
    _issue(_begin(campaign, DocumentKind.PLAN, head), writer, head)


def _moved_meeting(demo: Demo, campaign: Campaign) -> None:
    """The half-year meeting, then the same one elsewhere: the second invitation replaces the first."""
    writer, head = _people(campaign)
    when = f"08 giờ 00 phút, ngày {demo.days(-33):%d/%m/%Y}"
    words = {"meeting": "Hội nghị sơ kết phong trào thi đua", "time": when}
    first = _begin(campaign, DocumentKind.INVITATION, writer)
    guests = first.text.inputs
    first = _write(
        first, writer, subject="Dự Hội nghị sơ kết phong trào thi đua", inputs={**guests, **words, "place": HALL}
    )
    _issue(first, writer, head)
    with demo.on(demo.days(-36), hour=10):
        reason = "Đổi địa điểm họp do hội trường đang sửa chữa"
        second = succeed_document(document_id=first.pk, by=writer, corrects=False, reason=reason)
        second = _write(second, writer, inputs={**guests, **words, "place": "Hội trường Sở Tài chính"})
        _issue(second, writer, head)


def _last_meeting(demo: Demo, campaign: Campaign) -> None:
    writer, head = _people(campaign)
    meeting = reporting.deadline(campaign, "meeting")
    inputs = {
        "meeting": meeting.title,
        "time": f"08 giờ 00 phút, ngày {meeting.last_day:%d/%m/%Y}",
        "place": HALL,
        "bring": ["Báo cáo tổng kết của đơn vị", "Phiếu tự chấm điểm"],
    }
    document = _begin(campaign, DocumentKind.INVITATION, writer)
    words = {"subject": f"Dự {meeting.title}", "inputs": {**document.text.inputs, **inputs}}
    _issue(_write(document, writer, **words), writer, head)


def _consulted_report(demo: Demo, campaign: Campaign, units: dict[str, Unit]) -> None:
    """Asked since three days; two units have commented, one of them is answered."""
    writer, _ = _people(campaign)
    with demo.on(demo.days(-3), hour=15):
        due = reporting.deadline(campaign, "midyear_report")
        report = _write(_begin(campaign, DocumentKind.BLOC_MIDYEAR, writer, deadline=due), writer, parts=MIDYEAR_WORDS)
        asked = consulting.open_consultation(document_id=report.pk, by=writer, until=demo.days(4))
    with demo.on(demo.days(-2), hour=14):
        first = _comment(demo, asked, units["3"], "limits", "Đề nghị nêu rõ chỉ tiêu nào chưa có tài liệu kiểm chứng.")
        _comment(demo, asked, units["5"], "tasks", "Đề nghị bổ sung việc rà soát đơn vị mới hợp nhất.")
    with demo.on(demo.days(-1), hour=9):
        words = "Sẽ ghi tên từng chỉ tiêu ở phần hạn chế."
        consulting.answer_comment(comment_id=first.pk, by=writer, outcome=CommentOutcome.ACCEPTED, text=words)


def _comment(demo: Demo, asked: Consultation, unit: Unit, part: str, text: str) -> Comment:
    said = {"text": demo.words(unit, text), "anchor": f"part:{part}"}
    return consulting.add_comment(consultation_id=asked.pk, by=world.head_of(unit), **said)


def _draft_report(demo: Demo, campaign: Campaign, unit: Unit) -> None:
    """Begun by staff; two sections are still empty."""
    due, staff = reporting.deadline(campaign, "year_report"), world.staff_at(unit)
    with demo.on(demo.days(-2), hour=16):
        report = _begin(campaign, DocumentKind.UNIT_YEAR, staff, unit, deadline=due)
        text = demo.words(unit, "Đơn vị đã phát động thi đua cải cách hành chính ở tất cả các phòng.")
        _write(report, staff, parts={"emulation": text})
