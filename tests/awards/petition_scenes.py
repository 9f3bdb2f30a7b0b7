"""A bloc whose results are published, and petitions about them; an award of another unit."""

from accounts import clock
from awards.models import Petition
from awards.services import refuse_nomination
from awards.services.petitions import send_petition
from scoring.models import Ranking, RankingRow, ScoreLine
from tests.awards.deciding import decide
from tests.awards.scenes import agreed, signature, waiting
from tests.scoring.scenes import open_scoring


def published(world):
    """A final ranking with a row of every unit, written as if computed; answers the scene of the sheets."""
    scene = open_scoring(world)
    ranking = Ranking.objects.create(
        campaign=scene.campaign,
        version=1,
        state="final",
        number=1,
        computed_at=clock.now(),
        computed_by=world.leader,
        basis="points",
        inputs={},
        sha256="0" * 64,
    )
    for place, unit in enumerate(world.bloc.units, start=1):
        RankingRow.objects.create(ranking=ranking, unit=unit, unit_name=unit.name, rank=place)
    scene.ranking = ranking
    return scene


def about_place(world, place=2, by=None, **changes) -> Petition:
    """A unit petitions about its own place."""
    unit = world.bloc.units[place]
    row = RankingRow.objects.get(unit=unit)
    values = {"text": "Đề nghị xem lại điểm thưởng.", "by": by or world.head} | changes
    return send_petition(unit_id=unit.pk, about="ranking", subject_id=row.pk, **values)


def about_line(world, by=None) -> Petition:
    unit = world.bloc.units[2]
    line = ScoreLine.objects.filter(sheet__unit=unit).exclude(criterion__kind="group").first()
    return send_petition(unit_id=unit.pk, about="line", subject_id=line.pk, text="Xem lại.", by=by or world.head)


def refused_nomination(world):
    row = waiting(world)
    return refuse_nomination(nomination_id=row.pk, by=world.board, reason="Chưa đủ tiêu chuẩn")


def award_of_another(world):
    """units[3] was awarded; everybody of the bloc knows."""
    row = agreed(world, place=3)
    return decide(nomination_ids=[row.pk], by=world.board, **signature()).records.get()


def about_award(world) -> Petition:
    record = award_of_another(world)
    unit = world.bloc.units[2]
    return send_petition(unit_id=unit.pk, about="award", subject_id=record.pk, text="Đề nghị xem lại.", by=world.head)
