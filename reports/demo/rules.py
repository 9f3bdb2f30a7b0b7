"""The common rule sets and base salaries, and one province's own set still being written."""

from awards.models import AwardRule, RuleSet
from awards.services.rule_loading import load_base_salaries, load_rule_sets
from awards.services.rule_sets import copy_rule_set, save_rule
from blocs.models import Authority

from . import provinces, world
from .cast import AN_SON
from .world import Demo

NOW = "LUAT-06-2022+ND-152-2025"


def build(demo: Demo) -> None:
    load_rule_sets()
    load_base_salaries()
    authority = provinces.place_of(AN_SON)
    if not RuleSet.objects.filter(authority=authority).exists():
        demo.built = True
        with demo.on(demo.days(-12)):
            _own_draft(demo, authority)


def _own_draft(demo: Demo, authority: Authority) -> None:
    """The office wrote down how grassroots fighters are voted for; nobody has published it."""
    board = world.act(world.staff_of(authority))
    source = RuleSet.objects.get(code=NOW)
    draft = copy_rule_set(
        source_id=source.pk,
        authority=authority,
        name=f"Quy định khen thưởng tỉnh {AN_SON.place} (đang soạn)",
        effective_from=demo.days(30),
        effective_to=source.effective_to,
        note="Bản minh họa: bổ sung tỷ lệ phiếu ở cấp cơ sở, chờ lấy ý kiến.",
        bonus_step=source.bonus_step,
        bonus_step_source=source.bonus_step_source,
        bonus_step_status=source.bonus_step_status,
        instruments=source.instruments.all(),
        by=board,
    )
    rule = AwardRule.objects.get(rule_set=draft, award_type__code="CSTDCS")
    clause = "Dự thảo quy định của tỉnh (minh họa)"
    vote = {"pct": 70, "base": "present", "secret": True, "clause": clause, "status": "unconfirmed"}
    save_rule(rule_id=rule.pk, version=rule.version, vote=vote, by=board)
