"""`python -m bench.awards`: ten years × 34 provinces × 30 blocs × 12 units of awards, looked up.

Needs PostgreSQL and makes a database of its own (`khoi_bench_awards`), dropped at the end. History, cockpit and statistics
are asked for by a board of one province and by a reader of the whole country, the public page by nobody: statements are
counted on few rows and on all of them, the time of each page stands beside the bare SQL of the same figures.
``--keep`` leaves the database, ``--years=2`` makes fewer rows, ``--quick`` is two years of four provinces.
"""

import os
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

from scripts import backends

from .database import drop, execute, prepare
from .results import Result, table

DATABASE = "khoi_bench_awards"
PROVINCES, BLOCS, UNITS, YEARS = 34, 30, 12, 10
QUICK = 4, 2  # provinces, years
ROUNDS = 3
FEW = 40  # units of one bloc: every kind of award among them


def _milliseconds(act: Callable[[], object]) -> float:
    """The middle of some rounds, after one that fills the caches."""
    act()
    spent = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        act()
        spent.append((perf_counter() - begun) * 1000)
    return median(spent)


def asked(users: dict) -> list[tuple]:
    """(page, who, client) of every page for everybody who may read it."""
    from django.test import Client

    from .award_pages import PAGES
    from .statements import signed_in

    clients = {who: signed_in(user) for who, user in users.items()}
    nobody = Client()
    signed = [(page, who, client) for who, client in clients.items() for page in PAGES if not page.is_open]
    return signed + [(page, "anybody", nobody) for page in PAGES if page.is_open]


def counted(users: dict) -> dict[tuple[str, str], int]:
    """Statements of every page for every reader."""
    from .statements import statements

    return {
        (page.name, who): len(statements(lambda page=page, client=client: page.ask(client)))
        for page, who, client in asked(users)
    }


def compared(few: dict, many: dict) -> list[Result]:
    return [
        Result(f"statements: {name}, {who}", many[name, who], f"{number} on one bloc of {FEW} units", most=number)
        for (name, who), number in few.items()
    ]


def timed(users: dict, places: dict) -> list[Result]:
    """Each page over its bare SQL, one after the other."""
    results = []
    for page, who, client in asked(users):
        bare = _milliseconds(page.bare(places[who]))
        ours = _milliseconds(lambda page=page, client=client: page.ask(client))
        results.append(Result(f"{page.name}, {who} ÷ bare SQL", ours / bare, f"{ours:.0f} ms over {bare:.0f} ms"))
    return results


def measure(provinces: int, years: int) -> list[Result]:
    from awards.models import AwardRecord
    from blocs.models import Authority

    from . import award_data as data

    top, first, reader, board = data.people()
    users, span = {"province": board, "country": reader}, data.years(years)
    data.Province(first, board, 1, FEW, span)
    few = counted(users)
    begun = perf_counter()
    data.Province(first, board, BLOCS, UNITS, span)
    for number in range(2, provinces + 1):
        place = Authority.objects.create(level="province", name=f"Tỉnh số {number}", parent=top)
        data.Province(place, board, BLOCS, UNITS, span)
    execute(os.environ["DATABASE_URL"], "VACUUM ANALYZE")
    print(f"{AwardRecord.objects.count()} records in {provinces} provinces, written in {perf_counter() - begun:.0f} s")
    everywhere = list(Authority.objects.order_by("pk").values_list("pk", flat=True))
    return compared(few, counted(users)) + timed(
        users, {"province": [first.pk], "country": everywhere, "anybody": [first.pk]}
    )


def main(arguments: list[str]) -> int:
    answer = backends.postgres()
    if not answer.url:
        sys.exit(f"bench.awards needs PostgreSQL: {answer.words}")
    provinces, years = QUICK if "--quick" in arguments else (PROVINCES, YEARS)
    years = next((int(text.split("=")[1]) for text in arguments if text.startswith("--years=")), years)
    prepare(answer.url, DATABASE)
    try:
        results = measure(provinces, years)
    finally:
        if "--keep" not in arguments:
            from django.db import connection

            connection.close()
            drop(answer.url, DATABASE)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{answer.words}, {os.cpu_count()} processors, load {load}\n\n{table(results)}")
    return 0 if all(result.held for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
