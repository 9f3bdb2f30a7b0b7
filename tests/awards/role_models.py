"""A role model of a unit of bloc 1 in a chosen stage."""

from accounts import clock
from awards.models import RoleModel
from awards.services import role_models as services

NAME = "Nguyễn Thị Điển Hình"


def written(world, *, by=None, place=2, consent=True, **fields):
    """A person, as the unit's staff write it down."""
    today = clock.today()
    values = {
        "kind": "person",
        "name": NAME,
        "post": "Chuyên viên",
        "field": "administration",
        "discovered_on": today,
        "discoverer": "Công đoàn cơ sở",
        "story": "Cắt giảm nửa thời gian giải quyết hồ sơ.",
    }
    agreed = {"consent_on": today, "consent_note": "Đơn đồng ý"} if consent else {}
    unit = world.bloc.units[place]
    return services.create_role_model(unit=unit, by=by or world.staff, **values | agreed | fields)


def proposed(world, **fields):
    row = written(world, **fields)
    return services.propose_role_model(role_model_id=row.pk, by=world.head)


def step(row, target, by, **fields):
    values = {"on": clock.today(), "reason": ""} | fields
    services.take_step(role_model_id=row.pk, target=target, by=by, **values)
    return RoleModel.objects.get(pk=row.pk)


def replicated(world, **fields):
    row = proposed(world, **fields)
    row = step(row, "nurtured", world.staff)
    return step(step(row, "reviewed", world.leader), "replicated", world.leader)
