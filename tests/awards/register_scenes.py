"""A unit with people in its registers, rules of its authority, and awards of earlier years."""

import datetime as dt

from accounts import clock
from awards.models import AwardRecord, AwardRule, AwardType, Decision, RuleSet
from awards.services import load_award_types, registers
from awards.states import SubjectClass, SubjectKind

YEAR = clock.today().year
PAPER = {"number": "05/QĐ-SNV", "issuer": "Sở Nội vụ"}


def paper(year=YEAR):
    """The paper of a past year, of this year's the first day."""
    return {**PAPER, "date": min(dt.date(year, 12, 20), clock.today())}


def kind(code):
    load_award_types()
    return AwardType.objects.get(code=code)


def ruled(world, code, *conditions, since=dt.date(2000, 1, 1), article="Điều 23", **more):
    """A published set of the authority that asks these conditions of one award."""
    rule_set = RuleSet.objects.create(
        code=f"{code}-{since}-{RuleSet.objects.count()}",
        name=f"Quy định từ {since:%d/%m/%Y}",
        authority=world.a,
        effective_from=since,
        published_at=clock.now(),
        published_by=world.board,
    )
    return AwardRule.objects.create(
        rule_set=rule_set, award_type=kind(code), article=article, conditions=list(conditions), **more
    )


def leaf(**node):
    return {"clause": "Điều 23 khoản 1", "status": "secondary"} | node


def person(world, name="Nguyễn Văn Hòa", place=2, **values):
    given = {"since": dt.date(2015, 1, 1), "by": world.board, "position": "Chuyên viên"} | values
    return registers.add_person(unit_id=world.bloc.units[place].pk, full_name=name, **given)


def rate(world, *years, who=None, level="HTXSNV", place=2, by=None):
    return [
        registers.add_evaluation(
            unit_id=world.bloc.units[place].pk,
            person_id=who.pk if who else None,
            year=year,
            level=level,
            by=by or world.board,
            **paper(year),
        )
        for year in years
    ]


def invent(world, *authors, title="Số hóa hồ sơ", place=2, **values):
    given = {"kind": "sang_kien", "scope": "co_so", "by": world.board} | paper() | values
    rows = [(one.pk, None) for one in authors]
    return registers.add_initiative(unit_id=world.bloc.units[place].pk, title=title, authors=rows, **given)


def award(world, code, *years, who=None, place=2, subject="", unit=None, **more):
    """Awards of these years, one decision each."""
    unit, award_type = unit or world.bloc.units[place], kind(code)
    of_person = award_type.subject_kind == SubjectKind.PERSON
    found = []
    for year in years:
        decision = Decision.objects.create(
            authority=world.a,
            number=f"{Decision.objects.count() + 1}/QĐ-UBND",
            date=min(dt.date(year, 12, 25), clock.today()),
            issuer="UBND tỉnh",
            signer="Chủ tịch",
            by=world.board,
        )
        found.append(
            AwardRecord.objects.create(
                decision=decision,
                unit=unit,
                unit_name=unit.name,
                award_type=award_type,
                authority=world.a,
                year=year,
                person=who,
                subject=subject or (str(who) if who else unit.name),
                subject_class=SubjectClass.PERSON if of_person else SubjectClass.COLLECTIVE,
                **more,
            )
        )
    return found


def hold(world, who=None, place=2, **values):
    given = {"kind": "thanh_tra", "since": clock.today(), "until": None, "paper": "Quyết định thanh tra số 3"} | values
    return registers.add_hold(
        unit_id=world.bloc.units[place].pk, person_id=who.pk if who else None, by=world.board, **given
    )


def discipline(world, who=None, place=2, **values):
    given = {"form": "canh_cao", "since": clock.today(), "completed_on": None, "paper": "Quyết định 7"} | values
    return registers.add_discipline(
        unit_id=world.bloc.units[place].pk, person_id=who.pk if who else None, by=world.board, **given
    )
