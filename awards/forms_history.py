"""What people give to take in old decisions, and what an authority shows to anybody."""

from django import forms

from .forms import PlainForm
from .models import PublicPage


class HistoryImportForm(PlainForm):
    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        max_length=255,
        help_text="Tối đa 10.000 dòng, 10 MB. Danh sách của cơ quan bạn cũng đọc được nếu có dòng tiêu đề cột.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    issuer = forms.CharField(
        label="Cơ quan ban hành khi tệp không ghi", max_length=200, required=False, help_text="Ví dụ: UBND tỉnh"
    )
    signer = forms.CharField(label="Người ký khi tệp không ghi", max_length=120, required=False)


class PublicPageForm(PlainForm):
    is_on = forms.BooleanField(
        label="Mở trang công khai",
        required=False,
        help_text="Ai có địa chỉ đều xem được, không cần đăng nhập. Bỏ chọn: trang trả lời «không có».",
    )
    address = forms.CharField(
        label="Địa chỉ", max_length=60, help_text="Chữ thường không dấu, số, gạch nối; ví dụ: tinh-an-son"
    )
    shows_ranks = forms.BooleanField(label="Hạng của các đơn vị theo kết quả đã công bố", required=False)
    shows_points = forms.BooleanField(label="Kèm điểm của các đơn vị", required=False)
    shows_awards = forms.BooleanField(label="Khen thưởng tập thể còn hiệu lực", required=False)
    shows_persons = forms.BooleanField(
        label="Khen thưởng cá nhân còn hiệu lực",
        required=False,
        help_text="Họ tên, chức vụ và đơn vị như trong quyết định; không có năm sinh.",
    )
    shows_consultations = forms.BooleanField(label="Danh sách đang lấy ý kiến công khai", required=False)

    @staticmethod
    def initial_of(row: PublicPage | None) -> dict:
        names = ("is_on", "address", "shows_ranks", "shows_points", "shows_awards", "shows_persons")
        return {name: getattr(row, name) for name in (*names, "shows_consultations")} if row else {}
