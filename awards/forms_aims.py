"""Four short tables: titles and forms, each for collectives and for persons; never one mixed list."""

from dataclasses import dataclass

from django import forms
from django.forms import BaseFormSet, formset_factory

from accounts import clock
from awards.models import Aim, AwardType
from awards.models.aims import MOST
from awards.services.aims import AimInput
from awards.states import AwardKind, SubjectKind

BLANK, LIMIT = 2, 40


class AimForm(forms.Form):
    """One title or form aimed at; a row without a choice is an empty row."""

    award_type = forms.TypedChoiceField(label="Danh hiệu, hình thức", coerce=int, empty_value=None, required=False)
    count = forms.IntegerField(label="Số lượng", min_value=1, max_value=MOST, required=False)
    names = forms.CharField(label="Tên", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, types: list[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["award_type"].choices = [("", "Chọn"), *types]
        for name, field in self.fields.items():
            field.widget.attrs.update({"class": "cell" if name == "count" else "cell text", "aria-label": field.label})

    def clean(self) -> dict:
        data = super().clean()
        if self.errors:
            return data
        listed = [line for line in data.get("names", "").splitlines() if line.strip()]
        if data.get("award_type") is None:
            if listed or data.get("count") is not None:
                self.add_error("award_type", "Hãy chọn danh hiệu, hình thức, hoặc xóa hết dòng này.")
            return data
        data["count"] = data.get("count") or max(1, len(listed))
        if len(listed) > data["count"]:
            self.add_error("names", f"Ghi {len(listed)} tên mà số lượng là {data['count']}.")
        return data

    @property
    def chosen(self) -> str:
        """The name of what was chosen; empty in an empty or wrong row."""
        key = self.cleaned_data.get("award_type") if self.is_valid() else None
        return dict(self.fields["award_type"].choices).get(key, "")

    def said(self) -> AimInput:
        data = self.cleaned_data
        return AimInput(data["award_type"], data["count"], data["names"])


AimSet = formset_factory(AimForm, extra=BLANK, max_num=LIMIT, absolute_max=LIMIT + BLANK, validate_max=True)


@dataclass(frozen=True)
class AimTable:
    """One of the four tables."""

    kind: AwardKind
    subject: SubjectKind
    formset: BaseFormSet

    @property
    def title(self) -> str:
        return f"{self.kind.label} – {self.subject.label.lower()}"


def aim_tables(data, rows: list[Aim]) -> list[AimTable]:
    """The tables of a registration: types registered for yearly today, and those already chosen."""
    chosen = AwardType.objects.filter(pk__in={row.award_type_id for row in rows})
    valid = AwardType.objects.registered_on(clock.today()) | chosen
    known = list(valid.order_by("order", "pk"))
    tables = []
    for kind in AwardKind:
        for subject in SubjectKind:
            mine = [row for row in rows if (row.award_type.kind, row.award_type.subject_kind) == (kind, subject)]
            initial = [{"award_type": row.award_type_id, "count": row.count, "names": row.names} for row in mine]
            types = [(row.pk, row.name) for row in known if (row.kind, row.subject_kind) == (kind, subject)]
            formset = AimSet(data, initial=initial, prefix=f"{kind}-{subject}", form_kwargs={"types": types})
            tables.append(AimTable(kind, subject, formset))
    return tables


def problems_of(tables: list[AimTable]) -> list[str]:
    """What is wrong, in words with the table and the row; each title or form stands in one row only."""
    found = []
    for table in tables:
        names = [form.chosen for form in table.formset.forms if form.chosen]
        found += [
            f"{table.title}: {name} ghi ở hai dòng, hãy gộp lại."
            for name in dict.fromkeys(names)
            if names.count(name) > 1
        ]
        found += [f"{table.title}: {error}" for error in table.formset.non_form_errors()]
        for number, form in enumerate(table.formset.forms, start=1):
            found += [f"{table.title}, dòng {number}: {error}" for errors in form.errors.values() for error in errors]
    return found


def said_of(tables: list[AimTable]) -> list[AimInput]:
    """Everything typed, in the order of the page: titles before forms, collectives before persons."""
    forms_ = [form for table in tables for form in table.formset.forms]
    return [form.said() for form in forms_ if form.cleaned_data.get("award_type")]
