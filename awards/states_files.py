"""Parts of a nomination file, who began it, where it was returned from, and how other bodies answer, as data."""

from django.db.models import TextChoices


class Origin(TextChoices):
    """Who writes the file, and who corrects it when it is returned."""

    UNIT = "unit", "Đơn vị lập"
    BLOC = "bloc", "Trưởng khối lập"


class Desk(TextChoices):
    BLOC = "bloc", "Khối"
    BOARD = "board", "Cơ quan thi đua, khen thưởng"


class Part(TextChoices):
    """What can be returned one by one; the rest stays locked."""

    SUBJECT = "subject", "Đối tượng, danh hiệu hoặc hình thức, thời gian lập thành tích"
    REPORT = "report", "Báo cáo thành tích"
    EVIDENCE = "evidence", "Minh chứng, tài liệu kèm theo"
    INITIATIVES = "initiatives", "Sáng kiến, đề tài"
    DOSSIER = "dossier", "Thành phần hồ sơ, xác nhận"
    MINUTES = "minutes", "Biên bản, kết quả bỏ phiếu"


# What files are attached to; initiatives come from the register and have theirs there.
WITH_FILES = (Part.REPORT, Part.EVIDENCE, Part.DOSSIER, Part.MINUTES)


class Tick(TextChoices):
    PRESENT = "present", "Có"
    MISSING = "missing", "Thiếu"
    NOT_NEEDED = "not_needed", "Không cần, vì"


class Opinion(TextChoices):
    WAITING = "waiting", "Chờ ý kiến"
    AGREE = "agree", "Đồng ý"
    DISAGREE = "disagree", "Không đồng ý"
    SILENT = "silent", "Không trả lời trong thời hạn"
