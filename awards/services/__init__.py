from .catalogue import load_award_types
from .decisions import publish
from .nominations import refuse_nomination, return_nomination, save_nomination, submit_nomination

__all__ = [
    "load_award_types",
    "publish",
    "refuse_nomination",
    "return_nomination",
    "save_nomination",
    "submit_nomination",
]
