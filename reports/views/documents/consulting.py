"""Comments on a draft: read it and comment paragraph by paragraph; answer; the table of comments and answers."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from blocs.views_base import fetch
from campaigns.views.common import BIGGEST_KEY, try_service
from reports.exports import Grid
from reports.exports import answer as as_download
from reports.forms.documents import AnswerForm, CommentForm
from reports.models import Comment, CommentAnswer, Consultation
from reports.paragraphs import Para, paragraphs_of
from reports.permissions_documents import can_answer, can_comment, is_open, writes
from reports.services.consulting import add_comment, answer_comment

from .common import get_document, heading

WHOLE = Para("", "Toàn văn bản", "")
# Address word → (label, which paragraphs): what a drafter with many comments looks for.
VIEWS = {
    "": ("Mọi đoạn", lambda block: bool(block.para.text or block.comments or block.form)),
    "co-y-kien": ("Đoạn có ý kiến", lambda block: bool(block.comments)),
    "chua-tra-loi": ("Chưa trả lời", lambda block: bool(block.waiting)),
}


@dataclass
class Block:
    """A paragraph with what was said about it; ``form`` when this person may add to it."""

    para: Para
    comments: list["Said"] = field(default_factory=list)
    form: CommentForm | None = None

    @property
    def place(self) -> str:
        return _place(self.para.key)

    @property
    def waiting(self) -> int:
        return sum(said.answer is None for said in self.comments)


@dataclass(frozen=True)
class Said:
    """A comment, the answer that counts, and the form of a further answer when this person may give one."""

    comment: Comment
    answer: CommentAnswer | None
    form: AnswerForm | None = None

    @property
    def who(self) -> str:
        return self.comment.unit.name if self.comment.unit else self.comment.acting_label or str(self.comment.by)


def _get(request: HttpRequest, pk: int) -> Consultation:
    if pk > BIGGEST_KEY:
        raise Http404
    rows = Consultation.objects.select_related(
        "version", "document__campaign__bloc_year__bloc", "document__authority", "document__unit"
    )
    return fetch(rows.select_related("document__plan", "document__text"), request.user, pk=pk)


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: every paragraph with its comments; POST: one comment (422 with the typed text when it is not taken)."""
    consultation = _get(request, pk)
    posted = CommentForm(request.POST, auto_id=False) if request.method == "POST" else None
    if posted and posted.is_valid():
        given = {"consultation_id": consultation.pk, "by": request.user, **posted.cleaned_data}
        if comment := try_service(posted, add_comment, **given):
            messages.success(request, "Đã ghi ý kiến.")
            return redirect(f"{request.path}#{_place(comment.anchor)}")
    elif posted:
        can_comment(request.user, consultation).enforce()
    return _page(request, consultation, posted)


def _page(
    request: HttpRequest, consultation: Consultation, posted: CommentForm | None = None, answered=(None, None)
) -> HttpResponse:
    """``answered``: a comment and the form of the answer to it that was not taken."""
    allowed = can_comment(request.user, consultation)
    blocks = {para.key: Block(para) for para in [*paragraphs_of(consultation.version.facts), WHOLE]}
    answers = bool(can_answer(request.user, consultation.document))
    for said in _said(request, consultation, answers, answered):
        blocks[said.comment.anchor].comments.append(said)
    if allowed:
        for key, block in blocks.items():
            mine = posted is not None and (posted.data.get("anchor") or "") == key
            block.form = posted if mine else CommentForm(initial={"anchor": key}, auto_id=f"y_{_place(key)}_%s")
    wrong = posted or answered[1]
    view = request.GET.get("xem", "")
    shown = VIEWS.get(view, VIEWS[""])[1]
    drafts = bool(writes(request.user, consultation.document))
    context = {
        **heading(request, consultation.document, "gop-y"),
        "consultation": consultation,
        "open": is_open(consultation),
        "blocks": [block for block in blocks.values() if shown(block)],
        "chips": _chips(view, blocks) if drafts else [],
        "may_comment": allowed,
        "drafts": drafts,
        "waiting": sum(block.waiting for block in blocks.values()),
        "total": sum(len(block.comments) for block in blocks.values()),
        "wrong": wrong,
    }
    return render(request, "reports/document_consultation.html", context, status=422 if wrong else 200)


def _chips(view: str, blocks: dict[str, Block]) -> list[dict]:
    return [
        {"label": label, "count": sum(map(shown, blocks.values())), "url": f"?xem={key}", "active": key == view}
        for key, (label, shown) in VIEWS.items()
    ]


def _said(request: HttpRequest, consultation: Consultation, answers: bool, answered) -> list[Said]:
    """Comments this person may read, oldest first, with the last answer of each; two statements."""
    rows = consultation.comments.visible_to(request.user).select_related("unit", "by").prefetch_related("answers__by")
    found = []
    for comment in rows:
        last = list(comment.answers.all())[-1:]
        form = None
        if answers:
            form = answered[1] if answered[0] == comment.pk else AnswerForm(auto_id=f"a_{comment.pk}_%s")
        found.append(Said(comment, last[0] if last else None, form))
    return found


def _place(anchor: str) -> str:
    """Name of a paragraph inside the page."""
    return f"doan-{anchor.replace(':', '-') or 'chung'}"


@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The drafter's answer to one comment; 422 with the typed text at the comment when it is not taken."""
    comment = fetch(Comment.objects.all(), request.user, pk=min(pk, BIGGEST_KEY))
    consultation = _get(request, comment.consultation_id)
    can_answer(request.user, consultation.document).enforce()
    form = AnswerForm(request.POST, auto_id=f"a_{comment.pk}_%s")
    if form.is_valid():
        given = {"comment_id": comment.pk, "by": request.user, **form.cleaned_data}
        if try_service(form, answer_comment, **given):
            messages.success(request, "Đã trả lời ý kiến.")
            return redirect(f"{_url(consultation)}#{_place(comment.anchor)}")
    return _page(request, consultation, answered=(comment.pk, form))


@login_required
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """«Bảng tổng hợp ý kiến, tiếp thu, giải trình» as Excel (``?dang=csv``: CSV), of the comments this person may read."""
    consultation = _get(request, pk)
    names = {para.key: para.name for para in paragraphs_of(consultation.version.facts)}
    rows = _said(request, consultation, answers=False, answered=(None, None))
    place = {key: order for order, key in enumerate(names)}
    rows.sort(key=lambda said: place.get(said.comment.anchor, len(place)))
    grid = Grid(
        name="Ý kiến góp ý",
        lines=[
            "BẢNG TỔNG HỢP Ý KIẾN, TIẾP THU, GIẢI TRÌNH",
            str(consultation.document),
            f"Bản lấy ý kiến số {consultation.version.number}; góp ý đến hết ngày {consultation.until:%d/%m/%Y}",
        ],
        columns=["Đơn vị", "Đoạn được góp ý", "Nguyên văn dự thảo", "Ý kiến", "Kết quả", "Tiếp thu, giải trình"],
        rows=[_row(said, names) for said in rows],
    )
    return as_download([grid], name=f"gop-y-{consultation.pk}", kind=request.GET.get("dang", ""))


def _row(said: Said, names: dict[str, str]) -> list[str]:
    comment, answer = said.comment, said.answer
    result = answer.get_outcome_display() if answer else "Chưa trả lời"
    name = names.get(comment.anchor, WHOLE.name)
    return [said.who, name, comment.quote, comment.text, result, answer.text if answer else ""]


def _url(consultation: Consultation) -> str:
    return reverse("reports:consultation", args=[consultation.pk])


@login_required
def rounds(request: HttpRequest, pk: int) -> HttpResponse:
    """Rounds of comments of one paper, newest first."""
    document = get_document(request, pk)
    own = Comment.objects.visible_to(request.user)
    found = (
        document.consultations.visible_to(request.user).select_related("version", "opened_by").defer("version__facts")
    )
    counted = found.annotate(
        said=Count("comments", filter=Q(comments__in=own), distinct=True),
        waiting=Count("comments", filter=Q(comments__in=own, comments__answers__isnull=True), distinct=True),
    )
    rows = [(row, is_open(row)) for row in counted.order_by("-pk")]
    return render(request, "reports/document_rounds.html", {**heading(request, document, "gop-y"), "rounds": rows})
