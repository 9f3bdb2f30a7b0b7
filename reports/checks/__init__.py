"""The rule checker: what is wrong or doubtful about a paper before it goes out. Pure: facts in, findings out.

``stop``: the paper cannot be issued so. ``warn``: a person reads it and decides. Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I
(thể thức) and Phụ lục II (viết hoa); Party guides as in ``reports.layouts``; each rule's data names its own.
"""

from typing import Any

from . import bases, content, head, signing, wording
from .finding import Finding

__all__ = ["Finding", "findings_of"]

_RULES = (head.check, signing.check, bases.check, content.check, wording.check)


def findings_of(facts: dict[str, Any]) -> list[Finding]:
    """Findings of a paper's facts, what stops it first; each names the paragraph (``reports.paragraphs``) it is about."""
    found = [finding for rule in _RULES for finding in rule(facts)]
    return sorted(dict.fromkeys(found), key=lambda finding: finding.level != "stop")
