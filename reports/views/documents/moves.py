"""One page per step of a paper's life: what it will do, what it asks, and the act itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from campaigns.views.common import page, try_service
from reports.checks import findings_of
from reports.facts.document import document_facts
from reports.forms.documents import (
    ConsultForm,
    EmptyForm,
    IssueForm,
    NoteForm,
    NumberForm,
    ReasonForm,
    SignForm,
    SucceedForm,
    first_values,
)
from reports.models import Document
from reports.permissions_documents import can_move, can_succeed
from reports.services import consulting, life
from reports.services.acts import words_version
from reports.services.documents import succeed_document
from reports.services.numbering import series_for
from reports.states import APPROVE, CONSULT, END_CONSULTATION, ISSUE, MOVES, NUMBER, RECALL, REOPEN, SIGN

from .common import get_document, heading, printed


@dataclass(frozen=True)
class Step:
    """``run`` takes ``document_id=``, ``by=`` and what the form gave; ``done`` is said afterwards."""

    form: type[Form]
    run: Callable[..., Any]
    done: str


STEPS = {
    CONSULT.name: Step(ConsultForm, consulting.open_consultation, "Đã gửi lấy ý kiến; các đơn vị được báo."),
    END_CONSULTATION.name: Step(EmptyForm, consulting.close_consultation, "Đã kết thúc lấy ý kiến."),
    APPROVE.name: Step(NoteForm, life.approve, "Đã phê duyệt; nội dung được chốt thành một bản."),
    REOPEN.name: Step(ReasonForm, life.reopen, "Văn bản trở về dự thảo."),
    SIGN.name: Step(SignForm, life.sign, "Đã ghi nhận chữ ký."),
    NUMBER.name: Step(NumberForm, life.give_number, "Đã cấp số."),
    ISSUE.name: Step(IssueForm, life.issue, "Đã ban hành. Các tệp đang được tạo; xem ở thẻ Tệp."),
    RECALL.name: Step(ReasonForm, life.recall, "Đã thu hồi văn bản."),
}


@login_required
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """GET: the consequence in words and the form; POST: the step."""
    if name not in STEPS:
        raise Http404
    document, chosen, step = get_document(request, pk), MOVES[name], STEPS[name]
    can_move(request.user, document, chosen).enforce()
    findings = findings_of(document_facts(document)) if chosen in (ISSUE, APPROVE) else []
    form = _form(step.form, request, document, findings)
    if request.method == "POST" and form.is_valid():
        given = {"document_id": document.pk, "by": request.user, **form.cleaned_data}
        if try_service(form, step.run, **given):
            messages.success(request, step.done)
            return redirect("reports:document_detail", pk=document.pk)
    context = {
        **heading(request, document),
        "form": form,
        "move": chosen,
        "draft_key": f"van-ban-{pk}-{name}",
        **_beside(chosen, document, findings),
    }
    return page(request, "reports/document_move.html", context)


def _form(form: type[Form], request: HttpRequest, document: Document, findings: list) -> Form:
    more = {"warned": any(finding.level == "warn" for finding in findings)} if form is IssueForm else {}
    first = {"seen": words_version(document)} if form is NoteForm else first_values(form, document)
    return form(request.POST if request.method == "POST" else None, initial=first, **more)


def _beside(chosen, document: Document, findings: list) -> dict[str, Any]:
    """What is shown next to the form: the whole text before it is fixed, what the checker found, the register."""
    context: dict[str, Any] = {"findings": findings, "stopped": any(finding.level == "stop" for finding in findings)}
    if chosen in (APPROVE, ISSUE, CONSULT):
        context |= printed(document_facts(document))
    if chosen is NUMBER:
        context["series"] = series_for(document)
    return context


@login_required
def succeed(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the paper that replaces or corrects this one."""
    document = get_document(request, pk)
    can_succeed(request.user, document).enforce()
    form = SucceedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {"corrects": form.cleaned_data["corrects"] == "correct", "reason": form.cleaned_data["reason"]}
        new = try_service(form, succeed_document, document_id=document.pk, by=request.user, **given)
        if new:
            messages.success(request, "Đã lập dự thảo. Văn bản cũ chỉ thay đổi khi dự thảo này được ban hành.")
            return redirect("reports:document_detail", pk=new.pk)
    return page(request, "reports/document_succeed.html", {**heading(request, document), "form": form})
