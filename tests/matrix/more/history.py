"""Old decisions on their way in, prepared by a second person of the board: one looked at, one being written; a person with
an award of the unit of staff and head; the public page of the authority."""

import datetime as dt
from types import SimpleNamespace

from accounts import clock
from awards.models import AwardRecord, Person
from awards.services.public_page import set_public_page
from blocs.models import Post
from tests.awards.history_scenes import row, started, uploaded
from tests.awards.scenes import award_type


def stage(s: SimpleNamespace) -> None:
    world = s.world
    unit = world.bloc.units[3]
    running = started(world, [row(unit, number="88/QĐ-CU")])
    draft = uploaded(world, [row(unit, number="89/QĐ-CU"), row("Sở Không Có Thật")])
    draft.by = running.started_by
    draft.save(update_fields=["by"])
    s.history_running, s.history_draft = running, draft
    # Others of the stage count on one person of the board.
    Post.objects.filter(user=running.started_by).update(valid_to=clock.today() - dt.timedelta(days=1))
    s.history_person = Person.objects.create(authority=world.a, full_name="Trần Thị Lịch Sử", by=world.board)
    own = world.bloc.units[2]
    AwardRecord.objects.create(
        decision=s.decision, authority=world.a, unit=own, unit_name=own.name, award_type=award_type("CSTDCS"), year=2024,
        person=s.history_person, subject=s.history_person.full_name, subject_class="person",
    )  # fmt: skip
    s.public_page = set_public_page(authority_id=world.a.pk, is_on=False, address="ma-tran", by=world.board)


def places(s: SimpleNamespace) -> dict[str, tuple]:
    draft, running = (s.history_draft.pk,), (s.history_running.pk,)
    return {
        "awards:person_history": (s.history_person.pk,),
        "awards:history_import": draft,
        "awards:history_import@running": running,
        "awards:history_import_choose": draft,
        "awards:history_import_start": draft,
        "awards:history_import_go_on": running,
        "awards:public_page": (s.world.a.pk,),
        **{f"reports:slip{name}": (s.campaign.pk, s.world.bloc.units[2].pk) for name in ("", "_pdf", "_take")},
    }


def sends(s: SimpleNamespace) -> dict[str, dict]:
    return {"awards:public_page": {"address": "ma-tran", "is_on": "on"}}
