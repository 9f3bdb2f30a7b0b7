"""Round trips: the document of a database, an empty database, and what comes back."""

import copy
import json

from django.apps import apps
from django.db import connection

from accounts.models import User
from reports.bundle.choosing import choose
from reports.bundle.exporting import Export
from reports.bundle.files import pack
from reports.bundle.importing import Report, take_in
from reports.bundle.text import dump
from tests.emptying import resting_triggers

APPS = ("accounts", "blocs", "campaigns", "scoring", "awards", "reports")
ADMIN = "quan.tri.nhap@example.vn"


def export(*, drafts: bool = True) -> dict:
    return Export(choose(None, []), drafts=drafts).document()


def pack_files(path, document: dict):
    """The zip beside a document."""
    pack(path, Export(choose(None, []), drafts=True).files(document))
    return path


def empty_database() -> User:
    """Take every row away; answers the administrator of the empty system."""
    with connection.cursor() as cursor, resting_triggers(cursor):
        for label in APPS:
            for model in apps.get_app_config(label).get_models(include_auto_created=True):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    return User.objects.create_superuser(ADMIN, "Quản trị nhập dữ liệu", "Mat-khau-2026")


def bring(document: dict, by: User, files=None, keep: bool = True) -> Report:
    return take_in(data=dump(document).encode(), by=by, files=files, keep=keep)


def without_importer(document: dict) -> dict:
    """The document without the person who took it in (named nowhere else)."""
    found = copy.deepcopy(document)
    people = [person for person in found.pop("people", []) if person["email"] != ADMIN]
    return found | ({"people": people} if people else {})


def first_difference(one, other, path="$"):
    """Where two documents differ, for a readable failure."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in [*one, *other]:
            found = first_difference(one.get(name), other.get(name), f"{path}.{name}")
            if found:
                return found
        return None
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return next((found for n, (a, b) in pairs if (found := first_difference(a, b, f"{path}[{n}]"))), None)
    return (
        None
        if one == other
        else f"{path}: {json.dumps(one, ensure_ascii=False)[:300]} != {json.dumps(other, ensure_ascii=False)[:300]}"
    )
