"""Which servers answer here: PostgreSQL by a real login that may create databases, Redis by PING."""

import getpass
import os
from dataclasses import dataclass

import psycopg2
import redis

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """One server's answer: its URL, or an empty one and why."""

    url: str
    words: str


def postgres_candidates() -> list[str]:
    given = os.environ.get("DATABASE_URL", "")
    if given:
        return [given] if given.startswith(("postgres://", "postgresql://")) else []
    users = dict.fromkeys(["postgres", getpass.getuser(), "khoi"])
    return [f"postgres://{user}{secret}@{LOOPBACK}:5432/postgres" for user in users for secret in ("", f":{user}")]


def postgres() -> Answer:
    """The first login that works and may create the test databases."""
    words = "DATABASE_URL names another kind of database"
    for url in postgres_candidates():
        try:
            connection = psycopg2.connect(url, connect_timeout=3)
        except psycopg2.OperationalError as error:
            words = str(error).strip().splitlines()[0]
            continue
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user")
            allowed = cursor.fetchone()[0]
        info = connection.info
        words, version = f"{info.user}@{info.host}:{info.port}", info.server_version // 10000
        connection.close()
        if allowed:
            return Answer(url, f"PostgreSQL {version} ({words})")
        words = f"{words} may not create databases"
    return Answer("", f"no PostgreSQL: {words}")


def redis_server() -> Answer:
    url = os.environ.get("REDIS_URL") or f"redis://{LOOPBACK}:6379/0"
    shown = url.rpartition("@")[2].removeprefix("redis://")  # never print the password
    try:
        version = redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3).info("server")["redis_version"]
    except redis.RedisError as error:
        return Answer("", f"no Redis at {shown}: {str(error).splitlines()[0]}")
    return Answer(url, f"Redis {version} ({shown})")
