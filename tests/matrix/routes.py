"""Where each route is tried: the object it is tried on, and what is sent. Several places for one route are several
rows («@» and a word). A route that is missing here fails the suite."""

from types import SimpleNamespace

from django.urls import get_resolver

from tests.matrix.stage import upload


def all_routes(resolver=None, prefix="") -> list[str]:
    """Names of every route of the application."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            found += all_routes(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            found.append(f"{prefix}{pattern.name}")
    return found


# Open to anybody: their own tests say what they do.
PUBLIC = {
    "accounts:login",
    "accounts:logout",
    "accounts:invite_accept",
    "accounts:password_reset",
    "accounts:password_reset_confirm",
}


def places(s: SimpleNamespace) -> dict[str, tuple]:
    """Object arguments of every route that takes some, on the stage ``s``."""
    bloc, unit = s.world.bloc, s.world.bloc.units[2]
    own, sent, leaders = s.scene.sheet, s.scene.other_sheet, s.scene.leader_sheet
    a = s.world.a
    pk = {
        "authority": a,
        "unit": unit,
        "bloc": bloc.year.bloc,
        "bloc_year": bloc.year,
        "member": s.membership,
        "campaign": s.campaign,
        "phase": s.phase,
        "deadline": s.deadline,
        "plan": s.plan,
        "node": s.node,
        "basis": s.basis,
        "recipient": s.recipient,
        "submission": s.draft,
        "sent_submission": s.sent,
        "file": s.file,
        "receipt": s.receipt,
        "set": s.draft_set,
        "criterion": s.criterion,
        "ranking": s.ranking,
        "nomination": s.nomination,
        "draft_nomination": s.nomination_draft,
        "decision": s.decision,
        "record": s.record,
        "job": s.job,
        "line": s.line,
        "sent_line": s.sent_line,
    }
    of = {name: (row.pk,) for name, row in pk.items()}
    return {
        "accounts:notification_open": (s.notification.pk,),
        "blocs:authority_detail": of["authority"],
        "blocs:authority_update": of["authority"],
        "blocs:unit_detail": of["unit"],
        "blocs:unit_update": of["unit"],
        "blocs:unit_rename": of["unit"],
        "blocs:unit_lineage": of["unit"],
        "blocs:bloc_update": of["bloc"],
        "blocs:bloc_year_create": of["bloc"],
        "blocs:bloc_year_detail": of["bloc_year"],
        "blocs:bloc_year_update": of["bloc_year"],
        "blocs:member_add": of["bloc_year"],
        "blocs:member_role": of["member"],
        "blocs:member_end": of["member"],
        "blocs:post_end": (s.staff_post.pk,),
        "blocs:reinvite": (s.staff_post.pk,),
        "blocs:act_as": (s.staff_post.pk,),
        "blocs:account_disable": (s.world.staff.pk,),
        "blocs:account_enable": (s.world.staff.pk,),
        "blocs:import_preview": (s.division.pk,),
        "blocs:import_apply": (s.division.pk,),
        "campaigns:detail": of["campaign"],
        "campaigns:update": of["campaign"],
        "campaigns:join_bloc": (s.movement.pk,),
        "campaigns:board": of["campaign"],
        "campaigns:phase_create": of["campaign"],
        "campaigns:phase_update": of["phase"],
        "campaigns:phase_delete": of["phase"],
        "campaigns:deadline_create": of["campaign"],
        "campaigns:deadline_detail": of["deadline"],
        "campaigns:deadline_update": of["deadline"],
        "campaigns:deadline_delete": of["deadline"],
        "campaigns:extension_create": of["deadline"],
        "campaigns:deadline_open_year": of["deadline"],
        "campaigns:deadline_done": of["deadline"],
        "campaigns:reminders": of["deadline"],
        "campaigns:remind": of["deadline"],
        "campaigns:plan": of["campaign"],
        "campaigns:plan_edit": of["campaign"],
        "campaigns:plan_outline": of["campaign"],
        "campaigns:plan_issue": of["plan"],
        "campaigns:plan_reopen": of["plan"],
        "campaigns:node_create": of["plan"],
        "campaigns:node": of["node"],
        "campaigns:node_update": of["node"],
        "campaigns:node_move": (s.node.pk, "up"),
        "campaigns:node_delete": of["node"],
        "campaigns:basis_create": of["plan"],
        "campaigns:basis_update": of["basis"],
        "campaigns:basis_delete": of["basis"],
        "campaigns:recipient_create": of["plan"],
        "campaigns:recipient_update": of["recipient"],
        "campaigns:recipient_delete": of["recipient"],
        "campaigns:submission": (s.deadline.pk, unit.pk),
        "campaigns:submission@sent": (s.deadline.pk, s.sent.unit_id),
        "campaigns:submission_save": (s.deadline.pk, unit.pk),
        "campaigns:file_upload": (s.deadline.pk, unit.pk),
        "campaigns:submission_submit": of["submission"],
        "campaigns:submission_accept": of["sent_submission"],
        "campaigns:submission_return": of["sent_submission"],
        "campaigns:file_download": of["file"],
        "campaigns:file_remove": of["file"],
        "campaigns:receipt": of["receipt"],
        "scoring:sheet": (own.pk,),
        "scoring:sheet@sent": (sent.pk,),
        "scoring:sheet_submit": (own.pk,),
        "scoring:sheet_recall": (own.pk,),
        "scoring:sheet_verify": (own.pk,),
        "scoring:sheet_verify@sent": (sent.pk,),
        "scoring:sheet_verify@leaders": (leaders.pk,),
        "scoring:sheet_return": (sent.pk,),
        "scoring:sheet_finish": (sent.pk,),
        "scoring:line": of["line"],
        "scoring:line@sent": of["sent_line"],
        "scoring:line_save": of["line"],
        "scoring:line_decide": of["sent_line"],
        "scoring:line_decide@leaders": (s.leaders_line.pk,),
        "scoring:evidence_detach": (s.link.pk,),
        "scoring:evidence": (s.evidence.pk,),
        "scoring:evidence_remove": (s.evidence.pk,),
        "scoring:progress": of["campaign"],
        "scoring:setup": of["campaign"],
        "scoring:ranking": of["campaign"],
        "scoring:ranking_excel": of["ranking"],
        "scoring:ranking_csv": of["ranking"],
        "scoring:set": of["set"],
        "scoring:set_copy": of["set"],
        "scoring:set_force": of["set"],
        "scoring:criterion_create": of["set"],
        "scoring:set_export": of["set"],
        "scoring:criterion_import": of["set"],
        "scoring:criterion_import_confirm": of["set"],
        "scoring:criterion_edit": of["criterion"],
        "scoring:criterion_delete": of["criterion"],
        "awards:nomination_detail": of["nomination"],
        "awards:nomination_detail@draft": of["draft_nomination"],
        "awards:nomination_update": of["draft_nomination"],
        "awards:nomination_submit": of["draft_nomination"],
        "awards:nomination_return": of["nomination"],
        "awards:nomination_refuse": of["nomination"],
        "awards:decision_detail": of["decision"],
        "awards:decision_file": of["decision"],
        "awards:revoke": of["record"],
        "reports:board_export": of["campaign"],
        "reports:job_detail": of["job"],
        "reports:job_progress": of["job"],
        "reports:job_cancel": of["job"],
        "reports:job_retry": of["job"],
        "reports:document_make_plan": of["campaign"],
        "reports:document_make_sheet": (sent.pk,),
        "reports:document_make_ranking": of["ranking"],
        "reports:document_download": (s.document.key,),
    }


def sent_with(s: SimpleNamespace) -> dict[str, dict]:
    """Form data for the routes where an empty form would never reach the question of rights."""
    return {
        "awards:nomination_create": {
            "campaign": s.campaign.pk,
            "unit": s.world.bloc.units[2].pk,
            "award_type": s.nomination.award_type_id,
            "achievement": "Dẫn đầu.",
        },
        "awards:nomination_return": {"reason": "Bổ sung."},
        "awards:nomination_refuse": {"reason": "Chưa đủ."},
        "campaigns:submission_save": {"text": "Kết quả.", "version": "1"},
        "campaigns:file_upload": {"file": upload("khac.pdf")},
        "campaigns:submission_return": {"reason": "Bổ sung số liệu."},
        "reports:switch_campaign": {"campaign": s.campaign.pk},
        "scoring:line_save": {"value": "7,5", "version": "0"},
        "scoring:line_decide": {"act": "accept"},
        "scoring:sheet_return": {"line": s.sent_line.pk, "note": "Bổ sung."},
    }
