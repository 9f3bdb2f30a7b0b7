"""Conditions judged from what others did: members of the collective, the bloc's ranking, targets, shares, the vote."""

from fractions import Fraction

from ..states_registers import DisciplineForm, EvaluationLevel, at_least
from .eligibility_history import Judged, Node
from .facts import Facts
from .findings import Proof

_NOT_COUNTED = "Chưa ghi quân số của năm."


def member_share(node: Node, facts: Facts) -> Judged:
    """Persons with a title as a share of all who work there, exactly; proposals not decided yet only make it open."""
    members, code = facts.members, node["code"]
    if not members.headcount:
        return Judged("look", remark=_NOT_COUNTED)
    got, waiting = members.titles.get(code, 0), members.pending.get(code, 0)
    reached = _reaches(got, members.headcount, node)
    state = "met" if reached else "look" if _reaches(got + waiting, members.headcount, node) else "missing"
    figure = f"{got}/{members.headcount} người, {_percent(got, members.headcount)}%"
    figure += f"; {waiting} người đang đề nghị" if waiting else ""
    source = (Proof(f"Quân số: {members.headcount_source}"),) if members.headcount_source else ()
    return Judged(state, figure, source)


def _reaches(got: int, of: int, node: Node) -> bool:
    share, asked = Fraction(got * 100, of), Fraction(str(node["pct"]))
    return share > asked if node["op"] == ">" else share >= asked


def _percent(got: int, of: int) -> str:
    """Rounded down to two decimals, as «từ … trở lên» must not be reached by rounding."""
    whole = got * 10_000 // of
    return f"{whole // 100},{whole % 100:02d}"


def members_all_completed(node: Node, facts: Facts) -> Judged:
    """Everybody rated at least as having completed the tasks."""
    members = facts.members
    done = at_least(EvaluationLevel, EvaluationLevel.DONE)
    good = sum(number for level, number in members.levels.items() if level in done)
    failed = sum(members.levels.values()) - good
    if failed:
        return Judged("missing", f"{failed} người không hoàn thành nhiệm vụ")
    if not members.headcount:
        return Judged("look", f"{good} người đã có kết quả", remark=_NOT_COUNTED)
    return Judged("met" if good >= members.headcount else "look", f"{good}/{members.headcount} người")


def has_member_with(node: Node, facts: Facts) -> Judged:
    got, waiting = facts.members.titles.get(node["code"], 0), facts.members.pending.get(node["code"], 0)
    figure = f"{got} người" + (f"; {waiting} người đang đề nghị" if waiting else "")
    return Judged("met" if got else "look" if waiting else "missing", figure)


def no_member_disciplined(node: Node, facts: Facts) -> Judged:
    """By the register of discipline, which the standing office keeps."""
    hard = at_least(DisciplineForm, node["from"])
    found = [form for form in facts.members.disciplined if form in hard]
    figure = f"{len(found)} trường hợp trong sổ kỷ luật năm {facts.year}"
    return Judged("missing" if found else "met", figure, private=True)


_ORGANISERS = {"bo_tinh": ("ministry", "province"), "HDTDKT_TW": ("central",)}


def leads_bloc(node: Node, facts: Facts) -> Judged:
    """First place in the final ranking of a bloc organised at that level; the best among several is for people."""
    levels = _ORGANISERS.get(node["organiser_level"], ())
    fit = [led for led in facts.led if led.level in levels]
    proof = tuple(led.proof for led in fit)
    if not fit:
        elsewhere = "; ".join(led.bloc for led in facts.led)
        return Judged("missing", f"Dẫn đầu {elsewhere}" if elsewhere else f"Chưa có kết quả năm {facts.year}")
    figure = "; ".join(led.bloc for led in fit)
    if node.get("best"):
        return Judged("look", figure, proof, "Chọn trong các đơn vị dẫn đầu; người có thẩm quyền xem xét.")
    return Judged("met", figure, proof)


def targets_exceeded(node: Node, facts: Facts) -> Judged:
    """Every registered target beyond its plan in the report of the whole year: met; one short of it: missing. Before that
    report, without a figure, or where some are reached and no more, a person says whether that is «vượt mức»."""
    found = facts.targets
    if found is None or not found.judged:
        return Judged("look", remark="Chưa có báo cáo kết quả chỉ tiêu đã gửi.")
    unknown = f"; {found.unknown} chỉ tiêu chưa có số liệu" if found.unknown else ""
    if not found.final:
        figure = f"{found.good}/{found.judged} chỉ tiêu đạt kế hoạch{unknown}"
        return Judged("look", figure, remark="Chưa có báo cáo tổng kết năm.")
    figure = f"{found.exceeded}/{found.judged} chỉ tiêu vượt kế hoạch"
    figure += f"; {found.short} chỉ tiêu không đạt" if found.short else ""
    state = "missing" if found.short else "met" if found.exceeded == found.judged else "look"
    return Judged(state, figure + unknown, remark="Theo báo cáo tổng kết đơn vị đã gửi.")


def hold(node: Node, facts: Facts) -> Judged:
    found = [row.words for row in facts.holds if row.kind in node["kinds"]]
    return Judged("missing" if found else "met", "; ".join(found), private=True)


def by_people(node: Node, facts: Facts) -> Judged:
    """A judgement the computer only records."""
    return Judged("look", remark="Người xét ghi nhận xét của mình.")


def public_opinion(node: Node, facts: Facts) -> Judged:
    return Judged("look", remark="Kết quả lấy ý kiến ghi trong hồ sơ đề nghị.")


def cap(node: Node, facts: Facts) -> Judged:
    """Proposals against the share of another award; «không quá» rounds down."""
    found = facts.cap
    if found is None or not found.base:
        return Judged("look", remark="Chưa có số liệu để tính tỷ lệ.")
    most = int(found.base * Fraction(str(node["pct"])) / 100)
    figure = f"{found.proposed} đề nghị; tối đa {most} của {found.base}"
    remark = f"Trong {found.base} có {found.pending} đang đề nghị." if found.pending else ""
    return Judged("met" if found.proposed <= most else "missing", figure, remark=remark)


def vote(node: Node, facts: Facts) -> Judged:
    if facts.vote is None:
        return Judged("look", remark="Chưa có kết quả bỏ phiếu.")
    state = "look" if facts.vote.reached is None else "met" if facts.vote.reached else "missing"
    return Judged(state, facts.vote.words, (Proof("Kết quả bỏ phiếu", facts.vote.url),) if facts.vote.url else ())


# Not counted from the registers, or not to an end: a person says how they stand.
BY_PEOPLE = frozenset({by_people, public_opinion, targets_exceeded})
PREDICATES = {
    "member_share": member_share,
    "members_all_completed": members_all_completed,
    "no_member_disciplined": no_member_disciplined,
    "has_member_with": has_member_with,
    "leads_bloc": leads_bloc,
    "leads_movement": by_people,
    "targets_exceeded": targets_exceeded,
    "party_org_clean_strong": by_people,
    "internal_unity": by_people,
    "hold": hold,
    "public_opinion": public_opinion,
    "manual": by_people,
}
