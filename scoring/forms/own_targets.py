"""Targets of the unit's own and its movements, typed in tables below the criteria."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.forms import BaseFormSet, formset_factory

from campaigns.forms.fields import day_field
from campaigns.models import RegisteredMovement, Registration
from campaigns.permissions_registrations import may_write_part
from campaigns.services.registration_parts import MovementInput
from campaigns.states import Direction, RegistrationPart, RegistrationState
from scoring.services.own_targets import OwnInput, OwnRow, own_rows
from scoring.services.target_copies import movements_of
from scoring.services.target_rows import TargetRow

from .base import NumberField
from .targets import TargetsForm

BLANK = 3  # empty rows below what is written; saving brings further ones
MOST = 60
LARGEST = 10**12


def _words(label: str, length: int, **extra) -> forms.CharField:
    field = forms.CharField(label=label, max_length=length, required=False, **extra)
    field.widget.attrs.update({"class": "cell text", "aria-label": label})
    return field


class OwnTargetForm(forms.Form):
    """One target of the unit's own; a row without a name is an empty row."""

    pk = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    title = _words("Nội dung", 1000)
    planned = NumberField(label="Chỉ tiêu")
    measure_unit = _words("Đơn vị tính", 50)
    direction = forms.ChoiceField(
        label="Chiều đánh giá", choices=Direction.choices, initial=Direction.UP, required=False
    )
    source = _words("Căn cứ", 300)
    evidence_kind = _words("Minh chứng", 200)
    note = _words("Ghi chú, lý do", 1000)
    off = forms.BooleanField(label="Thôi thực hiện", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["planned"].widget.attrs.update({"class": "cell", "aria-label": "Chỉ tiêu", "maxlength": 40})
        self.fields["evidence_kind"].widget.attrs["list"] = "minh-chung"
        self.fields["direction"].widget.attrs.update({"class": "cell text", "aria-label": "Chiều đánh giá"})
        self.fields["off"].widget.attrs.update({"class": "form-check-input", "aria-label": "Thôi thực hiện"})

    def clean_planned(self):
        planned = self.cleaned_data["planned"]
        if planned is not None and planned < 0:
            raise forms.ValidationError("Chỉ tiêu không được âm.")
        if planned is not None and planned >= LARGEST:
            raise forms.ValidationError("Chỉ tiêu quá lớn.")
        return planned

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("title") and not self.errors and self.is_filled:
            self.add_error("title", "Hãy ghi nội dung của chỉ tiêu.")
        return data

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in the row."""
        data = self.cleaned_data
        return bool(
            data.get("pk")
            or data.get("planned") is not None
            or any(data.get(name) for name in ("title", "measure_unit"))
        )

    def said(self) -> OwnInput:
        data = self.cleaned_data
        names = ("title", "planned", "measure_unit", "source", "evidence_kind", "note", "pk")
        direction = data["direction"] or Direction.UP
        return OwnInput(**{name: data[name] for name in names}, direction=direction, assigned=not data["off"])


class MovementForm(forms.Form):
    """One movement the unit launches; a row without a name is taken out."""

    pk = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    name = _words("Tên phong trào", 300)
    aim = _words("Mục tiêu", 1000)
    begins = day_field("Phát động", required=False)
    ends = day_field("Kết thúc", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("begins", "ends"):
            self.fields[name].widget.attrs.update({"class": "cell text", "aria-label": self.fields[name].label})

    def clean(self) -> dict:
        data = super().clean()
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", "Ngày kết thúc phải bằng hoặc sau ngày phát động.")
        if not data.get("name") and (data.get("aim") or begins or ends) and not self.errors:
            self.add_error("name", "Hãy ghi tên phong trào, hoặc xóa hết dòng này.")
        return data

    def said(self) -> MovementInput:
        return MovementInput(**{name: self.cleaned_data[name] for name in ("name", "aim", "begins", "ends", "pk")})


def _factory(form: type[forms.Form]) -> type[BaseFormSet]:
    return formset_factory(form, extra=BLANK, max_num=MOST, absolute_max=MOST + BLANK, validate_max=True)


OwnTargets, Movements = _factory(OwnTargetForm), _factory(MovementForm)


@dataclass
class RegistrationForms:
    """Everything of a registration that is typed on one page; ``movements`` is None while that part is closed. A table
    that was not sent along stays as it is."""

    targets: TargetsForm
    own: BaseFormSet
    movements: BaseFormSet | None

    def is_valid(self) -> bool:
        """All three are judged, so that every wrong cell is told at once."""
        judged = [form.is_valid() for form in (self.targets, self.own, self.movements) if form and form.is_bound]
        return all(judged)

    @property
    def errors(self) -> bool:
        return any(bool(form.errors) and form.is_bound for form in (self.targets,)) or bool(self.problems)

    @property
    def problems(self) -> list[str]:
        """What is wrong with the lower tables, in words with the row."""
        found = []
        for title, formset in (("Chỉ tiêu riêng", self.own), ("Phong trào", self.movements)):
            if formset is None or not formset.is_bound:
                continue
            found += [str(error) for error in formset.non_form_errors()]
            for number, form in enumerate(formset.forms, start=1):
                found += [f"{title}, dòng {number}: {error}" for errors in form.errors.values() for error in errors]
        return found

    def said(self) -> dict:
        """What was typed, for ``services.targets.save_targets``."""
        own, movements = [], None
        if self.own.is_bound:
            own = [form.said() for form in self.own.forms if form.is_filled]
        if self.movements is not None and self.movements.is_bound:
            movements = [form.said() for form in self.movements.forms if form.cleaned_data.get("name")]
        return {
            "values": self.targets.values(),
            "own": own,
            "movements": movements,
        }


def forms_of(data, registration: Registration | None, rows: list[TargetRow], open_ids: set[int]) -> RegistrationForms:
    """The page's forms. In a returned registration only what was given back is open, and nothing new."""
    saves = registration.saves if registration else 0
    movements = None
    if registration is None or may_write_part(registration, RegistrationPart.MOVEMENTS):
        movements = _movement_formset(data, movements_of(registration) if registration else ())
    targets = TargetsForm(data, rows=rows, seen=saves, open_ids=open_ids)
    return RegistrationForms(targets, _own_formset(data, own_rows(registration), registration), movements)


def _own_formset(data, rows: Sequence[OwnRow], registration: Registration | None) -> BaseFormSet:
    returned = registration is not None and registration.state == RegistrationState.RETURNED
    shown = [row for row in rows if row.target.returned or not returned]
    names = ("pk", "title", "planned", "measure_unit", "direction", "source", "evidence_kind", "note")
    initial = [{name: getattr(row.target, name) for name in names} | {"off": not row.target.assigned} for row in shown]
    formset = OwnTargets(_sent(data, "own"), initial=initial, prefix="own")
    formset.extra = 0 if returned else BLANK
    by_pk = {row.target.pk: row for row in shown}
    for form in formset.forms:
        form.row = by_pk.get(form.initial.get("pk"))
    return formset


def _movement_formset(data, movements: Sequence[RegisteredMovement]) -> BaseFormSet:
    names = ("pk", "name", "aim", "begins", "ends")
    initial = [{name: getattr(one, name) for name in names} for one in movements]
    return Movements(_sent(data, "mov"), initial=initial, prefix="mov")


def _sent(data, prefix: str):
    """The data, when the table of this prefix was sent with it."""
    return data if data is not None and f"{prefix}-TOTAL_FORMS" in data else None
