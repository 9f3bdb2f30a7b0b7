"""The process runner: clean stop, restart after a crash, stop of all when one stops for good."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from scripts.runner import Program, Runner

ROOT = Path(__file__).resolve().parents[2]

# A leader with one pool process: on TERM it lets the pool process finish its job, as Celery does.
POOL = textwrap.dedent(
    """
    import os, signal, sys, time
    log = open(sys.argv[1], "a", buffering=1)
    child = os.fork()
    name = "leader" if child else "pool"
    def told(number, frame):
        log.write(f"{name} got {number}\\n")
        if name == "pool":
            os._exit(1)
    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    log.write(f"{name} started {os.getpid()}\\n")
    if name == "pool":
        time.sleep(float(sys.argv[2]))
        log.write("pool finished its job\\n")
        os._exit(0)
    signal.pause()
    os.waitpid(child, 0)
    log.write("leader ended\\n")
    """
)
RUN = "import sys; from scripts.runner import *; sys.exit(Runner([Program('pool', sys.argv[1:])], grace=20).run())"


def start_runner(log: Path, seconds: float) -> subprocess.Popen:
    command = [sys.executable, "-c", RUN, sys.executable, "-c", POOL, str(log), str(seconds)]
    runner = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL)
    wait_for(lambda: log.exists() and log.read_text().count("started") == 2)
    return runner


def wait_for(condition, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()


def pids(log: Path) -> list[int]:
    return [int(line.split()[-1]) for line in log.read_text().splitlines() if " started " in line]


def test_term_reaches_the_leader_only_and_the_job_is_finished(tmp_path):
    log = tmp_path / "log"
    runner = start_runner(log, seconds=1.5)
    runner.terminate()
    assert runner.wait(timeout=20) == 0
    events = [line for line in log.read_text().splitlines() if "started" not in line]
    assert events == [f"leader got {signal.SIGTERM.value}", "pool finished its job", "leader ended"]


def test_ctrl_c_in_the_terminal_does_not_reach_the_pool(tmp_path):
    log = tmp_path / "log"
    runner = start_runner(log, seconds=1.5)
    os.killpg(runner.pid, signal.SIGINT)
    assert runner.wait(timeout=20) == 0
    assert "pool finished its job" in log.read_text()
    assert f"got {signal.SIGINT.value}" not in log.read_text()


def test_programs_end_when_the_runner_is_killed(tmp_path):
    log = tmp_path / "log"
    runner = start_runner(log, seconds=1)
    runner.kill()
    runner.wait(timeout=5)
    wait_for(lambda: all(gone(pid) for pid in pids(log)))


def test_what_does_not_stop_in_time_is_killed_with_its_pool(tmp_path):
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    runner = Runner([Program("stubborn", [sys.executable, "-c", stubborn])], grace=0.5)
    began = time.monotonic()
    runner.on_tick = lambda: setattr(runner, "stopping", time.monotonic() - began > 1)
    assert runner.run() == 0
    assert time.monotonic() - began < 10
    assert runner.children[0].process.returncode == -signal.SIGKILL


def test_a_crashed_program_is_started_again(tmp_path):
    mark = tmp_path / "mark"
    once = f"import os, pathlib, time\nm = pathlib.Path({str(mark)!r})\nif not m.exists(): m.touch(); os._exit(9)\n"
    runner = Runner(
        [Program("once", [sys.executable, "-c", once + "pathlib.Path(str(m) + '2').touch(); time.sleep(60)"])]
    )
    runner.on_tick = lambda: setattr(runner, "stopping", Path(f"{mark}2").exists())
    assert runner.run() == 0


def test_all_stop_when_one_stops_for_good(tmp_path, capfd):
    bad = Program("bad", [sys.executable, "-c", "raise SystemExit(3)"])
    good = Program("good", [sys.executable, "-c", "import time; time.sleep(60)"])
    runner = Runner([bad, good], limit=2)
    assert runner.run() == 1
    assert runner.children[1].process.returncode == -signal.SIGTERM
    assert "bad không chạy được" in capfd.readouterr().out
