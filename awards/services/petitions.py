"""A petition: sent with a number, taken up, answered with a reason, or withdrawn."""

import datetime as dt
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.files import file_columns
from accounts.models import User
from accounts.outbox import notify
from accounts.states import Move
from awards.models import Petition, PetitionRule
from awards.permissions_petitions import (
    PetitionReason,
    answers,
    can_accept,
    can_answer,
    can_send,
    can_set_days,
    can_withdraw,
)
from awards.petitionable import Subject, subjects_of
from awards.states_petitions import ACCEPT, ANSWER, WAITING, WITHDRAW, PetitionAbout
from blocs.access import refresh
from blocs.lineage import going_on
from blocs.models import Authority, Membership, Post

_COLUMN = {
    PetitionAbout.LINE: "line_id",
    PetitionAbout.RANKING: "ranking_row_id",
    PetitionAbout.NOMINATION: "nomination_id",
    PetitionAbout.AWARD: "record_id",
}
_RULE_FIELDS = ("window_days", "answer_days", "source", "source_status")


@transaction.atomic
def send_petition(
    *, unit_id: int, about: str, subject_id: int, text: str, by: User, file: File | None = None
) -> Petition:
    """The head petitions. Raises Refused (rights, not a subject of the unit, window closed, one is open already, no
    text) and ValidationError (the file)."""
    can_send(refresh(by), unit_id).enforce()
    only_if(text.strip(), Reason.REASON_MISSING).enforce()
    subject = _subject(unit_id, about, subject_id)
    rule = _lock_rule(subject.authority_id)
    until = subject.day + dt.timedelta(days=rule.window_days)
    only_if(clock.today() <= until, PetitionReason.WINDOW_CLOSED).enforce()
    column = {_COLUMN[PetitionAbout(about)]: subject_id}
    open_one = Petition.objects.filter(unit_id=unit_id, state__in=WAITING, **column)
    only_if(not open_one.exists(), PetitionReason.SENT_ALREADY).enforce()
    rule.last_number += 1
    rule.save(update_fields=["last_number"])
    petition = Petition(
        authority_id=subject.authority_id,
        campaign=subject.campaign,
        number=rule.last_number,
        unit_id=unit_id,
        concerned_id=subject.concerned_id,
        about=about,
        subject=subject.label[:500],
        text=text.replace("\r\n", "\n").strip(),
        window_until=until,
        answer_by=clock.today() + dt.timedelta(days=rule.answer_days),
        sent_at=clock.now(),
        sent_by=by,
        **column,
        **file_columns(file),
    )
    petition.full_clean(exclude=["file"])
    petition.save()
    after = {"number": petition.number, "subject": petition.subject}
    audit.record(by=by, event="petition.send", target=petition, after=after)
    _notify(petition, answerers_of(petition), "Kiến nghị mới")
    return petition


def _subject(unit_id: int, about: str, subject_id: int) -> Subject:
    found = subjects_of(unit_id, dt.date.min)
    row = next((each for each in found if (each.about, each.pk) == (about, subject_id)), None)
    if row is None:
        raise Refused(PetitionReason.NOT_A_SUBJECT)
    return row


def _lock_rule(authority_id: int) -> PetitionRule:
    """The authority's days, locked: numbers are given one after the other."""
    PetitionRule.objects.get_or_create(authority_id=authority_id)
    return PetitionRule.objects.select_for_update().get(authority_id=authority_id)


def _lock(petition_id: int, by: User) -> Petition:
    refresh(by)
    row = Petition.objects.for_decisions().select_for_update(of=("self",)).filter(pk=petition_id).first()
    if row is None:
        raise Refused(Reason.OUT_OF_REACH)
    return row


@transaction.atomic
def accept_petition(*, petition_id: int, by: User) -> Petition:
    """Take it up for study. Raises Refused (rights, own or concerned unit, state)."""
    petition = _lock(petition_id, by)
    can_accept(by, petition).enforce()
    petition.accepted_at, petition.accepted_by = clock.now(), by
    _move(petition, ACCEPT, by)
    _tell_unit(petition, "Kiến nghị đang được xem xét")
    return petition


@transaction.atomic
def answer_petition(*, petition_id: int, outcome: str, answer: str, by: User) -> Petition:
    """Say what comes of it, with the reason; a changed score goes through a correction of its own. Raises Refused."""
    petition = _lock(petition_id, by)
    can_answer(by, petition).enforce()
    only_if(answer.strip(), Reason.REASON_MISSING).enforce()
    petition.outcome, petition.answer = outcome, answer.replace("\r\n", "\n").strip()
    petition.answered_at, petition.answered_by = clock.now(), by
    _move(petition, ANSWER, by, {"outcome": petition.get_outcome_display()})
    _tell_unit(petition, f"Kiến nghị đã được trả lời: {petition.get_outcome_display().lower()}")
    return petition


@transaction.atomic
def withdraw_petition(*, petition_id: int, by: User) -> Petition:
    """The head takes it back before it is answered. Raises Refused."""
    petition = _lock(petition_id, by)
    can_withdraw(by, petition).enforce()
    _move(petition, WITHDRAW, by)
    return petition


def _move(petition: Petition, move: Move, by: User, more: dict[str, Any] | None = None) -> None:
    before, petition.state = petition.state, move.target
    petition.full_clean(exclude=["file"])
    petition.save()
    after = {"state": petition.state} | (more or {})
    audit.record(by=by, event=f"petition.{move.name}", target=petition, before={"state": before}, after=after)


@transaction.atomic
def set_petition_days(*, authority: Authority, by: User, **values: Any) -> PetitionRule:
    """Window, days to answer and where they come from; petitions already sent keep theirs. Raises Refused,
    ValidationError."""
    can_set_days(refresh(by), authority).enforce()
    rule = _lock_rule(authority.pk)
    before = {name: getattr(rule, name) for name in _RULE_FIELDS}
    for name in _RULE_FIELDS:
        setattr(rule, name, values[name])
    rule.full_clean()
    rule.save()
    after = {name: getattr(rule, name) for name in _RULE_FIELDS}
    audit.record(by=by, event="petition.days", target=rule, before=before, after=after)
    return rule


def answerers_of(petition: Petition) -> list[User]:
    """Officers and board people who may answer it today."""
    bloc_year = petition.campaign.bloc_year_id if petition.campaign else None
    officers = Membership.objects.on(clock.today()).officers().filter(bloc_year_id=bloc_year).values("unit_id")
    posts = Post.objects.live(clock.today()).select_related("user")
    near = [*posts.filter(unit_id__in=officers), *posts.filter(authority_id=petition.authority_id)]
    people = {post.user_id: post.user for post in near}
    return [user for user in people.values() if answers(user, petition)]


def _tell_unit(petition: Petition, title: str) -> None:
    """Its people; once it has ended also those of the unit that goes on with its work, who read the petition."""
    units = {petition.unit_id, going_on(petition.unit).pk}
    posts = Post.objects.live(clock.today()).filter(unit_id__in=units).select_related("user")
    _notify(petition, [post.user for post in posts], title)


def _notify(petition: Petition, users: list[User], title: str) -> None:
    notify(
        users=users,
        kind="petition",
        title=f"{title}: {petition}",
        body=petition.subject,
        path=reverse("awards:petition", args=[petition.pk]),
        key=f"petition:{petition.pk}:{petition.state}",
    )
