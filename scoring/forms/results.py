"""How a criteria set turns points into ratings and places: one form with rows for ratings, gates and ties."""

from typing import Any

from django import forms

from campaigns.models import Deadline

from .base import NumberField

STEPS, GATES, TIES = 10, 12, 8  # the most rows of each table
Refs = list[tuple[str, str]]

WHEN = [
    ("", "–"),
    ("zero", "Mục, tiêu chí bị 0 điểm"),
    ("below_minimum", "Dưới mức tối thiểu"),
    ("discipline", "Bị kỷ luật, vi phạm (theo sổ)"),
    ("not_registered", "Không có đăng ký được duyệt"),
    ("late", "Gửi hồ sơ trễ quá số ngày"),
]
EFFECTS = [("exclude", "Không xét xếp hạng"), ("lower", "Hạ mức xếp loại")]
SIDES = [("", "không quá"), ("1", "dưới")]


class ResultRulesForm(forms.Form):
    """What stands alone; the tables are the formsets below, and `assemble` makes the stored rules of all."""

    on = forms.ChoiceField(
        label="Xếp loại theo", choices=[("percent", "Tỷ lệ % trên điểm chuẩn được giao"), ("points", "Tổng điểm")]
    )
    cap = NumberField(label="Tính không quá", help_text="Ví dụ 100 khi điểm thưởng không làm tăng mức xếp loại.")
    each_of = forms.ChoiceField(
        label="Mức tối thiểu xét", choices=[("leaf", "từng tiêu chí"), ("section", "từng mục lớn")]
    )
    targets = forms.MultipleChoiceField(
        label="Chỉ tiêu bắt buộc",
        required=False,
        help_text="Các tiêu chí mà mức xếp loại đòi hỏi phải đạt đủ chỉ tiêu. Giữ phím Ctrl để chọn nhiều dòng.",
    )
    coefficient = forms.BooleanField(
        label="Điểm thưởng nhân hệ số của từng đơn vị",
        required=False,
        help_text="Hệ số của từng đơn vị nhập ở trang kết quả của kế hoạch.",
    )
    first_half = NumberField(
        label="Trọng số 6 tháng đầu năm", help_text="Để trống cả hai ô khi chấm một lần cho cả năm."
    )
    second_half = NumberField(label="Trọng số 6 tháng cuối năm")

    def __init__(self, *args, refs: Refs, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["targets"].choices = refs
        self.fields["targets"].widget.attrs["size"] = 6


class StepForm(forms.Form):
    name = forms.CharField(label="Mức xếp loại", max_length=100, required=False)
    start = NumberField(label="Từ")
    each_percent = NumberField(label="Mỗi tiêu chí ít nhất %")
    met1 = forms.IntegerField(label="Đạt ít nhất (số chỉ tiêu)", min_value=0, max_value=99, required=False)
    strict1 = forms.ChoiceField(label="còn lại thiếu", choices=SIDES, required=False)
    short1 = NumberField(label="%")
    met2 = forms.IntegerField(label="hoặc đạt ít nhất", min_value=0, max_value=99, required=False)
    strict2 = forms.ChoiceField(label="còn lại thiếu", choices=SIDES, required=False)
    short2 = NumberField(label="%")
    otherwise = forms.CharField(label="Thiếu điều kiện thì xuống", max_length=100, required=False)
    share = NumberField(label="Không quá % số đơn vị")
    voted = forms.BooleanField(label="Đưa ra bình xét", required=False)

    def as_rule(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        if not any(value not in (None, "", False) for value in data.values()):
            return None
        cases = [
            _lean({"met": data[f"met{n}"], "short": _text(data[f"short{n}"]), "strict": data[f"strict{n}"] == "1"})
            for n in (1, 2)
            if data[f"met{n}"] is not None
        ]
        found = {"from": _text(data["start"]), "targets": cases, "otherwise": data["otherwise"].strip()}
        found |= {name: _text(data[name]) for name in ("each_percent", "share")} | {"voted": data["voted"]}
        return {"name": data["name"].strip()} | _lean(found)


class GateForm(forms.Form):
    when = forms.ChoiceField(label="Khi", choices=WHEN, required=False)
    of = forms.ChoiceField(label="Mục, tiêu chí", required=False)
    deadline_kind = forms.ChoiceField(label="Hồ sơ", choices=[("", "–"), *Deadline.Kind.choices], required=False)
    days = forms.IntegerField(label="Trễ quá (ngày)", min_value=0, max_value=365, required=False)
    effect = forms.ChoiceField(label="Thì", choices=EFFECTS)
    to = forms.CharField(label="Xuống mức", max_length=100, required=False)

    def __init__(self, *args, refs: Refs, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = [("", "–"), *refs]

    def as_rule(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        when = data.get("when")
        if not when:
            return None
        found = {"when": when, "effect": data["effect"]}
        if data["effect"] == "lower":
            found["to"] = data["to"].strip()
        if when in {"zero", "below_minimum"} and data["of"]:
            found["of"] = data["of"]
        if when == "late":
            found |= {"deadline_kind": data["deadline_kind"], "days": data["days"] or 0}
        return found


class TieForm(forms.Form):
    key = forms.ChoiceField(label="Xét", required=False)

    def __init__(self, *args, refs: Refs, sections: Refs, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [
            ("", "–"),
            ("bonus", "Điểm thưởng cao hơn"),
            ("penalty", "Điểm trừ ít hơn"),
            ("meeting", "Quyết định của hội nghị khối"),
            ("Điểm mục", [(f"section|{ref}", words) for ref, words in sections]),
            ("Điểm tiêu chí", [(f"criterion|{ref}", words) for ref, words in refs]),
        ]

    def as_rule(self) -> dict[str, Any] | None:
        key, _, of = (self.cleaned_data.get("key") or "").partition("|")
        return _lean({"key": key, "of": of}) if key else None


def _lean(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; a zero stays."""
    return {name: value for name, value in data.items() if value not in (None, "", False, [])}


def _text(number) -> str | None:
    return None if number is None else f"{number:f}"


class ResultRulesForms:
    """The form and its tables together: bound when there is data, else filled from stored rules."""

    def __init__(self, data, stored: dict[str, Any], refs: Refs, sections: Refs) -> None:
        ratings = stored.get("ratings") or {}
        self.head = ResultRulesForm(data, refs=refs, initial=_head_initial(stored, ratings))
        steps, gates, ties = ratings.get("steps") or [], stored.get("gates") or [], stored.get("ties") or []
        self.steps = _formset(StepForm, STEPS, steps)(
            data, prefix="step", initial=[_step_initial(row) for row in steps]
        )
        both = {"refs": refs + sections}
        self.gates = _formset(GateForm, GATES, gates)(data, prefix="gate", initial=gates, form_kwargs=both)
        self.ties = _formset(TieForm, TIES, ties)(
            data,
            prefix="tie",
            initial=[{"key": f"{row['key']}|{row['of']}" if row.get("of") else row["key"]} for row in ties],
            form_kwargs={"refs": refs, "sections": sections},
        )

    @property
    def parts(self):
        return (self.head, self.steps, self.gates, self.ties)

    def is_valid(self) -> bool:
        answers = [part.is_valid() for part in self.parts]  # every part says what is wrong with it
        return all(answers)

    def assemble(self) -> dict[str, Any]:
        """The rules as they are stored; empty parts are left out."""
        data = self.head.cleaned_data
        steps, gates, ties = (
            [rule for form in part if (rule := form.as_rule())] for part in (self.steps, self.gates, self.ties)
        )
        names = ("on", "each_of", "targets")
        ratings = {"cap": _text(data["cap"]), "steps": steps} | {name: data[name] for name in names} if steps else None
        halves = _lean({"1": _text(data["first_half"]), "2": _text(data["second_half"])})
        return _lean(
            {
                "ties": ties,
                "gates": gates,
                "ratings": _lean(ratings) if ratings else None,
                "coefficient": data["coefficient"],
            }
        ) | ({"halves": halves} if halves else {})


def _formset(form, most: int, stored: list):
    """A table with the stored rows and some empty ones; an answer of more than `most` rows is refused, never read."""
    empty = min(most, max(4, len(stored) + 2)) - len(stored)
    return forms.formset_factory(form, extra=max(0, empty), max_num=most, absolute_max=most)


def _head_initial(stored: dict[str, Any], ratings: dict[str, Any]) -> dict[str, Any]:
    halves = stored.get("halves") or {}
    return {
        "on": ratings.get("on", "percent"),
        "cap": _typed(ratings.get("cap")),
        "each_of": ratings.get("each_of", "leaf"),
        "targets": ratings.get("targets") or [],
        "coefficient": stored.get("coefficient", False),
        "first_half": _typed(halves.get("1")),
        "second_half": _typed(halves.get("2")),
    }


def _step_initial(row: dict[str, Any]) -> dict[str, Any]:
    found = {"name": row.get("name"), "otherwise": row.get("otherwise"), "voted": row.get("voted", False)}
    found |= {"start": _typed(row.get("from"))} | {name: _typed(row.get(name)) for name in ("each_percent", "share")}
    for number, case in enumerate((row.get("targets") or [])[:2], start=1):
        found |= {
            f"met{number}": case.get("met"),
            f"short{number}": _typed(case.get("short")),
            f"strict{number}": "1" if case.get("strict") else "",
        }
    return found


def _typed(value: Any) -> str:
    """A stored number as people write it."""
    return "" if value is None else str(value).replace(".", ",")


class CoefficientForm(forms.Form):
    factor = NumberField(label="Hệ số điểm thưởng")
    source = forms.CharField(label="Căn cứ", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        factor = data.get("factor")
        if factor is not None and not 0 <= factor <= 10:
            self.add_error("factor", "Hệ số từ 0 đến 10.")
        if factor is not None and factor != round(factor, 3):
            self.add_error("factor", "Hệ số có tối đa 3 chữ số thập phân.")
        if factor is not None and not data.get("source", "").strip():
            self.add_error("source", "Ghi văn bản làm căn cứ.")
        return data


class HalfDeadlineForm(forms.Form):
    half_deadline = forms.ModelChoiceField(
        label="Thời hạn tự chấm 6 tháng đầu năm", queryset=None, required=False, empty_label="– Không theo mốc nào –"
    )

    def __init__(self, *args, campaign, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["half_deadline"].queryset = Deadline.objects.filter(campaign=campaign)
