from .campaigns import Campaign, Phase
from .deadlines import Deadline, Extension, Reminder
from .plans import Plan, PlanBasis, PlanNode, PlanRecipient
from .submissions import Receipt, ReceiptCounter, Submission, SubmissionFile

__all__ = [
    "Campaign",
    "Deadline",
    "Extension",
    "Phase",
    "Plan",
    "PlanBasis",
    "PlanNode",
    "PlanRecipient",
    "Receipt",
    "ReceiptCounter",
    "Reminder",
    "Submission",
    "SubmissionFile",
]
