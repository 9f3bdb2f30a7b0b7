"""What an Excel file says, judged by the forms of the page."""

from dataclasses import dataclass, field

from django import forms

from awards.services.aims import AimInput
from awards.services.registration_rows import FileRow, Texts, form_data
from campaigns.models import Registration
from scoring.forms.own_targets import RegistrationForms, forms_of
from scoring.services.target_rows import TargetRow, open_criteria

from .forms_aims import AimForm


class RegistrationFileForm(forms.Form):
    file = forms.FileField(
        label="Tệp đăng ký đã nhập",
        max_length=4000,
        help_text="Tệp .xlsx đã tải về từ trang này, tối đa 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


@dataclass
class Judged:
    """The registration with chosen rows changed: what would be written, and why rows cannot be, by their key."""

    forms: RegistrationForms
    aims: list[AimInput] | None
    problems: dict[str, list[str]] = field(default_factory=dict)

    @property
    def said(self) -> dict:
        return self.forms.said()


def judge(
    registration: Registration | None, criteria: list[TargetRow], rows: list[FileRow], chosen: dict[str, Texts]
) -> Judged:
    """What the forms say to the rows as they stand, with ``chosen`` ones as the file has them."""
    data, keys = form_data(rows, chosen)
    found = Judged(forms_of(data, registration, criteria, open_criteria(registration, criteria)), None)
    if not found.forms.is_valid():
        _note_problems(found, keys)
    aims = [row for row in rows if row.part == "a"]
    if any(row.open for row in aims):
        found.aims = _aims(found, aims, chosen)
    return found


def _note_problems(found: Judged, keys: dict[str, str]) -> None:
    for name, errors in found.forms.targets.errors.items():
        _add(found, keys.get(name.rpartition("-")[2], ""), errors)
    for formset in (found.forms.own, found.forms.movements):
        if formset is not None and formset.is_bound:
            for number, form in enumerate(formset.forms):
                for errors in form.errors.values():
                    _add(found, keys.get(f"{formset.prefix}-{number}", ""), errors)
            if formset.non_form_errors():
                _add(found, "", formset.non_form_errors())


def _aims(found: Judged, rows: list[FileRow], chosen: dict[str, Texts]) -> list[AimInput]:
    said = []
    for row in rows:
        texts = chosen.get(row.key, row.texts)
        if not any(texts.values()):
            continue
        form = AimForm(texts | {"award_type": row.key[1:]}, types=[(int(row.key[1:]), row.name)])
        if form.is_valid():
            said.append(form.said())
        for errors in form.errors.values():
            _add(found, row.key, errors)
    return said


def _add(found: Judged, key: str, errors) -> None:
    found.problems.setdefault(key, []).extend(str(error) for error in errors)
