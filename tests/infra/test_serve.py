"""`make run` refuses in one sentence, and does each preparation only when it is needed."""

import fcntl
import http.server
import json
import socket
import threading
import time

import pytest
from django.contrib.auth import get_user_model

from scripts import prepare, serve


@pytest.fixture
def calls(monkeypatch, settings, tmp_path):
    """Names of the management commands that a preparation step called."""
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    names = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: names.append(name))
    return names


def test_a_busy_port_is_said_in_one_sentence():
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"cổng {port} .* make run PORT={port + 1}"):
            serve.refuse_busy_port(port)


@pytest.mark.parametrize("text", ["80a", "0", "65536", "-1"])
def test_a_wrong_port_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(SystemExit, match="số cổng"):
        serve.chosen_port()


def test_one_start_for_one_data_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(serve, "VAR_DIR", tmp_path)
    with (tmp_path / "run.lock").open("w") as running:
        fcntl.flock(running, fcntl.LOCK_EX)
        with pytest.raises(SystemExit, match="đang chạy"):
            serve.lock_data()
    serve.lock_data().close()


def test_demonstration_data_goes_into_an_empty_database_only(db, calls):
    prepare.load_demo()
    assert calls == ["load_demo"]
    get_user_model().objects.create(email="co-nguoi@example.vn", full_name="Có Người")
    prepare.load_demo()
    assert calls == ["load_demo"]


def test_an_interrupted_loading_is_taken_up_again(db, calls, monkeypatch):
    def interrupted(name: str) -> None:
        get_user_model().objects.create(email="nua-chung@example.vn", full_name="Nửa Chừng")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(prepare, "call_command", interrupted)
        with pytest.raises(KeyboardInterrupt):
            prepare.load_demo()
    prepare.load_demo()
    prepare.load_demo()
    assert calls == ["load_demo"]


def test_migrations_run_only_when_some_are_missing(db, calls):
    prepare.migrate()
    assert calls == []


def test_static_files_are_collected_once(calls):
    prepare.collect_static()
    prepare.collect_static()
    assert calls == ["collectstatic"]


@pytest.fixture
def first_page():
    """A server that answers with the status in ``server.status``."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(self.server.status)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    with http.server.HTTPServer((serve.HOST, 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize(("status", "words"), [(200, "Sẵn sàng sau"), (404, "Sẵn sàng sau"), (500, "báo lỗi 500")])
def test_the_address_is_announced_once(first_page, capsys, monkeypatch, tmp_path, status, words):
    monkeypatch.setattr(serve, "VAR_DIR", tmp_path)
    first_page.status = status
    announce = serve.Announcer(first_page.server_port, time.monotonic())
    announce()
    announce()
    assert capsys.readouterr().out.count(words) == 1


def test_nothing_is_said_before_the_first_answer(capsys):
    with socket.socket() as probe:
        probe.bind((serve.HOST, 0))
        announce = serve.Announcer(probe.getsockname()[1], time.monotonic())
        announce()
    assert capsys.readouterr().out == ""
    assert not announce.done


def test_demonstration_accounts_are_printed(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(serve, "VAR_DIR", tmp_path)
    account = {"login": "a@example.vn", "password": "matkhau-1", "name": "A", "role": "Trưởng khối", "scope": "Khối 8"}
    (tmp_path / "demo_accounts.json").write_text(json.dumps([account]))
    serve.print_accounts()
    line = "Tài khoản minh họa (demonstration accounts): a@example.vn matkhau-1 Trưởng khối – Khối 8"
    assert " ".join(capsys.readouterr().out.split()) == line
