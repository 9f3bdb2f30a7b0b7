"""The web server of production on a free port, and how much processor time it has used."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """Granian as in the Dockerfile: two processes of four threads."""

    def __init__(self, settings: str) -> None:
        self.port = _free_port()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.port)]
        command += ["--workers", "2", "--blocking-threads", "4", "--log-level", "warning", "config.wsgi:application"]
        self.process = subprocess.Popen(command, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings})

    def wait(self, seconds: float = 60) -> None:
        """Until it answers. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(f"no answer on port {self.port}")

    def cpu(self) -> float:
        """Seconds of processor time used so far by the server and its worker processes."""
        return sum(_cpu_of(pid) for pid in (self.process.pid, *_children(self.process.pid)))


@contextmanager
def running(*settings: str):
    """Servers for these settings, stopped at the end."""
    servers = [Server(each) for each in settings]
    try:
        for server in servers:
            server.wait()
        yield servers
    finally:
        for server in servers:
            server.process.terminate()
        for server in servers:
            server.process.wait(20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    found = [int(each) for each in text.split()]
    return [*found, *(grandchild for child in found for grandchild in _children(child))]


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
