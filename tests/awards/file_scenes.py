"""A unit's nomination file at each place of its path; the unit is units[2], its people «staff» and «head»."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import clock
from awards.models import Person, PersonPlace
from awards.services import nomination_path as path
from awards.services import save_nomination, submit_nomination
from awards.services.nominations import Details
from awards.services.processing import set_time

from .scenes import award_type

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
WHOLE = Details(background="Đơn vị có 40 người.", measures="Phân công rõ việc.")


def upload(name="bao-cao.pdf", more=b""):
    return SimpleUploadedFile(name, PDF + more, "application/pdf")


def unit_file(world, *, by=None, place=2, code="BK_TINH_TT", details=WHOLE, **more):
    """A draft of the unit's own."""
    values = {"achievement": "Dẫn đầu phong trào.", "by": by or world.staff} | more
    return save_nomination(
        campaign_id=world.bloc.campaign.pk,
        unit_id=world.bloc.units[place].pk,
        award_type_id=award_type(code).pk,
        details=details,
        origin="unit",
        **values,
    )


def sent(world, **more):
    """With the bloc."""
    return submit_nomination(nomination_id=unit_file(world, **more).pk, by=world.head)


def proposed(world, **more):
    """With the board, with the bloc's word."""
    return path.pass_on(nomination_id=sent(world, **more).pk, by=world.leader, reason="Khối nhất trí.")


def received(world, **more):
    return path.receive(nomination_ids=[proposed(world, **more).pk], by=world.board)[0]


def agreed(world, **more):
    return path.agree(nomination_id=received(world, **more).pk, by=world.board)


def person_at(world, place=2, name="Nguyễn Văn An", **values):
    person = Person.objects.create(authority=world.a, full_name=name, by=world.board)
    values = {"position": "Trưởng phòng", "is_leader": True, "valid_from": dt.date(2020, 1, 1)} | values
    PersonPlace.objects.create(person=person, unit=world.bloc.units[place], **values)
    return person


def time_set(world, days=25, **more):
    values = {"award_type": None, "valid_from": dt.date(2020, 1, 1), "source": "Thủ tục hành chính", "source_status": "secondary"}  # fmt: skip
    return set_time(authority=world.a, days=days, by=world.board, **values | more)


def later(days: int):
    """Some days from now."""
    return clock.at(clock.now() + dt.timedelta(days=days))
