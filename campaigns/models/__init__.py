from .campaigns import Campaign, Phase
from .deadlines import Deadline, Extension
from .feeds import CalendarFeed
from .handovers import Handover
from .inspections import Finding, FindingFile, Inspection, InspectionItem, Inspector, TeamConflict, Visit
from .legal import LegalDocument
from .meetings import AgendaItem, AgendaOutcome, Attendance, Meeting, MeetingDeadline
from .minutes import FollowUp, FollowUpStep, MinutesSignature, MinutesText
from .movements import FundingLine, MovementCriterion, MovementUnit, UnitPlan, plan_path
from .notices import Notice
from .office import OfficeDay, Outage
from .plans import Plan, PlanBasis, PlanNode, PlanRecipient
from .pledges import Pledge, PledgeObjection, PledgeSignature, PledgeText
from .progress import TargetProgress
from .reading import PlanReading
from .registered import RegisteredMovement, RegistrationAct
from .registrations import Registration, Target, TargetValue
from .reminders import Reminder, ReminderRule
from .reports import ReportForm, SentReport, SubmissionAnswer, SubmissionSection
from .reviews import DeadlineUnit, Review, ReviewProposal
from .signed import SignedScan
from .submissions import Receipt, ReceiptCounter, Submission, SubmissionFile
from .waivers import DutyWaiver

__all__ = [
    "AgendaItem",
    "AgendaOutcome",
    "Attendance",
    "CalendarFeed",
    "Campaign",
    "Deadline",
    "DeadlineUnit",
    "DutyWaiver",
    "Extension",
    "Finding",
    "FindingFile",
    "FollowUp",
    "FollowUpStep",
    "FundingLine",
    "Handover",
    "Inspection",
    "InspectionItem",
    "Inspector",
    "LegalDocument",
    "Meeting",
    "MeetingDeadline",
    "MinutesSignature",
    "MinutesText",
    "MovementCriterion",
    "MovementUnit",
    "Notice",
    "OfficeDay",
    "Outage",
    "Phase",
    "Plan",
    "PlanBasis",
    "PlanNode",
    "PlanReading",
    "PlanRecipient",
    "Pledge",
    "PledgeObjection",
    "PledgeSignature",
    "PledgeText",
    "Receipt",
    "ReceiptCounter",
    "RegisteredMovement",
    "Registration",
    "RegistrationAct",
    "Reminder",
    "ReminderRule",
    "ReportForm",
    "Review",
    "ReviewProposal",
    "SentReport",
    "SignedScan",
    "Submission",
    "SubmissionAnswer",
    "SubmissionFile",
    "SubmissionSection",
    "Target",
    "TargetProgress",
    "TargetValue",
    "TeamConflict",
    "UnitPlan",
    "Visit",
    "plan_path",
]
