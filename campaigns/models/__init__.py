from .campaigns import Campaign, Phase
from .deadlines import Deadline, Extension, Reminder
from .legal import LegalDocument
from .plans import Plan, PlanBasis, PlanNode, PlanRecipient
from .reading import PlanReading
from .registrations import Registration, Target, TargetValue
from .submissions import Receipt, ReceiptCounter, Submission, SubmissionFile

__all__ = [
    "Campaign",
    "Deadline",
    "Extension",
    "LegalDocument",
    "Phase",
    "Plan",
    "PlanBasis",
    "PlanNode",
    "PlanReading",
    "PlanRecipient",
    "Receipt",
    "ReceiptCounter",
    "Registration",
    "Reminder",
    "Submission",
    "SubmissionFile",
    "Target",
    "TargetValue",
]
