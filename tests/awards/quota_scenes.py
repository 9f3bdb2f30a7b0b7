"""A scored bloc with quotas."""

from decimal import Decimal

from awards.proposal_reading import read_proposal
from awards.services.places import decide_places
from awards.services.quotas import save_quota
from scoring import services as scoring
from scoring.models import Ranking
from tests.awards.scenes import award_type
from tests.scoring.scenes import open_scoring, submit_all, verify_all

D = Decimal
FLAG, CERTIFICATE, GOVERNMENT = "CO_TINH", "BK_TINH_TT", "CO_CP"


def quota(world, code=FLAG, value="1", blocs=(), **changes):
    """One rule of the first province, for the bloc's year."""
    falls_to = changes.pop("falls_to", None)
    values = {
        "award_type_id": award_type(code).pk,
        "year_from": world.bloc.year.year,
        "value": D(value),
        "falls_to_id": award_type(falls_to).pk if falls_to else None,
        **changes,
    }
    return save_quota(authority_id=world.a.pk, values=values, blocs=list(blocs), by=world.board)


def ranked(world, *, final=True) -> Ranking:
    """The world's bloc scored and ranked: units[3] first, units[0] last."""
    scene = open_scoring(world)
    submit_all(scene)
    if final:
        verify_all(scene)
    return scoring.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader, final=final)


def place(ranking, units, rank, by, **said):
    ids = [unit.pk for unit in units]
    return decide_places(ranking_id=ranking.pk, unit_ids=ids, rank=rank, reason="Hội nghị biểu quyết", by=by, **said)


def inside(ranking, row) -> list[int]:
    return list(next(one for one in read_proposal(ranking).lines if one.quota.pk == row.pk).choice.inside)
