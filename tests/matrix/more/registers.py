"""Registers of units[2]: one person, a rating the unit wrote, a hold, an initiative; a sent proposal with a condition that
people judge."""

from types import SimpleNamespace

from accounts import clock
from awards.eligibility import checklist_of
from tests.awards import register_scenes as scenes
from tests.awards.scenes import waiting

DAY = "01/02/2024"
PAPER = {"number": "1/QĐ", "date": DAY, "issuer": "Sở Nội vụ"}


def stage(s: SimpleNamespace) -> None:
    world = s.world
    s.person = scenes.person(world, "Trương Văn Sổ")
    s.rating = scenes.rate(world, scenes.YEAR - 1, by=world.staff)[0]
    s.hold = scenes.hold(world)
    s.initiative = scenes.invent(world, s.person)
    scenes.ruled(world, "GIAY_KHEN_TT", {"p": "internal_unity", "clause": "Điều 75", "status": "unconfirmed"})
    s.judged = waiting(world, code="GIAY_KHEN_TT", subject="Phòng Sổ sách")


def _judged_key(s: SimpleNamespace) -> str:
    """A condition that people judge, as the file's checklist names it under the rules of the whole stage."""
    findings = checklist_of(s.judged, s.world.board).findings
    return next(one.key for one in findings if one.state == "look" and not one.untold)


def places(s: SimpleNamespace) -> dict[str, tuple]:
    unit, person = (s.world.bloc.units[2].pk,), (s.person.pk,)
    names = ("person_create", "register", "roster_create", "evaluation_create", "initiative_create", "hold_create")
    return {
        **{f"awards:{name}": unit for name in (*names, "discipline_create", "eligibility", "prospects_unit")},
        **{f"awards:{name}": person for name in ("person", "person_update", "person_place", "person_leave")},
        "awards:merit_withdraw": ("xep-loai", s.rating.pk),
        "awards:merit_confirm": ("xep-loai", s.rating.pk),
        "awards:merit_end": ("tam-dung", s.hold.pk),
        "awards:initiative": (s.initiative.pk,),
        "awards:nomination_checklist": (s.judged.pk,),
        "awards:eligibility_judge": (s.judged.pk, _judged_key(s)),
        "awards:prospects_bloc": (s.world.bloc.year.pk,),
        "awards:prospects_authority": (s.world.a.pk,),
    }


def sends(s: SimpleNamespace) -> dict[str, dict]:
    today = f"{clock.today():%d/%m/%Y}"
    unit = s.world.bloc.units[2].pk
    return {
        "awards:person_create": {"full_name": "Lê Thị Mới", "since": DAY},
        "awards:person_update": {"full_name": "Trương Văn Sổ", "birth_year": "1980"},
        "awards:person_place": {"unit": unit, "since": DAY, "position": "Phó phòng"},
        "awards:person_leave": {"until": today},
        "awards:roster_create": {"year": 2024, "headcount": 8, "source": "Báo cáo"},
        "awards:evaluation_create": {"year": 2024, "level": "HTTNV", **PAPER},
        "awards:initiative_create": {"title": "Mới", "kind": "sang_kien", "scope": "co_so", **PAPER},
        "awards:hold_create": {"kind": "bao_chi", "since": today, "paper": "Công văn 1"},
        "awards:discipline_create": {"form": "khien_trach", "since": DAY, "paper": "Quyết định 1"},
        "awards:merit_withdraw": {"note": "Ghi nhầm"},
        "awards:merit_end": {"on": today},
        "awards:eligibility_judge": {"accepted": "yes", "reason": "Đã họp"},
    }
