"""Reading an old plan: paste or load, look at the proposal, apply what was ticked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.decisions import Reason, Refused
from campaigns import permissions, services
from campaigns.forms.reading import (
    BasisRow,
    DeadlineRow,
    HeadRow,
    NodeRow,
    PhaseRow,
    ReadForm,
    RecipientRow,
    RowForm,
    YearForm,
)
from campaigns.models import PlanReading
from campaigns.reading import Proposal
from campaigns.reading.lines import lines_of
from campaigns.reading.source import text_of_file

from .common import add_errors, fetch_row, get_campaign, page, try_service
from .plans import plan_of

_PARTS: tuple[type[RowForm], ...] = (HeadRow, BasisRow, NodeRow, PhaseRow, DeadlineRow, RecipientRow)
_MARKS = {
    "head": "phần đầu",
    "basis": "căn cứ, mở đầu",
    "node": "nội dung",
    "closing": "đoạn kết",
    "signature": "nơi nhận, ký",
    "appendix": "phụ lục",
    "mark": "số trang, nét kẻ",
    "left": "chưa hiểu",
}
_SECTIONS = (
    ("head", "Phần đầu, phần ký", ""),
    ("bases", "Căn cứ, văn bản viện dẫn", "Không thấy căn cứ nào."),
    ("phases", "Các đợt thi đua", "Không thấy đợt thi đua nào."),
    ("deadlines", "Mốc thời hạn", "Không thấy mốc thời hạn nào."),
    ("nodes", "Nội dung", "Không thấy mục nội dung nào."),
    ("recipients", "Nơi nhận", "Không thấy nơi nhận nào."),
)
Rows = dict[str, list[RowForm]]


@login_required
def create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    permissions.can_manage(request.user, campaign).enforce()
    form = ReadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        reading = _read(request, form, campaign.pk)
        if reading:
            return redirect("campaigns:reading", pk=reading.pk)
    earlier = campaign.readings.visible_to(request.user).select_related("by").defer("text", "proposal")[:10]
    return page(request, "campaigns/reading_new.html", {"form": form, "campaign": campaign, "earlier": earlier})


def _read(request: HttpRequest, form: ReadForm, campaign_id: int) -> PlanReading | None:
    """The kept reading; None with the reason on the form."""
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    try:
        text = text_of_file(file) if file else text
    except ValidationError as error:
        form.add_error("file", error)
        return None
    name = file.name if file else ""
    return try_service(form, services.save_reading, campaign_id=campaign_id, by=request.user, text=text, file_name=name)


def _get_reading(request: HttpRequest, pk: int) -> PlanReading:
    return fetch_row(PlanReading.objects.for_decisions(), request, pk)


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal; a POST applies the ticked rows, all or nothing."""
    reading = _get_reading(request, pk)
    permissions.can_manage(request.user, reading.campaign).enforce()
    proposal = services.proposal_of(reading)
    locked = _is_locked(reading)
    rows = _rows(proposal, request.POST if request.method == "POST" else None, locked)
    refused, status = "", 200
    if request.method == "POST":
        permissions.can_apply_reading(request.user, reading).enforce()
        try:
            refused = _apply(request, reading, rows)
        except Refused as error:
            if error.reason is not Reason.STALE:
                raise
            refused, status = f"{Reason.STALE.label} Bản dưới đây là bản mới nhất.", 409
            reading.refresh_from_db()
            proposal = services.proposal_of(reading)
            rows = _rows(proposal, None, locked)
        if not refused:
            return redirect("campaigns:plan_outline", pk=reading.campaign_id)
        status = 422 if status == 200 else status
    return render(request, "campaigns/reading.html", _context(reading, proposal, rows, refused), status=status)


def _is_locked(reading: PlanReading) -> bool:
    """The plan's text is fixed or issued: only phases and deadlines can be taken."""
    plan = plan_of(reading.campaign)
    return bool(plan and plan.state != plan.State.DRAFT)


def _rows(proposal: Proposal, data, locked: bool) -> Rows:
    """Every row of the proposal as a form, by part; at first all are ticked that can be taken."""
    found: Rows = {}
    for form in _PARTS:
        ticked = {"use": form in (PhaseRow, DeadlineRow) or not locked}
        items = [proposal.head] if form is HeadRow else getattr(proposal, form.part)
        found[form.part] = [
            form(data, item=item, prefix=f"{form.part}-{index}", initial=form.initial_of(item) | ticked)
            for index, item in enumerate(items)
        ]
    return found


def _apply(request: HttpRequest, reading: PlanReading, rows: Rows) -> str:
    """ "" when applied; else why not, with the errors at their rows."""
    chosen = {
        part: [form for form in forms if form.is_valid() and form.cleaned_data["use"]] for part, forms in rows.items()
    }
    wrong = [form for forms in rows.values() for form in forms if form.errors]
    if wrong:
        return f"Có {len(wrong)} mục chưa đúng; các mục đó được mở ra bên dưới."
    plan = plan_of(reading.campaign)
    has_text = bool(plan and plan.nodes.exists())
    answer = request.POST.get("existing", "")
    if has_text and chosen["nodes"] and answer not in ("append", "replace"):
        return "Kế hoạch đã có nội dung: hãy chọn thêm vào cuối hay thay thế."
    try:
        done = services.apply_reading(
            reading_id=reading.pk,
            by=request.user,
            checksum=request.POST.get("checksum", ""),
            chosen=_chosen(chosen),
            replace=answer == "replace",
        )
    except services.RowRefused as error:
        form = chosen[error.part][error.index]
        add_errors(form, error.error, getattr(form, "SHOWN_AT", {}))
        return "Có 1 mục chưa đúng; mục đó được mở ra bên dưới."
    except ValidationError as error:
        return " ".join(error.messages)
    messages.success(request, f"Đã nhận {sum(done.result.values())} mục. Hãy xem lại từng phần trước khi trình ký.")
    return ""


def _chosen(rows: Rows) -> services.Chosen:
    values = {part: [form.values() for form in forms] for part, forms in rows.items()}
    nodes, depth = [], 0
    for row in values["nodes"]:
        depth = min(row.pop("depth"), depth + 1)
        nodes.append(services.NodeRow(depth=depth, **row))
    head = values["head"][0] if values["head"] else None
    return services.Chosen(**values | {"head": head, "nodes": nodes})


def _context(reading: PlanReading, proposal: Proposal, rows: Rows, refused: str) -> dict:
    plan = plan_of(reading.campaign)
    kinds = dict(proposal.marks)
    source = [(line.number, line.text, kinds.get(line.number, "node")) for line in lines_of(reading.text)]
    guesses = sum(bool(form.item.doubt) for forms in rows.values() for form in forms)
    return {
        "reading": reading,
        "campaign": reading.campaign,
        "proposal": proposal,
        "rows": rows,
        "sections": [(title, rows[part], empty) for part, title, empty in _SECTIONS],
        "source": [(number, text, kind, _MARKS[kind]) for number, text, kind in source],
        "refused_reason": refused,
        "guesses": guesses,
        "has_text": bool(plan and plan.nodes.exists()),
        "locked": _is_locked(reading),
        "year": proposal.head.year,
        "other_year": reading.campaign.from_year if reading.campaign.from_year != proposal.head.year else None,
    }


@require_POST
@login_required
def move(request: HttpRequest, pk: int) -> HttpResponse:
    reading = _get_reading(request, pk)
    form = YearForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Năm phải là số từ 1990 đến 2100.")
        return redirect("campaigns:reading", pk=pk)
    moved = services.move_reading(reading_id=reading.pk, by=request.user, year=form.cleaned_data["year"])
    messages.success(request, f"Đã chuyển các ngày sang năm {form.cleaned_data['year']}; hãy xem lại trước khi nhận.")
    return redirect("campaigns:reading", pk=moved.pk)


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    reading = _get_reading(request, pk)
    services.delete_reading(reading_id=reading.pk, by=request.user)
    messages.success(request, "Đã bỏ bản đọc; kế hoạch không thay đổi.")
    return redirect("campaigns:reading_new", pk=reading.campaign_id)
