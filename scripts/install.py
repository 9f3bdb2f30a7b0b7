"""Install what the application needs: native libraries, a font, the virtual environment.

The same steps for `make run`, `make test` and the Dockerfile. Runs on Debian's bare python3 (standard library only).
Progress goes to stderr, so that the first line of `make test` on stdout can be its own.

    python3 -m scripts.install          what the application needs
    python3 -m scripts.install --dev    also the tools for tests, and Debian's chromium when it may be installed
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

# Debian package -> shared library it brings. WeasyPrint loads them at run time; the last makes PDFs twice as fast.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
# Times metrics with all Vietnamese letters; Debian 12's fonts-liberation (1.x) lacks half of them.
FONT_PACKAGE = "fonts-liberation2"
FONT_FILE = "LiberationSerif-Regular.ttf"
BROWSERS = ("chromium", "chromium-headless-shell")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def font_present() -> bool:
    """Whether Liberation Serif with Vietnamese letters is installed (asks fontconfig where its tool exists)."""
    if shutil.which("fc-list"):
        answer = subprocess.run(["fc-list", ":family=Liberation Serif:lang=vi"], capture_output=True, check=False)
        return bool(answer.stdout.strip())
    return (Path("/usr/share/fonts/truetype/liberation2") / FONT_FILE).exists()


def missing_packages() -> list[str]:
    missing = [package for package, soname in LIBRARIES.items() if not loads(soname)]
    return missing if font_present() else [*missing, FONT_PACKAGE]


def root_prefix() -> list[str] | None:
    """How to run a command as root: directly, through sudo (which may ask when a person is there), or not at all."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    someone_there = sys.stdin is not None and sys.stdin.isatty()
    return ["sudo"] if someone_there else ["sudo", "-n"]


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages; False when there is no right, no apt-get or no such package."""
    prefix = root_prefix()
    if prefix is None or not shutil.which("apt-get"):
        return False
    say(f"Cài gói hệ thống: {' '.join(packages)} …")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    quiet = {"stdout": subprocess.DEVNULL, "check": False}
    if subprocess.run(install, stderr=subprocess.DEVNULL, **quiet).returncode == 0:
        return True
    # A fresh machine has no package lists yet, or old ones.
    return (
        subprocess.run([*apt, "update"], **quiet).returncode == 0 and subprocess.run(install, **quiet).returncode == 0
    )


def ensure_native() -> None:
    packages = missing_packages()
    if not packages:
        return
    if not apt_install(packages):
        sys.exit(
            "Thiếu gói hệ thống và không cài được từ đây; hãy nhờ người có quyền chạy"
            f" (system packages are missing, have an administrator run): apt-get install {' '.join(packages)}"
        )


def ensure_venv() -> None:
    works = PYTHON.exists() and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False)
    if works and works.returncode == 0:
        return
    say("Tạo môi trường Python .venv …")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        reason = (made.stdout + made.stderr).strip()
        sys.exit(f"Không tạo được .venv; cần gói python3-venv (install it: apt-get install python3-venv).\n{reason}")


def fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def ensure_requirements(name: str) -> None:
    """Install the pinned packages of requirements*.txt, only when the files or Python changed since the last time."""
    own = ROOT / name
    files = [ROOT / "constraints.txt", ROOT / "requirements.txt"]
    key = fingerprint([*files, own])
    stamp = VENV / f"{own.stem}.sha256"
    if stamp.exists() and stamp.read_text() == key:
        return
    ensure_venv()
    say(f"Cài thư viện Python theo {name} (lần đầu mất khoảng một phút) …")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
    done = subprocess.run([*pip, "-c", files[0], "-r", own], stdout=sys.stderr, check=False)
    if done.returncode != 0:
        sys.exit(f"Không cài được thư viện trong {name}; xem thông báo của pip ở trên (see pip's message above).")
    stamp.write_text(key)


def find_browser() -> str | None:
    """Path of Debian's chromium, or None."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def ensure_browser() -> None:
    """Install chromium for the browser tests when allowed; the test driver says so when it is absent."""
    if not find_browser():
        apt_install([BROWSERS[0]])


def main(arguments: list[str]) -> None:
    os.chdir(ROOT)
    ensure_native()
    ensure_requirements("requirements.txt")
    if "--dev" in arguments:
        ensure_requirements("requirements-dev.txt")
        ensure_browser()


if __name__ == "__main__":
    main(sys.argv[1:])
