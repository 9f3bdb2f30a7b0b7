"""A movement that bloc 1 has joined, with a unit of its own, a review and its parts; role models in each stage."""

from decimal import Decimal
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import clock
from awards.services import role_model_records as records
from campaigns import services as campaigns
from campaigns.models import Plan
from campaigns.services import movement_rows, reviews
from campaigns.services.movements import record_unit_plan
from tests.awards.role_models import proposed, replicated, written
from tests.campaigns.movements import in_days, movement, plan_with_basis, register

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"


def stage(s: SimpleNamespace) -> None:
    world = s.world
    unit = world.bloc.units[2]
    upper = movement(world, title="Phong trào cấp trên", join=False)
    plan_with_basis(upper, world.board)
    s.wide = movement(world, title="Phong trào nhiều năm", parent=upper)
    campaigns.save_plan(campaign_id=s.wide.pk, by=world.board, subject="Triển khai", year=s.wide.from_year)
    s.wide_plan = Plan.objects.get(campaign=s.wide)
    s.movement_unit = register(world, s.wide, unit, contact="Bà A")
    s.unit_plan = _unit_plan(s)
    at = {"campaign_id": s.wide.pk, "by": world.board}
    s.movement_criterion = movement_rows.add_criterion(**at, subject_kind="person", text="Gương mẫu")
    s.funding = movement_rows.add_funding(**at, year=s.wide.from_year, source="Quỹ", planned=Decimal(5))
    s.review = reviews.open_review(
        **at, kind="mid", year=s.wide.from_year, last_day=in_days(10), unit_ids=[unit.pk, world.bloc.units[3].pk]
    )
    s.proposal = reviews.propose_reward(
        review_id=s.review.pk, unit=unit, subject_kind="collective", subject="", wanted="Bằng khen", reason="Tốt",
        by=world.staff,
    )  # fmt: skip
    _role_models(s)


def _unit_plan(s: SimpleNamespace):
    file = SimpleUploadedFile("kh.pdf", PDF, content_type="application/pdf")
    return record_unit_plan(
        campaign_id=s.wide.pk,
        unit=s.world.bloc.units[2],
        number="1/KH",
        date=clock.today(),
        file=file,
        by=s.world.staff,
    )


def _role_models(s: SimpleNamespace) -> None:
    world = s.world
    s.role_model_own = written(world, name="Người thứ nhất")
    s.role_model = proposed(world, name="Người thứ hai")
    s.role_model_shown = replicated(world, name="Người thứ ba")
    file = SimpleUploadedFile("anh.pdf", PDF, content_type="application/pdf")
    s.role_model_file = records.add_evidence(role_model_id=s.role_model.pk, by=world.staff, file=file)


def places(s: SimpleNamespace) -> dict[str, tuple]:
    unit = s.world.bloc.units[2]
    wide, review, row = s.wide.pk, s.review.pk, s.role_model.pk
    of_movement = ("movement", "movement_tree", "movement_units", "movement_criteria", "movement_funding")
    found = {f"campaigns:{name}": (wide,) for name in of_movement}
    found |= {
        f"campaigns:{name}": (wide,) for name in ("movement_unit_add", "movement_criterion_create", "funding_create")
    }
    found |= {f"campaigns:{name}": (wide,) for name in ("review_create", "parent_bases")}
    found |= {f"campaigns:{name}": (s.movement_unit.pk,) for name in ("movement_unit_contact", "movement_unit_release")}
    found |= {f"campaigns:movement_criterion_{name}": (s.movement_criterion.pk,) for name in ("update", "delete")}
    found |= {f"campaigns:funding_{name}": (s.funding.pk,) for name in ("update", "delete")}
    names = ("", "_update", "_propose", "_standing", "_consent", "_evidence", "_publicity", "_spread", "_nomination")
    found |= {f"awards:role_model{name}": (row,) for name in names}
    found |= {f"awards:role_model{name}@shown": (s.role_model_shown.pk,) for name in ("", "_spread", "_standing")}
    found |= {f"awards:role_model{name}@own": (s.role_model_own.pk,) for name in ("", "_propose")}
    return found | {
        "campaigns:unit_plan": (wide, unit.pk),
        "campaigns:unit_plan_file": (s.unit_plan.pk,),
        "campaigns:review": (review,),
        "campaigns:review_close": (review,),
        "campaigns:review_propose": (review, unit.pk),
        "campaigns:proposal_withdraw": (s.proposal.pk,),
        "campaigns:deadline_units": (s.review.deadline_id,),
        "campaigns:deadline_units@bloc": (s.deadline.pk,),
        "reports:review_excel": (review,),
        "awards:role_model_step": (row, "nurtured"),
        "awards:role_model_step@judge": (row, "reviewed"),
        "awards:role_model_file": (s.role_model_file.pk,),
        "awards:role_model_file_remove": (s.role_model_file.pk,),
    }


def sends(s: SimpleNamespace) -> dict[str, dict]:
    today, unit, other = f"{clock.today():%d/%m/%Y}", s.world.bloc.units[2], s.world.bloc.units[3]
    year = s.wide.from_year
    person = {
        "unit": unit.pk, "kind": "person", "name": "Người mới", "field": "other", "discovered_on": today,
        "discoverer": "Công đoàn", "story": "Việc tốt",
    }  # fmt: skip
    step = {"on": today, "reason": "Có lý do"}
    return {
        "campaigns:parent_bases": {"basis": []},
        "campaigns:movement_unit_add": {"unit": other.pk, "joined_on": today},
        "campaigns:movement_unit_contact": {"contact": "Ông B"},
        "campaigns:movement_unit_release": {"left_on": today, "reason": "Sắp xếp"},
        "campaigns:unit_plan": {"number": "2/KH", "date": today},
        "campaigns:movement_criterion_create": {"subject_kind": "person", "text": "Tận tụy"},
        "campaigns:movement_criterion_update": {"subject_kind": "person", "text": "Tận tụy"},
        "campaigns:funding_create": {"year": year, "source": "Khác", "planned": "5"},
        "campaigns:funding_update": {"year": year, "source": "Quỹ", "planned": "6"},
        "campaigns:review_create": {
            "kind": "final",
            "year": year,
            "last_day": f"{in_days(5):%d/%m/%Y}",
            "units": [unit.pk],
        },
        "campaigns:review_close": {"conclusion": "Đạt"},
        "campaigns:review_propose": {"subject_kind": "collective", "wanted": "Giấy khen", "reason": "Tốt"},
        "campaigns:deadline_units": {"units": [unit.pk]},
        "campaigns:deadline_units@bloc": {"units": [unit.pk, other.pk]},
        "awards:role_model_create": person,
        "awards:role_model_update": person | {"version": s.role_model.version},
        "awards:role_model_step": step,
        "awards:role_model_step@judge": step,
        "awards:role_model_standing": {"standing": "lapsed", **step},
        "awards:role_model_standing@shown": {"standing": "lapsed", **step},
        "awards:role_model_consent": {"reason": "Nguyện vọng"},
        "awards:role_model_publicity": {"on": today, "outlet": "Báo", "title": "Bài"},
        "awards:role_model_spread": {"unit": other.pk, "on": today, "what": "Cách làm"},
        "awards:role_model_spread@shown": {"unit": other.pk, "on": today, "what": "Cách làm"},
        "awards:role_model_nomination": {"nomination": s.nomination.pk},
    }
