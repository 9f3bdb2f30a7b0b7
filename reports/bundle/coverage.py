"""What of the database a bundle carries, and why the rest stays behind."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from .layout import LISTS
from .shapes import Shape

APPS = ("blocs", "campaigns", "scoring")

_SIGNED = (
    "chữ ký chỉ có giá trị ở nơi giữ tài khoản đã ký; mã kiểm tra đã ký tính cả số nội bộ; bản giấy, PDF đã ký đi riêng"
)
_INSPECTED = (
    "đợt kiểm tra kết thúc bằng biên bản hai bên đã ký, là bản đi riêng; phần ghi chép ở lại cùng các chữ ký đó"
)

# Whole tables that stay behind.
LEFT_BEHIND: dict[str, str] = {
    "blocs.Post": "chức trách cho quyền trong hệ thống này; hệ thống nhận tự mời người của mình",
    "blocs.ImportDraft": "tệp Excel phân khối đang xem trước; kết quả đã nhập nằm ở khối và thành viên",
    "campaigns.CalendarFeed": "đường dẫn lịch bí mật của một tài khoản ở hệ thống này; hệ thống nhận cấp đường dẫn mới",
    "campaigns.Handover": "biên bản đã chốt mang đường dẫn nội bộ và danh bạ của người trong khối, do hai thủ trưởng xác "
    "nhận bằng tài khoản ở đây; bản in đi riêng",
    "campaigns.Pledge": _SIGNED,
    "campaigns.PledgeText": _SIGNED,
    "campaigns.PledgeSignature": _SIGNED,
    "campaigns.PledgeObjection": _SIGNED,
    "campaigns.SignedScan": _SIGNED,
    "campaigns.MinutesText": _SIGNED,
    "campaigns.MinutesSignature": _SIGNED,
    "campaigns.Inspection": _INSPECTED,
    "campaigns.InspectionItem": _INSPECTED,
    "campaigns.Inspector": _INSPECTED,
    "campaigns.TeamConflict": _INSPECTED,
    "campaigns.Visit": _INSPECTED,
    "campaigns.Finding": _INSPECTED,
    "campaigns.FindingFile": _INSPECTED,
    "campaigns.FollowUp": _INSPECTED,
    "campaigns.FollowUpStep": _INSPECTED,
    "campaigns.Notice": "thông báo nội bộ của khối và ai đã đọc, gắn với tài khoản của riêng hệ thống này",
    "campaigns.PlanReading": "văn bản cũ đang đọc; những mục đã nhận nằm trong kế hoạch",
    "campaigns.ReceiptCounter": "sổ đếm số biên nhận; hệ thống nhận đếm tiếp từ số lớn nhất",
    "campaigns.LegalDocument": "danh mục căn cứ dùng chung; mỗi căn cứ của kế hoạch mang đủ chữ của nó",
    "scoring.EvidenceOpening": "ai đã mở tệp nào lúc nào, nhật ký của riêng hệ thống này",
    "scoring.YearCopy": "việc chép cấu trúc từ năm trước đã làm ở hệ thống này; những gì chép được nằm ở kế hoạch và bộ tiêu chí",
    "scoring.LineOpened": "ai đã mở xem dòng nào, chỉ để biết trong hệ thống này",
}


def shapes() -> Iterator[Shape]:
    """Every shape of the document."""
    waiting = list(LISTS.values())
    while waiting:
        shape = waiting.pop()
        yield shape
        waiting += [part.shape for part in shape.parts.values()]


def carried(shape: Shape) -> set[str]:
    """Names of the columns a shape says something about."""
    covered = {name for extra in shape.extra.values() for name in extra.covers}
    return {*shape.columns, *shape.links, *shape.sealed, *shape.left_out, *covered}


def gaps() -> list[str]:
    """Tables and columns that a bundle neither carries nor leaves out with a reason."""
    by_model = {shape.model: shape for shape in shapes()}
    found = []
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            label = f"{app}.{model.__name__}"
            if model not in by_model:
                found += [] if label in LEFT_BEHIND else [label]
                continue
            found += [f"{label}.{name}" for name in sorted(_columns(model) - carried(by_model[model]))]
    return found


def _columns(model: type[models.Model]) -> set[str]:
    fields = [field for field in model._meta.get_fields() if not field.auto_created or field.concrete]
    return {field.name for field in fields if not getattr(field, "primary_key", False)}
