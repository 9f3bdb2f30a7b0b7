"""The common rules loaded, and an authority's own draft."""

import datetime as dt

from awards.models import AwardRule, RuleSet
from awards.services import load_award_types
from awards.services.rule_loading import load_base_salaries, load_rule_sets
from awards.services.rule_sets import copy_rule_set, publish_rule_set, save_rule
from campaigns.services import load_legal_documents

NOW = "LUAT-06-2022+ND-152-2025"
BEFORE = "LUAT-06-2022+ND-98-2023"
OLD = "LUAT-2003+ND-91-2017"


def loaded():
    load_award_types()
    load_legal_documents()
    load_rule_sets()
    load_base_salaries()


def rule_set(code=NOW):
    return RuleSet.objects.get(code=code)


def rule(code="CSTDCS", rule_set_code=NOW):
    return AwardRule.objects.get(award_type__code=code, rule_set__code=rule_set_code)


def own_draft(world, by=None, **changes):
    """The board's copy of the present common set."""
    source = rule_set()
    head = {
        "name": "Quy định của tỉnh",
        "effective_from": dt.date(2026, 6, 1),
        "effective_to": None,
        "note": "",
        "bonus_step": 10_000,
        "bonus_step_source": "Quyết định của tỉnh",
        "bonus_step_status": "verified",
        "instruments": source.instruments.all(),
    }
    return copy_rule_set(source_id=source.pk, authority=world.a, by=by or world.board, **(head | changes))


def rule_of(draft, code="CSTDCS"):
    return draft.rules.get(award_type__code=code)


def own_published(world, code="CSTDCS", head=None, **parts):
    """A published own set with one rule changed."""
    draft = own_draft(world, **(head or {}))
    row = rule_of(draft, code)
    save_rule(rule_id=row.pk, version=row.version, by=world.board, checked="Quyết định 5/2026/QĐ-UBND", **parts)
    return publish_rule_set(rule_set_id=draft.pk, version=draft.version, by=world.board)
