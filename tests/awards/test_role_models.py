"""Role models: who writes, proposes and judges them, that no stage is left out silently, and who sees a person."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from awards.models import RoleModel, RoleModelEvidence, RoleModelSpread, RoleModelStep
from awards.permissions_role_models import RoleModelReason
from awards.services import role_model_records as records
from awards.services import role_models as services
from awards.states_role_models import ORDER, STAGES, step_kind
from awards.views.role_models import path_of
from blocs.models import Post
from scoring.models import Evidence
from tests.campaigns.movements import movement
from tests.factories import PostFactory

from .role_models import NAME, proposed, replicated, step, written
from .scenes import waiting

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def upload():
    return SimpleUploadedFile("anh.pdf", PDF, content_type="application/pdf")


def refused_with(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.reason


def wrong_at(call, *args, **kwargs):
    with pytest.raises(ValidationError) as wrong:
        call(*args, **kwargs)
    return set(wrong.value.message_dict)


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [
        ("discovered", "nurtured", "next"),
        ("discovered", "reviewed", "skip"),
        ("nurtured", "replicated", "skip"),
        ("replicated", "discovered", "back"),
        ("reviewed", "reviewed", "same"),
    ],
)
def test_kinds_of_steps(source, target, kind):
    assert step_kind(source, target) == kind
    assert set(STAGES) == set(ORDER)


def test_the_whole_life(world):
    row = replicated(world)
    assert row.state == "replicated"
    steps = RoleModelStep.objects.order_by("pk").values_list("source", "target", "by")
    assert list(steps) == [
        ("discovered", "nurtured", world.staff.pk),
        ("nurtured", "reviewed", world.leader.pk),
        ("reviewed", "replicated", world.leader.pk),
    ]
    told = Notification.objects.filter(kind="role_model_proposed", channel="in_app").values_list("user", flat=True)
    assert set(told) == {world.leader.pk, world.leader_staff.pk, world.board.pk}


def test_a_stage_is_left_out_and_gone_back_only_with_a_reason(world):
    row = proposed(world)
    assert wrong_at(step, row, "reviewed", world.leader) == {"reason"}
    row = step(row, "reviewed", world.leader, reason="Đã có thành tích nổi bật")
    assert wrong_at(step, row, "nurtured", world.leader) == {"reason"}
    row = step(row, "nurtured", world.leader, reason="Chưa đủ kết quả")
    assert row.state == "nurtured"
    reasons = [entry.note for entry in AuditEntry.objects.filter(event="role_model.step").order_by("pk")]
    assert reasons == ["Đã có thành tích nổi bật", "Chưa đủ kết quả"]


def test_days_of_steps_follow_each_other(world):
    row = proposed(world, discovered_on=clock.today() - dt.timedelta(days=10))
    assert wrong_at(step, row, "nurtured", world.staff, on=clock.today() - dt.timedelta(days=11)) == {"on"}
    assert wrong_at(step, row, "nurtured", world.staff, on=clock.today() + dt.timedelta(days=1)) == {"on"}
    row = step(row, "nurtured", world.staff, on=clock.today() - dt.timedelta(days=5))
    assert wrong_at(step, row, "reviewed", world.leader, on=clock.today() - dt.timedelta(days=6)) == {"on"}


STEPS = [
    ("staff", "nurtured", None),
    ("leader", "nurtured", Reason.NOT_YOUR_ROLE),
    ("other_unit_head", "nurtured", Reason.OUT_OF_REACH),
    ("leader", "reviewed", None),
    ("board", "reviewed", None),
    ("head", "reviewed", Reason.NOT_YOUR_ROLE),
    ("deputy", "reviewed", Reason.NOT_YOUR_ROLE),
    ("viewer", "reviewed", Reason.NOT_YOUR_ROLE),
    ("other_bloc_leader", "reviewed", Reason.OUT_OF_REACH),
    ("foreign_board", "reviewed", Reason.OUT_OF_REACH),
]


@pytest.mark.parametrize(("who", "target", "reason"), STEPS)
def test_who_takes_which_step(world, who, target, reason):
    row = proposed(world)
    values = {"row": row, "target": target, "by": world.people[who], "reason": "Có lý do"}
    if reason is None:
        assert step(**values).state == target
    else:
        assert refused_with(step, **values) == reason


def test_nobody_judges_the_own_unit(world):
    row = services.propose_role_model(role_model_id=written(world, by=world.leader_staff, place=0).pk, by=world.leader)
    assert refused_with(step, row, "reviewed", world.leader, reason="x") == Reason.OWN_UNIT
    PostFactory(user=world.board, unit=world.bloc.units[0], role=Post.Role.STAFF)
    assert refused_with(step, row, "reviewed", world.board, reason="x") == Reason.OWN_UNIT


def test_before_the_proposal_it_is_the_units_own(world):
    row = written(world)
    assert refused_with(step, row, "reviewed", world.leader, reason="x") == Reason.OUT_OF_REACH
    assert refused_with(services.propose_role_model, role_model_id=row.pk, by=world.staff) == Reason.NOT_YOUR_ROLE
    services.propose_role_model(role_model_id=row.pk, by=world.head)
    again = refused_with(services.propose_role_model, role_model_id=row.pk, by=world.head)
    assert again == RoleModelReason.PROPOSED


def test_what_was_judged_is_not_rewritten(world):
    row = step(proposed(world), "reviewed", world.leader, reason="x")
    change = {"role_model_id": row.pk, "by": world.staff, "story": "Khác"}
    assert refused_with(services.update_role_model, **change) == RoleModelReason.LOCKED


def test_two_writers_are_told(world):
    row = written(world)
    change = {"role_model_id": row.pk, "by": world.staff, "story": "Khác", "expected_version": row.version}
    services.update_role_model(**change)
    assert refused_with(services.update_role_model, **change) == Reason.STALE


def test_a_person_is_replicated_only_with_consent(world):
    row = step(proposed(world, consent=False), "reviewed", world.leader, reason="x")
    assert refused_with(step, row, "replicated", world.board) == RoleModelReason.NO_CONSENT
    assert wrong_at(written, world, name="Khác", consent_note="") == {"consent_note"}


def test_withdrawn_consent_hides_a_person_at_once(world):
    row = replicated(world)
    assert RoleModel.objects.visible_to(world.other_bloc_head).filter(pk=row.pk).exists()
    services.withdraw_consent(role_model_id=row.pk, reason="Theo nguyện vọng", by=world.staff)
    row.refresh_from_db()
    assert (row.state, row.consent_on) == ("reviewed", None)
    assert not RoleModel.objects.visible_to(world.other_bloc_head).exists()
    assert RoleModel.objects.visible_to(world.leader).exists()
    twice = {"role_model_id": row.pk, "reason": "x", "by": world.staff}
    assert refused_with(services.withdraw_consent, **twice) == RoleModelReason.NO_CONSENT


def test_later_standing_is_told_openly_and_left_out_of_lists(world, sign_in):
    row = replicated(world)
    values = {"role_model_id": row.pk, "standing": "violated", "on": clock.today(), "reason": "Bị kỷ luật khiển trách"}
    assert refused_with(services.set_standing, **values, by=world.staff) == Reason.NOT_YOUR_ROLE
    assert wrong_at(services.set_standing, **values | {"reason": " "}, by=world.leader) == {"reason"}
    services.set_standing(**values, by=world.head)
    assert refused_with(services.set_standing, **values, by=world.head) == RoleModelReason.NO_CHANGE
    valid = values | {"standing": "valid", "reason": "Đã được minh oan"}
    assert refused_with(services.set_standing, **valid, by=world.head) == Reason.NOT_YOUR_ROLE
    client, page = sign_in(world.other_unit_head), reverse("awards:role_models")
    assert NAME not in client.get(page).content.decode()
    assert NAME in client.get(page, {"standing": "violated"}).content.decode()
    shown = client.get(reverse("awards:role_model", args=[row.pk])).content.decode()
    assert "Bị kỷ luật khiển trách" in shown
    services.set_standing(**valid, by=world.board)
    assert NAME in client.get(page).content.decode()


def test_the_trail_names_no_person(world):
    row = replicated(world)
    records.add_evidence(role_model_id=row.pk, by=world.staff, file=SimpleUploadedFile(f"{NAME}.pdf", PDF))
    assert AuditEntry.objects.filter(target_type="awards.rolemodel").count() == 6
    rows = AuditEntry.objects.filter(target_type="awards.rolemodel").values_list("target_label", "before", "after")
    assert NAME not in str(list(rows))


OWN, JUDGES = {"staff", "head"}, {"leader", "leader_staff", "deputy", "board", "viewer"}
IN_PROVINCE = OWN | JUDGES | {"other_unit_head", "former_leader", "other_bloc_leader", "other_bloc_head"}


@pytest.mark.parametrize(
    ("make", "who_sees"),
    [(written, OWN), (proposed, OWN | JUDGES), (replicated, IN_PROVINCE)],
    ids=["written", "proposed", "replicated"],
)
def test_who_sees_a_person(world, sign_in, make, who_sees):
    row = make(world)
    page = reverse("awards:role_model", args=[row.pk])
    found = {who: sign_in(user).get(page) for who, user in world.people.items()}
    assert {who for who, answer in found.items() if answer.status_code == 200} == who_sees
    listed = {
        who for who, user in world.people.items()
        if NAME in sign_in(user).get(reverse("awards:role_models")).content.decode()
    }  # fmt: skip
    assert listed == who_sees
    told = {who for who, answer in found.items() if "Công đoàn cơ sở" in answer.content.decode()}
    assert told == who_sees & (OWN | JUDGES)


# beside it


def test_evidence_from_a_file_or_the_library(world, sign_in):
    row = proposed(world)
    file = records.add_evidence(role_model_id=row.pk, by=world.staff, file=upload())
    theirs = Evidence.objects.create(unit=world.bloc.units[3], name="Của đơn vị khác")
    reason = refused_with(records.add_evidence, role_model_id=row.pk, by=world.staff, document=theirs)
    assert reason == RoleModelReason.OTHER_UNIT
    assert wrong_at(records.add_evidence, role_model_id=row.pk, by=world.staff) == {"file"}
    page = reverse("awards:role_model_file", args=[file.pk])
    opened = {who for who, user in world.people.items() if sign_in(user).get(page).status_code == 200}
    assert opened == OWN | JUDGES
    records.remove_evidence(evidence_id=file.pk, by=world.staff)
    assert sign_in(world.staff).get(page).status_code == 404
    assert RoleModelEvidence.objects.get().sha256 == file.sha256


def test_files_of_a_published_one_stay_with_those_who_judge(world, sign_in):
    row = replicated(world)
    file = records.add_evidence(role_model_id=row.pk, by=world.staff, file=upload())
    page = reverse("awards:role_model_file", args=[file.pk])
    assert sign_in(world.other_bloc_head).get(page).status_code == 404


def test_publicity_is_written_once_by_the_unit(world):
    row = proposed(world)
    values = {"role_model_id": row.pk, "on": clock.today(), "outlet": "Báo tỉnh", "title": "Người tốt"}
    item = records.add_publicity(**values, by=world.staff, link="https://bao.example/1")
    with pytest.raises(TypeError):
        item.save()
    assert refused_with(records.add_publicity, **values, by=world.leader) == Reason.NOT_YOUR_ROLE
    assert wrong_at(records.add_publicity, **values, by=world.staff, link="javascript:alert(1)") == {"link"}


def test_a_unit_records_what_it_learned(world):
    row = replicated(world)
    units = {"own": world.bloc.units[2], "mine": world.other_bloc.units[2], "third": world.bloc.units[1]}
    values = {"role_model_id": row.pk, "on": clock.today(), "what": "Một cửa số"}
    records.record_spread(**values, unit=units["mine"], by=world.other_bloc_head)
    assert RoleModelSpread.objects.get().unit == units["mine"]
    other = values | {"unit": units["third"], "by": world.other_bloc_head}
    assert refused_with(records.record_spread, **other) == Reason.NOT_YOUR_ROLE
    assert wrong_at(records.record_spread, **values, unit=units["own"], by=world.staff) == {"unit"}
    early = values | {"role_model_id": proposed(world, name="Người khác").pk, "unit": units["third"]}
    assert refused_with(records.record_spread, **early, by=world.board) == RoleModelReason.NOT_PUBLISHED


def test_nobody_learns_from_one_that_is_no_model_any_more(world, sign_in):
    row = replicated(world)
    services.set_standing(
        role_model_id=row.pk, standing="violated", on=clock.today(), reason="Bị kỷ luật", by=world.board
    )
    values = {"role_model_id": row.pk, "unit": world.bloc.units[3], "on": clock.today(), "what": "Cách làm"}
    assert refused_with(records.record_spread, **values, by=world.other_unit_head) == RoleModelReason.NO_MODEL
    page = reverse("awards:role_model", args=[row.pk])
    assert sign_in(world.other_unit_head).get(page).context["may_spread"] is False
    assert not RoleModelSpread.objects.exists()


def test_nominations_of_the_same_unit_are_linked(world):
    row, nomination, other = proposed(world), waiting(world), waiting(world, place=3)
    records.link_nomination(role_model_id=row.pk, nomination=nomination, by=world.staff)
    assert list(row.nominations.all()) == [nomination]
    reason = refused_with(records.link_nomination, role_model_id=row.pk, nomination=other, by=world.staff)
    assert reason == Reason.OUT_OF_REACH


# pages


def form(world, **changes):
    today = f"{clock.today():%d/%m/%Y}"
    values = {
        "unit": world.bloc.units[2].pk, "kind": "collective", "name": "Phòng  Một cửa", "field": "digital",
        "discovered_on": today, "discoverer": "Chi đoàn", "story": "Giảm giấy tờ",
    }  # fmt: skip
    return values | changes


def test_writing_one_down_keeps_bad_input(world, sign_in):
    client, page = sign_in(world.staff), reverse("awards:role_model_create")
    answer = client.post(page, form(world, discovered_on="không phải ngày", story="Chuyện giữ lại"))
    assert answer.status_code == 422
    assert "Chuyện giữ lại" in answer.content.decode()
    assert client.post(page, form(world)).status_code == 302
    assert RoleModel.objects.get().name == "Phòng Một cửa"
    assert client.post(page, form(world, unit=world.bloc.units[3].pk, name="Khác")).status_code == 422
    assert client.post(page, form(world)).status_code == 422  # the same one twice


def test_a_stale_form_is_answered_409(world, sign_in):
    row = written(world)
    services.update_role_model(role_model_id=row.pk, by=world.staff, story="Người kia vừa sửa")
    page = reverse("awards:role_model_update", args=[row.pk])
    values = form(world, version=row.version, story="Bản của tôi")
    answer = sign_in(world.staff).post(page, values)
    assert answer.status_code == 409
    assert "Bản của tôi" in answer.content.decode()


def test_a_stage_that_does_not_exist_is_not_there(world, sign_in):
    row = proposed(world)
    assert sign_in(world.leader).get(reverse("awards:role_model_step", args=[row.pk, "khac"])).status_code == 404


@pytest.mark.parametrize("name", ["role_models", "role_model"])
def test_statements_do_not_grow(world, sign_in, name):
    row = replicated(world)
    page = reverse(f"awards:{name}", args=[row.pk] if name == "role_model" else [])

    def more(number):
        for place in range(number):
            written(world, name=f"Người {RoleModel.objects.count()}")
            records.add_evidence(role_model_id=row.pk, by=world.staff, file=upload())
            records.add_publicity(
                role_model_id=row.pk, on=clock.today(), outlet="Báo", title=f"{place}", by=world.staff
            )
            unit = world.bloc.units[3]
            records.record_spread(role_model_id=row.pk, unit=unit, on=clock.today(), what="Cách làm", by=world.staff)

    client, counts = sign_in(world.staff), []
    more(1)
    client.get(page)
    for number in (0, 4):
        more(number)
        with CaptureQueriesContext(connection) as found:
            assert client.get(page).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_the_path_tells_when_each_stage_was_reached(world):
    row = replicated(world)
    path = path_of(row, list(row.steps.all()))
    assert [stage["here"] for stage in path] == [False, False, False, True]
    assert [stage["on"] for stage in path] == [row.discovered_on, *[step.on for step in reversed(row.steps.all())]]
    fresh_one = written(world, name="Người mới")
    assert [stage["on"] for stage in path_of(fresh_one, [])] == [fresh_one.discovered_on, None, None, None]


def test_those_of_a_movement(world, sign_in):
    campaign = movement(world)
    row = written(world, name="Trong phong trào", campaign=campaign)
    written(world, name="Ngoài phong trào")
    client = sign_in(world.staff)
    answer = client.get(reverse("awards:role_models"), {"campaign": campaign.pk, "standing": "tat-ca"})
    assert [each.name for each in answer.context["object_list"]] == ["Trong phong trào"]
    link = reverse("campaigns:detail", args=[campaign.pk])
    assert f'href="{link}"' in client.get(reverse("awards:role_model", args=[row.pk])).content.decode()
    new = client.get(reverse("awards:role_model_create"), {"campaign": campaign.pk})
    assert new.context["form"]["campaign"].value() == campaign.pk


def test_filters_and_excel(world, sign_in):
    replicated(world)
    written(world, kind="collective", name="Phòng Một cửa", field="digital", consent=False)
    client = sign_in(world.staff)
    names = {
        "field": [
            row.name for row in client.get(reverse("awards:role_models"), {"field": "digital"}).context["object_list"]
        ],
        "kind": [
            row.name for row in client.get(reverse("awards:role_models"), {"kind": "person"}).context["object_list"]
        ],
        "bloc": [
            row.name
            for row in client.get(reverse("awards:role_models"), {"bloc": world.other_bloc.year.pk}).context[
                "object_list"
            ]
        ],
    }
    assert names == {"field": ["Phòng Một cửa"], "kind": [NAME], "bloc": []}
    assert client.get(reverse("awards:role_models"), {"unit": "9" * 30, "field": "x"}).status_code == 200
    file = client.get(reverse("reports:role_models_excel"), {"field": "digital"})
    assert file.content[:2] == b"PK"
