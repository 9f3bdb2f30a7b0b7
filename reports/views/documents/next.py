"""What is to be done with a paper now, by this person: one sentence, one first step, the others beside it."""

from dataclasses import dataclass, field

from django.urls import reverse

from accounts.models import User
from accounts.states import Move
from reports.kinds import KINDS
from reports.models import Comment, Consultation, Document
from reports.permissions_documents import can_comment, is_open, place_of, signs, writes
from reports.states import APPROVE, CONSULT, END_CONSULTATION, ISSUE, NUMBER, RECALL, REOPEN, SIGN, DocumentState

D = DocumentState


@dataclass(frozen=True)
class Step:
    label: str
    url: str


@dataclass(frozen=True)
class Next:
    """``text`` follows «Tiếp theo:»; empty when nothing waits for anybody."""

    text: str = ""
    first: Step | None = None
    others: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """A paper and what this person is to it. ``stops``: how many findings of the checker keep it from being approved."""

    document: Document
    consultation: Consultation | None
    may_write: bool
    may_sign: bool
    may_comment: bool
    comments: int
    waiting: int
    stops: int

    def step(self, move: Move) -> Step:
        return Step(move.label, reverse("reports:document_move", args=[self.document.pk, move.name]))

    @property
    def edit(self) -> Step:
        if self.document.plan:
            return Step("Soạn nội dung", reverse("campaigns:plan_outline", args=[self.document.campaign_id]))
        return Step("Soạn nội dung", reverse("reports:document_edit", args=[self.document.pk]))

    @property
    def table(self) -> Step:
        return Step("Xem và trả lời ý kiến", reverse("reports:consultation", args=[self.consultation.pk]))


def next_of(user: User, document: Document, consultation: Consultation | None, stops: int = 0) -> Next:
    """A constant number of statements."""
    case = _case(user, document, consultation, stops)
    if case.may_write:
        return _WRITERS.get(document.state, _after)(case)
    if case.may_comment:
        url = reverse("reports:consultation", args=[consultation.pk])
        return Next(f"đọc dự thảo và góp ý đến hết ngày {consultation.until:%d/%m/%Y}.", Step("Đọc và góp ý", url))
    return Next()


def _case(user: User, document: Document, consultation: Consultation | None, stops: int) -> Case:
    if consultation:
        consultation.document = document
    comments = Comment.objects.filter(consultation__document=document)
    may_write = bool(writes(user, document))
    asked = document.state == D.CONSULTING and not may_write
    return Case(
        document,
        consultation,
        may_write,
        may_write and bool(signs(user, document)),
        bool(asked and can_comment(user, consultation)),
        comments.count() if may_write and consultation else 0,
        comments.filter(answers__isnull=True).count() if may_write and consultation else 0,
        stops,
    )


def _draft(case: Case) -> Next:
    if case.waiting:
        return Next(f"trả lời {case.waiting} ý kiến góp ý trước khi trình phê duyệt.", case.table, [case.edit])
    asks = [case.step(CONSULT)] if place_of(case.document).bloc_year_id else []
    if case.stops:
        return Next(f"soạn tiếp; còn {case.stops} điểm phải sửa trước khi phê duyệt.", case.edit, asks)
    if case.may_sign:
        text = "xem lại toàn văn; khi nội dung đã đúng, phê duyệt để trình ký."
        return Next(text, case.step(APPROVE), [case.edit, *asks])
    text = "soạn xong thì " + ("lấy ý kiến các đơn vị, hoặc " if asks else "") + "báo thủ trưởng phê duyệt."
    return Next(text, case.edit, asks)


def _consulting(case: Case) -> Next:
    until = f"{case.consultation.until:%d/%m/%Y}"
    end = case.step(END_CONSULTATION)
    if is_open(case.consultation):
        text = f"các đơn vị góp ý đến hết ngày {until}; đã có {case.comments} ý kiến, {case.waiting} chưa trả lời."
        return Next(text, case.table, [case.edit, end])
    if case.waiting:
        text = f"đã hết ngày góp ý {until}; trả lời {case.waiting} ý kiến, rồi kết thúc đợt lấy ý kiến."
        return Next(text, case.table, [case.edit, end])
    return Next(f"đã hết ngày góp ý {until}; kết thúc đợt lấy ý kiến để trình phê duyệt.", end, [case.edit, case.table])


def _approved(case: Case) -> Next:
    if case.may_sign:
        return Next("in trình ký, rồi ghi nhận người ký và ngày ký.", case.step(SIGN), [case.step(REOPEN)])
    return Next("chờ thủ trưởng ký.")


def _signed(case: Case) -> Next:
    back = [case.step(REOPEN)] if case.may_sign else []
    if KINDS[case.document.kind].numbered:
        return Next("cấp số theo sổ đăng ký văn bản đi.", case.step(NUMBER), back)
    return _to_issue(case, back)


def _numbered(case: Case) -> Next:
    return _to_issue(case, [])


def _to_issue(case: Case, others: list[Step]) -> Next:
    if case.may_sign:
        return Next("kiểm tra lần cuối và ban hành.", case.step(ISSUE), others)
    return Next("chờ thủ trưởng ban hành.")


def _after(case: Case) -> Next:
    if case.document.state not in RECALL.sources or not case.may_sign:
        return Next()
    return Next(others=[case.step(RECALL)])


_WRITERS = {
    D.DRAFT: _draft,
    D.CONSULTING: _consulting,
    D.APPROVED: _approved,
    D.SIGNED: _signed,
    D.NUMBERED: _numbered,
}
