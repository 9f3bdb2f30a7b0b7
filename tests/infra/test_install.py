"""The installation does a step only when it is needed, and says in one sentence what it may not do."""

import os
import shutil
import subprocess

import pytest

from scripts import install


@pytest.fixture
def commands(monkeypatch):
    """Commands that the step wanted to run; all of them succeed."""
    ran = []

    def run(command, **options):
        ran.append([str(word) for word in command])
        return subprocess.CompletedProcess(command, 0, stdout="", stderr="")

    monkeypatch.setattr(install.subprocess, "run", run)
    return ran


def test_packages_that_may_not_be_installed_are_named_in_one_sentence(monkeypatch, commands):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(install, "missing_packages", lambda: ["libpango-1.0-0", "fonts-liberation2"])
    with pytest.raises(SystemExit) as refused:
        install.ensure_native()
    assert str(refused.value).endswith("apt-get install libpango-1.0-0 fonts-liberation2")
    assert "\n" not in str(refused.value)
    assert commands == []


def test_missing_libraries_are_noticed(monkeypatch):
    monkeypatch.setattr(install, "LIBRARIES", {"co-that": "libc.so.6", "khong-co": "libkhong-co.so.9"})
    monkeypatch.setattr(install, "font_present", lambda: False)
    assert install.missing_packages() == ["khong-co", "fonts-liberation2"]


@pytest.mark.parametrize(
    ("uid", "sudo", "terminal", "prefix"),
    [
        (0, None, False, []),
        (1000, None, True, None),
        (1000, "/usr/bin/sudo", True, ["sudo"]),
        (1000, "/usr/bin/sudo", False, ["sudo", "-n"]),
    ],
)
def test_how_to_become_root(monkeypatch, uid, sudo, terminal, prefix):
    class Terminal:
        def isatty(self):
            return terminal

    monkeypatch.setattr(os, "geteuid", lambda: uid)
    monkeypatch.setattr(shutil, "which", lambda name: sudo)
    monkeypatch.setattr(install.sys, "stdin", Terminal())
    assert install.root_prefix() == prefix


def test_requirements_are_installed_again_only_when_they_change(monkeypatch, commands, tmp_path):
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path)
    for name in ("constraints.txt", "requirements.txt"):
        (tmp_path / name).write_text("# none\n")

    install.ensure_requirements("requirements.txt")
    first = len([command for command in commands if "install" in command])
    install.ensure_requirements("requirements.txt")
    second = len([command for command in commands if "install" in command])
    (tmp_path / "requirements.txt").write_text("# changed\n")
    install.ensure_requirements("requirements.txt")
    third = len([command for command in commands if "install" in command])
    assert (first, second, third) == (1, 1, 2)
