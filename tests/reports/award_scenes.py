"""Records and nominations with chosen dimensions, written straight into the tables: what figures count."""

import datetime as dt

from accounts import clock
from awards.models import AwardAct, AwardActLine, AwardRecord, AwardType, Decision, Nomination
from awards.services import load_award_types
from awards.states import SubjectClass, SubjectKind


def award_type(code: str) -> AwardType:
    load_award_types()
    return AwardType.objects.get(code=code)


def decision(world, day: dt.date | None = None, authority=None, **changes) -> Decision:
    authority = authority or world.a
    number = f"{Decision.objects.count() + 1}/QĐ"
    values = {
        "number": number,
        "date": day or clock.today(),
        "issuer": "UBND tỉnh",
        "signer": "Chủ tịch",
        "by": world.board,
    }
    return Decision.objects.create(authority=authority, **{**values, **changes})


def record(world, code="BK_TINH_TT", *, unit=None, day=None, year=None, authority=None, **changes) -> AwardRecord:
    kind = award_type(code)
    signed = decision(world, day, authority)
    unit = unit or world.bloc.units[2]
    of_person = kind.subject_kind == SubjectKind.PERSON
    values = {
        "subject_class": SubjectClass.PERSON if of_person else SubjectClass.COLLECTIVE,
        "subject": unit.name,
        "unit_name": unit.name,
        "year": year or signed.date.year,
        "authority": signed.authority,
    }
    return AwardRecord.objects.create(decision=signed, award_type=kind, unit=unit, **{**values, **changes})


def cancel(world, row: AwardRecord, day: dt.date | None = None) -> AwardAct:
    """Cancelled from a day on."""
    day = day or clock.today()
    act = AwardAct.objects.create(
        authority=row.authority,
        decision=row.decision,
        kind="cancel",
        number="9/QĐ",
        date=day,
        effective_on=day,
        ground="other",
        reason="Kê khai không đúng",
        by=world.board,
    )
    AwardActLine.objects.create(act=act, record=row)
    return act


def nomination(world, code="BK_TINH_TT", *, state="submitted", unit=None, bloc=None, at=None, **changes) -> Nomination:
    kind = award_type(code)
    bloc = bloc or world.bloc
    unit = unit or bloc.units[2]
    of_person = kind.subject_kind == SubjectKind.PERSON
    values = {
        "subject": f"{unit.name} {Nomination.objects.count()}",
        "achievement": "Dẫn đầu.",
        "subject_class": SubjectClass.PERSON if of_person else SubjectClass.COLLECTIVE,
        "saved_by": world.leader,
    }
    if state != "draft":
        values |= {"submitted_at": at or clock.now(), "submitted_by": world.leader}
    return Nomination.objects.create(
        campaign=bloc.campaign, unit=unit, award_type=kind, state=state, **{**values, **changes}
    )
