"""May this person write, comment, sign or move this official paper now, and if not, why."""

from django.db.models import TextChoices

from accounts.clock import now, today
from accounts.decisions import ALLOWED, Decision, Reason, only_if
from accounts.models import User
from accounts.states import Move
from blocs.access import Action, acting_unit_id, granted, own_unit_ids
from blocs.models import Membership
from blocs.scope import Scope
from campaigns.when import closes_at

from .kinds import KINDS
from .models import Comment, Consultation, Document
from .states import APPROVE, CONSULT, IN_FORCE, ISSUE, NUMBER, OUT, WORDS_OPEN, DocumentKind, DocumentState


class DocumentReason(TextChoices):
    WORDS_CLOSED = "words_closed", "Nội dung đã được phê duyệt nên không sửa được nữa. Muốn sửa, hãy mở lại dự thảo."
    EDITED_AS_PLAN = "edited_as_plan", "Nội dung kế hoạch được soạn ở trang kế hoạch."
    WRONG_PLACE = "wrong_place", "Loại văn bản này không lập được ở đây."
    NO_PLAN = "no_plan", "Chưa có nội dung kế hoạch. Hãy soạn kế hoạch trước."
    PLAN_UNDER_WAY = "plan_under_way", "Kế hoạch này đã có văn bản. Hãy mở văn bản đó để làm tiếp."
    UNDER_WAY = "under_way", "Đã có một văn bản thay thế hoặc đính chính đang được soạn."
    NOT_OUT = "not_out", "Chỉ thay thế, đính chính được văn bản đã ban hành và còn hiệu lực."
    OF_BLOCS_ONLY = "of_blocs_only", "Chỉ văn bản của khối mới lấy ý kiến các đơn vị thành viên."
    DRAFTS_IT = "drafts_it", "Đơn vị soạn thảo không góp ý mà trả lời các ý kiến."
    NOT_A_MEMBER = "not_a_member", "Chỉ các đơn vị đang là thành viên của khối mới góp ý được."
    UNANSWERED = "unanswered", "Còn ý kiến góp ý chưa được trả lời. Hãy trả lời từng ý kiến rồi phê duyệt."
    TAKES_NO_NUMBER = "takes_no_number", "Loại văn bản này không lấy số. Hãy ban hành ngay sau khi ký."
    HAS_FILES = "has_files", "Văn bản đã ban hành; hãy lấy tệp đã lưu ở thẻ Tệp."
    NUMBER_FIRST = "number_first", "Văn bản loại này phải có số mới được ban hành. Hãy cấp số trước."


def place_of(document: Document) -> Scope:
    """Where the paper's own people stand, and nobody above them: its unit, else its bloc's year, else its authority."""
    scope = document.access_scope()
    if scope.unit_id:
        return Scope(unit_id=scope.unit_id)
    return Scope(bloc_year_id=scope.bloc_year_id) if scope.bloc_year_id else Scope(authority_id=scope.authority_id)


def signing_places(place: Scope) -> list[Scope]:
    """Where the head who signs stands: the unit, the unit that leads the bloc today, or the authority."""
    if place.bloc_year_id is None:
        return [place]
    leaders = Membership.objects.on(today()).filter(bloc_year_id=place.bloc_year_id, role=Membership.Role.LEADER)
    return [Scope(unit_id=unit_id) for unit_id in leaders.values_list("unit_id", flat=True)]


def can_write_at(user: User, place: Scope) -> Decision:
    """Begin a paper at a place (see ``place_of``)."""
    return granted(user, Action.DOCUMENT_WRITE, place)


def writes(user: User, document: Document) -> Decision:
    """Whether the person is one of those who draft it, whatever its state: only they read its versions and its acts."""
    return _near(user, document, granted(user, Action.DOCUMENT_WRITE, place_of(document)))


def signs(user: User, document: Document) -> Decision:
    """Whether the person may approve, sign and issue it: a head of the issuing office, or staff of the authority's."""
    place = place_of(document)
    allowed = granted(user, Action.DOCUMENT_WRITE, place)
    if allowed:
        heads = [granted(user, Action.DOCUMENT_SIGN, office) for office in signing_places(place)]
        allowed = only_if(any(heads), Reason.NOT_YOUR_ROLE)
    return _near(user, document, allowed)


def _near(user: User, document: Document, decision: Decision) -> Decision:
    """Out of reach unless the person may read the paper at this moment; then refused with the reason."""
    if decision:
        return ALLOWED
    visible = Document.objects.visible_to(user).filter(pk=document.pk).exists()
    return Decision(Reason.NOT_YOUR_ROLE if visible else Reason.OUT_OF_REACH)


def signed_by(user: User, documents: list[Document]) -> set[int]:
    """Keys of those of the papers, all written by the person, that the person also signs; one statement for any number."""
    bloc_years = {place_of(document).bloc_year_id for document in documents} - {None}
    leaders = Membership.objects.on(today()).filter(bloc_year_id__in=bloc_years, role=Membership.Role.LEADER)
    rows = leaders.values_list("bloc_year_id", "unit_id") if bloc_years else ()
    led = {bloc_year for bloc_year, unit in rows if granted(user, Action.DOCUMENT_SIGN, Scope(unit_id=unit))}
    return {document.pk for document in documents if _signs_at(user, place_of(document), led)}


def _signs_at(user: User, place: Scope, led: set[int]) -> bool:
    return place.bloc_year_id in led if place.bloc_year_id else bool(granted(user, Action.DOCUMENT_SIGN, place))


def may_comment_on(user: User, consultations: list[Consultation]) -> list[Consultation]:
    """Those of the open rounds the person's unit, a member today, is asked about; one statement for any number."""
    seats = Membership.objects.on(today()).filter(unit_id__in=own_unit_ids(user))
    live = set(seats.values_list("bloc_year_id", flat=True)) if consultations else set()
    places = [(row, place_of(row.document)) for row in consultations]
    return [
        row
        for row, place in places
        if place.bloc_year_id in live
        and granted(user, Action.DOCUMENT_COMMENT, place)
        and not granted(user, Action.DOCUMENT_WRITE, place)
    ]


def can_edit(user: User, document: Document) -> Decision:
    """Change head and text here; the plan's are changed on the pages of the plan."""
    return (
        writes(user, document)
        and only_if(document.state in WORDS_OPEN, DocumentReason.WORDS_CLOSED)
        and only_if(document.kind != DocumentKind.PLAN, DocumentReason.EDITED_AS_PLAN)
    )


def can_move(user: User, document: Document, move: Move) -> Decision:
    """One step of the life: by who drafts, or by who signs, as the move says, from one of its states."""
    asked = signs if move.action == Action.DOCUMENT_SIGN else writes
    return (
        asked(user, document) and only_if(document.state in move.sources, Reason.WRONG_STATE) and _fits(document, move)
    )


def _fits(document: Document, move: Move) -> Decision:
    """What a move asks besides right and state."""
    numbered = KINDS[document.kind].numbered
    if move is CONSULT:
        return only_if(place_of(document).bloc_year_id, DocumentReason.OF_BLOCS_ONLY)
    if move is NUMBER:
        return only_if(numbered, DocumentReason.TAKES_NO_NUMBER)
    if move is ISSUE:
        return only_if(document.state == DocumentState.NUMBERED or not numbered, DocumentReason.NUMBER_FIRST)
    if move is APPROVE:
        waiting = Comment.objects.filter(consultation__document=document, answers__isnull=True)
        return only_if(not waiting.exists(), DocumentReason.UNANSWERED)
    return ALLOWED


def commenting_unit(user: User, document: Document) -> int | None:
    """The member unit a person comments for; None for the people of the authority."""
    unit_id = acting_unit_id(user, place_of(document))
    members = Membership.objects.on(today()).filter(bloc_year_id=place_of(document).bloc_year_id, unit_id=unit_id)
    return unit_id if unit_id and members.exists() else None


def can_comment(user: User, consultation: Consultation) -> Decision:
    """People of the bloc's members today, and of the board, until the end of the last day; never who drafts."""
    document = consultation.document
    own = granted(user, Action.DOCUMENT_WRITE, place_of(document))
    board = granted(user, Action.DOCUMENT_COMMENT, Scope(authority_id=document.authority_id))
    return (
        only_if(Document.objects.visible_to(user).filter(pk=document.pk).exists(), Reason.OUT_OF_REACH)
        and only_if(not own, DocumentReason.DRAFTS_IT)
        and granted(user, Action.DOCUMENT_COMMENT, document)
        and only_if(board or commenting_unit(user, document), DocumentReason.NOT_A_MEMBER)
        and only_if(is_open(consultation), Reason.WINDOW_CLOSED)
    )


def is_open(consultation: Consultation) -> bool:
    """Whether comments are still taken: not closed by hand, and the last day has not ended."""
    return consultation.closed_at is None and now() < closes_at(consultation.until)


def can_answer(user: User, document: Document) -> Decision:
    """Who drafts answers the comments, while the words may still follow them."""
    return writes(user, document) and only_if(document.state in WORDS_OPEN, Reason.WRONG_STATE)


def can_print(user: User, document: Document) -> Decision:
    """A print of what a draft says now: who drafts it. Once it is out its files are kept and the live text may go on."""
    return writes(user, document) and only_if(document.state not in OUT, DocumentReason.HAS_FILES)


def can_succeed(user: User, document: Document) -> Decision:
    """Begin a paper that replaces or corrects this one; only one at a time."""
    under_way = document.successors.exclude(state__in=OUT)
    return (
        writes(user, document)
        and only_if(document.state in IN_FORCE, DocumentReason.NOT_OUT)
        and only_if(not under_way.exists(), DocumentReason.UNDER_WAY)
    )
