"""Inspections: the plan, the team, findings, minutes signed by hand, what is to be put right."""

from django import forms

from accounts.forms import RowsField
from blocs.models import Unit
from campaigns.models import Inspection, InspectionItem
from campaigns.services.inspections import PlanValues
from campaigns.states_inspections import FindingOutcome, Organiser, Side, TeamRole

from .fields import day_field

_SEEN = {"min_value": 0, "max_value": 2**31 - 1}
_MARK = "|"


class InspectionForm(forms.Form):
    """The checklist is typed one line each: «nội dung | xem gì»."""

    title = forms.CharField(label="Tên đợt kiểm tra", max_length=300)
    organiser = forms.ChoiceField(label="Tổ chức", choices=Organiser.choices)
    basis = forms.CharField(label="Căn cứ", required=False, max_length=500)
    from_day = day_field("Từ ngày")
    to_day = day_field("Đến ngày")
    units = RowsField(
        Unit.objects.none(), label="Đơn vị được kiểm tra", required=False, widget=forms.CheckboxSelectMultiple
    )
    items = forms.CharField(
        label="Danh mục kiểm tra",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Mỗi nội dung một dòng. Muốn ghi cần xem gì, thêm dấu | rồi ghi tiếp. Ví dụ: Kế hoạch thi đua năm | văn bản, ngày ban hành",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, **_SEEN)

    def __init__(self, *args, units: list[Unit], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])

    def values(self) -> PlanValues:
        data = self.cleaned_data
        names = ("title", "organiser", "basis", "from_day", "to_day")
        pairs = (line.partition(_MARK) for line in data["items"].splitlines())
        return PlanValues(
            **{name: data[name] for name in names},
            unit_ids=tuple(unit.pk for unit in data["units"]),
            items=tuple((title.strip(), look_at.strip()) for title, _, look_at in pairs if title.strip()),
        )

    SHOWN_AT = {"unit_ids": "units"}


def typed_items(items: list[InspectionItem]) -> str:
    """A checklist as it is typed."""
    return "\n".join(f"{row.title} {_MARK} {row.look_at}" if row.look_at else row.title for row in items)


def initial_of(inspection: Inspection) -> dict:
    names = ("title", "organiser", "basis", "from_day", "to_day")
    return {
        **{name: getattr(inspection, name) for name in names},
        "units": [visit.unit_id for visit in inspection.visits.all()],
        "items": typed_items(list(inspection.items.all())),
        "seen": inspection.saves,
    }


class TeamForm(forms.Form):
    """``person`` offers people of the bloc's units and of the standing office."""

    person = forms.TypedChoiceField(label="Người", coerce=int)
    role = forms.ChoiceField(label="Vai trò", choices=TeamRole.choices)

    def __init__(self, *args, posts, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        known = {post.user_id: f"{post.user.full_name} – {post.place}" for post in posts}
        self.fields["person"].choices = [("", "– Chọn người –"), *known.items()]


class FindingsForm(forms.Form):
    """Two fields a line of the checklist: ``outcome_<item>`` and ``note_<item>``."""

    day = day_field("Ngày làm việc", required=False)
    place = forms.CharField(label="Địa điểm", required=False, max_length=200)
    general = forms.CharField(
        label="Nhận xét chung", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, **_SEEN)

    def __init__(self, *args, items: list[InspectionItem], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            choices = [("", "Chưa có kết quả"), *FindingOutcome.choices]
            label = f"Kết quả: {item.title}"
            look_at = f"Xem: {item.look_at}" if item.look_at else ""
            self.fields[f"outcome_{item.pk}"] = forms.ChoiceField(
                label=label, required=False, choices=choices, help_text=look_at
            )
            widget = forms.Textarea(attrs={"rows": 2})
            note = forms.CharField(label=f"Nhận xét: {item.title}", required=False, max_length=5000, widget=widget)
            self.fields[f"note_{item.pk}"] = note

    def findings(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {item.pk: (data[f"outcome_{item.pk}"], data[f"note_{item.pk}"]) for item in self.items}


class FindingFileForm(forms.Form):
    item = forms.ModelChoiceField(InspectionItem.objects.none(), label="Của nội dung", empty_label="– Chọn –")
    file = forms.FileField(
        label="Tệp, ảnh",
        error_messages={"required": "Hãy chọn một tệp.", "empty": "Tệp rỗng, không có nội dung."},
    )

    def __init__(self, *args, items, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items


class FollowUpForm(forms.Form):
    text = forms.CharField(label="Việc phải khắc phục", max_length=500)
    due = day_field("Chậm nhất ngày")


class FollowUpExtendForm(forms.Form):
    due = day_field("Hạn mới")
    reason = forms.CharField(label="Lý do đổi hạn", max_length=500)


class FollowUpAnswerForm(forms.Form):
    text = forms.CharField(label="Kết quả khắc phục", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(
        label="Tệp kèm theo", required=False, error_messages={"empty": "Tệp rỗng, không có nội dung."}
    )


class MinutesScanForm(forms.Form):
    signed_on = day_field("Ngày ký")
    file = forms.FileField(
        label="Bản quét (PDF hoặc ảnh)",
        error_messages={"required": "Hãy chọn tệp bản quét.", "empty": "Tệp rỗng, không có nội dung."},
    )

    def __init__(self, *args, sides: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.sides = sides
        for side in sides:
            label = Side(side).label
            self.fields[f"name_{side}"] = forms.CharField(
                label=f"{label}: họ tên người ký", required=False, max_length=120
            )
            self.fields[f"post_{side}"] = forms.CharField(label="Chức vụ", required=False, max_length=120)

    def names(self) -> dict[str, tuple[str, str]]:
        data = self.cleaned_data
        pairs = {side: (data[f"name_{side}"], data[f"post_{side}"]) for side in self.sides}
        return {side: pair for side, pair in pairs.items() if pair[0].strip()}
