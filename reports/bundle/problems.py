"""What is wrong with a bundle: sentences in Vietnamese, each with the JSON path of the value it is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError

from accounts.decisions import Refused

MOST_SHOWN = 200


@dataclass(frozen=True)
class Problem:
    """One sentence about the value at `path` (`$.campaigns[0].deadlines[2].value`)."""

    path: str
    words: str

    def __str__(self) -> str:
        return f"{self.path}: {self.words}"


class BadBundle(Exception):
    """A bundle that cannot be read or taken in. Nothing of it is kept."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems[:MOST_SHOWN]))

    @classmethod
    def at(cls, path: str, words: str) -> "BadBundle":
        return cls([Problem(path, words)])


@contextmanager
def about(path: str) -> Iterator[None]:
    """Whatever a service refuses inside the block is a problem of the value at `path`."""
    try:
        yield
    except Refused as error:
        raise BadBundle.at(path, str(error)) from error
    except ValidationError as error:
        raise BadBundle(_of_validation(path, error)) from error
    except DatabaseError as error:
        raise BadBundle.at(path, _of_database(error)) from error


def _of_database(error: DatabaseError) -> str:
    """The sentence of the constraint that was broken, where it has one."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            said = str(constraint.violation_error_message)
            if constraint.name in str(error) and said != str(constraint.default_violation_error_message):
                return said
    return "cơ sở dữ liệu không nhận dòng này: trùng hoặc trái ràng buộc."


def _of_validation(path: str, error: ValidationError) -> list[Problem]:
    if not hasattr(error, "error_dict"):
        return [Problem(path, sentence) for sentence in error.messages]
    return [
        Problem(path if name == NON_FIELD_ERRORS else f"{path}.{name}", sentence)
        for name, sentences in error.message_dict.items()
        for sentence in sentences
    ]
