"""A bloc whose units score each other: sheets sent, the lot drawn, ready-made steps."""

from django.urls import reverse

from blocs.models import Post
from scoring import services
from scoring.models import CrossDuty, ScoringSetup
from scoring.services.cross import Said, finish_duty, save_score
from scoring.services.drawing import draw_cross
from scoring.states import CrossAct
from tests.scoring import scenes
from tests.world import build_bloc, person

SIMPLE = [
    ("1", "direct", "10", {}, False),
    ("2", "achieved", "5", {}, False),
    ("3", "bonus", None, {}, False),
]


def cross_scene(world, *, agreed=True, sent=True, heads=None):
    """Scoring with the cross stage; every unit's sheet is filled in, and sent. `heads`: who fills in which unit's."""
    scene = scenes.open_scoring(world, SIMPLE)
    stages = {"self": "unit", "cross": "peers", "leader": "officers"} | ({"agreed": "officers"} if agreed else {})
    ScoringSetup.objects.filter(pk=scene.setup.pk).update(stages=stages)
    scene.setup.refresh_from_db()
    scene.heads = heads or scenes.heads(world)
    for unit_id, sheet in scene.sheets.items():
        by = scene.heads[unit_id]
        scenes.save(sheet, "1", by, value="8")
        scenes.save(sheet, "2", by, achieved=True)
        scenes.save(sheet, "3", by, value="1")
        if sent:
            services.submit_sheet(sheet_id=sheet.pk, by=by)
    return scene


def seven_units(world):
    """The same with a bloc of seven units, so that a draw in pairs makes a triple; everybody's head is a person."""
    world.bloc = build_bloc(world.a, world.bloc.year.year, size=7)
    people = [person(unit, role=Post.Role.HEAD) for unit in world.bloc.units]
    world.leader, world.deputy, world.head, world.other_unit_head = people[:4]
    return cross_scene(world, heads={unit.pk: user for unit, user in zip(world.bloc.units, people, strict=True)})


def draw(scene, method="pairs", **more):
    return draw_cross(campaign_id=scene.campaign.pk, method=method, by=scene.world.leader, **more)


def duties(scene) -> list[CrossDuty]:
    return list(CrossDuty.objects.current().filter(draw__setup=scene.setup).for_decisions())


def duty_of(scene, unit_id: int) -> CrossDuty:
    return next(duty for duty in duties(scene) if duty.scorer_id == unit_id)


def partner(scene, unit_id: int) -> CrossDuty:
    """The duty on the sheet of a unit."""
    return next(duty for duty in duties(scene) if duty.sheet.unit_id == unit_id)


def give(scene, duty: CrossDuty, code: str, by, act=CrossAct.ACCEPT, version=0, **more):
    line = scenes.line(duty.sheet, code)
    said = Said(str(act), **more)
    return save_score(duty_id=duty.pk, line_id=line.pk, said=said, expected_version=version, by=by)


def score_all(scene, duty: CrossDuty, first="8", finish=True):
    """Accept everything but the first item, which gets `first`; the head finishes."""
    by = scene.heads[duty.scorer_id]
    act = CrossAct.ACCEPT if first == "8" else CrossAct.CHANGE
    more = {} if first == "8" else {"points": scenes.D(first), "reason": "Thiếu số liệu"}
    give(scene, duty, "1", by, act, **more)
    give(scene, duty, "2", by)
    give(scene, duty, "3", by)
    if finish:
        finish_duty(duty_id=duty.pk, by=by)


def disputed(scene):
    """The first line of the other unit's sheet, scored far off by its peers, verified by the leader at its own score: on
    the list of the meeting."""
    draw(scene)
    for duty in duties(scene):
        score_all(scene, duty, first="6" if duty.sheet_id == scene.other_sheet.pk else "8")
    for row in scene.other_sheet.lines.all():
        services.accept_line(line_id=row.pk, by=scene.world.leader)
    services.finish_verification(sheet_id=scene.other_sheet.pk, by=scene.world.leader)
    return scenes.line(scene.other_sheet, "1")


def url(name, *args):
    """The address of a page of scoring."""
    return reverse(f"scoring:{name}", args=args)


def post(client, name, *args, script=True, **data):
    """Send a form of scoring, as a script of ours does or as a plain form."""
    extra = {"headers": {"accept": "application/json"}} if script else {}
    return client.post(url(name, *args), data, **extra)
