"""Virus scanning against a daemon that speaks clamd's INSTREAM: clean, infected, down, hanging. Closed in doubt."""

import socket
import struct
import threading
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Notification
from reports.demo.files import small_pdf
from scoring import services
from scoring.models import EvidenceVersion
from scoring.services import evidence_scan
from scoring.states import Scan
from tests.scoring import scenes
from tests.scoring.test_views_sheets import browser

pytestmark = pytest.mark.django_db
# Written in two parts, so that no scanner takes this file for the test virus.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


def _received(connection, size: int) -> bytes:
    data = b""
    while len(data) < size and (more := connection.recv(size - len(data))):
        data += more
    return data


def _answer(connection) -> None:
    command = b""
    while not command.endswith(b"\n"):
        command += connection.recv(1)
    if command == b"nPING\n":
        connection.sendall(b"PONG\n")
        return
    assert command == b"nINSTREAM\n"
    content = b""
    while size := struct.unpack("!L", _received(connection, 4))[0]:
        content += _received(connection, size)
    found = b"Eicar-Test-Signature FOUND" if EICAR in content else b"OK"
    connection.sendall(b"stream: " + found + b"\n")


@contextmanager
def daemon(answer=_answer):
    """A clamd at a free port; `answer` speaks with one caller."""
    server = socket.create_server(("127.0.0.1", 0))
    threads = []

    def listen():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                answer(connection)

    threads.append(threading.Thread(target=listen, daemon=True))
    threads[0].start()
    try:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        threads[0].join(5)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def keep(scene, content=None) -> EvidenceVersion:
    upload = SimpleUploadedFile("bao-cao.pdf", content or small_pdf("a", "x").read())
    line = scenes.line(scene.sheet, "1")
    return services.attach_upload(line_id=line.pk, upload=upload, by=scene.world.staff).evidence.current


def read(scene, version) -> set[int]:
    """What everybody who may read the file meets, at every door."""
    return {
        browser(who).get(reverse(f"scoring:{name}", args=[key])).status_code
        for who in (scene.world.staff, scene.world.head)
        for name, key in (
            ("evidence", version.evidence_id),
            ("evidence_version", version.pk),
            ("evidence_preview", version.pk),
        )
    }


@pytest.fixture
def scene(world):
    return scenes.open_scoring(world)


def test_without_a_scanner_files_are_read_and_it_is_said(scene):
    version = keep(scene)
    assert version.scan == Scan.OFF
    assert read(scene, version) == {200}
    page = browser(scene.world.staff).get(reverse("scoring:evidence_item", args=[version.evidence_id]))
    assert "Không quét" in page.content.decode()


def test_a_clean_file_is_served_only_after_it_was_scanned(scene, settings):
    with daemon() as settings.CLAMD_URL:
        version = keep(scene)
        assert version.scan == Scan.PENDING
        assert read(scene, version) == {403}
        page = browser(scene.world.staff).get(reverse("scoring:line", args=[scenes.line(scene.sheet, "1").pk]))
        assert "Đang chờ quét" in page.content.decode()
        assert services.scan_version(version_id=version.pk) == Scan.CLEAN
        assert read(scene, version) == {200}
        assert services.scan_version(version_id=version.pk) is None


def test_an_infected_file_is_served_to_nobody_and_the_unit_is_told_once(scene, settings):
    with daemon() as settings.CLAMD_URL:
        version = keep(scene, small_pdf("a", "x").read() + EICAR)
        assert services.scan_version(version_id=version.pk) == Scan.INFECTED
        services.scan_version(version_id=version.pk)
    assert read(scene, version) == {403}
    settings.CLAMD_URL = ""
    assert read(scene, version) == {403}
    told = Notification.objects.filter(kind="evidence_infected", user=scene.world.staff, channel="in_app")
    assert told.count() == 1


def test_a_scanner_that_is_down_leaves_the_file_waiting(scene, settings):
    settings.CLAMD_URL = f"tcp://127.0.0.1:{free_port()}"
    version = keep(scene)
    assert services.scan_version(version_id=version.pk) is None
    assert services.sweep_scans() == 0
    version.refresh_from_db()
    assert version.scan == Scan.PENDING
    assert read(scene, version) == {403}


def _says(words):
    def answer(connection):
        connection.recv(1_000_000)
        connection.sendall(words)

    return answer


@pytest.mark.parametrize(
    "words",
    [b"", b"stream: Can't allocate memory ERROR\n", b"INSTREAM size limit exceeded. ERROR\n", b"\xff\n", b"OK\n"],
)
def test_an_unclear_answer_leaves_the_file_waiting(scene, settings, words):
    with daemon(_says(words)) as settings.CLAMD_URL:
        assert services.scan_version(version_id=keep(scene).pk) is None
    assert EvidenceVersion.objects.get().scan == Scan.PENDING


def test_a_hanging_scanner_is_given_up_and_the_file_waits(scene, settings, monkeypatch):
    monkeypatch.setattr(evidence_scan, "SECONDS", 0.3)
    done = threading.Event()
    with daemon(lambda connection: done.wait(5)) as settings.CLAMD_URL:
        assert services.scan_version(version_id=keep(scene).pk) is None
        done.set()
    assert EvidenceVersion.objects.get().scan == Scan.PENDING


def test_files_kept_before_the_scanner_came_wait_for_it(scene, settings, monkeypatch):
    version = keep(scene)
    asked = []
    monkeypatch.setattr(evidence_scan, "publish_scan", lambda pk: asked.append(pk) or True)
    with daemon() as settings.CLAMD_URL:
        assert read(scene, version) == {403}
        assert services.sweep_scans() == 1
        services.scan_version(version_id=asked[0])
        assert read(scene, version) == {200}
        assert services.sweep_scans() == 0


def test_a_new_file_is_scanned_after_commit(scene, settings, monkeypatch, django_capture_on_commit_callbacks):
    asked = []
    monkeypatch.setattr(evidence_scan, "publish_scan", asked.append)
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    with django_capture_on_commit_callbacks(execute=True):
        version = keep(scene)
        assert asked == []
    assert asked == [version.pk]
