"""The checker on five real plans: it finds the slips their readers found, and next to nothing else."""

import pytest

from reports.checks import findings_of
from tests.reports import samples
from tests.reports.seed_text import facts_of

# Place of the slip and what the sentence names; the letterheads were lost in the scans.
SLIPS = {
    "000": {("node:13", "34-CT/TW"), ("node:13", "05-CT/TW"), ("node:13", "«ủy»"), ("node:15", "«ủy»"), ("node:15", "mức độ 3")},
    "001": set(),
    "002": {("authority_line", "TM. KHỐI THI ĐUA KHỐI 8")},
    "003": {("node:24", "Mặt trận Tổ quốc Việt Nam")},
    "004": {("node:8", "Bộ Chính trị")},
}  # fmt: skip


@pytest.mark.parametrize("number", sorted(SLIPS))
def test_a_real_plan_has_its_own_slips_and_no_others(number):
    facts = {**facts_of(number, samples.state_plan()), "kind": "plan", "is_draft": True, "issuer_lines": ["KHỐI"]}
    for place, node in enumerate(facts["nodes"]):
        node["key"] = f"node:{place}"
    found = {(finding.where, finding.says) for finding in findings_of(facts)}
    assert {where for where, _ in found} == {where for where, _ in SLIPS[number]}, found
    assert len(found) == len(SLIPS[number])
    for place, words in SLIPS[number]:
        assert any(where == place and words in says for where, says in found), (place, words, found)
