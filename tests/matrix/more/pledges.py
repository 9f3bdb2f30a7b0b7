"""The pledge, inspections and petitions. The main bloc's pledge is open, signed on paper by the unit of staff and head; the
other bloc's is a draft. An inspection of that unit by the deputy's team has findings that are not frozen; another of
units[3] has signed minutes with something answered."""

import datetime as dt
from types import SimpleNamespace

from accounts import clock
from awards.services.petitions import send_petition
from campaigns.services import follow_ups, pledges, visits
from tests.campaigns.inspection_scenes import add_to_team, find, frozen, plan, started, upload, visit_of
from tests.campaigns.pledge_scenes import WORDS, on_paper, opened
from tests.factories import PASSWORD, MembershipFactory


def stage(s: SimpleNamespace) -> None:
    world = s.world
    s.pledge_text = opened(world)
    s.paper_signature = on_paper(s.pledge_text, world.bloc.units[2], world.leader)
    s.late_unit = MembershipFactory(bloc_year=world.bloc.year, valid_from=clock.today()).unit
    pledges.save_pledge(campaign_id=world.other_bloc.campaign.pk, by=world.other_bloc_leader, words=WORDS)
    _inspections(s)
    record = s.record
    other = world.bloc.units[3]
    s.petition = send_petition(
        unit_id=other.pk, about="award", subject_id=record.pk, text="Đề nghị xem lại", file=upload(), by=world.other_unit_head
    )  # fmt: skip


def _inspections(s: SimpleNamespace) -> None:
    world = s.world
    s.planned_inspection = plan(world, title="Đang lập")
    s.planned_inspector = add_to_team(s.planned_inspection, world.deputy, "head", world.leader)
    s.inspection = started(world)
    s.visit = visit_of(s.inspection, world.bloc.units[2])
    s.inspector = s.inspection.team.get()
    find(s.visit, world.deputy)
    s.written_follow_up = follow_ups.add_follow_up(
        visit_id=s.visit.pk, text="Bổ sung biên bản", due=clock.today() + dt.timedelta(days=9), by=world.deputy
    )
    item = s.inspection.items.first()
    s.finding_file = visits.attach_finding_file(visit_id=s.visit.pk, item_id=item.pk, file=upload(), by=world.deputy)
    second = started(world, title="Đã ký", unit_ids=(world.bloc.units[3].pk,))
    s.told_visit = visit_of(second, world.bloc.units[3])
    asked = {"visit_id": s.told_visit.pk, "due": clock.today() + dt.timedelta(days=9), "by": world.deputy}
    s.open_follow_up = follow_ups.add_follow_up(text="Bổ sung sổ", **asked)
    s.follow_up = follow_ups.add_follow_up(text="Bổ sung kế hoạch", **asked)
    s.minutes = frozen(s.told_visit, world.deputy)
    names = {"unit": ("Bình", "Giám đốc")}
    s.minutes_signature = visits.scan_minutes(
        text_id=s.minutes.pk, names=names, signed_on=clock.today(), file=upload(), by=world.deputy
    )[0]
    answer = {"follow_up_id": s.follow_up.pk, "text": "Đã làm", "file": upload(), "by": world.other_unit_head}
    s.step = follow_ups.answer_follow_up(**answer)


def places(s: SimpleNamespace) -> dict[str, tuple]:
    campaign, text, visit = (s.campaign.pk,), (s.pledge_text.pk,), (s.visit.pk,)
    told, unit = (s.told_visit.pk,), s.world.bloc.units[3]
    draft = (s.world.other_bloc.campaign.pk,)
    return {
        **{f"campaigns:{name}": campaign for name in ("pledge", "pledge_edit", "pledge_reopen", "pledge_close")},
        "campaigns:pledge_edit@draft": draft,
        "campaigns:pledge_open": draft,
        "campaigns:pledge_remind": campaign,
        "campaigns:pledge_annex": (s.campaign.pk, s.late_unit.pk),
        "campaigns:pledge_text": text,
        "campaigns:pledge_bytes": text,
        "campaigns:pledge_paper": text,
        "campaigns:pledge_sign": (s.pledge_text.pk, unit.pk),
        "campaigns:pledge_scan": (s.paper_signature.pk,),
        "campaigns:pledge_object": (s.paper_signature.pk,),
        "campaigns:inspections": campaign,
        "campaigns:inspection_create": campaign,
        "campaigns:inspection": (s.inspection.pk,),
        "campaigns:inspection@planned": (s.planned_inspection.pk,),
        "campaigns:inspection_update": (s.planned_inspection.pk,),
        "campaigns:inspection_start": (s.planned_inspection.pk,),
        "campaigns:inspection_close": (s.inspection.pk,),
        "campaigns:inspection_team": (s.inspection.pk,),
        "campaigns:inspection_team_end": (s.planned_inspector.pk,),
        "campaigns:visit": visit,
        "campaigns:visit@told": told,
        "campaigns:visit_save": visit,
        "campaigns:visit_upload": visit,
        "campaigns:visit_freeze": visit,
        "campaigns:visit_withdraw": told,
        "campaigns:visit_excuse": visit,
        "campaigns:follow_up_add": visit,
        "campaigns:finding_file": (s.finding_file.pk,),
        "campaigns:finding_file_remove": (s.finding_file.pk,),
        "campaigns:minutes": (s.minutes.pk,),
        "campaigns:minutes_sign": (s.minutes.pk, "team"),
        "campaigns:minutes_paper": (s.minutes.pk,),
        "campaigns:minutes_scan": (s.minutes_signature.pk,),
        "campaigns:follow_up_answer": (s.open_follow_up.pk,),
        "campaigns:follow_up_verify": (s.follow_up.pk,),
        "campaigns:follow_up_extend": (s.written_follow_up.pk,),
        "campaigns:follow_up_drop": (s.written_follow_up.pk,),
        "reports:document_make_minutes": (s.minutes.pk,),
        "campaigns:follow_up_file": (s.step.pk,),
        "awards:petition_create": (s.world.bloc.units[2].pk,),
        **{f"awards:petition{name}": (s.petition.pk,) for name in ("", "_file", "_accept", "_answer", "_withdraw")},
        "awards:petition_days": (s.world.a.pk,),
    }


def sends(s: SimpleNamespace) -> dict[str, dict]:
    return {
        "campaigns:pledge_reopen": {"reason": "Sửa chỉ tiêu"},
        "campaigns:pledge_close": {"reason": "Đơn vị giải thể"},
        "campaigns:pledge_sign": {"password": PASSWORD, "sha256": s.pledge_text.sha256},
        "campaigns:pledge_object": {"reason": "Tôi chưa ký"},
        "campaigns:inspection_team": {"person": s.world.leader.pk, "role": "member"},
        "campaigns:visit_withdraw": {"reason": "Thiếu"},
        "campaigns:visit_excuse": {"reason": "Người thân", "inspector": s.inspector.pk},
        "campaigns:minutes_sign": {"password": PASSWORD, "sha256": s.minutes.sha256},
        "campaigns:follow_up_verify": {"verdict": "accept"},
        "campaigns:follow_up_extend": {
            "due": f"{clock.today() + dt.timedelta(days=12):%d/%m/%Y}",
            "reason": "Chờ kinh phí",
        },
        "campaigns:follow_up_drop": {"reason": "Ghi nhầm"},
        "awards:petition_answer": {"outcome": "kept", "answer": "Đúng"},
    }
