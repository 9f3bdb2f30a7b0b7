"""Awards and statistics of a province: lists without an object of their own, and forms by their keys."""

from types import SimpleNamespace


def stage(s: SimpleNamespace) -> None:
    """Nothing more than the world: whoever may look sees whatever there is."""


def places(s: SimpleNamespace) -> dict[str, tuple]:
    form = ("0603",)
    return {"reports:province_statistics_form": form, "reports:province_statistics_cell": form}


def sends(s: SimpleNamespace) -> dict[str, dict]:
    return {}
