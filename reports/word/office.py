"""An office's own Word template filled with the values of a paper, in a process of its own under limits."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .fields import known_of, sample_of
from .package import same_moment
from .values import values_of

SECONDS = 20
_CHILD = Path(__file__).with_name("office_child.py")
TOO_MUCH = "Mẫu quá phức tạp hoặc hỏng nên không điền được. Hãy mở bằng Word, lưu lại rồi nạp lại."


class Unfit(Exception):
    """A template that cannot be filled; ``problems`` are sentences for who made it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Filled:
    """A filled file, and the names of the fields its template uses."""

    content: bytes
    fields: list[str]


def office_docx(template: bytes, facts: dict[str, Any]) -> bytes:
    """The paper of frozen facts in an office's own template; the same input gives the same bytes. Raises Unfit."""
    return _fill(template, facts["kind"], values_of(facts)).content


def office_sample(template: bytes, kind: str) -> Filled:
    """A template filled with made-up values: what shows whether it can be used. Raises Unfit."""
    return _fill(template, kind, sample_of(kind))


def _fill(template: bytes, kind: str, values: dict[str, Any]) -> Filled:
    request = {"length": len(template), "known": known_of(kind), "values": values}
    command = [sys.executable, "-I", str(_CHILD)]
    data = json.dumps(request).encode() + b"\n" + template
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env={}, check=True)
        line, _, content = done.stdout.partition(b"\n")
        head = json.loads(line)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise Unfit([TOO_MUCH]) from error
    if head["end"] == "problems":
        raise Unfit(head["problems"])
    if head["end"] != "done" or len(content) != head["length"]:
        raise Unfit([TOO_MUCH])
    return Filled(same_moment(content), head["fields"])
