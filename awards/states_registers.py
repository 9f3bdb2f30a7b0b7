"""Levels, kinds and degrees of the registers of merit, lowest first where there is an order."""

from django.db.models import TextChoices


class EvaluationLevel(TextChoices):
    """How a unit or a person was rated for a year; codes as rule sets name them."""

    FAILED = "KHTNV", "Không hoàn thành nhiệm vụ"
    DONE = "HTNV", "Hoàn thành nhiệm vụ"
    GOOD = "HTTNV", "Hoàn thành tốt nhiệm vụ"
    EXCELLENT = "HTXSNV", "Hoàn thành xuất sắc nhiệm vụ"


class InitiativeKind(TextChoices):
    INITIATIVE = "sang_kien", "Sáng kiến"
    RESEARCH = "de_tai", "Đề tài, đề án khoa học"
    WORK = "cong_trinh", "Công trình khoa học, công nghệ"


class InitiativeScope(TextChoices):
    """How far the effect of an initiative was recognised to reach."""

    GRASSROOTS = "co_so", "Cơ sở"
    PROVINCE = "bo_tinh", "Bộ, ban, ngành, tỉnh"
    NATION = "toan_quoc", "Toàn quốc"


class HoldKind(TextChoices):
    """Why nobody is considered for the time being."""

    DISCIPLINE = "ky_luat", "Đang xem xét kỷ luật"
    INSPECTION = "thanh_tra", "Đang thanh tra, kiểm tra, kiểm toán"
    INVESTIGATION = "dieu_tra", "Đang điều tra"
    COMPLAINT = "khieu_nai", "Đang xác minh khiếu nại, tố cáo"
    PRESS = "bao_chi", "Báo chí nêu, đang xác minh"


class DisciplineForm(TextChoices):
    REPRIMAND = "khien_trach", "Khiển trách"
    WARNING = "canh_cao", "Cảnh cáo"
    PAY_CUT = "ha_bac_luong", "Hạ bậc lương"
    DEMOTION = "giang_chuc", "Giáng chức"
    REMOVAL = "cach_chuc", "Cách chức"
    DISMISSAL = "buoc_thoi_viec", "Buộc thôi việc, sa thải"


def at_least(choices: type[TextChoices], value: str) -> frozenset[str]:
    """The values from one upwards in the order in which they are written; empty for an unknown one."""
    names = [row.value for row in choices]
    return frozenset(names[names.index(value) :]) if value in names else frozenset()
