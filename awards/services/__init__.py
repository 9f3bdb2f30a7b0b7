from .catalogue import load_award_types
from .decisions import decide, record_awards, revoke
from .nominations import refuse_nomination, return_nomination, save_nomination, submit_nomination

__all__ = [
    "decide",
    "load_award_types",
    "record_awards",
    "refuse_nomination",
    "return_nomination",
    "revoke",
    "save_nomination",
    "submit_nomination",
]
