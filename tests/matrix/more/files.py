"""Nomination files of the unit of staff and head: a draft, one with the bloc, one under review with an opinion asked and
answered and the public asked; one of the leader's own unit that waits for the deputy."""

from types import SimpleNamespace

from accounts import clock
from awards.nomination_reading import dossier_of, rule_of
from awards.services.nomination_parts import attach, tick_dossier
from awards.services.opinions import open_consultation, record_opinion
from awards.states_files import Part
from tests.awards.file_scenes import received, sent, unit_file, upload
from tests.awards.rule_scenes import loaded
from tests.awards.test_file_opinions import ask
from tests.awards.test_files import sent_by_leader


def stage(s: SimpleNamespace) -> None:
    world = s.world
    s.unit_draft = unit_file(world, code="TTLDXS")
    s.draft_file = attach(nomination_id=s.unit_draft.pk, part=Part.REPORT, by=world.staff, file=upload())
    s.at_bloc = sent(world, code="CO_TINH")
    s.minutes_file = attach(nomination_id=s.at_bloc.pk, part=Part.MINUTES, by=world.leader, file=upload())
    s.under_review = received(world, code="CSTD_TINH", subject="Ông A")
    s.asked_body = ask(s.under_review, world.board)
    s.answered_body = ask(s.under_review, world.board, body="Công an tỉnh")
    record_opinion(
        opinion_id=s.answered_body.pk, opinion="agree", answered_on=clock.today(), by=world.board, file=upload()
    )
    s.public = open_consultation(nomination_id=s.under_review.pk, text="Lấy ý kiến", days=3, by=world.board)
    s.leaders_own = sent_by_leader(world)
    loaded()
    asked = dossier_of(s.unit_draft, rule_of(s.unit_draft))
    ticks = {line.text: ("present", "") for line in asked}
    tick_dossier(nomination_id=s.unit_draft.pk, ticks=ticks, by=world.staff)


def places(s: SimpleNamespace) -> dict[str, tuple]:
    draft, review = (s.unit_draft.pk,), (s.under_review.pk,)
    return {
        "awards:file_create": (s.world.bloc.units[2].pk,),
        "awards:nomination_detail@unit_draft": draft,
        "awards:nomination_detail@leaders_own": (s.leaders_own.pk,),
        "awards:nomination_update@unit_draft": draft,
        "awards:nomination_submit@unit_draft": draft,
        "awards:nomination_attach": (s.unit_draft.pk, "report"),
        "awards:nomination_attach@minutes": (s.at_bloc.pk, "minutes"),
        "awards:nomination_file": (s.minutes_file.pk,),
        "awards:nomination_file@draft": (s.draft_file.pk,),
        "awards:nomination_detach": (s.draft_file.pk,),
        "awards:nomination_dossier": draft,
        "awards:nomination_initiatives": draft,
        "awards:nomination_move": (s.nomination.pk, "return"),
        "awards:nomination_move@refuse": (s.nomination.pk, "refuse"),
        "awards:nomination_move@receive": (s.nomination.pk, "receive"),
        "awards:nomination_move@agree": (s.under_review.pk, "agree"),
        "awards:nomination_move@pass_on": (s.at_bloc.pk, "pass_on"),
        "awards:nomination_move@drop": (s.at_bloc.pk, "drop"),
        "awards:nomination_move@own": (s.leaders_own.pk, "pass_on"),
        "awards:opinion_ask": review,
        "awards:opinion_record": (s.asked_body.pk,),
        "awards:opinion_file": (s.answered_body.pk,),
        "awards:consultation_open": review,
        "awards:comment_add": (s.public.pk,),
        "reports:nomination_papers": draft,
        "awards:processing_times": (s.world.a.pk,),
    }


def sends(s: SimpleNamespace) -> dict[str, dict]:
    reason = {"reason": "Lý do"}
    return {
        "awards:nomination_receive": {"nomination": s.nomination.pk},
        "awards:nomination_move": {**reason, "parts": ["report"]},
        **{f"awards:nomination_move@{name}": reason for name in ("refuse", "agree", "pass_on", "drop", "own")},
    }
