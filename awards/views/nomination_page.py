"""What the page of one nomination file shows, by who reads it."""

from collections import defaultdict
from typing import Any

from accounts.models import User
from awards import permissions
from awards.eligibility import checklist_of
from awards.models import InitiativeUse, Nomination, PublicComment
from awards.nomination_reading import clock_on, dossier_of, files_of, lacks_of, path_of, rule_of
from awards.permissions_registers import MISSING, can_judge, can_judge_any
from awards.states import AGREE, OF_BLOC, OF_BOARD, PASS_ON, RECEIVE, NominationState
from awards.states_files import WITH_FILES, Part
from blocs.access import Action, granted, reach
from campaigns.office_days import office_days

# What is done first in each state; the other moves stand beside it.
FIRST = (RECEIVE, AGREE, PASS_ON)


def page_of(user: User, row: Nomination) -> dict[str, Any]:
    """A constant number of statements. Members of the bloc who only know that it was approved get no file."""
    reads = Nomination.objects.readable_by(user).filter(pk=row.pk).exists()
    moves = [move for move in (*OF_BLOC, *OF_BOARD) if permissions.can_move(user, row, move)]
    may_edit = permissions.can_edit(user, row)
    lacks = lacks_of(row) if may_edit else []
    context = {
        "reads": reads,
        "may_edit": may_edit,
        "may_submit": permissions.can_submit(user, row) and not lacks,
        "may_decide": permissions.can_decide(user, row),
        "submit_move": permissions.sending_move(user, row),
        "lacks": lacks,
        "first_move": next((move for move in FIRST if move in moves), None),
        "moves": [move for move in moves if move not in FIRST],
        "open_parts": [Part(part).label for part in row.open_parts],
    }
    return context | (_file(user, row) if reads else {})


def _file(user: User, row: Nomination) -> dict[str, Any]:
    rule, files = rule_of(row), defaultdict(list)
    for one in files_of(row):
        files[one.part].append(one)
    board = bool(granted(user, Action.AWARD_DECIDE, row)) or _watches(user, row)
    consultations = list(row.consultations.order_by("-pk"))
    comments = PublicComment.objects.filter(consultation__in=consultations).order_by("received_on", "pk")
    uses = InitiativeUse.objects.filter(nomination=row, released_at__isnull=True).select_related("initiative")
    return {
        "checklist": checklist_of(row, user),
        "judge": row if can_judge_any(user, row) else None,
        "sets_aside": bool(can_judge(user, row, MISSING)),
        "initiatives": list(uses.order_by("pk")),
        "may_use_initiatives": permissions.can_edit_part(user, row, Part.INITIATIVES),
        "folders": [(part, part.label, files[part], permissions.can_add_file(user, row, part)) for part in WITH_FILES],
        "may_bring": any(permissions.can_add_file(user, row, part) for part in (Part.REPORT, Part.MINUTES)),
        "council_items": list(row.council_items.select_related("session", "conclusion")) if board else [],
        "dossier": dossier_of(row, rule),
        "may_tick": permissions.can_edit_part(user, row, Part.DOSSIER),
        "opinions": list(row.opinions.order_by("pk")),
        "may_ask": permissions.can_ask_others(user, row),
        "may_record": permissions.can_record_opinion(user, row),
        "consultations": consultations,
        "comments": list(comments) if board else [],
        "sees_comments": board,
        "path": path_of(row),
        "clock": clock_on(row, office_days(row.campaign.authority_id)),
        "is_draft": row.state == NominationState.DRAFT,
    }


def _watches(user: User, row: Nomination) -> bool:
    """A viewer of the authority reads what the board reads."""
    return row.campaign.authority_id in reach(user, Action.NOMINATION_VIEW).authority_ids
