"""The register of documents that papers cite: the common entries from the data file, an authority's own by its board."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.decisions import Reason, Refused
from accounts.models import User
from blocs.access import refresh
from blocs.models import Authority
from campaigns.models import LegalDocument
from campaigns.models.legal import LEGAL_FIELDS
from campaigns.permissions import can_change_legal, can_register_legal

from .locks import invalid, put

FILE = Path(__file__).resolve().parent.parent / "data" / "legal.json"
_FIELDS = frozenset(LEGAL_FIELDS)


@transaction.atomic
def add_legal_document(*, authority: Authority, by: User, **fields: Any) -> LegalDocument:
    """A new entry of the authority's own register. Raises Refused, ValidationError."""
    refresh(by)
    can_register_legal(by, authority).enforce()
    entry = LegalDocument(authority=authority)
    _, after = put(entry, _FIELDS, fields)
    _check(entry)
    entry.save()
    audit.record(by=by, event="legal.create", target=entry, after=after)
    return entry


@transaction.atomic
def update_legal_document(*, entry_id: int, by: User, **fields: Any) -> LegalDocument:
    """Change an entry of the own authority; papers that cite it keep their words. Raises Refused, ValidationError."""
    refresh(by)
    rows = LegalDocument.objects.select_related("authority").select_for_update(of=("self",))
    entry = rows.filter(pk=entry_id).first()
    if entry is None:
        raise Refused(Reason.OUT_OF_REACH)
    can_change_legal(by, entry).enforce()
    before, after = put(entry, _FIELDS, fields)
    _check(entry)
    entry.save()
    audit.record(by=by, event="legal.update", target=entry, before=before, after=after)
    return entry


def _check(entry: LegalDocument) -> None:
    if entry.replaced_by is not None and entry.replaced_by.authority_id not in (None, entry.authority_id):
        raise invalid("replaced_by", "Văn bản này không có trong danh mục của cơ quan bạn.")
    if entry.pk and entry.replaced_by_id == entry.pk:
        raise invalid("replaced_by", "Văn bản không thể thay thế chính nó.")
    if entry.lapsed_on and entry.date and entry.lapsed_on < entry.date:
        raise invalid("lapsed_on", "Ngày hết hiệu lực phải sau ngày ban hành.")


@transaction.atomic
def load_legal_documents() -> list[LegalDocument]:
    """Bring the common entries in step with the data file (by number, else by type and date); entries no longer in the
    file stay. Returns what changed."""
    have = {_key(row.number, row.doc_type, row.date): row for row in _common()}
    told = json.loads(FILE.read_text(encoding="utf-8"))
    loaded, changed = {}, []
    for facts in told:
        values = {name: _value(name, facts.get(name)) for name in _FIELDS - {"replaced_by"}}
        key = _key(values["number"], values["doc_type"], values["date"])
        loaded[facts["key"]] = _load(have.get(key) or LegalDocument(), values, changed)
    for facts in told:
        if "replaced_by" in facts:
            _load(loaded[facts["key"]], {"replaced_by": loaded[facts["replaced_by"]]}, changed)
    return changed


def _common():
    return LegalDocument.objects.select_for_update().filter(authority__isnull=True)


def _key(number: str, doc_type: str, date: Any) -> tuple:
    return (number,) if number else (doc_type, date)


def _value(name: str, value: Any) -> Any:
    field = LegalDocument._meta.get_field(name)
    return field.to_python(value) if value is not None else (None if field.null else "")


def _load(entry: LegalDocument, values: dict[str, Any], changed: list[LegalDocument]) -> LegalDocument:
    """Write what differs; the entry as it now is."""
    before, after = put(entry, _FIELDS, values)
    if after or entry.pk is None:
        entry.save()
        audit.record(by=None, event="legal.load", target=entry, before=before or None, after=after)
        changed.append(entry)
    return entry
