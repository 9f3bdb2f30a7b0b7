"""Shape and messages of what people type in scoring."""

from typing import Any

from django import forms
from django.conf import settings

from accounts.files import ACCEPTED
from campaigns.models import Deadline

from . import rules
from .models import CriteriaSet, Criterion, ScoreLine, ScoringSetup
from .rules import BadNumber, Inputs
from .rules.wording import parse_bands, parse_tiers, write_bands, write_tiers
from .services import CellValues, CriterionValues, usable_sets
from .services.outcomes import fields_of
from .states import CriterionKind

CELL_LABELS = {
    "value": "Tự chấm",
    "target": "Chỉ tiêu",
    "actual": "Kết quả",
    "count": "Số lượng",
    "days": "Số ngày trễ",
    "achieved": "Đạt / không đạt",
}


class NumberField(forms.CharField):
    """A number as Vietnamese people write it (7,5 or 7.5); an empty field is None."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("required", False)
        super().__init__(max_length=60, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        try:
            number = rules.parse_typed(str(value or ""))
        except BadNumber as problem:
            raise forms.ValidationError(str(problem)) from None
        if number is None and self.required:
            raise forms.ValidationError("Hãy nhập số.")
        return number

    def validate(self, value):
        """Emptiness was judged in `to_python`."""

    def run_validators(self, value):
        """Length and NUL rules are for text; `to_python` admits digits only."""

    def prepare_value(self, value):
        return rules.say(value) if hasattr(value, "as_tuple") else value


class SentenceForm(forms.Form):
    """A form whose first complaint is said in one place."""

    def first_problem(self) -> str:
        return next(str(message) for messages in self.errors.values() for message in messages)


class CellForm(SentenceForm):
    """What one line of a sheet sends: only the fields its kind asks for."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    note = forms.CharField(required=False, max_length=2000)
    not_assigned = forms.BooleanField(required=False)

    def __init__(self, *args, line: ScoreLine, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.names = fields_of(line.criterion)
        for name in self.names:
            self.fields[name] = _achieved_field() if name == "achieved" else NumberField(label=CELL_LABELS[name])

    def values(self) -> CellValues:
        given = {name: self.cleaned_data[name] for name in self.names}
        return CellValues(Inputs(**given, assigned=not self.cleaned_data["not_assigned"]), self.cleaned_data["note"])


def _achieved_field() -> forms.TypedChoiceField:
    words = {"yes": True, "no": False, "": None}
    return forms.TypedChoiceField(
        label=CELL_LABELS["achieved"],
        choices=[("", "–"), ("yes", "Đạt"), ("no", "Không đạt")],
        coerce=words.get,
        empty_value=None,
        required=False,
    )


class DecisionForm(SentenceForm):
    """The bloc's word on one line."""

    act = forms.ChoiceField(choices=[("accept", "Chấp nhận"), ("change", "Thay đổi")])
    seen = forms.IntegerField(min_value=0, max_value=2**62, required=False)
    points = NumberField(label="Điểm thẩm định")
    target = NumberField(label="Chỉ tiêu")
    actual = NumberField(label="Kết quả")
    reason = forms.CharField(label="Lý do", required=False, max_length=1000)


class FinishForm(SentenceForm):
    reason = forms.CharField(label="Lý do", required=False, max_length=1000)


class ReturnForm(forms.Form):
    line = forms.TypedMultipleChoiceField(label="Tiêu chí trả lại", coerce=int, required=False)
    note = forms.CharField(label="Lý do trả lại", max_length=1000, required=False, widget=forms.Textarea)

    def __init__(self, *args, line_ids: list[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [(pk, pk) for pk in line_ids]


class EvidenceForm(forms.Form):
    """A new file, or one of the unit's library."""

    file = forms.FileField(label="Tệp mới", required=False, max_length=4000)
    existing = forms.ModelChoiceField(label="Tệp có sẵn trong kho của đơn vị", queryset=None, required=False)

    def __init__(self, *args, library, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["existing"].queryset = library
        self.fields["existing"].empty_label = "– Chọn tệp –"
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{extension}" for extension in ACCEPTED)
        size = settings.EVIDENCE_MAX_BYTES // (1024 * 1024)
        self.fields["file"].help_text = f"{', '.join(ACCEPTED).upper()}; tối đa {size} MB."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("file") and not data.get("existing") and not self.errors:
            raise forms.ValidationError("Hãy chọn tệp mới hoặc một tệp có sẵn.")
        return data


class ImportForm(forms.Form):
    file = forms.FileField(label="Tệp Excel", max_length=4000, help_text="Tệp .xlsx theo mẫu, tối đa 2 MB.")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"


class SetupForm(forms.ModelForm):
    class Meta:
        model = ScoringSetup
        fields = ["criteria_set", "ranking_basis", "self_score_deadline"]

    def __init__(self, *args, campaign, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criteria_set"].queryset = usable_sets(campaign)
        self.fields["criteria_set"].empty_label = "– Chọn bộ tiêu chí –"
        self.fields["self_score_deadline"].queryset = Deadline.objects.filter(campaign=campaign)
        self.fields["self_score_deadline"].empty_label = "– Không theo mốc nào –"
        if self.instance.pk is None:
            own = Deadline.objects.filter(campaign=campaign, kind=Deadline.Kind.SELF_SCORE)
            self.initial["self_score_deadline"] = own.values_list("pk", flat=True).first()


class SetForm(forms.ModelForm):
    class Meta:
        model = CriteriaSet
        fields = [
            "authority",
            "bloc_year",
            "name",
            "year",
            "scale",
            "not_assigned_policy",
            "source",
            "source_status",
        ]

    def __init__(self, *args, authorities, bloc_years, shared: bool, **kwargs) -> None:
        """``shared``: the person works for an authority; a Trưởng khối makes sets for the own bloc only."""
        super().__init__(*args, **kwargs)
        authority, bloc_year = self.fields["authority"], self.fields["bloc_year"]
        authority.queryset, bloc_year.queryset = authorities, bloc_years
        authority.empty_label = "– Chọn cơ quan –"
        bloc_year.empty_label = "– Dùng chung –" if shared else "– Chọn khối –"
        bloc_year.required = not shared
        if not shared:
            bloc_year.help_text = "Trưởng khối lập bộ tiêu chí riêng của khối mình."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        bloc_year, authority = data.get("bloc_year"), data.get("authority")
        if bloc_year and authority and bloc_year.bloc.authority_id != authority.pk:
            self.add_error("bloc_year", "Khối này không thuộc cơ quan ban hành đã chọn.")
        return data


def _measure_choices():
    return [("value", "Giá trị đơn vị nhập"), ("ratio", "Tỷ lệ kết quả / chỉ tiêu (%)")]


class CriterionForm(forms.Form):
    """One criterion; which parameter fields count depends on the kind."""

    parent = forms.ModelChoiceField(label="Thuộc nhóm", queryset=None, required=False, empty_label="– Cấp cao nhất –")
    code = forms.CharField(label="Mã", max_length=30, required=False)
    title = forms.CharField(label="Tên tiêu chí", max_length=1000)
    kind = forms.ChoiceField(label="Cách chấm", choices=CriterionKind.choices)
    max_points = NumberField(
        label="Điểm chuẩn",
        help_text="Điểm thưởng, điểm trừ: để trống. Nhóm: để trống, hoặc ghi tổng để hệ thống đối chiếu.",
    )
    step = NumberField(label="Bước điểm", help_text="Ví dụ 0,5. Để trống khi không quy định.")
    capped = forms.BooleanField(label="Không vượt quá điểm chuẩn", required=False, initial=True)
    measure = forms.ChoiceField(label="Đo bằng", choices=_measure_choices, required=False)
    unit = forms.CharField(label="Đơn vị tính", max_length=20, required=False, help_text="Ví dụ %, lần, vụ.")
    value_max = NumberField(label="Giá trị lớn nhất được nhập")
    bands = forms.CharField(
        label="Các bậc",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Mỗi dòng một bậc: “trên 95: 1,5”, “từ 75 đến 95: 1”, “từ 50 đến dưới 75: 0,5”, “dưới 50: 0”.",
    )
    tiers = forms.CharField(
        label="Các bậc số ngày trễ",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Mỗi dòng một bậc: “đúng hạn: 2”, “1–2 ngày: 1,5”, “3–5 ngày: 1”, “còn lại: 0”.",
    )
    deadline_kind = forms.ChoiceField(
        label="Lấy số ngày trễ từ biên nhận của",
        choices=[("", "– Đơn vị tự nhập –"), *Deadline.Kind.choices],
        required=False,
    )
    points_each = NumberField(label="Điểm cho mỗi lần")
    cap = NumberField(label="Mức tối đa")
    per_unit = NumberField(label="Trừ cho mỗi đơn vị")
    void_from = NumberField(label="Từ mức này không tính điểm")
    met_share = NumberField(label="Phần điểm khi đạt đúng chỉ tiêu", help_text="Ví dụ 0,5 là một nửa điểm chuẩn.")
    tie_tolerance = NumberField(label="Sai số khi so sánh đơn vị dẫn đầu", help_text="Ví dụ 0,0001.")
    evidence_required = forms.BooleanField(label="Bắt buộc có minh chứng", required=False)
    evidence_hint = forms.CharField(label="Minh chứng cần có", max_length=500, required=False)

    def __init__(self, *args, criteria_set: CriteriaSet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Criterion.objects.filter(
            criteria_set=criteria_set, kind=CriterionKind.GROUP
        ).order_by("path")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, parse in (("bands", parse_bands), ("tiers", parse_tiers)):
            try:
                data[name] = parse(data.get(name) or "")
            except BadNumber as problem:
                self.add_error(name, str(problem))
        return data

    def values(self) -> CriterionValues:
        data = self.cleaned_data
        return CriterionValues(
            title=data["title"],
            kind=data["kind"],
            code=data["code"],
            max_points=data["max_points"],
            params=self._params(),
            evidence_required=data["evidence_required"],
            evidence_hint=data["evidence_hint"],
        )

    def _params(self) -> dict[str, Any]:
        """Only the parameters of the chosen kind; numbers as text, empty ones left out."""
        data, params = self.cleaned_data, {}
        for name in PARAM_NAMES[data["kind"]]:
            value = data[name]
            if name == "capped" or (value not in (None, "", [])):
                params[name] = f"{value:f}" if hasattr(value, "as_tuple") else value
        return params


PARAM_NAMES: dict[str, tuple[str, ...]] = {
    CriterionKind.GROUP: (),
    CriterionKind.DIRECT: ("step",),
    CriterionKind.ACHIEVED: (),
    CriterionKind.RATIO: ("capped",),
    CriterionKind.BANDS: ("measure", "unit", "value_max", "bands"),
    CriterionKind.LATE_TIERS: ("deadline_kind", "tiers"),
    CriterionKind.COUNT: ("points_each", "cap"),
    CriterionKind.DEDUCT: ("measure", "unit", "value_max", "per_unit", "bands", "void_from"),
    CriterionKind.BONUS: ("points_each", "cap"),
    CriterionKind.PENALTY: ("points_each", "cap"),
    CriterionKind.RELATIVE: ("met_share", "tie_tolerance"),
}


def initial_of(criterion: Criterion) -> dict[str, Any]:
    """What the form of an existing criterion shows."""
    params = criterion.params
    shown = {name: value for name, value in params.items() if name not in {"bands", "tiers"}}
    numbers = {name: str(value).replace(".", ",") for name, value in shown.items() if name not in {"capped", "unit"}}
    kept = {name: getattr(criterion, name) for name in ("code", "title", "kind", "max_points")}
    files = {name: getattr(criterion, name) for name in ("evidence_required", "evidence_hint")}
    lists = {"bands": write_bands(params), "tiers": write_tiers(params), "parent": criterion.parent_id}
    return shown | numbers | kept | files | lists
