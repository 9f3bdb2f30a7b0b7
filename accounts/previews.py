"""Pages of PDF files and pictures as plain JPEG, made in a process of its own: the browser never runs what was sent."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.db.models.fields.files import FieldFile

SHOWN = {"application/pdf": "pdf", "image/jpeg": "picture", "image/png": "picture"}
SECONDS = 15
_CHILD = Path(__file__).with_name("preview_child.py")


class NoPreview(Exception):
    """The file has no such page, is broken, needs a password, or takes too long."""


@dataclass(frozen=True)
class Preview:
    """One page: `number` from 1 of `pages`, as JPEG bytes."""

    number: int
    pages: int
    jpeg: bytes


def can_preview(content_type: str) -> bool:
    return content_type in SHOWN


def preview(stored: FieldFile, content_type: str, number: int = 1) -> Preview:
    """One page of a kept file as a picture of at most about 1600 x 2200 points. Raises NoPreview.

    The child reads the file from its standard input under limits of time and memory and knows no path, setting or
    variable of the application.
    """
    if not can_preview(content_type):
        raise NoPreview(content_type)
    with stored.open("rb") as content:
        data = content.read()
    command = [sys.executable, "-I", str(_CHILD), SHOWN[content_type], str(number)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env={}, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise NoPreview(str(error)) from error
    head, _, jpeg = done.stdout.partition(b"\n")
    if not head.isdigit() or not jpeg:
        raise NoPreview("no picture")
    return Preview(number, int(head), jpeg)
