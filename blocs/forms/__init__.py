from .divisions import BlocForm, BlocYearForm, BlocYearUpdateForm, ImportForm, MemberEndForm, MemberForm, RoleForm
from .people import InviteForm, ReasonForm
from .units import AuthorityForm, FoundForm, RenameForm, UnitForm, UnitUpdateForm

__all__ = [
    "AuthorityForm",
    "BlocForm",
    "BlocYearForm",
    "BlocYearUpdateForm",
    "FoundForm",
    "ImportForm",
    "InviteForm",
    "MemberEndForm",
    "MemberForm",
    "ReasonForm",
    "RenameForm",
    "RoleForm",
    "UnitForm",
    "UnitUpdateForm",
]
