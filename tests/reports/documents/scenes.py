"""Papers of the small world taken through their life by the services, as people take them."""

import datetime as dt

from accounts import clock
from blocs.models import Post
from reports.models import Document
from reports.services import consulting, life
from reports.services.acts import words_version
from reports.services.documents import Place, create_document, save_document
from reports.states import DocumentKind
from tests.reports.official import make_series
from tests.reports.scenes import make_plan

K = DocumentKind
MEETING = {"guests": ["Lãnh đạo các đơn vị"], "time": "08 giờ 00, ngày 15 tháng 12", "place": "Hội trường UBND"}


def ready(world):
    """The bloc has its own sign, place and register, so that its papers pass the checker."""
    year = world.bloc.year
    year.number_sign, year.place_name, year.superior_line = "KH-KTĐ1", "Đông Hà", "TỈNH QUẢNG TRỊ"
    year.save()
    Post.objects.filter(user=world.leader).update(title="Chánh Văn phòng")
    make_series(world)
    return world


def bloc_place(world) -> Place:
    return Place(world.a, world.bloc.campaign)


def unit_place(world) -> Place:
    return Place(world.a, world.bloc.campaign, world.bloc.units[2])


def invitation(world, by=None) -> Document:
    """A paper of the bloc whose words are complete."""
    by = by or world.leader_staff
    document = create_document(kind=K.INVITATION, place=bloc_place(world), by=by)
    return save_document(document_id=document.pk, by=by, expected_version=0, inputs=MEETING)


def plan_paper(world) -> Document:
    make_plan(world)
    return create_document(kind=K.PLAN, place=bloc_place(world), by=world.leader)


def consulted(world, until=None):
    """A paper of the bloc whose members are asked for comments."""
    until = until or clock.today() + dt.timedelta(days=3)
    return consulting.open_consultation(document_id=invitation(world).pk, by=world.leader_staff, until=until)


def approved(world, document=None) -> Document:
    document = document or invitation(world)
    document.refresh_from_db()
    return life.approve(document_id=document.pk, by=world.leader, seen=words_version(document))


def signed(world, document=None) -> Document:
    document = approved(world, document)
    today = clock.today()
    return life.sign(document_id=document.pk, by=world.leader, signer_name="Nguyễn Văn Ký", signed_on=today)


def numbered(world, document=None) -> Document:
    return life.give_number(document_id=signed(world, document).pk, by=world.leader_staff)


def issued(world, document=None) -> Document:
    document = numbered(world, document)
    life.issue(document_id=document.pk, by=world.leader, confirmed=True)
    document.refresh_from_db()
    return document


def answer_all(consultation, world) -> None:
    """Answer every comment of a round."""
    for comment in consultation.comments.filter(answers__isnull=True):
        consulting.answer_comment(comment_id=comment.pk, by=world.leader, outcome="accepted")
