"""Inviting people, and saying why."""

from django import forms

from blocs.models import Authority, Post, Unit

from .common import PlacedForm

_BOARD_ROLES = (Post.Role.BOARD_STAFF, Post.Role.BOARD_VIEWER)


class InviteForm(PlacedForm):
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    email = forms.EmailField(
        label="Thư điện tử", help_text="Người đã có tài khoản chỉ nhận thêm chức trách, không phải đặt lại mật khẩu."
    )
    role = forms.ChoiceField(label="Vai trò", choices=Post.Role.choices)
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", required=False, empty_label="Chọn đơn vị")
    authority = forms.ModelChoiceField(
        Authority.objects.none(), label="Cơ quan tổ chức", required=False, empty_label="Chọn cơ quan"
    )
    title = forms.CharField(label="Chức vụ", max_length=120, required=False, help_text="Ví dụ: Phó Giám đốc")

    def limit(self) -> None:
        """A unit head sees the own unit only; a standing office its units and itself."""
        units, authorities = self.fields["unit"], self.fields["authority"]
        units.queryset = Unit.objects.invited_by(self.user)
        authorities.queryset = Authority.objects.invited_by(self.user)
        if not authorities.queryset.exists():
            del self.fields["authority"]
            units.required, units.empty_label = True, None
            self.fields["role"].choices = [choice for choice in Post.Role.choices if choice[0] not in _BOARD_ROLES]

    def clean(self):
        data = super().clean()
        wants_board = data.get("role") in _BOARD_ROLES
        if wants_board and not data.get("authority"):
            self.add_error("authority", "Vai trò này thuộc một cơ quan tổ chức: hãy chọn cơ quan.")
        if data.get("role") and not wants_board and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Vai trò này thuộc một đơn vị: hãy chọn đơn vị.")
        # The role decides; the other box may have been left filled in.
        data["unit"] = None if wants_board else data.get("unit")
        data["authority"] = data.get("authority") if wants_board else None
        return data


class ReasonForm(PlacedForm):
    reason = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
