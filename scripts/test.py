"""`make test`: the whole suite on the servers that answer here, or on the embedded default.

With PostgreSQL, everything that touches the database runs a second time on SQLite: all tests except those marked
`races` (row locks, PostgreSQL only), `browser` and `once` (what they show does not depend on the database).
"""

import os
import subprocess
import sys
import zlib
from dataclasses import dataclass

from scripts import backends
from scripts.install import ROOT, find_browser

EMBEDDED = "embedded default (SQLite, file broker)"
# A database of its own for each checkout, so that two of them can be tested on one server.
DATABASE_SUFFIX = f"{zlib.crc32(str(ROOT).encode()):08x}"


@dataclass(frozen=True)
class Run:
    name: str
    environment: dict[str, str]
    selection: tuple[str, ...] = ()


def plan() -> tuple[list[Run], str]:
    """The runs to make, and one line that says which and why."""
    database, broker = backends.postgres(), backends.redis_server()
    embedded = Run(EMBEDDED, {"DATABASE_URL": "", "REDIS_URL": ""})
    if not database.url:
        return [embedded], f"Backend: {EMBEDDED}; {database.words}; {broker.words}"
    name = f"{database.words}, {broker.words}"
    servers = Run(name, {"DATABASE_URL": database.url, "REDIS_URL": broker.url})
    again = Run(embedded.name, embedded.environment, ("-m", "not browser and not races and not once"))
    return [servers, again], f"Backend: {name}; then the database-dependent part again on the {EMBEDDED}"


def run_pytest(run: Run, arguments: list[str]) -> tuple[int, str]:
    """Run pytest in parallel, passing its output on. Returns its exit code and closing line."""
    print(f"\n--- {run.name}", flush=True)
    environment = {**os.environ, **run.environment, "TEST_DB_SUFFIX": DATABASE_SUFFIX}
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", "--create-db", *run.selection]
    closing = ""
    with subprocess.Popen(
        [*command, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            closing = line.strip() or closing
    return process.returncode, closing


def browser_words() -> str:
    found = find_browser()
    return (
        f"browser tests: {found}" if found else "browser tests: SKIPPED, chromium is absent and could not be installed"
    )


def main(arguments: list[str]) -> int:
    runs, first_line = plan()
    print(first_line, flush=True)
    results = [(run, *run_pytest(run, arguments)) for run in runs]
    print(f"\nSummary ({browser_words()})")
    for run, _code, closing in results:
        print(f"{run.name}\n{closing}")
    return max(code for _run, code, _closing in results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
