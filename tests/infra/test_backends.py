"""Looking for servers says what answered and why not, without telling passwords."""

import socket

import pytest

from scripts import backends
from scripts import test as driver


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_servers_that_do_not_answer(monkeypatch, free_port):
    monkeypatch.setenv("DATABASE_URL", f"postgres://khoi:matkhau@127.0.0.1:{free_port}/khoi")
    monkeypatch.setenv("REDIS_URL", f"redis://:matkhau@127.0.0.1:{free_port}/0")
    runs, first_line = driver.plan()
    assert [run.environment for run in runs] == [{"DATABASE_URL": "", "REDIS_URL": ""}]
    assert runs[0].selection == ()
    assert first_line.startswith("Backend: embedded default")
    assert "no PostgreSQL" in first_line
    assert "no Redis" in first_line
    assert "matkhau" not in first_line


def test_another_kind_of_database_means_the_embedded_default(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///somewhere.sqlite3")
    assert backends.postgres().url == ""


def test_with_postgresql_the_database_part_runs_again_on_sqlite(monkeypatch):
    monkeypatch.setattr(backends, "postgres", lambda: backends.Answer("postgres://khoi@db/khoi", "PostgreSQL 15"))
    monkeypatch.setattr(backends, "redis_server", lambda: backends.Answer("redis://redis", "Redis 7"))
    runs, first_line = driver.plan()
    assert [run.environment["DATABASE_URL"] for run in runs] == ["postgres://khoi@db/khoi", ""]
    assert runs[1].selection == ("-m", "not browser and not races and not once")
    assert first_line.startswith("Backend: PostgreSQL 15, Redis 7; then")
