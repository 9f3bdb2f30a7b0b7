"""Forms of papers, and the filter of the trail."""

from .trail import TrailFilter

__all__ = ["TrailFilter"]
