"""Writing a paper's words, with what the checker says beside them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.decisions import Reason, Refused
from campaigns.views.common import try_service
from reports.checks import findings_of
from reports.facts.document import document_facts
from reports.forms.documents import WordsForm
from reports.forms.inputs import input_form, inputs_of
from reports.kinds import KINDS
from reports.models import Document
from reports.permissions_documents import can_edit
from reports.services.documents import save_document

from .common import get_document, heading


class Sheet:
    """The two forms of one page: head and parts, and the kind's own facts (some kinds have none)."""

    def __init__(self, document: Document, data: QueryDict | None = None) -> None:
        self.words = WordsForm(data, document=document)
        self.inputs = input_form(document.kind, data, document.text.inputs)

    @property
    def forms(self) -> list:
        return [form for form in (self.inputs, self.words) if form is not None]

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        own = {"inputs": inputs_of(self.inputs)} if self.inputs else {}
        return {"expected_version": self.words.cleaned_data["version"], **self.words.values(), **own}

    def shown(self) -> dict[str, tuple[str, str]]:
        """Every field as it stands on the page: name → (label, text)."""
        fields = [field for form in self.forms for field in form if field.name != "version"]
        return {field.html_name: (field.label, _text(field.value())) for field in fields}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """422 with the typed text when something is wrong in it; 409 with both texts when somebody saved meanwhile."""
    document = get_document(request, pk)
    can_edit(request.user, document).enforce()
    sheet = Sheet(document, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not sheet.is_valid():
        return _page(request, document, sheet, 422 if request.method == "POST" else 200)
    try:
        saved = try_service(sheet.words, save_document, document_id=pk, by=request.user, **sheet.values())
    except Refused as refused:
        if refused.reason is not Reason.STALE:
            raise
        return _stale(request, pk)
    if saved is None:
        return _page(request, document, sheet, 422)
    messages.success(request, "Đã lưu nội dung.")
    return redirect("reports:document_edit" if "on" in request.POST else "reports:document_detail", pk=pk)


def _stale(request: HttpRequest, pk: int) -> HttpResponse:
    """What was typed stays in the forms, ready to be saved over; what is kept now stands above where it differs."""
    document = get_document(request, pk)
    typed = request.POST.copy()
    typed["version"] = document.version
    mine, theirs = Sheet(document, typed), Sheet(document)
    mine.is_valid()
    written = mine.shown()
    kept = [row for name, row in theirs.shown().items() if row[1].split() != written[name][1].split()]
    return _page(request, document, mine, 409, kept)


def _page(request: HttpRequest, document: Document, sheet: Sheet, status: int, kept: list | None = None):
    context = {
        **heading(request, document, "noi-dung"),
        "forms": sheet.forms,
        "kept": kept,
        "kind": KINDS[document.kind],
        "findings": findings_of(document_facts(document)),
    }
    return render(request, "reports/document_edit.html", context, status=status)
