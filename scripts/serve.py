"""`make run`: prepare the data, then web + Celery worker + Celery beat together, until Ctrl+C."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TextIO

from scripts.install import ROOT
from scripts.runner import Program, Runner, end_with_parent, say

HOST = "127.0.0.1"
VAR_DIR = Path(os.environ.get("VAR_DIR") or ROOT / "var")


def programs(port: int) -> list[Program]:
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    return [
        Program("web", [*web, "--workers", "2", "--blocking-threads", "4", "--log-level", "warning",
                        "--respawn-failed-workers", "config.wsgi:application"]),
        Program("worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING",
                           "--without-gossip", "--without-mingle", "--without-heartbeat"]),
        # No pid file: one left by a crash would keep beat from starting; the lock below does that job.
        Program("beat", [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"]),
    ]  # fmt: skip


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        sys.exit(f"PORT={text} không phải số cổng từ 1 đến 65535 (not a port number).")
    return int(text)


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(
                f"Không mở được cổng {port} ({error.strerror}): chương trình khác đang dùng;"
                f" hãy chạy với cổng khác (port in use, try): make run PORT={port + 1 if port < 65535 else 8000}"
            )


def lock_data() -> TextIO:
    """One `make run` per data folder: a second worker and beat would do everything twice."""
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    file = (VAR_DIR / "run.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"Ứng dụng đang chạy với thư mục dữ liệu {VAR_DIR} (already running); hãy dừng nó trước.")
    return file


def print_accounts() -> None:
    path = VAR_DIR / "demo_accounts.json"
    if not path.exists():
        return
    accounts = json.loads(path.read_text())
    login, password = (max(len(account[key]) for account in accounts) for key in ("login", "password"))
    columns = shutil.get_terminal_size((160, 24)).columns
    say("\nTài khoản minh họa (demonstration accounts):")
    for account in accounts:
        line = (
            f"  {account['login']:<{login}}  {account['password']:<{password}}  {account['role']} – {account['scope']}"
        )
        say(line if len(line) <= columns else f"{line[: columns - 1]}…")


class Announcer:
    """Says once that the first page answers, how long it took, and who may sign in."""

    def __init__(self, port: int, started: float) -> None:
        self.url, self.started, self.done = f"http://{HOST}:{port}", started, False

    def __call__(self) -> None:
        status = None if self.done else self._status()
        if status is None:
            return
        self.done = True
        if status >= 500:
            say(f"Trang đầu báo lỗi {status}, xem thông báo ở trên (the first page fails, see above): {self.url}")
            return
        print_accounts()
        say(f"\nThư điện tử gửi đi nằm trong {VAR_DIR / 'mail'}")
        say(f"Sẵn sàng sau {time.monotonic() - self.started:.1f} giây: {self.url}   (Ctrl+C để dừng)")

    def _status(self) -> int | None:
        """HTTP status of the first page; None while nothing answers."""
        try:
            with urllib.request.urlopen(self.url, timeout=10) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None


def main() -> int:
    started = time.monotonic()
    port = chosen_port()
    refuse_busy_port(port)
    lock = lock_data()
    os.chdir(ROOT)
    os.environ["PORT"] = str(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    # Celery warns root at every start; here root is somebody trying the application in a bare container.
    os.environ.setdefault("PYTHONWARNINGS", "ignore::UserWarning:celery.platforms")
    try:
        prepared = subprocess.run([sys.executable, "-m", "scripts.prepare"], preexec_fn=end_with_parent, check=False)
    except KeyboardInterrupt:
        return 130
    if prepared.returncode != 0:
        return prepared.returncode
    with lock:
        return Runner(programs(port), on_tick=Announcer(port, started)).run()


if __name__ == "__main__":
    sys.exit(main())
