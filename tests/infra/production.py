"""Run something under the production settings with a given environment."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = {
    "SECRET_KEY": "k7" * 20 + "0123456789abcdefghij",
    "ALLOWED_HOSTS": "khoi.example.vn",
    "SITE_URL": "https://khoi.example.vn",
    "EMAIL_HOST": "mail.example.vn",
    "DATABASE_URL": "postgres://khoi:khoi@db/khoi",
    "REDIS_URL": "redis://redis:6379/0",
}


def run_python(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """A Python process that knows these variables, PATH and nothing else."""
    known = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "DJANGO_SETTINGS_MODULE": "config.settings.prod"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**known, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
