"""Pages of this room: ``home`` (first page), papers and their jobs, the board of a province, the audit trail."""

from .home import home

__all__ = ["home"]
