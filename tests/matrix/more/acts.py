"""Drafts of decisions, acts, certificates, bonuses and the fund. One draft is the board's own, another was proposed by its
second person, so that the board may publish it; an act with a scan stands upon an earlier award of the main unit."""

import datetime as dt
from types import SimpleNamespace

from awards.rules.certificates import first_places
from awards.services import award_acts, bonuses, drafts
from awards.services.certificates import save_stock
from awards.services.drafts import Award, Signature
from reports.services.certificates import register_certificates
from tests.awards.deciding import published, record_awards, second
from tests.awards.scenes import DAY, agreed, award_type, signature
from tests.campaigns.inspection_scenes import upload


def stage(s: SimpleNamespace) -> None:
    world = s.world
    board, other = world.board, second(world.board, world.a.pk)
    free = agreed(world, 3, subject="Nhóm công tác")
    s.award_draft = drafts.begin_award(nomination_ids=[free.pk], by=board)
    given = {"authority_id": world.a.pk, "awards": [Award(world.bloc.units[2].pk, award_type().pk, 2021)]}
    signed = Signature(**signature(number="71/QĐ-UBND"), file=upload())
    s.proposed_draft = drafts.begin_record(**given, by=other, signature=signed)
    given["awards"] = [Award(world.bloc.units[2].pk, award_type().pk, 2020)]
    earlier = record_awards(**given, by=board, **signature(number="70/QĐ-UBND")).records.get()
    asked = award_acts.begin_act(
        decision_id=earlier.decision_id,
        kind="cancel",
        record_ids=[earlier.pk],
        by=board,
        signature=Signature(**signature(number="72/QĐ-UBND"), file=upload()),
        ground="other",
        reason="Kê khai sai",
    )
    s.award_act = published(asked)
    given["awards"] = [Award(world.bloc.units[2].pk, award_type().pk, 2019)]
    s.unregistered = record_awards(**given, by=board, **signature(number="69/QĐ-UBND"))
    s.fund_entry = bonuses.enter_fund(
        authority_id=world.a.pk, by=board, year=DAY.year, direction="income", amount=5, on=DAY, source="Ngân sách"
    )
    s.stock = save_stock(by=board, authority_id=world.a.pk, name="Bằng A4", places=first_places(297, 210))
    s.certificates = register_certificates(decision_id=s.decision.pk, by=board)


def places(s: SimpleNamespace) -> dict[str, tuple]:
    draft, laid, decision = (s.award_draft.pk,), (s.proposed_draft.pk,), (s.decision.pk,)
    authority = (s.world.a.pk,)
    return {
        "awards:draft": draft,
        "awards:draft_lines": draft,
        "awards:draft_propose": draft,
        "awards:draft_drop": draft,
        "awards:draft_publish": laid,
        "awards:draft_send_back": laid,
        "awards:draft_file": laid,
        "awards:act_create": (s.decision.pk, "cancel"),
        "awards:hand_over": decision,
        "awards:act_file": (s.award_act.pk,),
        "awards:bonuses": decision,
        "awards:bonus_pay": decision,
        "awards:bonus_override": (s.record.pk,),
        "awards:fund_enter": authority,
        "awards:fund_reverse": (s.fund_entry.pk,),
        "awards:stock_create": authority,
        "awards:stock_update": (s.stock.pk,),
        "reports:award_papers": draft,
        "reports:award_paper": (s.award_draft.pk, "award_submit"),
        "reports:bonus_excel": decision,
        "reports:fund_excel": authority,
        "reports:certificates": decision,
        "reports:certificates_register": (s.unregistered.pk,),
        "reports:stock_test": (s.stock.pk,),
    }


def sends(s: SimpleNamespace) -> dict[str, dict]:
    day = f"{DAY + dt.timedelta(days=1):%d/%m/%Y}"
    signed = {"number": "73/QĐ-UBND", "date": day, "issuer": "UBND tỉnh", "signer": "Chủ tịch"}
    free = s.award_draft.lines.get().nomination_id
    return {
        "awards:draft_lines": {"nominations": [free], "version": s.award_draft.version},
        "awards:draft_propose": {**signed, "version": s.award_draft.version},
        "awards:draft_drop": {"reason": "Lập nhầm"},
        "awards:draft_publish": {"seen": s.proposed_draft.version, "word": "Đã đối chiếu"},
        "awards:draft_send_back": {"reason": "Thiếu"},
        "awards:act_create": {**signed, "records": [s.record.pk], "ground": "other", "reason": "Kê khai sai"},
        "awards:hand_over": {"records": [s.record.pk], "on": day, "place": "Hội nghị"},
        "awards:bonus_override": {"amount": "5", "reason": "Theo quyết định"},
        "awards:bonus_pay": {"on": day},
        "awards:fund_enter": {"direction": "income", "year": 2026, "amount": 5, "on": day, "source": "Ngân sách"},
        "awards:fund_reverse": {"reason": "Ghi nhầm"},
        "reports:certificates": {"stock": s.stock.pk, "certificates": [s.certificates[0].pk]},
    }
