"""May this person take in old decisions, or open an authority's page to anybody; and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import Decision, only_if
from accounts.models import User
from blocs.access import Action, granted
from blocs.models import Authority

from .models import HistoryImport
from .states import ImportState


class HistoryReason(TextChoices):
    STARTED = "import_started", "Tệp này đã bắt đầu ghi; không đổi lựa chọn được nữa."
    NOT_STARTED = "import_not_started", "Tệp này chưa được bắt đầu ghi, hoặc đã ghi xong."
    BY_TWO = "import_by_two", "Người chuẩn bị tệp không tự cho ghi; người khác của cơ quan xem lại rồi cho ghi."
    NOTHING_TO_WRITE = "import_nothing", "Chưa có quyết định nào đủ rõ để ghi."


def can_import(user: User, place: Authority | HistoryImport) -> Decision:
    """Those who record awards of decisions signed earlier."""
    return granted(user, Action.AWARD_DECIDE, place)


def can_choose(user: User, row: HistoryImport) -> Decision:
    return can_import(user, row) and only_if(row.state == ImportState.DRAFT, HistoryReason.STARTED)


def can_start(user: User, row: HistoryImport) -> Decision:
    """A second person of the office: what is written into the history is not taken back by one hand."""
    return can_choose(user, row) and only_if(row.by_id != user.pk, HistoryReason.BY_TWO)


def can_go_on(user: User, row: HistoryImport) -> Decision:
    return can_import(user, row) and only_if(row.state == ImportState.RUNNING, HistoryReason.NOT_STARTED)


def can_open_page(user: User, authority: Authority) -> Decision:
    return granted(user, Action.AWARD_RULES, authority)
