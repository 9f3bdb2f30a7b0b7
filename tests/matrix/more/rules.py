"""Rules of reward: the common sets, an own set of the main province that is published, another that is being written."""

from types import SimpleNamespace

from tests.awards.rule_scenes import loaded, own_draft, own_published, rule_of, rule_set


def stage(s: SimpleNamespace) -> None:
    loaded()
    s.own_rules = own_published(s.world)
    s.draft_rules = own_draft(s.world)
    s.draft_rule = rule_of(s.draft_rules)


def places(s: SimpleNamespace) -> dict[str, tuple]:
    own, draft, rule = (s.own_rules.pk,), (s.draft_rules.pk,), (s.draft_rule.pk,)
    own_rule = rule_of(s.own_rules)
    return {
        "awards:award_type": (own_rule.award_type_id,),
        **{f"awards:rule_set{name}": own for name in ("", "_compare", "_copy", "_publish@published")},
        **{f"awards:rule_set{name}": (rule_set().pk,) for name in ("@common", "_copy@common")},
        **{f"awards:rule_set{name}": draft for name in ("@draft", "_compare@draft", "_edit", "_publish")},
        "awards:rule_add": draft,
        "awards:rule_warn_days": (s.world.a.pk,),
        **{f"awards:rule{name}": (own_rule.pk,) for name in ("", "_edit@published")},
        **{f"awards:rule{name}": rule for name in ("@draft", "_edit", "_deciders", "_dossier", "_drop")},
        "awards:condition_add": rule,
        **{f"awards:condition_{name}": (s.draft_rule.pk, "0") for name in ("edit", "remove")},
    }


def sends(s: SimpleNamespace) -> dict[str, dict]:
    return {"awards:condition_remove": {"version": s.draft_rule.version}}
