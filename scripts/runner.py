"""Run several programs together until one is told to stop, or stops for good (why not honcho: docs/decisions/)."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
TICK = 0.1


@dataclass(frozen=True)
class Program:
    name: str
    command: list[str]


@dataclass
class Child:
    program: Program
    process: subprocess.Popen
    started: float
    failures: int = 0
    restart_at: float | None = None


@dataclass
class Runner:
    """Supervise programs.

    TERM goes to each program's leader only, so a pool of worker processes can finish the job it is at. `grace`
    seconds later what is left is killed. A program that ends by itself is started again after a second; `limit` times
    in a row within `quick` seconds of its start means that it stopped for good: then everything stops.
    """

    programs: list[Program]
    grace: float = 60
    quick: float = 10
    limit: int = 3
    on_tick: Callable[[], None] = lambda: None
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def run(self) -> int:
        """Blocks until everything has stopped. Returns 0 after INT, TERM or HUP, 1 when a program stopped for good."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        handlers = {number: signal.signal(number, self._ask_to_stop) for number in numbers}
        try:
            return self._supervise()
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)

    def _supervise(self) -> int:
        self.children = [self._start(program) for program in self.programs]
        failed = None
        while not self.stopping and failed is None:
            time.sleep(TICK)
            failed = next((child for child in self.children if self._stopped_for_good(child)), None)
            self.on_tick()
        if failed is not None:
            say(f"{failed.program.name} không chạy được (stopped for good); dừng tất cả.")
        self._stop_all()
        return 1 if failed else 0

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _start(self, program: Program) -> Child:
        # An own session: Ctrl+C in the terminal reaches this process alone, which then stops the others in order.
        process = subprocess.Popen(program.command, start_new_session=True, preexec_fn=end_with_parent)
        return Child(program, process, started=time.monotonic())

    def _stopped_for_good(self, child: Child) -> bool:
        """Look after one child: plan its restart when it ended, start it when the pause is over."""
        now = time.monotonic()
        if child.restart_at is not None:
            if now >= child.restart_at:
                failures = child.failures
                self.children[self.children.index(child)] = fresh = self._start(child.program)
                fresh.failures = failures
            return False
        code = child.process.poll()
        if code is None:
            return False
        kill_group(child.process)
        child.failures = child.failures + 1 if now - child.started < self.quick else 1
        child.restart_at = now + 1
        if child.failures >= self.limit:
            return True
        say(f"{child.program.name} đã dừng (exit code {code}); chạy lại.")
        return False

    def _stop_all(self) -> None:
        alive = [child for child in self.children if child.process.poll() is None]
        for child in alive:
            child.process.terminate()
        deadline = time.monotonic() + self.grace
        while alive and time.monotonic() < deadline:
            time.sleep(TICK)
            alive = [child for child in alive if child.process.poll() is None]
        for child in alive:
            say(f"{child.program.name} chưa dừng sau {self.grace:.0f} giây; buộc dừng (killed).")
        for child in self.children:
            kill_group(child.process)
            child.process.wait()


def say(text: str) -> None:
    print(text, flush=True)


def end_with_parent() -> None:
    """In the child, before it starts: get TERM when the runner dies, even by kill -9 (Linux only, as Debian is)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def kill_group(process: subprocess.Popen) -> None:
    """Kill what a leader left behind (it leads its own process group)."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
