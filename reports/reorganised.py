"""What a recorded reorganisation did, in words: what ended, who sat down where, whose past is read and counted, and what
is still to be settled. Reads only."""

import datetime as dt
from collections.abc import Mapping

from blocs.lineage import policies_of
from blocs.models import Authority, BlocYear, Membership, Post, Reorganisation, Unit
from blocs.rules import DAY
from campaigns.models import Campaign
from campaigns.progress import cells_of, paper_deadlines

from .open_matters import open_matters, undecided
from .reorganising import Consequence

Of = Reorganisation.Of


def what_was_done(row: Reorganisation, places: Mapping[int, Unit | Authority]) -> list[Consequence]:
    """For everybody who reads the record; people are counted, not named. A constant number of statements."""
    parts = [_ended(row, places), _seats(row), _people(row), _past(row), _kept(row, places)]
    return [part for part in parts if part.lines]


def still_open(row: Reorganisation) -> Consequence:
    """For the standing office: what waits for units that have ended or will, and posts that still give rights there."""
    ended = row.changes.get("units", [])
    warn = [*_owed(row, ended), *open_matters(ended), *undecided(ended)] if ended else []
    of = {"unit__in": ended} if row.of == Of.UNIT else {"authority__in": row.changes.get("authorities", [])}
    left = Post.objects.filter(**of, valid_to__isnull=True).count()
    if left:
        warn.append(f"{left} chức trách ở nơi kết thúc chưa có ngày kết thúc và vẫn cho quyền: kết thúc ở trang Người.")
    return Consequence("Việc còn lại", [], warn)


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _ended(row: Reorganisation, places: Mapping[int, Unit | Authority]) -> Consequence:
    name = "units" if row.of == Of.UNIT else "authorities"
    ended = [places[pk] for pk in row.changes.get(name, []) if pk in places]
    going_on = [places[pk] for pk in row.after if pk in places]
    lines = [
        f"{one} kết thúc hoạt động từ {_day(row.on)}, làm việc đến hết ngày {_day(row.on - DAY)}." for one in ended
    ]
    lines += [f"{one} tiếp tục hoạt động." for one in going_on]
    return Consequence("Kết thúc và tiếp tục", lines)


def _seats(row: Reorganisation) -> Consequence:
    """Seats left and taken, by the ids the record keeps."""
    left = [pk for pk, _last in row.changes.get("memberships", [])]
    turned = [made for _before, _role, made in row.changes.get("turned", [])]
    taken = row.changes.get("seats", [])
    rows = Membership.objects.select_related("bloc_year__bloc", "unit").in_bulk([*left, *turned, *taken])
    lines = [f"{rows[pk].unit} rời {rows[pk].bloc_year} sau ngày {_day(row.on - DAY)}." for pk in left if pk in rows]
    lines += [
        f"{rows[pk].unit} vào {rows[pk].bloc_year} từ {_day(rows[pk].valid_from)}, vai trò {_role(rows[pk])}."
        for pk in taken
        if pk in rows
    ]
    lines += [f"{rows[pk].unit} nhận vai trò {_role(rows[pk])} ở {rows[pk].bloc_year}." for pk in turned if pk in rows]
    return Consequence("Khối thi đua", lines)


def _role(row: Membership) -> str:
    return row.get_role_display()


def _people(row: Reorganisation) -> Consequence:
    added, ended = row.changes.get("posts_added", []), row.changes.get("posts_ended", [])
    lines = [f"{len(added)} người được giao chức trách ở nơi tiếp nhận."] if added else []
    days = Post.objects.filter(pk__in=[pk for pk, _last in ended], valid_to__isnull=False)
    last = days.order_by("-valid_to").values_list("valid_to", flat=True).first()
    if ended and last:
        lines.append(f"{len(ended)} chức trách ở nơi cũ cho quyền đến hết ngày {_day(last)}, để làm xong việc còn lại.")
    return Consequence("Người dùng", lines)


def _past(row: Reorganisation) -> Consequence:
    """Whose past is read by whom, and by which stated policy what was won before is counted."""
    if row.of == Of.AUTHORITY:
        readers = row.authority_rows.filter(undone=False, reads_past=True).select_related("predecessor", "successor")
        lines = [f"{one.successor} được xem hồ sơ thi đua trước đây của {one.predecessor}." for one in readers]
        return Consequence("Hồ sơ trước đây", lines)
    lines = []
    policies: dict[int, dict] = {}
    for one in row.unit_rows.filter(undone=False).select_related("predecessor", "successor").order_by("pk"):
        place = one.successor.authority_id
        policy = policies.setdefault(place, policies_of(place))[one.kind]
        counts = "được tính" if policy.counts(one) else "được hiển thị, không tính"
        source = policy.source or "cần xác nhận"
        lines.append(
            f"Người của {one.successor} được xem hồ sơ trước đây của {one.predecessor}; thành tích trước đây {counts} "
            f"({policy.words.lower()}; căn cứ: {source})."
        )
    return Consequence("Hồ sơ và thành tích trước đây", lines)


def _kept(row: Reorganisation, places: Mapping[int, Unit | Authority]) -> Consequence:
    """Of authorities that ended: their blocs stay theirs, to be read."""
    if row.of == Of.UNIT:
        return Consequence("")
    years = BlocYear.objects.filter(bloc__authority__in=row.changes.get("authorities", []))
    blocs = len(set(years.order_by().values_list("bloc_id", flat=True)))
    text = f"{blocs} khối cùng bộ tiêu chí, điểm, xếp hạng và văn bản các năm giữ nguyên để xem; khối mới chia lại ở nơi sau."
    return Consequence("Khối và dữ liệu cũ", [text] if blocs else [])


def _owed(row: Reorganisation, ended: list[int]) -> list[str]:
    """Papers due before the day that were not sent: still the old unit's."""
    seats = [pk for pk, _last in row.changes.get("memberships", [])]
    years = Membership.objects.filter(pk__in=seats).values("bloc_year_id")
    found = []
    for campaign in Campaign.objects.filter(bloc_year__in=years).select_related("bloc_year__bloc").order_by("pk"):
        for cell in cells_of(paper_deadlines(campaign)).values():
            before = cell.last_day is not None and cell.last_day < row.on
            if before and cell.unit.pk in ended and not cell.is_sent and not cell.waived:
                found.append(
                    f"{cell.deadline} ({campaign.bloc_year}), hạn {_day(cell.last_day)}: {cell.unit} chưa gửi. Người còn "
                    "chức trách ở đó gửi được, hoặc Trưởng khối cho bỏ qua kỳ này."
                )
    return found
