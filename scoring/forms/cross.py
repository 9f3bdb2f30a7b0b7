"""Drawing, sealed scores, conflicts of interest, supervisors, the meeting list."""

from django import forms

from accounts.models import User
from blocs.models import Unit
from scoring.models import ScoreSheet
from scoring.states import CrossAct, DrawMethod, Half

from .base import NumberField, SentenceForm

REASON_LENGTH = 1000
AREA = forms.Textarea(attrs={"rows": 3})


class ReasonForm(SentenceForm):
    reason = forms.CharField(label="Lý do", max_length=REASON_LENGTH, widget=AREA)


class DrawForm(forms.Form):
    """How to draw; a reason when there is a draw already."""

    half = forms.TypedChoiceField(label="Kỳ chấm", coerce=int, choices=Half.choices)
    method = forms.ChoiceField(label="Cách bốc thăm", choices=DrawMethod.choices)
    each = forms.IntegerField(
        label="Số đơn vị mỗi đơn vị chấm",
        min_value=1,
        max_value=1000,
        initial=1,
        help_text="Chỉ dùng khi chọn «Quay vòng».",
    )
    reason = forms.CharField(label="Lý do bốc thăm lại", max_length=REASON_LENGTH, widget=AREA)

    def __init__(self, *args, halves: list[int], again: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["half"].choices = [(half, Half(half).label) for half in halves]
        self.fields["half"].initial = halves[0] if halves else Half.YEAR
        if len(halves) < 2:
            self.fields["half"].widget = forms.HiddenInput()
        if not again:
            del self.fields["reason"]


class ScoreForm(SentenceForm):
    """What a scorer says to one line."""

    act = forms.ChoiceField(choices=CrossAct.choices, error_messages={"required": "Hãy chọn ý kiến cho tiêu chí này."})
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    points = NumberField(label="Điểm")
    actual = NumberField(label="Kết quả")
    reason = forms.CharField(label="Lý do", required=False, max_length=REASON_LENGTH)


class RecuseForm(ReasonForm):
    substitute = forms.BooleanField(label="Bốc thăm đơn vị khác chấm thay", required=False, initial=True)


class SupervisorForm(SentenceForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị giám sát", empty_label="– Chọn đơn vị –")

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class SheetField(forms.ModelChoiceField):
    def label_from_instance(self, sheet: ScoreSheet) -> str:
        return f"{sheet.unit}{f' – {sheet.get_half_display()}' if sheet.half else ''}"


class ConflictForm(forms.Form):
    """Whose conflict, with which unit, why. `heads`: units the person may speak for."""

    sheet = SheetField(ScoreSheet.objects.none(), label="Có xung đột với đơn vị", empty_label="– Chọn đơn vị –")
    whose = forms.ChoiceField(label="Của ai")
    reason = forms.CharField(
        label="Lý do",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: người thân giữ chức vụ ở đơn vị đó. Lý do hiện trong hồ sơ của khối.",
    )

    def __init__(self, *args, sheets, heads: list[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].queryset = sheets
        self.heads = {str(unit.pk): unit for unit in heads}
        mine = [("", "Của bản thân tôi: tôi không chấm, không thẩm định, người khác của cơ quan làm thay")]
        units = [(key, f"Của đơn vị {unit}: đơn vị không chấm chéo phiếu này") for key, unit in self.heads.items()]
        self.fields["whose"].choices = mine + units
        self.fields["whose"].required = False


class PersonForm(forms.Form):
    person = forms.ModelChoiceField(User.objects.none(), label="Người thôi chấm, thẩm định", empty_label="– Chọn –")
    reason = forms.CharField(label="Lý do", max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, people: list[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.filter(pk__in=[user.pk for user in people])


class ConcludeForm(SentenceForm):
    """What the meeting agreed on one line."""

    act = forms.ChoiceField(choices=[("keep", "Giữ nguyên điểm"), ("change", "Ghi điểm thống nhất")])
    seen = forms.IntegerField(min_value=0, max_value=2**62, required=False)
    points = NumberField(label="Điểm thống nhất")
    actual = NumberField(label="Kết quả thống nhất")
    note = forms.CharField(
        label="Kết luận", max_length=REASON_LENGTH, error_messages={"required": "Hãy ghi kết luận của cuộc họp."}
    )

    def clean(self) -> dict:
        """A figure that was typed is never dropped in silence."""
        data = super().clean()
        typed = [data.get(name) for name in ("points", "actual")]
        if data.get("act") == "keep" and any(value is not None for value in typed):
            raise forms.ValidationError(
                "Bạn đã nhập điểm nhưng đang chọn «Giữ nguyên điểm». Hãy chọn «Ghi điểm thống nhất» hoặc xóa ô điểm."
            )
        return data
