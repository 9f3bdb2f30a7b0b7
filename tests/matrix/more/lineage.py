"""The organisation through time, handover, skipping a duty, copying the year."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from blocs import services as org
from blocs.models import Membership
from blocs.services import Paper
from campaigns.services.handovers import open_handover, write_handover
from campaigns.services.waivers import waive_duty
from reports.services.handovers import give
from tests.factories import BlocYearFactory, DeadlineFactory, MembershipFactory, UnitFactory

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def stage(s) -> None:
    """A merger with its paper; a handover that was given in bloc one, one being prepared in bloc two (the next year
    has not begun); a deadline that the unit may skip."""
    world = s.world
    before, after = UnitFactory.create_batch(2, authority=world.a)
    paper = Paper(number="12/QĐ", file=SimpleUploadedFile("qd.pdf", PDF, content_type="application/pdf"))
    call = {"kind": "merge", "predecessors": [before], "successors": [after]}
    s.reorganised = org.reorganise_units(by=world.board, on=timezone.localdate(), paper=paper, **call)
    s.given = _handover(world.bloc, world.leader, 3)
    give(handover_id=s.given.pk, by=world.leader)
    s.prepared = _handover(world.other_bloc, world.other_bloc_leader, 3)
    s.skipped = DeadlineFactory(campaign=s.campaign, title="Việc được bỏ qua")
    waive_duty(deadline_id=s.skipped.pk, unit=world.bloc.units[2], reason="Mới vào khối", by=world.leader)


def _handover(bloc, leader, successor: int):
    following = BlocYearFactory(bloc=bloc.year.bloc, year=bloc.year.year + 1)
    first = dt.date(following.year, 1, 1)
    MembershipFactory(bloc_year=following, unit=bloc.units[successor], role=Membership.Role.LEADER, valid_from=first)
    row = open_handover(bloc_year_id=bloc.year.pk, by=leader)
    return write_handover(handover_id=row.pk, not_done="Không có", advice="Nhắc sớm", version=row.version, by=leader)


def places(s) -> dict[str, tuple]:
    bloc, other = s.world.bloc, s.world.other_bloc
    return {
        "reports:reorganisation": (s.reorganised.pk,),
        "reports:reorganisation_file": (s.reorganised.pk,),
        "reports:reorganisation_correct": (s.reorganised.pk,),
        "reports:unit_history": (bloc.units[2].pk,),
        "reports:history_policy": (s.world.a.pk,),
        "reports:bloc_series": (bloc.year.bloc_id,),
        "reports:bloc_join": (bloc.year.bloc_id,),
        "reports:handover": (bloc.year.pk,),
        "reports:handover@draft": (other.year.pk,),
        "reports:handover_open": (other.year.pk,),
        "reports:handover_give": (other.year.pk,),
        "reports:handover_receive": (bloc.year.pk,),
        "campaigns:waiver_create": (s.deadline.pk,),
        "campaigns:waiver_end": (s.skipped.pk,),
        "scoring:copy_year": (bloc.year.pk,),
    }


def sends(s) -> dict[str, dict]:
    world = s.world
    old, new = world.bloc.units[3], world.other_bloc.units[3]
    step = {"kind": "merge", "on": f"{timezone.localdate():%d/%m/%Y}", "buoc": "xem"}
    return {
        "reports:reorganise_units": {**step, "predecessors": [old.pk], "successors": [new.pk]},
        "reports:reorganise_authorities": {**step, "predecessors": [world.b.pk], "successors": [world.a.pk]},
        "reports:reorganisation_correct": {"note": "Ghi nhầm"},
        "reports:history_policy": {"kind": "merge", "rule": "all", "source": "QĐ 1"},
        "reports:bloc_join": {"predecessor": world.other_bloc.year.bloc_id, "source": "QĐ 1"},
        "reports:handover@draft": {"not_done": "Không có", "advice": "", "version": s.prepared.version},
        "campaigns:waiver_create": {"unit": world.bloc.units[1].pk, "reason": "Mới vào khối"},
        "campaigns:waiver_end": {"unit": world.bloc.units[2].pk, "reason": "Đã ổn định"},
        "scoring:copy_year": {"chon": [f"campaign:{s.campaign.pk}"]},
    }
