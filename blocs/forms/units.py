"""Authorities and units."""

from django import forms

from blocs.models import Authority, Unit

from .common import PlacedForm, PlacedModelForm


class AuthorityForm(PlacedModelForm):
    class Meta:
        model = Authority
        fields = ["level", "name", "short_name", "place_name", "board_name", "council_name", "dissolved_on"]


class FoundForm(PlacedModelForm):
    parent = forms.ModelChoiceField(Authority.objects.none(), label="Cấp trên", required=False, empty_label="Không có")
    staff_name = forms.CharField(label="Họ và tên cán bộ đầu tiên", max_length=120)
    staff_email = forms.EmailField(
        label="Thư điện tử cán bộ đầu tiên", help_text="Người này nhận thư mời và tự đặt mật khẩu."
    )

    class Meta:
        model = Authority
        fields = ["parent", "level", "name", "short_name", "place_name", "board_name", "council_name"]

    def limit(self) -> None:
        anywhere = Authority.objects.listed_to(self.user)
        mine = Authority.objects.managed_by(self.user)
        field = self.fields["parent"]
        field.required = not self.place
        field.queryset = anywhere if self.place else mine
        if field.required:
            field.empty_label = None


class UnitForm(PlacedModelForm):
    authority = forms.ModelChoiceField(Authority.objects.none(), label="Thuộc cơ quan", empty_label=None)

    class Meta:
        model = Unit
        fields = ["authority", "code", "name", "short_name", "kind", "founded_on"]

    def limit(self) -> None:
        self.fields["authority"].queryset = Authority.objects.managed_by(self.user)


class UnitUpdateForm(PlacedModelForm):
    class Meta:
        model = Unit
        fields = ["code", "name", "short_name", "kind", "founded_on", "dissolved_on"]
        help_texts = {"name": "Chỉ sửa lỗi gõ. Đổi tên theo quyết định thì dùng «Đổi tên» ở trang đơn vị."}


class RenameForm(PlacedForm):
    name = forms.CharField(label="Tên mới", max_length=200)
    short_name = forms.CharField(label="Tên ngắn mới", max_length=80, required=False)
    from_day = forms.DateField(label="Từ ngày", help_text="Tên cũ kết thúc vào ngày liền trước.")
    decision = forms.CharField(label="Văn bản", max_length=200, required=False)
