"""What a plan prints from rows that are edited once and also drive the reminders: phases, deadlines, receivers.

The same words on the editing page, on the plan's page and on the paper (``reports.facts.plan``).
"""

from typing import Any

from .models import Campaign, Deadline, Phase, Plan, PlanNode
from .rules import Labels, receiver_words, time_words
from .rules.slots import filled


def labels_of(campaign: Campaign) -> Labels:
    """The words this bloc uses for its officers and its authority's bodies."""
    authority, bloc_year = campaign.authority, campaign.bloc_year
    labels = {"board": authority.board_name, "council": authority.council_name}
    if bloc_year:
        labels |= {"leader": bloc_year.leader_label, "deputy": bloc_year.deputy_label}
    return Labels(**{name: words for name, words in labels.items() if words})


def text_of(node: PlanNode, labels: Labels) -> str:
    """The node's text with the time and the receivers of its deadline in place of [[hạn]] and [[nơi nhận]]."""
    if node.deadline is None:
        return node.text
    return filled(node.text, time_words(node.deadline), ", ".join(receiver_words(node.deadline, labels)))


def slot_items(plan: Plan, slot: str, labels: Labels) -> list[tuple[str, str]]:
    """The lines a node prints below its text: (key that comments refer to, text)."""
    match slot:
        case PlanNode.Slot.PHASES:
            return [(f"phase:{row.pk}", phase_words(row)) for row in plan.campaign.phases.all()]
        case PlanNode.Slot.DEADLINES:
            rows = plan.campaign.deadlines.filter(series__isnull=True)
            return [(f"deadline:{row.pk}", deadline_words(row, labels)) for row in rows]
    return []


def phase_words(phase: Phase) -> str:
    """«Đợt 1 (từ 01/01/2026 đến 30/06/2026): nội dung. Chào mừng: …»"""
    edges = (("từ", phase.begins.words()), ("đến", phase.ends.words()))
    span = " ".join(f"{word} {day}" for word, day in edges if day)
    head = f"{phase.name} ({span})" if span else phase.name
    days = "; ".join(_occasion(phase, one) for one in phase.occasions)
    parts = [" ".join(phase.text.split()), f"Chào mừng: {days}." if days else ""]
    body = " ".join(part for part in parts if part)
    return f"{head}: {body}" if body else f"{head}."


def _occasion(phase: Phase, occasion: dict[str, Any]) -> str:
    """«kỷ niệm 96 năm Ngày thành lập Đảng (03/02)»: the anniversary counted in the phase's own year."""
    day, origin, name = occasion.get("day", ""), occasion.get("origin_year"), occasion["name"]
    known = phase.to_value or phase.from_value
    counted = f"kỷ niệm {known.year - origin} năm {name}" if origin and known and known.year > origin else name
    return f"{counted} ({day})" if day else counted


def deadline_words(deadline: Deadline, labels: Labels) -> str:
    """«Báo cáo sơ kết: trước ngày 15/06/2026, gửi Trưởng khối.»"""
    to = ", ".join(receiver_words(deadline, labels))
    where = f"; tại {deadline.place}" if deadline.place else ""
    return f"{deadline.title}: {time_words(deadline)}{where}{f', gửi {to}' if to else ''}."
