"""What people type into the registers of merit."""

import datetime as dt

from django import forms

from accounts import clock
from blocs.models import Unit

from .forms import PlainForm
from .models import AwardType, Discipline, Evaluation, Hold, Initiative, Person, Roster
from .states import SubjectKind

DAY = {"placeholder": "dd/mm/yyyy"}
AUTHORS = range(1, 6)  # lines of the form; more authors are entered as a second recognition


def day_field(label: str, **kwargs) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%d/%m/%Y", attrs=DAY), **kwargs)


class RowForm(PlainForm, forms.ModelForm):
    """Columns of a row; the service validates the whole row."""

    def _post_clean(self) -> None:
        """Constraints are asked by the service, with the unit and the writer."""


class PersonForm(PlainForm):
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    birth_year = forms.IntegerField(
        label="Năm sinh", required=False, min_value=1900, max_value=2100, help_text="Để phân biệt người trùng họ tên."
    )
    female = forms.NullBooleanField(
        label="Giới tính",
        required=False,
        widget=forms.Select(choices=[("unknown", "– Không ghi –"), ("true", "Nữ"), ("false", "Nam")]),
    )
    code = forms.CharField(
        label="Mã cán bộ",
        max_length=30,
        required=False,
        help_text="Số hiệu của cơ quan, không phải số căn cước.",
    )


class PlaceFields(PlainForm):
    position = forms.CharField(label="Chức vụ, vị trí việc làm", max_length=200, required=False)
    is_leader = forms.BooleanField(label="Lãnh đạo, quản lý", required=False)
    is_direct_worker = forms.BooleanField(label="Trực tiếp công tác, lao động", required=False)

    def clean(self):
        data = super().clean()
        if data.get("is_leader") and data.get("is_direct_worker"):
            self.add_error("is_direct_worker", "Lãnh đạo, quản lý không đồng thời là người trực tiếp lao động.")
        return data


class NewPersonForm(PersonForm, PlaceFields):
    since = day_field("Công tác tại đơn vị từ ngày")
    is_another = forms.BooleanField(
        label="Là người khác, chỉ trùng họ tên",
        required=False,
        help_text="Chỉ đánh dấu khi sổ báo trùng họ tên.",
    )
    field_order = ["full_name", "birth_year", "female", "code", "position", "is_leader", "is_direct_worker", "since"]


class PlaceForm(PlaceFields):
    """``units``: where the person may be moved to."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị")
    since = day_field("Từ ngày")
    field_order = ["unit", "position", "is_leader", "is_direct_worker", "since"]

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class LeaveForm(PlainForm):
    until = day_field("Ngày làm việc cuối cùng")


class UnitRowForm(RowForm):
    """A row of one unit, about a person of it where the model has one."""

    def __init__(self, *args, unit: Unit, person: Person | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            people = Person.objects.filter(places__unit=unit).distinct().order_by("sort_key", "pk")
            self.fields["person"].queryset = people
            self.fields["person"].empty_label = f"Cả đơn vị: {unit.name}"
            self.fields["person"].required = False
            self.fields["person"].initial = person
        for name in ("date", "since", "until", "completed_on"):
            if name in self.fields:
                self.fields[name].widget = forms.DateInput(format="%d/%m/%Y", attrs=DAY)

    def clean_date(self) -> dt.date:
        day = self.cleaned_data["date"]
        if not dt.date(1945, 9, 2) <= day <= clock.today():
            raise forms.ValidationError("Ngày văn bản phải từ 02/9/1945 đến hôm nay.")
        return day


class RosterForm(UnitRowForm):
    class Meta:
        model = Roster
        fields = ["year", "headcount", "source"]
        help_texts = {"source": "Ví dụ: báo cáo biên chế có mặt ngày 31/12."}


class EvaluationForm(UnitRowForm):
    class Meta:
        model = Evaluation
        fields = ["person", "year", "level", "number", "date", "issuer"]
        help_texts = {"level": "Dòng ghi sau của cùng năm thay cho dòng ghi trước; dòng trước vẫn còn."}


class InitiativeForm(UnitRowForm):
    class Meta:
        model = Initiative
        fields = ["title", "kind", "scope", "number", "date", "issuer"]
        labels = {"number": "Số quyết định, văn bản công nhận", "date": "Ngày công nhận"}

    def __init__(self, *args, unit: Unit, **kwargs) -> None:
        super().__init__(*args, unit=unit, **kwargs)
        people = Person.objects.filter(places__unit=unit).distinct().order_by("sort_key", "pk")
        for number in AUTHORS:
            self.fields[f"author_{number}"] = forms.ModelChoiceField(
                people,
                label=f"Tác giả {number}",
                required=False,
                empty_label="– Sáng kiến của tập thể –" if number == 1 else "–",
            )
            self.fields[f"share_{number}"] = forms.DecimalField(
                label=f"Phần đóng góp của tác giả {number} (%)",
                required=False,
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                localize=True,
            )

    def clean(self):
        data = super().clean()
        chosen = [data[f"author_{number}"].pk for number in AUTHORS if data.get(f"author_{number}")]
        if len(set(chosen)) < len(chosen):
            self.add_error(None, "Mỗi tác giả chỉ chọn một lần.")
        return data

    def authors(self) -> list[tuple[int, object]]:
        data = self.cleaned_data
        rows = [(data.get(f"author_{number}"), data.get(f"share_{number}")) for number in AUTHORS]
        return [(person.pk, share) for person, share in rows if person]


class HoldForm(UnitRowForm):
    class Meta:
        model = Hold
        fields = ["person", "kind", "since", "until", "paper"]


class DisciplineForm(UnitRowForm):
    class Meta:
        model = Discipline
        fields = ["person", "form", "since", "completed_on", "paper"]


class EndForm(PlainForm):
    on = day_field("Ngày")


class JudgeForm(PlainForm):
    accepted = forms.TypedChoiceField(
        label="Kết luận",
        choices=[("yes", "Đạt"), ("no", "Không đạt")],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Lý do, căn cứ",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Hãy ghi rõ lý do."},
    )


class CandidateForm(forms.Form):
    """The question of the checklist page, in the address: for whom, which award, which year."""

    person = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Cả đơn vị")
    award = forms.ModelChoiceField(AwardType.objects.none(), required=False)
    year = forms.IntegerField(required=False, min_value=1990, max_value=2100)

    def __init__(self, *args, unit: Unit, people: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if people:
            rows = Person.objects.filter(places__unit=unit).distinct().order_by("sort_key", "pk")
            self.fields["person"].queryset = rows
        self.fields["award"].queryset = AwardType.objects.valid_on(clock.today()).filter(subject_words="")

    def clean(self):
        data = super().clean()
        award = data.get("award")
        of_person = award is not None and award.subject_kind == SubjectKind.PERSON
        if award and of_person != bool(data.get("person")):
            words = "Danh hiệu, hình thức này dành cho cá nhân; hãy chọn cá nhân."
            other = "Danh hiệu, hình thức này dành cho tập thể; hãy chọn cả đơn vị."
            self.add_error("award", words if of_person else other)
        return data
