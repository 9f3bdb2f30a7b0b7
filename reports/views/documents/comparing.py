"""Two kept versions of a paper side by side: head, text, own facts and signature, by paragraph and by word."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.views.common import as_key
from reports.comparing import SAME, compare
from reports.forms.inputs import input_form
from reports.paragraphs import Para, paragraphs_of
from reports.permissions_documents import writes

from .common import get_document, heading


@login_required
def compare_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """``?tu=`` and ``?den=``: numbers of two versions of this paper; without them the last two."""
    document = get_document(request, pk)
    writes(request.user, document).enforce()
    numbers = list(document.versions.order_by("number").values_list("number", flat=True))
    if len(numbers) < 2:
        raise Http404
    old, new = _chosen(request, "tu", numbers, numbers[-2]), _chosen(request, "den", numbers, numbers[-1])
    found = {row.number: row for row in document.versions.filter(number__in=(old, new))}
    changes = compare(_everything(found[old].facts), _everything(found[new].facts))
    context = {
        **heading(request, document, "phien-ban"),
        "numbers": numbers,
        "old": found[old],
        "new": found[new],
        "changes": [change for change in changes if change.kind != SAME],
        "same": sum(change.kind == SAME for change in changes),
    }
    return render(request, "reports/document_compare.html", context)


def _chosen(request: HttpRequest, name: str, numbers: list[int], default: int) -> int:
    number = as_key(request.GET.get(name, ""))
    return number if number in numbers else default


def _everything(facts: dict[str, Any]) -> list[Para]:
    """The paragraphs people comment on, between what else people type into a paper."""
    return [para for para in [*_head(facts), *paragraphs_of(facts), *_inputs(facts), _signer(facts)] if para.text]


def _head(facts: dict[str, Any]) -> list[Para]:
    issuer = [facts["superior"], *facts["issuer_lines"], facts["doc_type"]]
    date = [str(facts[name]) for name in ("day", "month", "year") if facts[name]]
    return [
        Para("issuer", "Đầu văn bản", "\n".join(filter(None, issuer))),
        Para("number", "Số, ký hiệu", " / ".join(filter(None, (facts["number"], facts["sign"])))),
        Para("date", "Địa danh, ngày", ", ".join(filter(None, (facts["place"], "/".join(date))))),
    ]


def _inputs(facts: dict[str, Any]) -> list[Para]:
    """The kind's own facts as its form writes them."""
    form = input_form(facts["kind"], None, facts.get("inputs", {}))
    return [Para(field.html_name, field.label, str(field.value() or "")) for field in form] if form else []


def _signer(facts: dict[str, Any]) -> Para:
    signer = facts["signer"]
    lines = [signer["authority_line"], signer["capacity"], signer["post"], signer["name"], *signer["titles_below"]]
    return Para("signer", "Phần ký", "\n".join(filter(None, lines)))
