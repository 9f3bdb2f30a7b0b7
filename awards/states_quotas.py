"""What a quota counts and how, as data."""

from django.db.models import TextChoices


class QuotaFigure(TextChoices):
    NUMBER = "number", "Số lượng cố định"
    PCT_MEMBERS = "pct_members", "Tỷ lệ % trên tổng số đơn vị thành viên"
    PCT_REMAINING = "pct_rest", "Tỷ lệ % trên số đơn vị còn lại (sau khi đã chọn mức cao hơn)"


class Rounding(TextChoices):
    DOWN = "down", "Làm tròn xuống («không quá»)"
    UP = "up", "Làm tròn lên"
    HALF_UP = "half_up", "Làm tròn số học (từ 0,5 trở lên thì lên)"


class SmallBlocs(TextChoices):
    """What a bloc with fewer members than asked for gets."""

    NONE = "none", "Không có chỉ tiêu"
    POOLED = "pooled", "Gộp các khối nhỏ lại, tính như một khối"


class Higher(TextChoices):
    """What became of a proposal for the higher award, for the award it falls back to."""

    NONE = "", "Không đề nghị mức cao hơn"
    PENDING = "pending", "Chờ kết quả mức cao hơn"
    GRANTED = "granted", "Đã được mức cao hơn"
    REFUSED = "refused", "Không được mức cao hơn"
