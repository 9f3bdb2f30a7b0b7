"""A meeting, its agenda, guests, the answer to an invitation, and what was concluded."""

import datetime as dt

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from accounts.models import User
from blocs.models import Unit
from campaigns.models import AgendaItem, Deadline, Meeting
from campaigns.states_meetings import Answer, MeetingKind
from campaigns.when import ZONE

from .fields import day_field


def time_field(label: str) -> forms.TimeField:
    """Typed «08:00», «8h» or «8h30»."""
    widget = forms.TimeInput(format="%H:%M", attrs={"placeholder": "08:00", "inputmode": "numeric"})
    errors = {"invalid": "Nhập giờ theo dạng 08:00."}
    formats = ["%H:%M", "%Hh%M", "%Hh", "%Hg%M"]
    return forms.TimeField(label=label, widget=widget, input_formats=formats, error_messages=errors)


class MeetingForm(forms.ModelForm):
    """``units``: who may be the host; ``people``: who may chair and keep the minutes; ``deadlines``: what a meeting can
    carry out."""

    kinds = forms.MultipleChoiceField(
        label="Nội dung (chọn một hoặc nhiều)",
        choices=MeetingKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một nội dung của cuộc họp."},
    )
    day = day_field("Ngày họp")
    hour = time_field("Giờ bắt đầu")
    answer_by = day_field("Trả lời chậm nhất", required=False)
    link = forms.URLField(
        label="Đường dẫn họp trực tuyến",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Chỉ khi họp trực tuyến: https://…",
    )
    deadlines = forms.ModelMultipleChoiceField(
        Deadline.objects.none(),
        label="Mốc được thực hiện khi họp xong",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kết thúc cuộc họp thì các mốc này được ghi là đã thực hiện.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = Meeting
        fields = [
            "title",
            "place",
            "link",
            "host",
            "chair",
            "secretary",
            "answer_by",
            "quorum_percent",
            "bring",
            "note",
        ]
        widgets = {"bring": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "bring": "Mỗi dòng một tài liệu.",
            "quorum_percent": "Để trống nếu quy chế của khối không quy định. Tỷ lệ này là của khối: cần xác nhận với quy chế.",
        }

    def __init__(self, *args, units: list[Unit], people: list[User], deadlines: list[Deadline], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        everyone = User.objects.filter(pk__in=[user.pk for user in people]).order_by("full_name")
        self.fields["chair"].queryset = self.fields["secretary"].queryset = everyone
        for name in ("host", "chair", "secretary"):
            self.fields[name].empty_label = "– Chưa xác định –"
        self.fields["deadlines"].queryset = Deadline.objects.filter(pk__in=[row.pk for row in deadlines])
        if not deadlines:
            del self.fields["deadlines"]
        if self.instance.pk:
            self._show_instance()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def _show_instance(self) -> None:
        local = self.instance.starts_at.astimezone(ZONE)
        self.initial |= {
            "kinds": self.instance.kinds,
            "day": local.date(),
            "hour": local.time(),
            "seen": self.instance.saves,
            "deadlines": list(self.instance.closes.values_list("deadline_id", flat=True)),
        }

    def _layout(self) -> Layout:
        closes = ["deadlines"] if "deadlines" in self.fields else []
        return Layout(
            "title",
            "kinds",
            Row(Column("day"), Column("hour"), Column("answer_by")),
            Row(Column("place"), Column("link")),
            Fieldset("Ai điều hành", Row(Column("host"), Column("chair"), Column("secretary"))),
            *closes,
            Row(Column("quorum_percent"), Column("note")),
            "bring",
            "seen",
        )

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def values(self) -> dict:
        """What the service takes."""
        data = dict(self.cleaned_data)
        day, hour = data.pop("day"), data.pop("hour")
        data.pop("seen")
        rows = data.pop("deadlines", ())
        starts_at = dt.datetime.combine(day, hour, tzinfo=ZONE)
        return data | {"starts_at": starts_at, "deadline_ids": [row.pk for row in rows]}

    # errors of columns that people type through the fields above
    SHOWN_AT = {"starts_at": "day"}


class AgendaForm(forms.ModelForm):
    class Meta:
        model = AgendaItem
        fields = ["title", "kind", "presenter", "minutes"]

    def _post_clean(self) -> None:
        """The service validates the whole row."""


class OutcomeForm(forms.Form):
    """What came of an item. ``seen``: the outcome shown when it was typed; ``key``: this one sending."""

    text = forms.CharField(
        label="Kết luận",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi kết luận về nội dung này."},
    )
    discussion = forms.CharField(
        label="Ý kiến phát biểu",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi ý kiến một dòng; đưa vào phần «Ý kiến thảo luận» của biên bản.",
    )
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)


class GuestForm(forms.Form):
    name = forms.CharField(label="Khách mời (người hoặc cơ quan)", max_length=200)
    person_post = forms.CharField(label="Chức vụ", max_length=200, required=False)


class AnswerForm(forms.Form):
    """One of the three answers with what belongs to it; which fields are needed is the service's business."""

    answer = forms.ChoiceField(
        choices=[(value, label) for value, label in Answer.choices if value],
        error_messages={"required": "Hãy chọn: đến dự, cử người thay hoặc vắng mặt."},
    )
    person_name = forms.CharField(label="Họ tên người dự", max_length=120, required=False)
    person_post = forms.CharField(label="Chức vụ", max_length=200, required=False)
    authorised_by = forms.CharField(
        label="Ai ủy quyền", max_length=200, required=False, help_text="Ví dụ: Giám đốc, Giấy ủy quyền số 12/GUQ"
    )
    reason = forms.CharField(
        label="Lý do vắng mặt", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class CallForm(forms.Form):
    """Roll call of one seat: ``co`` present, ``vang`` absent, ``bo`` taken back."""

    WORDS = {"co": True, "vang": False, "bo": None}
    present = forms.ChoiceField(choices=[(word, word) for word in WORDS])
    person_name = forms.CharField(max_length=120, required=False)
    person_post = forms.CharField(max_length=200, required=False)
    authorised_by = forms.CharField(max_length=200, required=False)

    def values(self) -> dict:
        """What the service takes: who sits there only when it was sent."""
        data = self.cleaned_data
        who = {name: data[name] for name in ("person_name", "person_post", "authorised_by") if name in self.data}
        return {"present": self.WORDS[data["present"]], **who}
