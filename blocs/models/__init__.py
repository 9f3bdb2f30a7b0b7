from .blocs import Bloc, BlocYear, Membership
from .imports import ImportDraft
from .people import Post
from .units import Authority, Unit, UnitLineage, UnitName

__all__ = ["Authority", "Bloc", "BlocYear", "ImportDraft", "Membership", "Post", "Unit", "UnitLineage", "UnitName"]
