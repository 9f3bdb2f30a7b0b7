"""What a new paper says before anybody typed: head, addressees, bases, recipients and first words, kind by kind.

Figures are never put into these words: builders print them from the rows of the day the paper is frozen.
"""

import re
import unicodedata
from typing import Any

from accounts.clock import today
from awards.models import Council
from blocs.models import Authority, Bloc, BlocYear, Unit
from campaigns.models import Campaign, Deadline
from campaigns.rules import Labels, receiver_words
from campaigns.services.registration_acts import registration_deadline
from reports.facts.members import member_facts, movement_rows
from reports.layouts import layout_for
from reports.states import DocumentKind as K

from . import KINDS, Issuer, abbreviation_of
from .first_words import INPUTS, PARTS, SUBJECTS
from .written import written_parts

Values = dict[str, Any]
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # signs keep Đ, Ô, Ư but no tone marks


def prefill(
    kind: str,
    campaign: Campaign | None = None,
    unit: Unit | None = None,
    deadline: Deadline | None = None,
    authority: Authority | None = None,
) -> dict[str, Values]:
    """``{"head": columns of DocumentText, "parts": {key: text}, "inputs": {…}}`` of a new paper of this kind.

    A unit's paper needs ``unit``, a bloc's ``campaign`` of a bloc's year, one of the authority or its council ``authority``.
    """
    authority = authority or (campaign.authority if campaign else unit.authority)
    words = _words(campaign, unit, deadline, authority)
    head = _issuer(KINDS[kind].issuer, campaign, unit, authority)
    sign = _sign(kind, head["family"], campaign, unit)
    if kind == K.AWARD_SUBMIT:
        head |= _submitting(authority)
        sign = "TTr-TĐKT"
    head |= {
        "doc_type": KINDS[kind].doc_type,
        "sign": sign,
        "year": today().year,
        "subject": SUBJECTS[kind].format(**words),
        "addressees": "\n".join(_addressees(kind, campaign, unit, deadline, authority)),
        "bases": "\n".join(_bases(kind, campaign)),
        "recipients": "\n".join(_recipients(kind, campaign, authority)),
    }
    return {
        "head": head,
        "parts": {key: text.format(**words) for key, text in PARTS.get(kind, {}).items()}
        | written_parts(kind, campaign, unit, deadline),
        "inputs": {key: text.format(**words) for key, text in INPUTS.get(kind, {}).items()} | _rows(kind, campaign),
    }


def _rows(kind: str, campaign: Campaign | None) -> Values:
    """Who is invited to the bloc's meeting, or present at it, before anybody is taken off the list: all its members; what a
    unit registers to take part in: the movements its bloc joined."""
    if kind == K.REGISTRATION:
        return {"movements": movement_rows(campaign)}
    if kind not in (K.INVITATION, K.DELIBERATION, K.MEETING_MINUTES):
        return {}
    units = [row["unit"] for row in member_facts(campaign)["members"]]
    return {"present": units} if kind != K.INVITATION else {"guests": [f"Lãnh đạo {name}" for name in units]}


def _words(campaign: Campaign | None, unit: Unit | None, deadline: Deadline | None, authority: Authority) -> Values:
    """What first words may name."""
    bloc_year = campaign.bloc_year if campaign else None
    return {
        "year": campaign.to_year if campaign else today().year,
        "next_year": (campaign.to_year if campaign else today().year) + 1,
        "bloc": bloc_year.name if bloc_year else authority.name,
        "body": Bloc.Kind(bloc_year.bloc.kind).label if bloc_year else "Khối thi đua",
        "leader": bloc_year.leader_label if bloc_year else "Trưởng khối",
        "deputy": bloc_year.deputy_label if bloc_year else "Phó khối",
        "unit": unit.name if unit else "",
        "deadline": deadline.title[:1].lower() + deadline.title[1:] if deadline else "báo cáo",
        "authority": authority.name,
        "decider": f"CHỦ TỊCH {authority.name.upper()}",
    }


def _issuer(issuer: str, campaign: Campaign | None, unit: Unit | None, authority: Authority) -> Values:
    """Letterhead and signer of who issues it. A unit writes in the family of its bloc."""
    bloc_year = campaign.bloc_year if campaign else None
    family = bloc_year.format_family if bloc_year else BlocYear.FormatFamily.STATE
    place = (bloc_year.place_name if bloc_year else "") or authority.place_name
    shared = {"family": family, "place": place, "archive_line": _archive(family, unit)}
    if issuer == Issuer.AUTHORITY or (campaign is None and unit is None):
        return shared | {"issuer_lines": authority.name.upper(), "post": "CHỦ TỊCH"}
    if issuer == Issuer.UNIT:
        return shared | {
            "superior_line": authority.name.upper().replace("ỦY BAN NHÂN DÂN", "UBND"),
            "issuer_lines": unit.name.upper(),
            "capacity": "THỦ TRƯỞNG ĐƠN VỊ",
        }
    on_behalf = layout_for(family, today()).on_behalf
    return shared | {
        "superior_line": bloc_year.superior_line or authority.name.upper(),
        "issuer_lines": bloc_year.issuer_lines or bloc_year.name.upper(),
        "authority_line": f"{on_behalf} {Bloc.Kind(bloc_year.bloc.kind).label.upper()}",
        "capacity": bloc_year.leader_label.upper(),
    }


def _submitting(authority: Authority) -> Values:
    """A submission goes from the standing office to its authority."""
    return {
        "superior_line": authority.name.upper(),
        "issuer_lines": _board(authority).upper(),
        "post": "THỦ TRƯỞNG CƠ QUAN",
    }


def council_head(council: Council) -> Values:
    """Letterhead and sign of a council's paper: its authority above it."""
    return {
        "superior_line": council.authority.name.upper(),
        "issuer_lines": council.name.upper(),
        "sign": "BB-HĐTĐKT",
    }


def _archive(family: str, unit: Unit | None) -> str:
    """Party papers are kept without «VT» (Hướng dẫn 05-HD/VPTW)."""
    if family == BlocYear.FormatFamily.PARTY:
        return f"Lưu {unit.name}" if unit else "Lưu Văn phòng"
    return "Lưu: VT"


def _sign(kind: str, family: str, campaign: Campaign | None, unit: Unit | None) -> str:
    """«BC-KTĐ8», «BC/KTĐ»: the kind's abbreviation in the place of the plan's; a State công văn has none («KTĐ8»)."""
    if not KINDS[kind].numbered:
        return ""
    abbreviation, mark = abbreviation_of(KINDS[kind], family), "/" if family == BlocYear.FormatFamily.PARTY else "-"
    if KINDS[kind].issuer == Issuer.AUTHORITY:
        return f"{abbreviation}-UBND"
    known = campaign.bloc_year.number_sign if campaign and campaign.bloc_year and unit is None else ""
    own = known.partition(mark)[2] if mark in known else known
    own = own or (initials(unit) if unit else "")
    return mark.join(part for part in (abbreviation, own) if part)


def initials(unit: Unit) -> str:
    """«Sở Nông nghiệp và Môi trường tỉnh Mẫu» → «SNNMT»: a proposal, offices choose their own; a short name of one word as it is."""
    if unit.short_name and " " not in unit.short_name:
        return unit.short_name.upper()
    name = re.split(r"\s(?:tỉnh|thành phố)(?:\s|$)", unit.name)[0]
    letters = "".join(word[0] for word in re.findall(r"\w+", name) if word not in ("và", "của")).upper()
    bare = "".join(letter for letter in unicodedata.normalize("NFD", letters) if letter not in _TONES)
    return unicodedata.normalize("NFC", bare)


def _council(authority: Authority) -> str:
    return authority.council_name or f"Hội đồng Thi đua - Khen thưởng {authority.short_name}".strip()


def _board(authority: Authority) -> str:
    return authority.board_name or "Cơ quan thi đua, khen thưởng"


def _addressees(
    kind: str, campaign: Campaign | None, unit: Unit | None, deadline: Deadline | None, authority: Authority
) -> list[str]:
    """Where reports, submissions and letters are addressed to."""
    bloc_year = campaign.bloc_year if campaign else None
    if kind in (K.UNIT_MIDYEAR, K.UNIT_YEAR) and bloc_year:
        to_deputy = deadline is not None and deadline.to_deputy
        officers = [bloc_year.leader_label, *([bloc_year.deputy_label] if to_deputy else [])]
        return [f"{label} {bloc_year.name}" for label in officers]
    if kind in (K.BLOC_MIDYEAR, K.BLOC_YEAR):
        return [_council(authority), _board(authority)]
    if kind == K.REGISTRATION:
        return _registered_with(campaign, authority) or [_council(authority)]
    if kind == K.PROPOSAL:
        return [f"Chủ tịch {authority.name}", _board(authority)]
    if kind == K.AWARD_SUBMIT:
        return [f"Chủ tịch {authority.name}"]
    if kind == K.REMINDER and bloc_year:
        return [f"Các đơn vị thuộc {bloc_year.name}"]
    return []


def _registered_with(campaign: Campaign | None, authority: Authority) -> list[str]:
    """All to whom the plan has the units send their registrations, by name; empty when it names none."""
    due = registration_deadline(campaign.pk) if campaign else None
    if due is None:
        return []
    bloc_year = campaign.bloc_year
    officers = (f"{label} {bloc_year.name}" for label in (bloc_year.leader_label, bloc_year.deputy_label))
    return receiver_words(due, Labels(*officers, board=_board(authority), council=_council(authority)))


def _bases(kind: str, campaign: Campaign | None) -> list[str]:
    """The bloc's own decision, where the paper rests on it; the law is picked by people."""
    bloc_year = campaign.bloc_year if campaign else None
    if kind not in (K.PROPOSAL, K.DIVISION, K.PLEDGE) or not bloc_year or not bloc_year.decision_number:
        return []
    day = f" ngày {bloc_year.decision_date:%d/%m/%Y}" if bloc_year.decision_date else ""
    issuer = f" của {bloc_year.decision_issuer}" if bloc_year.decision_issuer else ""
    return [f"Quyết định số {bloc_year.decision_number}{day}{issuer} về việc chia khối thi đua"]


def _recipients(kind: str, campaign: Campaign | None, authority: Authority) -> list[str]:
    """Lines of «Nơi nhận» without the archive line: letters begin with «Như trên», decisions with their article."""
    board = f"{_board(authority)} | b/c"
    members = "Các đơn vị trong khối"
    match kind:
        case K.DIVISION:
            return ["Như Điều 4", f"{_council(authority)} | b/c", _board(authority)]
        case K.AWARD_DECISION:
            return ["Như Điều 4", _board(authority)]
        case K.AWARD_SUBMIT:
            return ["Như trên"]
        case K.UNIT_MIDYEAR | K.UNIT_YEAR | K.PROPOSAL | K.MERIT_UNIT:
            return ["Như trên"] if kind != K.MERIT_UNIT else [_board(authority)]
        case K.BLOC_MIDYEAR | K.BLOC_YEAR | K.REMINDER:
            return ["Như trên", members if kind != K.REMINDER else board]
        case K.INVITATION:
            return ["Như thành phần mời", board]
        case K.MEETING_MINUTES | K.DELIBERATION | K.COUNTING | K.RESULT_NOTICE:
            return [board, members] if campaign else [board]
    return []
