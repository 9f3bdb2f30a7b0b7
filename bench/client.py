"""A small HTTP client for many people at once: one event loop, one kept connection a person, nothing of the answer but
its status, its length and, for a saved cell, its words. It has to be cheap: it shares the processors with the server."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .servers import HOST


@dataclass
class Tally:
    """Answers of one run: seconds each took, how many had which status."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    wall: float = 0.0

    @property
    def done(self) -> int:
        return self.statuses.get(200, 0)

    @property
    def failed(self) -> int:
        return sum(self.statuses.values()) - self.done

    @property
    def per_second(self) -> float:
        return self.done / self.wall

    def percentile(self, share: float) -> float:
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(len(self.seconds) * share))]


@dataclass
class Person:
    """What one person sends: ``request()`` gives the bytes, ``took(status)`` is told how it went."""

    request: Callable[[], bytes]
    took: Callable[[int], None] = lambda status: None


def request_bytes(method: str, path: str, headers: dict[str, str] | None = None, body: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", *(f"{k}: {v}" for k, v in (headers or {}).items())]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, int]:
    """Status and length of the answer."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head[9:12])
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)
    return status, length


async def _person(port: int, person: Person, tally: Tally, until: float, think: float) -> None:
    await asyncio.sleep(random.random() * think)
    reader, writer = await asyncio.open_connection(HOST, port)
    while time.monotonic() < until:
        begun = time.monotonic()
        try:
            status, _ = await _ask(reader, writer, person.request())
        except (OSError, asyncio.IncompleteReadError):
            status = 0
            reader, writer = await asyncio.open_connection(HOST, port)
        tally.seconds.append(time.monotonic() - begun)
        tally.statuses[status] = tally.statuses.get(status, 0) + 1
        person.took(status)
        await asyncio.sleep(think)
    writer.close()


async def _crowd(port: int, people: list[Person], seconds: float, think: float) -> Tally:
    tally, begun = Tally(), time.monotonic()
    await asyncio.gather(*(_person(port, one, tally, begun + seconds, think) for one in people))
    tally.wall = time.monotonic() - begun
    return tally


def crowd(port: int, people: list[Person], seconds: float, think: float = 0.0) -> Tally:
    """Everybody sends, waits for the answer, thinks, sends again, for this long."""
    return asyncio.run(_crowd(port, people, seconds, think))


async def _one_by_one(port: int, request: bytes, times: int) -> int:
    reader, writer = await asyncio.open_connection(HOST, port)
    for _ in range(times):
        status, length = await _ask(reader, writer, request)
        if status != 200:
            raise RuntimeError(f"{status} for {request.splitlines()[0].decode()}")
    writer.close()
    return length


def one_by_one(port: int, request: bytes, times: int) -> int:
    """The same request again and again over one connection; returns the length of the answer in bytes."""
    return asyncio.run(_one_by_one(port, request, times))
