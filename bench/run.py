"""`make bench`: measures the promises of docs/performance.md beside a floor, in one run, and prints a table.

Needs PostgreSQL (DATABASE_URL or the loopback server) and makes a database of its own there, dropped at the end.
`--quick` counts statements and measures processor time, and leaves out the long runs.
"""

import os
import sys

from scripts import backends

from .database import drop, execute, prepare

DATABASE = "khoi_bench"


def measure(quick: bool) -> list:
    from django.db import connection

    from . import counting, speed
    from .servers import running

    results = counting.pages() + counting.excel() + counting.recompute((7, 70) if quick else (7, 70, 350))
    results += counting.matrix(30 if quick else 350)
    place = speed.make_province()
    execute(os.environ["DATABASE_URL"], "ANALYZE")
    connection.close()
    with running("bench.settings", "bench.floor_settings") as (ours, floor):
        results += speed.pages(place, ours, floor, 20 if quick else 100)
        results.append(speed.saves(place, ours, floor, rounds=1 if quick else 3, seconds=5 if quick else 10))
        if not quick:
            results += speed.office_hours(place, ours, 60)
    connection.close()
    return results


def main(arguments: list[str]) -> int:
    answer = backends.postgres()
    if not answer.url:
        sys.exit(f"make bench needs PostgreSQL: {answer.words}")
    prepare(answer.url, DATABASE)
    from .results import table

    try:
        results = measure("--quick" in arguments)
    finally:
        drop(answer.url, DATABASE)
    print(f"\n{answer.words}, {os.cpu_count()} processors\n\n{table(results)}")
    return 0 if all(result.held for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
