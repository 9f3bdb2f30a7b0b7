"""Why something about cross-scoring, conflicts or the meeting list is refused."""

from django.db.models import TextChoices


class CrossReason(TextChoices):
    CONFLICT = (
        "conflict",
        "Bạn có xung đột lợi ích với đơn vị này nên không chấm, không thẩm định và không xem kết quả thẩm định phiếu này."
        " Người khác của cơ quan bạn thực hiện.",
    )
    NOT_USED = "not_used", "Khối không dùng khâu chấm chéo. Hãy bật khâu này ở thiết lập chấm điểm trước."
    CANNOT_DRAW = "cannot_draw", "Chưa bốc thăm được:"
    BEGUN = (
        "begun",
        "Đã có đơn vị chấm chéo nên không bốc thăm lại được. Hãy cho thôi chấm và bốc người thay từng phiếu.",
    )
    UNDECIDED = "undecided", "Chưa hoàn thành được:"
    NOT_OPEN = "not_open", "Phần chấm chéo này không còn mở để chấm."
    NOT_SENT = "not_sent", "Đơn vị được chấm chưa gửi phiếu nên chưa chấm được."
    HEAD_ONLY = "head_only", "Chỉ thủ trưởng đơn vị chấm được xác nhận hoàn thành hoặc xin không chấm."
    NOBODY_LEFT = "nobody_left", "Không còn đơn vị nào để bốc thay. Hãy kết thúc phần chấm này mà không thay người."
    HAS_SCORER = "has_scorer", "Phiếu này đã có đơn vị chấm chéo."
    NOTED = "noted", "Xung đột này đã được ghi."
    NOT_CONCERNED = "not_concerned", "Người này không chấm, không thẩm định phiếu đó."
    OWN_SHEET = "own_sheet", "Đơn vị mình thì đương nhiên không chấm, không thẩm định; không cần khai."
    SUPERVISOR_OFFICER = "supervisor_officer", "Trưởng khối, Phó khối thẩm định phiếu nên không làm đơn vị giám sát."
    SUPERVISOR_SCORES = (
        "supervisor_scores",
        "Đơn vị này đang được phân chấm chéo nên không làm đơn vị giám sát trong cùng kế hoạch.",
    )
    SETTLED = "settled", "Nội dung này đã thống nhất."
    LISTED = "listed", "Tiêu chí này đã có trong danh sách họp."
    NO_AGREED_STAGE = (
        "no_agreed_stage",
        "Khối không dùng khâu «Khối thống nhất» nên ở đây chỉ ghi kết luận giữ nguyên điểm; muốn đổi điểm, hãy bật khâu này"
        " hoặc sửa khi thẩm định.",
    )
