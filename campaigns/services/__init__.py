"""Every write of this room. Keyword-only, ``by=``; each refuses with a reason and leaves one audit row."""

from .campaigns import add_phase, create_campaign, delete_phase, join_bloc, update_campaign, update_phase
from .deadlines import (
    add_deadline,
    delete_deadline,
    grant_extension,
    last_day_for,
    mark_done,
    update_deadline,
)
from .feeds import address_of, feed_of, make_feed, read_feed, revoke_feed
from .legal import add_legal_document, load_legal_documents, update_legal_document
from .nodes import add_node, delete_node, move_node, update_node
from .notices import addressees, move_notice, send_released_notices, update_notice, write_notice
from .office import add_office_day, record_outage, withdraw_office_day, withdraw_outage
from .outlines import add_nodes, label_changes, renumber, restore_nodes
from .parts import (
    add_basis,
    add_member_recipients,
    add_recipient,
    delete_basis,
    delete_recipient,
    missing_members,
    move_basis,
    move_recipient,
    update_basis,
    update_recipient,
)
from .plans import fix_plan, issue_plan, reopen_plan, save_plan
from .progress import Figure, InvalidFigures, StaleFigures, record_figure, record_figures
from .reading import Chosen, NodeRow, RowRefused, apply_reading, delete_reading, move_reading, proposal_of, save_reading
from .reminder_preview import upcoming
from .reminder_rules import LineErrors, restore_reminder_rules, save_reminder_rules
from .reminders import plan_reminders, replan
from .reminding import letters_by_hand, remind_now, send_due_reminders
from .report_forms import ReportRequest, request_report, save_form
from .sections import StaleSection, save_section
from .submissions import (
    StaleText,
    accept,
    attach_file,
    record_submission,
    remove_file,
    reopen_submission,
    return_submission,
    save_submission,
    submit,
)
from .yearly import open_year, open_years_due

__all__ = [
    "Chosen",
    "Figure",
    "InvalidFigures",
    "LineErrors",
    "NodeRow",
    "ReportRequest",
    "RowRefused",
    "StaleFigures",
    "StaleSection",
    "StaleText",
    "accept",
    "add_basis",
    "add_deadline",
    "add_legal_document",
    "add_member_recipients",
    "add_node",
    "add_nodes",
    "add_office_day",
    "add_phase",
    "add_recipient",
    "address_of",
    "addressees",
    "apply_reading",
    "attach_file",
    "create_campaign",
    "delete_basis",
    "delete_deadline",
    "delete_node",
    "delete_phase",
    "delete_reading",
    "delete_recipient",
    "feed_of",
    "fix_plan",
    "grant_extension",
    "issue_plan",
    "join_bloc",
    "label_changes",
    "last_day_for",
    "letters_by_hand",
    "load_legal_documents",
    "make_feed",
    "mark_done",
    "missing_members",
    "move_basis",
    "move_node",
    "move_notice",
    "move_reading",
    "move_recipient",
    "open_year",
    "open_years_due",
    "plan_reminders",
    "proposal_of",
    "read_feed",
    "record_figure",
    "record_figures",
    "record_outage",
    "record_submission",
    "remind_now",
    "remove_file",
    "renumber",
    "reopen_plan",
    "reopen_submission",
    "replan",
    "request_report",
    "restore_nodes",
    "restore_reminder_rules",
    "return_submission",
    "revoke_feed",
    "save_form",
    "save_plan",
    "save_reading",
    "save_reminder_rules",
    "save_section",
    "save_submission",
    "send_due_reminders",
    "send_released_notices",
    "submit",
    "upcoming",
    "update_basis",
    "update_campaign",
    "update_deadline",
    "update_legal_document",
    "update_node",
    "update_notice",
    "update_phase",
    "update_recipient",
    "withdraw_office_day",
    "withdraw_outage",
    "write_notice",
]
