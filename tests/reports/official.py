"""Official papers of the small world, in any state, without going through their life."""

import datetime as dt

from accounts.clock import today
from reports import services
from reports.models import Document, DocumentText, NumberSeries
from reports.states import DocumentKind, DocumentState


def make_document(
    world, *, kind=DocumentKind.RESULT_NOTICE, state=DocumentState.SIGNED, unit=None, dated=None, **changes
):
    """A paper of the first bloc (of a unit, or with ``campaign=None`` of the authority), dated today."""
    day = dated or today()
    head = {
        "family": "state",
        "issuer_lines": "KHỐI THI ĐUA SỐ 1",
        "doc_type": "THÔNG BÁO",
        "sign": "TB-KTĐ",
        "place": "Đông Hà",
        "subject": "Kết quả thi đua CHIM-TRICH-YEU",
        "signer_name": "Nguyễn Văn CHIM-NGUOI-KY",
        "recipients": "UBND tỉnh | b/c\nCác đơn vị CHIM-NOI-NHAN",
    }
    rows = {key: changes.pop(key) for key in ("campaign", "replaces", "corrects") if key in changes}
    text = DocumentText.objects.create(**head | {"day": day.day, "month": day.month, "year": day.year} | changes)
    rows = {"campaign": world.bloc.campaign, **rows}
    return Document.objects.create(
        kind=kind, authority=world.a, unit=unit, text=text, state=state, created_by=world.leader, **rows
    )


def make_series(world, **changes) -> NumberSeries:
    """The common State register of the first bloc."""
    bloc = None if changes.get("unit") or changes.pop("of_authority", False) else world.bloc.year.bloc
    values = {"name": "Sổ văn bản đi", "authority": world.a, "bloc": bloc, **changes}
    return NumberSeries.objects.create(**values)


def issue(document, by):
    """The paper as issued: frozen, with its code; its files wait for a worker."""
    Document.objects.filter(pk=document.pk).update(state=DocumentState.ISSUED)
    document.refresh_from_db()
    return services.freeze_issue(document=document, by=by)


def days_ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)
