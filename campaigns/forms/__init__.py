"""Shape and messages of input."""

from .campaigns import CampaignForm, JoinForm, PhaseForm
from .deadlines import DeadlineForm, DoneForm, ExtensionForm, OpenYearForm
from .legal import LegalForm
from .pasting import PasteForm
from .plans import BasisForm, NodeForm, PlanForm, RecipientForm
from .submissions import FileForm, ReturnForm, TextForm

__all__ = [
    "BasisForm",
    "CampaignForm",
    "DeadlineForm",
    "DoneForm",
    "ExtensionForm",
    "FileForm",
    "JoinForm",
    "LegalForm",
    "NodeForm",
    "OpenYearForm",
    "PasteForm",
    "PhaseForm",
    "PlanForm",
    "RecipientForm",
    "ReturnForm",
    "TextForm",
]
