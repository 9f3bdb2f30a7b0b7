from .blocs import Bloc, BlocYear, Membership
from .imports import ImportDraft
from .lineage import AuthorityLineage, BlocLineage, HistoryPolicy, Reorganisation, ReorganisationCorrection
from .people import Post
from .units import Authority, Change, Unit, UnitLineage, UnitName

__all__ = [
    "Authority",
    "AuthorityLineage",
    "Bloc",
    "BlocLineage",
    "BlocYear",
    "Change",
    "HistoryPolicy",
    "ImportDraft",
    "Membership",
    "Post",
    "Reorganisation",
    "ReorganisationCorrection",
    "Unit",
    "UnitLineage",
    "UnitName",
]
