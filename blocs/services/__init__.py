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
from .people import disable_account, enable_account, end_post, invite_person, reinvite
from .units import create_unit, record_lineage, rename_unit, update_unit

__all__ = [
    "add_member",
    "apply_import",
    "change_role",
    "create_bloc",
    "create_bloc_year",
    "create_unit",
    "disable_account",
    "enable_account",
    "end_membership",
    "end_post",
    "found_authority",
    "invite_person",
    "preview",
    "record_lineage",
    "reinvite",
    "rename_unit",
    "save_import",
    "update_authority",
    "update_bloc",
    "update_bloc_year",
    "update_unit",
]
