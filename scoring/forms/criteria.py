"""Criteria sets and their rows."""

from typing import Any

from django import forms

from campaigns.forms.fields import day_field
from campaigns.models import Deadline
from scoring.models import CriteriaSet, Criterion
from scoring.rules import BadNumber
from scoring.rules.wording import parse_bands, parse_levels, parse_tiers, write_bands, write_levels, write_tiers
from scoring.services import CriterionValues
from scoring.states import CriterionKind

from .base import NumberField


class ImportForm(forms.Form):
    file = forms.FileField(label="Tệp Excel", max_length=4000, help_text="Tệp .xlsx theo mẫu, tối đa 2 MB.")
    replace = forms.BooleanField(label="Thay toàn bộ các dòng đang có bằng các dòng của tệp", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx"


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


class CopiedSetForm(SetForm):
    """The head of a set made from another one: the rest comes from there."""

    class Meta(SetForm.Meta):
        fields = ["authority", "bloc_year", "name", "year"]


class SourceForm(forms.Form):
    """Which set to copy from."""

    nguon = forms.ModelChoiceField(label="Bộ tiêu chí nguồn", queryset=None, empty_label="– Chọn bộ tiêu chí –")

    def __init__(self, *args, sets, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nguon"].queryset = sets


class GroupForm(forms.Form):
    """Which group to copy, and into which group of the draft."""

    nhom = forms.ModelChoiceField(label="Nhóm cần chép", queryset=None, empty_label="– Chọn nhóm –")
    vao = forms.ModelChoiceField(label="Chép vào nhóm", queryset=None, required=False, empty_label="– Cấp cao nhất –")

    def __init__(self, *args, source: CriteriaSet, criteria_set: CriteriaSet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nhom"].queryset = groups(source)
        self.fields["vao"].queryset = groups(criteria_set)


class PublishForm(forms.Form):
    effective_from = day_field(
        "Có hiệu lực từ",
        required=False,
        help_text="Ngày ghi trên văn bản ban hành, không sớm hơn phiên bản đang áp dụng. Để trống: hôm nay.",
    )


def groups(criteria_set: CriteriaSet):
    """The groups of a set, in the order of the tree."""
    return Criterion.objects.filter(criteria_set=criteria_set, kind=CriterionKind.GROUP).order_by("path")


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
    register = forms.CharField(
        label="Tính từ sổ",
        max_length=50,
        required=False,
        help_text="Mã sổ điểm thưởng, điểm trừ; để trống khi đơn vị tự nhập.",
    )
    levels = forms.CharField(
        label="Các mức của sổ",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Mỗi dòng một mức: “Cấp bộ: 10”, “Cấp tỉnh: 5”. Cùng một kết quả chỉ tính mức cao nhất.",
    )
    self_declared_factor = NumberField(label="Hệ số khi đơn vị tự khai", help_text="Từ 0 đến 1, ví dụ 0,5.")
    cap = NumberField(label="Mức tối đa")
    per_unit = NumberField(label="Trừ cho mỗi đơn vị")
    void_from = NumberField(label="Từ mức này không tính điểm")
    met_share = NumberField(label="Phần điểm khi đạt đúng chỉ tiêu", help_text="Ví dụ 0,5 là một nửa điểm chuẩn.")
    tie_tolerance = NumberField(label="Sai số khi so sánh đơn vị dẫn đầu", help_text="Ví dụ 0,0001.")
    minimum_percent = NumberField(
        label="Mức tối thiểu (% điểm chuẩn)", help_text="Dùng khi xếp loại: thấp hơn mức này bị nêu tên."
    )
    evidence_required = forms.BooleanField(label="Bắt buộc có minh chứng", required=False)
    evidence_hint = forms.CharField(label="Minh chứng cần có", max_length=500, required=False)
    guidance = forms.CharField(
        label="Hướng dẫn chấm",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Đơn vị mở xem tại tiêu chí trên phiếu.",
    )
    legal_basis = forms.CharField(
        label="Căn cứ", required=False, max_length=1000, help_text="Văn bản, điều khoản quy định tiêu chí này."
    )

    def __init__(self, *args, criteria_set: CriteriaSet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = groups(criteria_set)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, parse in (("bands", parse_bands), ("tiers", parse_tiers), ("levels", parse_levels)):
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
            guidance=data["guidance"],
            legal_basis=data["legal_basis"],
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
    CriterionKind.GROUP: ("cap", "minimum_percent"),
    CriterionKind.DIRECT: ("step", "minimum_percent"),
    CriterionKind.ACHIEVED: ("minimum_percent",),
    CriterionKind.RATIO: ("capped", "minimum_percent"),
    CriterionKind.BANDS: ("measure", "unit", "value_max", "bands", "minimum_percent"),
    CriterionKind.LATE_TIERS: ("deadline_kind", "tiers", "minimum_percent"),
    CriterionKind.COUNT: ("points_each", "cap", "minimum_percent"),
    CriterionKind.DEDUCT: ("measure", "unit", "value_max", "per_unit", "bands", "void_from", "minimum_percent"),
    CriterionKind.BONUS: ("points_each", "register", "levels", "self_declared_factor", "cap"),
    CriterionKind.PENALTY: ("points_each", "register", "levels", "self_declared_factor", "cap"),
    CriterionKind.RELATIVE: ("met_share", "tie_tolerance", "minimum_percent"),
}


def initial_of(criterion: Criterion) -> dict[str, Any]:
    """What the form of an existing criterion shows."""
    params = criterion.params
    shown = {name: value for name, value in params.items() if name not in LISTS}
    numbers = {name: str(value).replace(".", ",") for name, value in shown.items() if name not in NOT_NUMBERS}
    kept = {name: getattr(criterion, name) for name in ("code", "title", "kind", "max_points")}
    files = {
        name: getattr(criterion, name) for name in ("evidence_required", "evidence_hint", "guidance", "legal_basis")
    }
    lists = {name: write(params) for name, write in LISTS.items()}
    return shown | numbers | kept | files | lists | {"parent": criterion.parent_id}


LISTS = {"bands": write_bands, "tiers": write_tiers, "levels": write_levels}
NOT_NUMBERS = {"capped", "unit", "register", "measure", "deadline_kind"}
