"""Things to do by date: what the own unit owes, what waits for the officer or the board, who is late."""

import datetime as dt

from accounts.models import User
from blocs.access import Action, holds

from .desk import read_desk
from .things import Thing
from .things_answers import changes_to_answer, explanations_to_answer, items_to_check
from .things_ballots import ballots_to_cast, ballots_to_run, paper_to_count
from .things_council import results_to_propose, sessions_invited, sessions_to_conclude
from .things_cross import sheets_to_score
from .things_decisions import decisions_to_approve, second_person_wanted
from .things_documents import drafts_to_comment, papers_under_way
from .things_files import files_late, files_to_pass_on, opinions_overdue
from .things_handovers import handovers_to_begin, handovers_under_way
from .things_history import imports_to_start
from .things_meetings import invitations_to_answer, meetings_ahead, meetings_to_run, minutes_to_write
from .things_movements import role_models_to_judge, unit_plans_owed
from .things_owed import events_ahead, papers_owed, sheets_owed
from .things_pledges import (
    follow_ups_owed,
    minutes_to_sign,
    petitions_to_answer,
    pledges_to_sign,
    pledges_waiting,
    visits_to_make,
)
from .things_rules import rules_to_renew
from .things_statistics import statistics_to_send
from .things_targets import registrations_owed, registrations_to_approve, requests_to_decide
from .things_waiting import nominations_waiting, papers_to_receive, plans_to_make, sheets_to_verify, units_late

# Each gives the things of one kind; the list itself is sorted by day.
KINDS = (
    papers_owed,
    registrations_owed,
    sheets_owed,
    events_ahead,
    papers_to_receive,
    changes_to_answer,
    sheets_to_score,
    ballots_to_cast,
    ballots_to_run,
    paper_to_count,
    registrations_to_approve,
    requests_to_decide,
    sheets_to_verify,
    items_to_check,
    explanations_to_answer,
    plans_to_make,
    units_late,
    nominations_waiting,
    decisions_to_approve,
    second_person_wanted,
    imports_to_start,
    files_to_pass_on,
    files_late,
    opinions_overdue,
    drafts_to_comment,
    papers_under_way,
    pledges_to_sign,
    pledges_waiting,
    visits_to_make,
    minutes_to_sign,
    follow_ups_owed,
    petitions_to_answer,
    rules_to_renew,
    statistics_to_send,
    results_to_propose,
    sessions_invited,
    sessions_to_conclude,
    invitations_to_answer,
    meetings_ahead,
    meetings_to_run,
    minutes_to_write,
    handovers_to_begin,
    handovers_under_way,
    unit_plans_owed,
    role_models_to_judge,
)


def things_to_do(user: User) -> list[Thing]:
    """The person's list in the acting role, earliest first, undated last."""
    desk = read_desk(user)
    found = [thing for kind in KINDS for thing in kind(desk)]
    return sorted(found, key=lambda thing: (thing.day or dt.date.max, thing.title))


def has_work(user: User) -> bool:
    """Whether the acting role ever gives things to do (otherwise the first page says whom to ask)."""
    return any(holds(user, action) for action in (Action.SUBMISSION_EDIT, Action.SUBMISSION_RECEIVE))
