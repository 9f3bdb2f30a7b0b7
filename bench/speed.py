"""Processor time of pages, and saves by many people at once, beside the floor doing the same in the same run."""

from django.urls import reverse

from accounts.models import User

from .client import Tally, crowd, one_by_one, request_bytes
from .data import Place, fill_in, make_place, open_scoring, publish
from .people import Typist, headers_of
from .results import Result
from .servers import Server

UNITS, LEAVES = 360, 60
CLIENTS = 32
THINK = 5.0
WARM_UP = 10


def make_province() -> Place:
    """A bloc of 360 units, each with a sheet of 60 lines filled in, and a published ranking."""
    place = fill_in(open_scoring(make_place("toan-tinh", UNITS), LEAVES))
    publish(place)
    return place


def _page_cpu(server: Server, request: bytes, times: int) -> float:
    one_by_one(server.port, request, WARM_UP)
    before = server.cpu()
    one_by_one(server.port, request, times)
    return (server.cpu() - before) / times


def page_ratio(what: str, ours: tuple[Server, str, User], floor: tuple[Server, str], times: int, most: float) -> Result:
    """Processor time of a page of ours over the floor's."""
    server, path, user = ours
    mine = _page_cpu(server, request_bytes("GET", path, headers_of(user) | {"Accept": "text/html"}), times)
    bare = _page_cpu(floor[0], request_bytes("GET", floor[1]), times)
    return Result(what, mine / bare, f"{mine * 1000:.1f} ms over {bare * 1000:.1f} ms of processor time", most=most)


def pages(place: Place, ours: Server, floor: Server, times: int) -> list[Result]:
    ranking, sheet = place.campaign.pk, place.sheets[9].pk
    head = place.heads[9]
    return [
        page_ratio(
            "processor time: ranking of 360 units ÷ floor",
            (ours, reverse("scoring:ranking", args=[ranking]), head), (floor, f"/xep-hang/{ranking}/"), times, 2,
        ),
        page_ratio(
            "processor time: sheet of 60 lines ÷ floor",
            (ours, reverse("scoring:sheet", args=[sheet]), head), (floor, f"/phieu/{sheet}/"), times, 3,
        ),
    ]  # fmt: skip


def _saving(server: Server, typists: list[Typist], seconds: float, think: float = 0.0) -> tuple[Tally, float]:
    """How it went, and processor milliseconds per save."""
    before = server.cpu()
    tally = crowd(server.port, [one.person() for one in typists], seconds, think)
    return tally, (server.cpu() - before) * 1000 / max(tally.done, 1)


def saves(place: Place, ours: Server, floor: Server, rounds: int, seconds: float) -> Result:
    """32 people who save one line after another, in turns with the floor; the middle one of the rounds counts."""
    people = list(zip(place.sheets, place.heads, strict=True))
    mine = [Typist(sheet.pk, head) for sheet, head in people[:CLIENTS]]
    bare = [Typist(sheet.pk) for sheet, _ in people[CLIENTS : 2 * CLIENTS]]
    found = []
    for _ in range(rounds):
        (ours_now, ours_cpu), (floor_now, floor_cpu) = _saving(ours, mine, seconds), _saving(floor, bare, seconds)
        words = (
            f"{ours_now.per_second:.0f}/s ({ours_cpu:.1f} ms) against {floor_now.per_second:.0f}/s ({floor_cpu:.1f} ms), "
            f"{ours_now.failed + floor_now.failed} refused, {sum(one.lost() for one in mine)} lost"
        )
        found.append((ours_now.per_second / floor_now.per_second, words))
    ratio, words = sorted(found)[len(found) // 2]
    return Result(f"row saves at {CLIENTS} clients ÷ floor", ratio, words, least=1 / 3)


def office_hours(place: Place, ours: Server, seconds: float) -> list[Result]:
    """Everybody fills in the own sheet at once, thinking five seconds between two cells."""
    typists = [Typist(sheet.pk, head) for sheet, head in zip(place.sheets, place.heads, strict=True)]
    tally, _ = _saving(ours, typists, seconds, THINK)
    lost = sum(one.lost() for one in typists) + tally.failed
    words = f"{tally.done} saves in {tally.wall:.0f} s, slowest {max(tally.seconds) * 1000:.0f} ms"
    return [
        Result(f"{UNITS} people, saves lost or refused", lost, words, most=0),
        Result(f"{UNITS} people, 95th percentile in ms", tally.percentile(0.95) * 1000, words, most=100),
    ]
