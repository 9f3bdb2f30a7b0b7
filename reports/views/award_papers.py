"""Papers of a draft of a decision; the bonus list and the fund as Excel."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.clock import today
from accounts.decisions import Reason, only_if
from awards import permissions_acts
from awards.forms import whole_number
from awards.fund import fund_year
from awards.models import Decision, DecisionDraft, FundEntry
from awards.permissions_acts import can_write_drafts
from awards.states_acts import PROPOSE
from awards.views.money import lines_of
from blocs.access import Action, reach
from blocs.models import Authority
from blocs.views_base import fetch
from reports.exports import Grid, answer
from reports.models import Document
from reports.services.award_papers import begin_award_paper, can_begin, live_award_paper
from reports.states import IN_FORCE, OF_DECISION, DocumentKind


@require_safe
@login_required
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Papers begun from the draft, what can be begun, and the way on once the decision is issued."""
    draft = fetch(DecisionDraft.objects.for_decisions(), request.user, pk=pk)
    found = Document.objects.visible_to(request.user).filter(of_award__draft=draft).select_related("text", "authority")
    rows = list(found.order_by("pk"))
    writes = bool(can_write_drafts(request.user, draft.authority))
    begins = [
        DocumentKind(kind)
        for kind in DocumentKind.values
        if kind in OF_DECISION and writes and can_begin(draft, kind) and live_award_paper(draft, kind) is None
    ]
    issued = [row for row in rows if row.kind == DocumentKind.AWARD_DECISION and row.state in IN_FORCE]
    next_url = (
        _propose_url(draft, issued[-1])
        if issued and permissions_acts.can_move_draft(request.user, draft, PROPOSE)
        else ""
    )
    context = {"draft": draft, "papers": rows, "begins": begins, "next_url": next_url}
    return render(request, "reports/award_papers.html", context)


def _propose_url(draft: DecisionDraft, document: Document) -> str:
    """The form that lays the decision before the second person, with what the issued paper says."""
    head = document.head
    number = f"{head.number}/{head.sign}" if head.sign else head.number
    day = f"{head.day:02d}/{head.month:02d}/{head.year}" if head.day else ""
    given = {"number": number, "date": day, "signer": head.signer_name, "issuer": document.authority.name}
    return f"{reverse('awards:draft_propose', args=[draft.pk])}?{urlencode(given)}"


@require_POST
@login_required
def begin(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in OF_DECISION:
        raise Http404
    document = begin_award_paper(draft_id=pk, kind=kind, by=request.user)
    messages.success(request, "Văn bản đã điền sẵn danh sách từ dự thảo. Hãy đọc lại rồi trình ký.")
    return redirect("reports:document_edit", pk=document.pk)


@require_safe
@login_required
def bonus_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The bonus list as a table, for the accountant."""
    decision = fetch(Decision.objects.select_related("authority"), request.user, pk=pk)
    permissions_acts.can_act(request.user, decision).enforce()
    found = lines_of(decision)
    rows = [
        [
            line.record.subject,
            line.record.unit_name,
            line.record.award_type.name,
            line.bonus.coefficient if line.bonus else None,
            line.amount,
            line.why,
        ]
        for line in found.lines
    ]
    total = ["Cộng", None, None, None, found.total, f"Bằng chữ: {found.words}"]
    columns = ["Tập thể, cá nhân", "Đơn vị", "Danh hiệu, hình thức", "Hệ số", "Số tiền (đồng)", "Ghi chú"]
    lines = ["DANH SÁCH TIỀN THƯỞNG", f"Theo {decision}", decision.authority.name]
    grid = Grid("Tiền thưởng", lines, columns, [*rows, total])
    return answer([grid], name=f"tien-thuong-{decision.pk}", kind="xlsx")


@require_safe
@login_required
def fund_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """Entries of one year with what was carried over and what is left."""
    authority = fetch(Authority.objects.all(), request.user, pk=pk)
    readable = authority.pk in reach(request.user, Action.PROVINCE_VIEW).authority_ids
    only_if(readable, Reason.NOT_YOUR_ROLE).enforce()
    asked = whole_number(request.GET.get("nam"))
    year = asked if asked and 2000 <= asked <= 2100 else today().year
    entries = FundEntry.objects.filter(authority=authority, year=year).select_related("decision", "by")
    rows = [
        [
            f"{row.on:%d/%m/%Y}",
            row.source,
            row.get_direction_display(),
            -row.amount if row.reverses_id else row.amount,
            str(row.by),
        ]
        for row in entries.order_by("on", "pk")
    ]
    sums = fund_year(authority.pk, year)
    lines = [
        f"QUỸ THI ĐUA, KHEN THƯỞNG NĂM {year}",
        authority.name,
        f"Năm trước chuyển sang: {sums.figures['carried']} đồng; còn lại: {sums.figures['left']} đồng",
    ]
    grid = Grid("Quỹ", lines, ["Ngày", "Nội dung", "Loại", "Số tiền (đồng)", "Người ghi"], rows)
    return answer([grid], name=f"quy-{authority.pk}-{year}", kind="xlsx")
