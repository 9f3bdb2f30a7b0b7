"""Layouts by family and date. Every module of this folder with a ``LAYOUT`` is one; adding a layout is adding a file."""

import datetime as dt
import importlib
import pkgutil
from functools import cache

from .base import Layout


@cache
def layouts() -> dict[str, Layout]:
    """All layouts by key."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = [module.LAYOUT for module in modules if hasattr(module, "LAYOUT")]
    return {layout.key: layout for layout in found}


def layout_for(family: str, on: dt.date) -> Layout:
    """The layout of a family in force on a day; for older papers the first one we know."""
    known = sorted((item for item in layouts().values() if item.family == family), key=lambda item: item.in_force_from)
    in_force = [item for item in known if item.in_force_from <= on]
    return (in_force or known)[-1 if in_force else 0]
