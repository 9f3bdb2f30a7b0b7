"""Virus scanning by a ClamAV daemon, where one is set up. It fails closed: what was not found clean is not served."""

import logging
from functools import partial
from urllib.parse import urlsplit

from celery import current_app
from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from kombu.exceptions import OperationalError

from accounts import audit, clock
from accounts.outbox import notify
from blocs.access import Action, people_holding
from scoring.models import EvidenceVersion
from scoring.states import Scan

logger = logging.getLogger(__name__)
TASK = "scoring.tasks.scan_version"
SECONDS = 30  # of silence, after which the scanner is believed to be down
BATCH = 50


def first_state() -> Scan:
    return Scan.PENDING if settings.CLAMD_URL else Scan.OFF


def scan_after_commit(version: EvidenceVersion) -> None:
    """Have a new file scanned once its row is written; what the broker loses, the sweep finds."""
    if settings.CLAMD_URL:
        transaction.on_commit(partial(publish_scan, version.pk), robust=True)


def publish_scan(version_id: int) -> bool:
    try:
        current_app.send_task(TASK, args=(version_id,), retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("evidence %s waits for the sweep: %s", version_id, error)
        return False
    return True


def scanner() -> ClamdNetworkSocket:
    """The daemon at CLAMD_URL: tcp://host:3310 or unix:///path."""
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "unix":
        return ClamdUnixSocket(address.path, timeout=SECONDS)
    return ClamdNetworkSocket(address.hostname or "127.0.0.1", address.port or 3310, timeout=SECONDS)


def scan_version(*, version_id: int) -> Scan | None:
    """Ask the scanner about one kept file; None when there is nothing to ask or no clear answer came (it waits)."""
    version = EvidenceVersion.objects.unscanned().filter(pk=version_id).first()
    if version is None or not settings.CLAMD_URL:
        return None
    verdict = _verdict(version)
    if verdict:
        _settle(version, verdict)
    return verdict


def _verdict(version: EvidenceVersion) -> Scan | None:
    try:
        with version.file.open("rb") as content:
            answer = scanner().instream(content)
    except (ClamdError, OSError, ValueError) as error:
        logger.warning("evidence %s was not scanned: %s", version.pk, error)
        return None
    status = next(iter(answer.values()), ("", None))[0]
    return {"OK": Scan.CLEAN, "FOUND": Scan.INFECTED}.get(status)


@transaction.atomic
def _settle(version: EvidenceVersion, verdict: Scan) -> None:
    """Write the answer once, whoever asked twice; an infected file is told to the unit's people."""
    rows = EvidenceVersion.objects.unscanned().filter(pk=version.pk)
    if rows.update(scan=verdict, scanned_at=clock.now()) and verdict == Scan.INFECTED:
        evidence = version.evidence
        audit.record(by=None, event="evidence.infected", target=evidence, after={"sha256": version.sha256})
        notify(
            users=people_holding(Action.SHEET_EDIT, unit_id=evidence.unit_id),
            kind="evidence_infected",
            title=f"Tệp minh chứng có mã độc: {version.name}",
            body="Không ai mở được tệp này. Hãy kiểm tra máy đã tải tệp lên và thay bằng tệp khác.",
            path=reverse("scoring:evidence_item", args=[evidence.pk]),
            key=f"evidence:{version.pk}:infected",
        )


def sweep_scans() -> int:
    """Have the oldest unscanned files scanned while the scanner answers; returns how many were asked for."""
    if not settings.CLAMD_URL:
        return 0
    try:
        scanner().ping()
    except (ClamdError, OSError) as error:
        logger.error("the virus scanner does not answer: %s", error)
        return 0
    waiting = EvidenceVersion.objects.unscanned().order_by("uploaded_at", "pk").values_list("pk", flat=True)
    return sum(publish_scan(version_id) for version_id in waiting[:BATCH])
