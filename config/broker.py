"""Celery's embedded broker: every message is a file under one folder.

kombu's own filesystem transport lets a consumer see a message before it is written, moves it over to another
file system, and rewrites its routing tables in place; under load it loses messages and stops its worker. Here
everything appears and disappears by one rename inside one folder:

    messages/<nanoseconds>_<uuid>.<queue>.msg   waiting
    claimed/                                    taken by one consumer, deleted once read
    control/<exchange>.exchange                 routing table, replaced as a whole under a lock
"""

import fcntl
import os
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty

from kombu.transport import filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

# Celery's loop waits two seconds for a message, and twice after TERM; shorter waits stop an idle worker in one second.
LONGEST_WAIT = 0.25

Table = list[filesystem.exchange_queue_t]


def write_whole(path: Path, content: str) -> None:
    """Write a file that other processes see complete or not at all (its temporary name starts with a dot)."""
    hidden = path.with_name(f".{uuid.uuid4().hex}")
    hidden.write_bytes(str_to_bytes(content))
    os.replace(hidden, path)


class Channel(filesystem.Channel):
    """kombu's file channel with atomic writes, atomic claims and one directory listing for many messages."""

    def __init__(self, connection, **kwargs) -> None:
        super().__init__(connection, **kwargs)
        self.root = Path(self.transport_options["folder"])
        self.messages, self.claimed = self.root / "messages", self.root / "claimed"
        for folder in (self.messages, self.claimed, self.control_folder):
            folder.mkdir(parents=True, exist_ok=True)
        self._waiting: dict[str, deque[str]] = {}

    @property
    def control_folder(self) -> Path:
        return self.root / "control"

    @property
    def data_folder_in(self) -> str:
        return str(self.messages)

    def _put(self, queue: str, payload: dict, **kwargs) -> None:
        # Nanoseconds with leading zeros: names sort in the order of arrival.
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"
        write_whole(self.messages / name, dumps(payload))

    def _get(self, queue: str) -> dict:
        names = self._waiting.get(queue) or self._list(queue)
        self._waiting[queue] = names
        while names:
            name = names.popleft()
            try:
                os.rename(self.messages / name, self.claimed / name)
            except FileNotFoundError:
                continue  # another consumer was quicker
            payload = (self.claimed / name).read_bytes()
            (self.claimed / name).unlink()
            return loads(bytes_to_str(payload))
        raise Empty

    def _list(self, queue: str) -> deque[str]:
        """Names waiting for one queue, oldest first; hidden files are still being written."""
        found = (name for name in os.listdir(self.messages) if name.partition(".")[2] == f"{queue}.msg")
        return deque(sorted(found))

    def get_table(self, exchange: str) -> Table:
        try:
            content = self._exchange_file(exchange).read_bytes()
        except FileNotFoundError:
            return []
        return [filesystem.exchange_queue_t(*row) for row in loads(bytes_to_str(content))]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda table: table if row in table else [row, *table])

    def _delete(self, queue: str, exchange: str, routing_key: str, pattern: str, *args, **kwargs) -> None:
        self._purge(queue)
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda table: [other for other in table if other != row])

    def _change_table(self, exchange: str, change: Callable[[Table], Table]) -> None:
        with self._control_lock():
            before = self.get_table(exchange)
            after = change(before)
            if after != before:
                write_whole(self._exchange_file(exchange), dumps(after))

    @contextmanager
    def _control_lock(self) -> Iterator[None]:
        with (self.control_folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """`embedded://` with the transport options `folder` and `polling_interval` (seconds)."""

    Channel = Channel
    driver_type = driver_name = "embedded"

    def drain_events(self, connection, timeout: float | None = None) -> None:
        super().drain_events(connection, timeout=min(timeout, LONGEST_WAIT) if timeout else timeout)
