"""Pages of a ballot in every state: what is shown to whom, what is kept from whom, statements at any size."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts import clock
from awards.models import Ballot, Participation, SealedVote
from awards.services import ballot_life, ballot_voters, casting, counting
from campaigns.services import attendance
from reports.meeting_words import minutes_words
from reports.models import Document
from reports.tasks_due import things_to_do
from tests.awards.ballot_scenes import (
    AGREE,
    cast,
    close,
    closed,
    counters,
    draft,
    many_units,
    opened,
    published,
    reading,
    seat,
    voters,
)
from tests.awards.file_scenes import upload
from tests.campaigns import meeting_scenes

pytestmark = pytest.mark.django_db


def page(sign_in, user, name, *args):
    return sign_in(user).get(reverse(f"awards:{name}", args=args))


def votes(ballot, mark=AGREE) -> dict:
    return {f"candidate_{row.pk}": mark for row in ballot.candidates.all()}


def test_a_ballot_is_set_up_through_the_pages(world, sign_in):
    client = sign_in(world.leader)
    made = client.post(reverse("awards:ballot_create", args=[world.bloc.campaign.pk]), {"title": "Suy tôn cờ"})
    ballot = Ballot.objects.get()
    assert made["Location"] == reverse("awards:ballot_update", args=[ballot.pk])
    tomorrow = clock.today() + dt.timedelta(days=1)
    said = {
        "title": "Suy tôn cờ thi đua",
        "secrecy": "secret",
        "threshold": "2/3",
        "reach": "at_least",
        "base": "present",
        "basis_status": "verified",
        "closes_day": f"{tomorrow:%d/%m/%Y}",
        "closes_hour": "17:00",
        "own_unit_out": "on",
        "seen": "0",
    }
    assert client.post(made["Location"], said).status_code == 302
    ballot.refresh_from_db()
    assert (ballot.threshold_num, ballot.threshold_den, ballot.basis_status) == (2, 3, "unconfirmed")
    candidate = {"units": [unit.pk for unit in world.bloc.units[:2]], "label": "Sở ngoài khối"}
    client.post(reverse("awards:ballot_candidate", args=[ballot.pk]), candidate)
    client.post(reverse("awards:ballot_voters_fill", args=[ballot.pk]))
    client.post(reverse("awards:ballot_open", args=[ballot.pk]))
    ballot.refresh_from_db()
    assert (ballot.state, ballot.candidates.count(), ballot.voters.count()) == ("open", 3, 4)


def test_a_wrong_share_is_said_at_its_field_and_kept(world, sign_in):
    ballot = draft(world)
    answer = sign_in(world.leader).post(
        reverse("awards:ballot_update", args=[ballot.pk]),
        {"title": "T", "threshold": "hai phần ba", "first_counter": world.deputy.pk},
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "hai phần ba" in text and "hoặc phân số (2/3)" in text and "Tổ kiểm phiếu gồm hai người" in text


def test_one_votes_on_the_page_and_sees_the_choice_never_again(world, sign_in):
    ballot = opened(world)
    client = sign_in(world.head)
    shown = client.get(reverse("awards:ballot_cast", args=[ballot.pk]))
    assert "no-store" in shown["Cache-Control"] and "data-draft" not in shown.content.decode()
    sent = client.post(reverse("awards:ballot_cast", args=[ballot.pk]), votes(ballot))
    assert sent.status_code == 302 and SealedVote.objects.count() == 1
    after = client.get(reverse("awards:ballot", args=[ballot.pk])).content.decode()
    assert "Bạn đã bỏ phiếu" in after and "Đồng ý</td>" not in after
    again = client.get(reverse("awards:ballot_cast", args=[ballot.pk]))
    assert again.status_code == 403 and "chỉ bỏ phiếu một lần" in again.content.decode()
    assert "candidate" not in str(dict(client.session))


def test_a_vote_that_lacks_a_mark_is_422_and_not_taken(world, sign_in):
    ballot = opened(world)
    first = ballot.candidates.first()
    answer = sign_in(world.head).post(reverse("awards:ballot_cast", args=[ballot.pk]), {f"candidate_{first.pk}": AGREE})
    assert answer.status_code == 422 and "Hãy chọn một ý kiến" in answer.content.decode()
    assert not Participation.objects.exists()


def test_no_tally_and_no_names_while_it_is_open(world, sign_in):
    ballot = opened(world)
    cast(ballot, world.head, AGREE)
    for user in (world.leader, world.deputy, world.board, world.viewer, world.other_unit_head):
        text = page(sign_in, user, "ballot", ballot.pk).content.decode()
        assert "1/4 cử tri đã bỏ phiếu" in text
        assert "Kết quả kiểm phiếu" not in text and "Ai đã tham gia" not in text
    trail = sign_in(world.leader).get(reverse("reports:audit")).content.decode()
    assert "Mở bỏ phiếu" in trail and str(world.head) not in trail


def test_counted_but_not_published_is_read_by_officers_alone(world, sign_in):
    ballot = closed(world)
    for user, told in (
        (world.leader, True),
        (world.deputy, True),
        (world.board, True),
        (world.head, False),
        (world.viewer, False),
    ):
        text = page(sign_in, user, "ballot", ballot.pk).content.decode()
        assert ("Số phiếu phát ra" in text) is told
        assert ("Ai đã tham gia" in text) is told


def test_published_is_read_by_the_bloc_without_the_names(world, sign_in):
    ballot = published(world)
    text = page(sign_in, world.staff, "ballot", ballot.pk).content.decode()
    assert "Số phiếu phát ra" in text and "Ai đã tham gia" not in text
    assert page(sign_in, world.other_bloc_leader, "ballot", ballot.pk).status_code == 404


def test_limits_of_the_promise_stand_on_the_page(world, sign_in):
    ballot = opened(world)
    for name in ("ballot", "ballot_cast"):
        text = page(sign_in, world.head, name, ballot.pk).content.decode()
        assert ("người nắm quyền điều khiển máy chủ" in text and "ít hơn 5 cử tri" in text) or "Chỉ có 4 cử tri" in text


def test_unanimity_is_warned_of(world, sign_in):
    text = page(sign_in, world.leader, "ballot", closed(world).pk).content.decode()
    assert "Mọi người cùng một ý kiến" in text


def test_the_written_opinion_of_an_absent_member_is_reached_from_the_page(world, sign_in):
    ballot = draft(world, labels=("Nội dung",), written_allowed=True, base="total_members")
    absent = seat(ballot, world.head)
    ballot_voters.save_voter(ballot_id=ballot.pk, voter_id=absent.pk, by=world.leader, user=world.head, present=False)
    ballot = ballot_life.open_ballot(ballot_id=ballot.pk, by=world.leader)
    link = reverse("awards:ballot_opinion", args=[ballot.pk, absent.pk])
    assert link in page(sign_in, world.leader, "ballot", ballot.pk).content.decode()
    assert link not in page(sign_in, world.deputy, "ballot", ballot.pk).content.decode()
    said = votes(ballot) | {"file": upload()}
    assert sign_in(world.leader).post(link, said).status_code == 302
    assert link not in page(sign_in, world.leader, "ballot", ballot.pk).content.decode()


def test_a_draft_and_a_count_name_the_next_step(world, sign_in):
    ballot = draft(world, labels=())
    assert "Thêm ứng viên</a>" in page(sign_in, world.leader, "ballot", ballot.pk).content.decode()
    ballot = opened(world, labels=("Nội dung",))
    for user in voters(world):
        cast(ballot, user, "disagree")
    close(ballot, world.leader)
    assert "#bo-phieu-lai" in page(sign_in, world.leader, "ballot", ballot.pk).content.decode()
    assert "#bo-phieu-lai" not in page(sign_in, world.deputy, "ballot", ballot.pk).content.decode()
    ballot_life.start_run_off(ballot_id=ballot.pk, candidate_ids=[ballot.candidates.get().pk], by=world.leader)
    assert "#bo-phieu-lai" not in page(sign_in, world.leader, "ballot", ballot.pk).content.decode()


def test_the_fragment_counts_and_stops_asking_when_time_is_over(world, sign_in):
    ballot = opened(world)
    text = page(sign_in, world.head, "ballot_turnout", ballot.pk).content.decode()
    assert "0/4" in text and "every 3s" in text
    Ballot.objects.update(opens_at=clock.now() - dt.timedelta(hours=2), closes_at=clock.now() - dt.timedelta(hours=1))
    assert "every 3s" not in page(sign_in, world.head, "ballot_turnout", ballot.pk).content.decode()


def test_counters_see_that_they_differ_and_not_the_figures(world, sign_in):
    ballot = opened(world, **counters(world), labels=("Nội dung",))
    casting.hand_out_paper(ballot_id=ballot.pk, voter_id=seat(ballot, world.head).pk, by=world.leader)
    counting.enter_paper(ballot_id=ballot.pk, reading=reading(ballot, (1, 0, 0), returned=1), by=world.deputy)
    row = ballot.candidates.get()
    said = {"returned": 1, "invalid": 0, f"agree_{row.pk}": 0, f"disagree_{row.pk}": 1, f"blank_{row.pk}": 0}
    client = sign_in(world.other_unit_head)
    address = reverse("awards:ballot_count", args=[ballot.pk])
    assert client.post(address, said).status_code == 302
    text = client.get(address).content.decode()
    assert "Hai bản chưa khớp nhau ở:" in text and f'id="id_agree_{row.pk}" value="0"' in text
    said |= {f"agree_{row.pk}": 1, f"disagree_{row.pk}": 0}
    client.post(address, said)
    assert "Hai bản đã khớp nhau" in client.get(address).content.decode()


@pytest.mark.parametrize("voter", ["", "x", "0", "9" * 40, "\x00"])
def test_strange_keys_are_no_500(world, sign_in, voter):
    ballot = opened(world, **counters(world))
    answer = sign_in(world.leader).post(reverse("awards:ballot_paper", args=[ballot.pk]), {"voter": voter})
    assert answer.status_code == 403
    again = sign_in(world.leader).post(reverse("awards:ballot_run_off", args=[ballot.pk]), {"candidate": voter})
    assert again.status_code == 403
    assert sign_in(world.leader).get(reverse("awards:ballots"), {"ke-hoach": voter}).status_code == 200


def test_things_to_do_for_voters_leader_and_counters(world):
    def titles(user):
        return [thing.title for thing in things_to_do(user) if "phiếu" in thing.title]

    ballot = opened(world, **counters(world))
    assert titles(world.head) == [f"Bỏ phiếu: {ballot}"]
    casting.hand_out_paper(ballot_id=ballot.pk, voter_id=seat(ballot, world.head).pk, by=world.leader)
    assert titles(world.head) == []
    assert f"Nhập kết quả phiếu giấy: {ballot}" in titles(world.deputy)
    for user in (world.leader, world.deputy, world.other_unit_head):
        cast(ballot, user, AGREE)
    assert titles(world.leader) == [f"Kết thúc cuộc bỏ phiếu: {ballot}"]


def test_things_to_do_before_a_ballot_opens_and_after_its_count(world):
    def told(user):
        found = [thing for thing in things_to_do(user) if "bỏ phiếu: " in thing.title]
        return [(thing.title.split(":")[0], thing.label, thing.due.text) for thing in found]

    ballot = draft(world, closes_at=None)
    assert told(world.leader) == [("Mở cuộc bỏ phiếu", "Đang lập", "chưa có thời hạn")]
    ballot_life.drop_ballot(ballot_id=ballot.pk, reason="lập lại", by=world.leader)
    ballot = closed(world)
    assert told(world.leader) == [("Công bố kết quả bỏ phiếu", "Đã kiểm phiếu", "chờ công bố")]
    assert told(world.head) == told(world.other_bloc_leader) == []
    ballot_life.publish_ballot(ballot_id=ballot.pk, by=world.leader)
    assert told(world.leader) == []


def test_the_minutes_say_what_was_counted(world, sign_in):
    ballot = closed(world, labels=("Nội dung",), units=[world.bloc.units[2]])
    client = sign_in(world.leader)
    address = reverse("reports:ballot_minutes", args=[ballot.pk])
    client.post(address)
    document = Document.objects.get(kind="counting")
    inputs = document.text.inputs
    assert {name: inputs[name] for name in ("issued", "returned", "valid", "invalid", "base", "base_count")} == {
        "issued": 4, "returned": 4, "valid": 4, "invalid": 0, "base": "thành viên có mặt", "base_count": 4,
    }  # fmt: skip
    unit = world.bloc.units[2].name
    assert inputs["candidates"] == [
        {"subject": "Nội dung", "award": "", "agree": 4, "disagree": 0, "blank": 0},
        {"subject": unit, "award": "", "agree": 3, "disagree": 0, "blank": 0, "base": 3},
    ]
    assert "không bỏ phiếu cho chính mình" in document.text.parts["rules"]
    assert client.post(address)["Location"] == reverse("reports:document_edit", args=[document.pk])
    assert Document.objects.filter(kind="counting").count() == 1
    shown = client.get(reverse("reports:document_edit", args=[document.pk]))
    assert shown.status_code == 200 and f"{unit} |  | 3 | 0 | 0 | 3" in shown.content.decode()


def test_pages_cost_the_same_for_more_candidates_and_voters(world, sign_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(ballot, name, user):
        client = sign_in(user)
        address = reverse(f"awards:{name}", args=[ballot.pk] if ballot else [])
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    names = [
        ("ballot", world.leader),
        ("ballot_cast", world.head),
        ("ballot_paper", world.leader),
        ("ballot_turnout", world.head),
    ]
    small = opened(world, labels=("A",), **counters(world))
    small_draft = draft(world, labels=("A",))
    small_closed = closed(world, labels=("A",))
    alone = cost(None, "ballots", world.leader)
    before = [cost(small, *one) for one in names]
    before += [cost(small_draft, "ballot_voters", world.leader), cost(small_closed, "ballot", world.leader)]
    many_units(world, 5)
    labels = ("A", "B", "C", "D", "E")
    large, large_draft = opened(world, labels=labels, **counters(world)), draft(world, labels=labels)
    large_closed = opened(world, labels=labels)
    for user in [*voters(world)]:
        cast(large_closed, user, AGREE)
    with clock.at(large_closed.closes_at):
        close(large_closed, world.leader)
    after = [cost(large, *one) for one in names]
    after += [cost(large_draft, "ballot_voters", world.leader), cost(large_closed, "ballot", world.leader)]
    assert after == before
    assert cost(None, "ballots", world.leader) == alone
    assert ballot_voters.fill_voters(ballot_id=large_draft.pk, by=world.leader) == []


def test_the_minutes_of_the_meeting_carry_the_votes(world):
    meeting = meeting_scenes.opened(world, kinds=["agree"])
    ballot = draft(world, labels=("Nội dung",), meeting=meeting)
    for seat_ in meeting.attendance.filter(unit__isnull=False):
        attendance.call_seat(seat_id=seat_.pk, by=world.leader, present=seat_.unit != world.bloc.units[1])
    ballot = ballot_life.open_ballot(ballot_id=ballot.pk, by=world.leader)
    assert not seat(ballot, world.deputy).present  # as the roll was called
    for user in (world.leader, world.head, world.other_unit_head):
        cast(ballot, user, AGREE)
    close(ballot, world.leader)
    inputs = minutes_words(meeting, world.leader)["inputs"]
    assert inputs["votes"] == [{"subject": "Nội dung", "award": "", "agree": 3}]
    assert (inputs["method"], inputs["base"], inputs["base_count"]) == ("bỏ phiếu kín", "thành viên có mặt", 3)
