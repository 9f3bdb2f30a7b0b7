"""What a reorganisation would do, in words, before anything is written. Reads only; nothing here changes a row."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accounts.clock import today
from blocs.lineage import policies_of
from blocs.models import Authority, BlocYear, Membership, Post, Reorganisation, Unit
from blocs.rules import DAY
from blocs.services import PeopleChoice
from blocs.services.reorganise_parts import open_seats, seats_to_take
from campaigns.models import Campaign, Registration
from campaigns.progress import cells_of, paper_deadlines
from scoring.models import ScoreSheet
from scoring.states import SheetState

from .open_matters import open_matters, undecided

Kind = Reorganisation.Kind


@dataclass(frozen=True)
class Consequence:
    """One heading with its sentences; ``warn`` marks those that ask for something to be done."""

    title: str
    lines: list[str] = field(default_factory=list)
    warn: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Intent:
    """What somebody is about to record. ``heirs``: by predecessor, the unit that goes on with its work, or None."""

    kind: str
    on: dt.date
    predecessors: Sequence
    successors: Sequence
    heirs: Mapping[int, int | None]
    people: PeopleChoice

    @property
    def ending(self) -> list:
        staying = {row.pk for row in self.successors}
        return [row for row in self.predecessors if row.pk not in staying]

    def heir_of(self, pk: int):
        return next((row for row in self.successors if row.pk == self.heirs.get(pk)), None)


def digest(consequences: Sequence[Consequence]) -> str:
    """Tells whether what was shown is still what would happen."""
    text = json.dumps([[part.title, part.lines, part.warn] for part in consequences], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def unit_consequences(intent: Intent) -> list[Consequence]:
    """For units: the units themselves, blocs, duties, sheets, awards, people, history. The number of statements depends
    on the number of blocs they sit in, not on reports or sheets."""
    seats = list(open_seats(intent.ending, intent.on))
    parts = [
        _units(intent),
        _seats(intent, seats),
        _duties(intent, seats),
        _sheets(intent, seats),
        _awards(intent),
        Consequence("Giao ước, kiểm tra, kiến nghị", [], open_matters([row.pk for row in intent.ending])),
        _people(intent, "unit"),
        _history(intent),
    ]
    return [part for part in parts if part.lines or part.warn]


def authority_consequences(intent: Intent) -> list[Consequence]:
    """For authorities: what ends, what stays with them, who reads the past, people."""
    parts = [_authorities(intent), _blocs(intent), _people(intent, "authority")]
    return [part for part in parts if part.lines or part.warn]


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def _ahead(intent: Intent) -> list[str]:
    """Recorded before its day."""
    if intent.on <= today():
        return []
    return [
        f"Ngày {_day(intent.on)} chưa đến: đến hết ngày {_day(intent.on - DAY)} mọi việc như hiện nay, từ ngày đó việc "
        "sắp xếp tự có hiệu lực. Hoãn hoặc ghi nhầm thì đính chính được."
    ]


def _units(intent: Intent) -> Consequence:
    lines = [
        f"{unit} kết thúc hoạt động từ {_day(intent.on)}; tên này dùng đến hết ngày {_day(intent.on - DAY)}."
        for unit in intent.ending
    ]
    lines += [f"{unit} tiếp tục hoạt động." for unit in intent.successors]
    return Consequence("Đơn vị", [*_ahead(intent), *lines])


def _seats(intent: Intent, seats: list[Membership]) -> Consequence:
    lines, warn = [], []
    taken = {seat.pk for seat in seats_to_take(seats, intent.on)}
    sitting = _sitting(intent, seats)
    for seat in seats:
        heir = intent.heir_of(seat.unit_id) if seat.pk in taken else None
        role, bloc = seat.get_role_display(), str(seat.bloc_year)
        left = f"{seat.unit} rời {bloc} sau ngày {_day(intent.on - DAY)}"
        if heir is None:
            lines.append(f"{left}; không có đơn vị thay.")
            if seat.role == Membership.Role.LEADER and seat.pk in taken:
                warn.append(f"{bloc} không còn Trưởng khối: cần giao vai trò này cho một đơn vị khác.")
        elif (seat.bloc_year_id, heir.pk) in sitting:
            same = seat.role == Membership.Role.MEMBER
            more = "đã ở trong khối." if same else f"đã ở trong khối, nhận thêm vai trò {role} nếu chưa giữ."
            lines.append(f"{left}; {heir} {more}")
        else:
            lines.append(f"{left}; {heir} vào khối từ {_day(intent.on)}, vai trò {role}.")
    return Consequence("Khối thi đua", lines, warn)


def _sitting(intent: Intent, seats: list[Membership]) -> set[tuple[int, int]]:
    rows = Membership.objects.on(intent.on).filter(
        bloc_year__in={seat.bloc_year_id for seat in seats}, unit__in=[unit.pk for unit in intent.successors]
    )
    return set(rows.values_list("bloc_year_id", "unit_id"))


def _campaigns(seats: list[Membership]) -> list[Campaign]:
    rows = Campaign.objects.filter(bloc_year__in={seat.bloc_year_id for seat in seats})
    return list(rows.select_related("bloc_year__bloc").order_by("-to_year", "pk"))


def _duties(intent: Intent, seats: list[Membership]) -> Consequence:
    """What is still to be sent: after the day by the heir, before it by the old unit itself or not at all."""
    lines, warn = [], []
    ending = {unit.pk for unit in intent.ending}
    for campaign in _campaigns(seats):
        cells = cells_of(paper_deadlines(campaign)).values()
        open_ones = [cell for cell in cells if cell.unit.pk in ending and not cell.is_sent and not cell.waived]
        for cell in sorted(open_ones, key=lambda cell: (cell.last_day or dt.date.max, cell.unit.pk, cell.deadline.pk)):
            what = f"{cell.deadline} ({campaign.bloc_year})"
            if cell.last_day is not None and cell.last_day < intent.on:
                warn.append(
                    f"{what}: hạn {_day(cell.last_day)}, {cell.unit} chưa gửi. Việc này vẫn của {cell.unit}: người còn "
                    "chức trách ở đó gửi được, hoặc Trưởng khối cho bỏ qua kỳ này."
                )
                continue
            heir, due = intent.heir_of(cell.unit.pk), f"hạn {_day(cell.last_day)}" if cell.last_day else "chưa có hạn"
            lines.append(f"{what}, {due}: {f'{heir} thực hiện' if heir else 'không còn ai phải thực hiện'}.")
    return Consequence("Báo cáo, đăng ký và việc có thời hạn", lines, warn)


def _sheets(intent: Intent, seats: list[Membership]) -> Consequence:
    lines = []
    ending, campaigns = [unit.pk for unit in intent.ending], [row.pk for row in _campaigns(seats)]
    targets = Registration.objects.filter(campaign__in=campaigns, unit__in=ending).select_related("unit", "campaign")
    for row in targets.order_by("pk"):
        heir = intent.heir_of(row.unit_id)
        next_step = f"{heir} đăng ký lại cho phần việc tiếp nhận" if heir else "không có đơn vị đăng ký thay"
        lines.append(
            f"Đăng ký chỉ tiêu của {row.unit} ({row.get_state_display().lower()}) giữ nguyên để xem; {next_step}."
        )
    sheets = ScoreSheet.objects.filter(campaign__in=campaigns, unit__in=ending).exclude(state=SheetState.LOCKED)
    for row in sheets.select_related("unit", "campaign__bloc_year").order_by("pk"):
        rule = row.campaign.bloc_year.get_moved_rule_display().lower()
        lines.append(
            f"Phiếu của {row.unit} ({row.get_state_display().lower()}) giữ nguyên để xem. Quy tắc của "
            f"{row.campaign.bloc_year}: {rule}."
        )
    return Consequence("Đăng ký chỉ tiêu và phiếu chấm điểm", lines)


def _awards(intent: Intent) -> Consequence:
    return Consequence("Khen thưởng", [], undecided([unit.pk for unit in intent.ending]))


def _people(intent: Intent, place: str) -> Consequence:
    posts = Post.objects.live(intent.on).filter(**{f"{place}__in": [row.pk for row in intent.ending]})
    lines, warn = [], []
    for row in intent.ending:
        count = posts.filter(**{place: row}).count()
        if not count:
            continue
        heir = intent.heir_of(row.pk)
        moved = f"; được giao chức trách ở {heir}" if intent.people.move and heir else ""
        until = intent.people.until
        kept = f"giữ quyền đến hết ngày {_day(until)}" if until else "giữ nguyên cho đến khi được kết thúc"
        lines.append(f"{count} người ở {row}: chức trách ở đó {kept}{moved}.")
    if intent.ending and intent.people.until is None and lines:
        warn.append("Chức trách ở nơi đã kết thúc vẫn cho quyền. Hãy chọn ngày kết thúc khi đã làm xong việc cũ.")
    return Consequence("Người dùng", lines, warn)


def _history(intent: Intent) -> Consequence:
    lines = []
    for unit in intent.successors:
        if not intent.ending:
            continue
        names = ", ".join(str(row) for row in intent.ending)
        policy = policies_of(unit.authority_id).get(intent.kind)
        counted = f" Thành tích: {policy.words.lower()}" if policy else ""
        doubt = " (cần xác nhận)" if policy and policy.unconfirmed else ""
        lines.append(f"Người của {unit} được xem hồ sơ thi đua trước đây của {names}.{counted}{doubt}.")
    return Consequence("Hồ sơ và thành tích", lines)


def _authorities(intent: Intent) -> Consequence:
    lines = [f"{row} kết thúc hoạt động từ {_day(intent.on)}." for row in intent.ending]
    lines += [f"{row} tiếp tục hoạt động và được xem hồ sơ trước đây theo lựa chọn." for row in intent.successors]
    return Consequence("Cơ quan", [*_ahead(intent), *lines])


def _blocs(intent: Intent) -> Consequence:
    """Blocs and units stay under the old authority: how many, and what the new one has to do."""
    lines, warn = [], []
    for row in intent.ending:
        years = BlocYear.objects.filter(bloc__authority=row, year__gte=intent.on.year)
        units = Unit.objects.filter(authority=row, dissolved_on__isnull=True)
        blocs, living = years.count(), units.count()
        if blocs:
            lines.append(f"{blocs} khối của {row} từ năm {intent.on.year} giữ nguyên, cùng bộ tiêu chí và mẫu văn bản.")
        if living:
            warn.append(f"{living} đơn vị của {row} còn hoạt động: ghi tiếp việc sắp xếp của từng đơn vị.")
        children = Authority.objects.filter(parent=row, dissolved_on__isnull=True).count()
        if children:
            warn.append(
                f"{children} cơ quan cấp dưới của {row} còn hoạt động: ghi tiếp việc sắp xếp của các cơ quan đó."
            )
    return Consequence("Khối, đơn vị và cơ quan cấp dưới", lines, warn)
