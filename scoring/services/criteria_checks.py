"""Reading a criteria set as a whole: what keeps it from being published, what differs between two, who uses it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring import rules
from scoring.models import CriteriaSet, Criterion, ScoringSetup
from scoring.states import CriterionKind

from .reading import node_of


@dataclass(frozen=True)
class Problem:
    """What keeps a set from being put in force; `row` is where (None: the set as a whole)."""

    row: Criterion | None
    words: str

    def __str__(self) -> str:
        return f"{self.row}: {self.words}" if self.row else self.words


@dataclass(frozen=True)
class Difference:
    """One row of two sets that is not the same: `old` or `new` is None when it exists on one side only."""

    old: Criterion | None
    new: Criterion | None

    @property
    def row(self) -> Criterion:
        return self.new or self.old

    @property
    def words(self) -> list[str]:
        """What changed, in words; one sentence for a row that came or went."""
        if self.old is None:
            return ["thêm mới"]
        if self.new is None:
            return ["bỏ"]
        return [
            f"{label}: {before} → {after}"
            for label, before, after in zip(_LABELS, _shown(self.old), _shown(self.new), strict=True)
            if before != after
        ]


_LABELS = ("tên", "cách chấm", "điểm chuẩn", "cách tính", "minh chứng", "hướng dẫn", "căn cứ")


def _shown(row: Criterion) -> tuple[str, ...]:
    return (
        row.title,
        row.get_kind_display(),
        "không ghi" if row.max_points is None else rules.say(row.max_points),
        rules.tell(row.kind, row.params, row.max_points),
        ("bắt buộc" if row.evidence_required else "không bắt buộc")
        + (f", {row.evidence_hint}" * bool(row.evidence_hint)),
        row.guidance or "không có",
        row.legal_basis or "không có",
    )


def set_problems(criteria_set: CriteriaSet) -> list[Problem]:
    """What keeps a set from being put in force, row by row."""
    return problems_of(criteria_set, list(criteria_set.criteria.order_by("path")))


def problems_of(criteria_set: CriteriaSet, rows: list[Criterion]) -> list[Problem]:
    """`set_problems` with the set's rows read already, in path order."""
    if not any(not row.is_group for row in rows):
        return [Problem(None, "Chưa có tiêu chí nào để chấm.")]
    problems = [
        Problem(row, problem) for row in rows for problem in rules.validate_params(row.kind, row.params, row.max_points)
    ]
    parents = {row.parent_id for row in rows}
    problems += [Problem(row, "nhóm chưa có tiêu chí con.") for row in rows if row.is_group and row.pk not in parents]
    by_key = {row.pk: row for row in rows}
    problems += [
        Problem(by_key[key], _sum_words(stated, total))
        for key, stated, total in rules.tree_problems([node_of(row) for row in rows])
    ]
    return problems + [Problem(None, words) for words in rules_problems(criteria_set.result_rules, rows)]


def rules_problems(data: Any, rows: list[Criterion]) -> list[str]:
    """What is wrong with result rules, and which rows they name are not among these, in sentences."""
    refs = rules.refs_of((row.pk, row.parent_id, row.code, row.title) for row in rows)
    return rules.validate_result_rules(data, refs.values())


def _sum_words(stated: Decimal, total: Decimal) -> str:
    return f"điểm của nhóm là {rules.say(stated)} nhưng các tiêu chí con cộng lại {rules.say(total)}."


def total_of(rows: Iterable[Criterion]) -> Decimal:
    """Points of all rows that count towards the maximum."""
    leaves = (row for row in rows if not row.is_group and not rules.counts_outside(row.kind))
    return sum((row.max_points or Decimal(0) for row in leaves), Decimal(0))


def differences(old: list[Criterion], new: list[Criterion]) -> list[Difference]:
    """Rows that came, went or changed between two sets, in the order of the new one, then those that went."""
    twin = {after: before for before, after in pairs_of(old, new)}
    changed = [Difference(twin.get(row), row) for row in new if row not in twin or _shown(twin[row]) != _shown(row)]
    gone = set(old) - set(twin.values())
    return changed + [Difference(row, None) for row in old if row in gone]


def pairs_of(old: list[Criterion], new: list[Criterion]) -> list[tuple[Criterion, Criterion]]:
    """(old, new) of rows that are the same in two sets: code and title agree, else the code or the title within a group
    of the same title. Each row is in one pair at most."""
    groups = {row.pk: row.title for row in (*old, *new) if row.is_group}
    left, right, found = list(old), list(new), []
    for agree in (_same_place, _same_name, _same_code, _same_title):
        pairs = _pair(left, right, lambda row, agree=agree: agree(row, groups.get(row.parent_id, "")))
        taken = {row for pair in pairs for row in pair}
        left, right = [row for row in left if row not in taken], [row for row in right if row not in taken]
        found += pairs
    return found


def _pair(left: list[Criterion], right: list[Criterion], key) -> list[tuple[Criterion, Criterion]]:
    """Pairs of rows with the same key, in order."""
    waiting: dict = {}
    for row in left:
        waiting.setdefault(key(row), []).append(row)
    return [(waiting[key(row)].pop(0), row) for row in right if key(row) and waiting.get(key(row))]


def _same_place(row: Criterion, group: str) -> tuple:
    return row.is_group, row.code, row.title, group


def _same_name(row: Criterion, group: str) -> tuple:
    return row.is_group, row.code, row.title


def _same_code(row: Criterion, group: str) -> tuple:
    return (row.is_group, row.code, group) if row.code else ()


def _same_title(row: Criterion, group: str) -> tuple:
    return row.is_group, row.title, group


def users_of(criteria_set: CriteriaSet) -> list[ScoringSetup]:
    """Campaigns scored with this very version."""
    rows = ScoringSetup.objects.filter(criteria_set=criteria_set).select_related("campaign__bloc_year__bloc")
    return list(rows.order_by("campaign__bloc_year__sort_key", "pk"))


def groups_of(rows: Iterable[Criterion]) -> list[Criterion]:
    """The groups among rows."""
    return [row for row in rows if row.kind == CriterionKind.GROUP]


def left_behind(criteria_set: CriteriaSet) -> list[ScoringSetup]:
    """Campaigns that are still scored with another version of a set in force."""
    versions = CriteriaSet.objects.filter(
        authority_id=criteria_set.authority_id, name=criteria_set.name, year=criteria_set.year
    ).exclude(pk=criteria_set.pk)
    rows = ScoringSetup.objects.filter(criteria_set__in=versions).select_related("campaign", "criteria_set")
    return list(rows.order_by("campaign__bloc_year__sort_key", "pk"))
