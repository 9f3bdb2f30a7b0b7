from .authorities import found_authority, update_authority
from .divisions import (
    add_member,
    change_role,
    create_bloc,
    create_bloc_year,
    end_membership,
    update_bloc,
    update_bloc_year,
)
from .imports import apply_import, preview, save_import
from .lineage import join_blocs, set_history_policy
from .people import disable_account, enable_account, end_post, invite_person, reinvite
from .reorganise import rename_by_paper, reorganise_units
from .reorganise_authorities import reorganise_authorities
from .reorganise_parts import Paper, PeopleChoice
from .reorganise_undo import correct_reorganisation
from .units import create_unit, record_lineage, rename_unit, update_unit

__all__ = [
    "Paper",
    "PeopleChoice",
    "add_member",
    "apply_import",
    "change_role",
    "correct_reorganisation",
    "create_bloc",
    "create_bloc_year",
    "create_unit",
    "disable_account",
    "enable_account",
    "end_membership",
    "end_post",
    "found_authority",
    "invite_person",
    "join_blocs",
    "preview",
    "record_lineage",
    "reinvite",
    "rename_by_paper",
    "rename_unit",
    "reorganise_authorities",
    "reorganise_units",
    "save_import",
    "set_history_policy",
    "update_authority",
    "update_bloc",
    "update_bloc_year",
    "update_unit",
]
