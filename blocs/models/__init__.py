from .blocs import Bloc, BlocYear, Membership
from .people import Post
from .units import Authority, Unit, UnitLineage, UnitName

__all__ = ["Authority", "Bloc", "BlocYear", "Membership", "Post", "Unit", "UnitLineage", "UnitName"]
