"""`python -m bench.awards`: the award history of ten years × 34 provinces × 30 blocs × 12 units, looked up.

Needs PostgreSQL and makes a database of its own (`khoi_bench_awards`), dropped at the end. Each page is asked for by a board
of one province and by a reader of the whole country; its statements are counted on a few rows and on all of them, its time
stands beside the bare SQL of the same figures. ``--keep`` leaves the database, ``--years=2`` makes fewer rows.
"""

import datetime as dt
import os
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

import django
import psycopg2
from django.core.management import call_command

from scripts import backends

from .results import Result, table

DATABASE = "khoi_bench_awards"
PROVINCES, BLOCS, UNITS, YEARS = 34, 30, 12, 10
ROUNDS = 7
FEW = 8


def _sql(url: str, *sentences: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for sentence in sentences:
            cursor.execute(sentence)
    connection.close()


def prepare(url: str) -> None:
    _sql(url, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)", f"CREATE DATABASE {DATABASE}")
    os.environ["DATABASE_URL"] = f"{url.rpartition('/')[0]}/{DATABASE}"
    os.environ["REDIS_URL"] = ""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def people() -> tuple:
    """The country above all provinces with its reader; the first province with its board; the types of awards."""
    from accounts.models import User
    from awards.models import AwardType
    from awards.services import load_award_types
    from blocs.models import Authority, Post

    load_award_types()
    top = Authority.objects.create(level="central", name="Trung ương")
    first = Authority.objects.create(level="province", name="Tỉnh số 1", parent=top)
    found = []
    for email, place, role in (("ca-nuoc@do.example", top, "board_viewer"), ("tinh@do.example", first, "board_staff")):
        user = User.objects.create(email=email, full_name=email)
        Post.objects.create(user=user, authority=place, role=role, valid_from=dt.date(2015, 1, 1))
        found.append(user)
    return top, first, found[0], found[1], list(AwardType.objects.filter(subject_kind="collective"))


def fill(place, by, types, blocs: int, units: int, years: range) -> None:
    """One province by bulk insert: a record a unit and year, a decision a year."""
    from awards.models import AwardRecord, Decision
    from blocs.models import Bloc, BlocYear, Unit

    made = Bloc.objects.bulk_create(
        Bloc(authority=place, code=f"{place.pk}-{years[0]}-K{b}", name=f"Khối {b}") for b in range(blocs)
    )
    members = Unit.objects.bulk_create(
        Unit(authority=place, code=f"{bloc.code}-{u}", name=f"Sở {u} khối {bloc.pk}")
        for bloc in made
        for u in range(units)
    )
    decisions = Decision.objects.bulk_create(
        Decision(authority=place, number=f"{year}/QĐ-{place.pk}-{len(members)}", date=dt.date(year + 1, 3, 1),
                 issuer="UBND tỉnh", signer="Chủ tịch", by=by) for year in years
    )  # fmt: skip
    held = BlocYear.objects.bulk_create(
        BlocYear(bloc=bloc, year=year, name=bloc.name) for bloc in made for year in years
    )
    at = {(row.bloc_id, row.year): row for row in held}
    rows = (
        AwardRecord(decision=decision, authority=place, bloc_year=at[made[number // units].pk, year], unit=unit,
                    unit_name=unit.name, subject=unit.name, award_type=types[(number + year) % len(types)], year=year)
        for year, decision in zip(years, decisions, strict=True) for number, unit in enumerate(members)
    )  # fmt: skip
    AwardRecord.objects.bulk_create(rows, batch_size=2000)


PAGES = {
    "history": {},
    "history, words": {"q": "so 7 khoi"},
    "history, number of a decision": {"q": "2020/qd"},
    "history, three years": {"tu": "2019", "den": "2021"},
    "history, in force on a day": {"hieu_luc": "con", "ngay": "01/07/2022"},
}
ROWS_SQL = """
SELECT r.id, r.subject, r.year, t.name, d.number FROM awards_awardrecord r JOIN awards_decision d ON d.id = r.decision_id
JOIN awards_awardtype t ON t.id = r.award_type_id JOIN blocs_unit u ON u.id = r.unit_id WHERE {where}
ORDER BY r.year DESC, t.order, u.sort_key, r.id LIMIT 50"""
COUNT_SQL = "SELECT count(*) FROM awards_awardrecord r JOIN awards_decision d ON d.id = r.decision_id WHERE {where}"
SAME = {
    "history": "true",
    "history, words": "r.search_text LIKE '%%so%%' AND r.search_text LIKE '%%7%%' AND r.search_text LIKE '%%khoi%%'",
    "history, number of a decision": "r.search_text LIKE '%%2020/qd%%'",
    "history, three years": "r.year BETWEEN 2019 AND 2021",
    "history, in force on a day": "d.date <= '2022-07-01' AND NOT EXISTS (SELECT 1 FROM awards_awardactline l JOIN "
    "awards_awardact a ON a.id = l.act_id WHERE l.record_id = r.id AND a.effective_on <= '2022-07-01')",
}


def _milliseconds(act: Callable[[], object]) -> float:
    spent = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        act()
        spent.append((perf_counter() - begun) * 1000)
    return median(spent)


def _bare(name: str, authority_id: int | None) -> float:
    from django.db import connection

    where = SAME[name] + (f" AND r.authority_id = {authority_id}" if authority_id else "")

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(COUNT_SQL.format(where=where), ())
            cursor.fetchall()
            cursor.execute(ROWS_SQL.format(where=where), ())
            cursor.fetchall()

    return _milliseconds(ask)


def counted(users: dict) -> dict[tuple[str, str], int]:
    """Statements of every page for every reader."""
    from django.urls import reverse

    from .statements import signed_in, statements

    found = {}
    for who, user in users.items():
        client = signed_in(user)
        for name, query in PAGES.items():
            found[name, who] = len(
                statements(lambda client=client, query=query: client.get(reverse("awards:history"), query))
            )
    return found


def timed(users: dict, places: dict, few: dict) -> list[Result]:
    from django.urls import reverse

    from .statements import signed_in

    results, many = [], counted(users)
    for (name, who), before in few.items():
        results.append(Result(f"statements: {name}, {who}", many[name, who], f"{before} on {FEW} rows", most=before))
    for who, user in users.items():
        client = signed_in(user)
        for name, query in PAGES.items():
            page = _milliseconds(lambda client=client, query=query: client.get(reverse("awards:history"), query))
            bare = _bare(name, places[who])
            results.append(Result(f"{name}, {who} ÷ bare SQL", page / bare, f"{page:.0f} ms over {bare:.0f} ms"))
    return results


def measure(years: int) -> list[Result]:
    from awards.models import AwardRecord
    from blocs.models import Authority

    top, first, reader, board, types = people()
    users, places = {"province": board, "country": reader}, {"province": first.pk, "country": None}
    fill(first, board, types, 1, FEW, range(2020, 2021))
    few = counted(users)
    span = range(2016, 2016 + years)
    fill(first, board, types, BLOCS, UNITS, span)
    for number in range(2, PROVINCES + 1):
        place = Authority.objects.create(level="province", name=f"Tỉnh số {number}", parent=top)
        fill(place, board, types, BLOCS, UNITS, span)
    _sql(os.environ["DATABASE_URL"], "ANALYZE")
    print(f"{AwardRecord.objects.count()} records")
    return timed(users, places, few)


def main(arguments: list[str]) -> int:
    answer = backends.postgres()
    if not answer.url:
        sys.exit(f"bench.awards needs PostgreSQL: {answer.words}")
    years = next((int(text.split("=")[1]) for text in arguments if text.startswith("--years=")), YEARS)
    prepare(answer.url)
    try:
        results = measure(years)
    finally:
        if "--keep" not in arguments:
            from django.db import connection

            connection.close()
            _sql(answer.url, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    print(f"\n{answer.words}, {os.cpu_count()} processors\n\n{table(results)}")
    return 0 if all(result.held for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
