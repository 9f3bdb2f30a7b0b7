"""Who asks: every persona of the permission matrix, and what an answer means."""

PERSONAS = [
    "anonymous",
    "no_post",
    "staff",
    "head",
    "other_unit_head",
    "leader",
    "leader_staff",
    "deputy",
    "former_leader",
    "other_bloc_leader",
    "other_bloc_head",
    "board",
    "viewer",
    "foreign_board",
    "foreign_head",
    "admin",
]

EVERYONE = frozenset(PERSONAS) - {"anonymous"}
UNIT = frozenset({"staff", "head"})
OFFICERS = frozenset({"leader", "leader_staff"})
BOARD = frozenset({"board", "viewer"})
MEMBERS = UNIT | OFFICERS | {"other_unit_head", "deputy", "former_leader"}

DONE = {200, 204, 302, 303, 409, 422}  # reached the view: answered, redirected, or refused the input itself
"""Statuses that mean «this person may ask for this»."""


def outcome(response) -> str:
    """One word for a response: ok, refused (403, reason shown), hidden (404), login or error."""
    if response.status_code == 302 and "/dang-nhap" in response.headers["Location"]:
        return "login"
    if response.status_code in (401,):
        return "login"
    if response.status_code in DONE:
        return "ok"
    return {403: "refused", 404: "hidden"}.get(response.status_code, f"error {response.status_code}")
