"""A bloc whose pledge is being written, open, or signed by some."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import clock
from accounts.reauth import Confirmation
from blocs.models import Post
from campaigns.models import Pledge, PledgeSignature, PledgeText, Registration, Target, TargetValue
from campaigns.services import pledge_signing, pledges
from campaigns.states import RegistrationState

WORDS = {
    "opening": "Các đơn vị thống nhất:",
    "aim": "Hoàn thành vượt mức chỉ tiêu.",
    "contents": "1. Cải cách hành chính.",
    "promise": "Cam kết thực hiện.",
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def scan(name="giao-uoc.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def heads(world) -> dict[int, object]:
    people = (world.leader, world.deputy, world.head, world.other_unit_head)
    return {unit.pk: head for unit, head in zip(world.bloc.units, people, strict=True)}


def promise(world, place: int, *rows: tuple[str, str, str | None]) -> Registration:
    """An approved registration of a unit: (title, measure, planned) each, written straight into the tables."""
    unit, at = world.bloc.units[place], clock.now()
    row = Registration.objects.create(
        campaign=world.bloc.campaign,
        unit=unit,
        state=RegistrationState.APPROVED,
        sent_at=at,
        sent_by=world.head,
        decided_at=at,
        decided_by=world.board,
    )
    for position, (title, measure, planned) in enumerate(rows):
        amount = None if planned is None else Decimal(planned)
        target = Target.objects.create(
            registration=row, position=position, title=title, measure_unit=measure, planned=amount
        )
        TargetValue.objects.create(
            target=target, version=1, planned=amount, measure_unit=measure, by=world.board, at=at
        )
    return row


def draft(world, summed=()) -> Pledge:
    return pledges.save_pledge(campaign_id=world.bloc.campaign.pk, by=world.leader, words=WORDS, summed=summed)


def opened(world, summed=()) -> PledgeText:
    return pledges.open_pledge(pledge_id=draft(world, summed).pk, by=world.leader)


def confirmed(user) -> Confirmation:
    return Confirmation(user.pk, clock.now())


def sign(text: PledgeText, unit, by, **changes) -> PledgeSignature:
    values = {"sha256": text.sha256, "confirmed": confirmed(by), "by": by} | changes
    return pledge_signing.sign_pledge(text_id=text.pk, unit_id=unit.pk, **values)


def sign_all(world, text: PledgeText, places=range(4)) -> None:
    for place in places:
        unit = world.bloc.units[place]
        sign(text, unit, heads(world)[unit.pk])


def on_paper(text: PledgeText, unit, by, name="Trần Văn Ký", day=None):
    return pledge_signing.enter_paper_signatures(
        text_id=text.pk, signers={unit.pk: (name, "Giám đốc")}, signed_on=day or clock.today(), file=scan(), by=by
    )[0]


def title_of(user, title: str) -> None:
    Post.objects.filter(user=user).update(title=title)
