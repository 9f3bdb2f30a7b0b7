"""The own facts of a kind of paper (place and time of a meeting, counts of a vote): one form per kind that has some.

``input_form(kind, data, initial)`` → bound or unbound form, None when the kind asks nothing; ``inputs_of(form)`` → plain JSON
for ``DocumentText.inputs``, in the shapes the builders of ``reports.papers`` describe. Empty answers are left out.
"""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from .input_fields import BALLOTS, FIELDS
from .rows import LinesField

PREFIX = "input_"


class InputForm(forms.Form):
    """Fields of one kind, named ``input_…`` so that they stand beside those of the head in one form."""

    def __init__(self, *args, kind: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields = {f"{PREFIX}{name}": field for name, field in FIELDS[kind]().items()}
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(Fieldset("Số liệu riêng của văn bản", *self._rows()))

    def _rows(self) -> list:
        """Short fields two by two, lists over the whole width."""
        short = [name for name, field in self.fields.items() if not isinstance(field, LinesField)]
        pairs = [Row(*(Column(name) for name in short[at : at + 2])) for at in range(0, len(short), 2)]
        return [*pairs, *(name for name in self.fields if name not in short)]

    def clean(self) -> dict[str, Any]:
        said = {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items()}
        for name, problem in _count_problems(said):
            self.add_error(PREFIX + name, problem)
        return self.cleaned_data


def _count_problems(said: dict[str, Any]):
    """Sums that cannot be: (field, sentence)."""
    issued, returned, valid, invalid = (said.get(name) for name in ("issued", "returned", "valid", "invalid"))
    if None not in (issued, returned) and returned > issued:
        yield "returned", f"Thu về {returned} phiếu, nhiều hơn {issued} phiếu phát ra."
    if None not in (returned, valid, invalid) and valid + invalid != returned:
        yield "valid", f"Hợp lệ và không hợp lệ cộng lại là {valid + invalid}, khác {returned} phiếu thu về."
    rows, base = [*said.get("votes", []), *said.get("candidates", [])], said.get("base_count")
    if rows and not base:
        yield "base_count", "Hãy ghi số làm cơ số để tính tỷ lệ %."
    elif rows and not said.get("base"):
        yield "base", "Hãy chọn tỷ lệ % tính trên cơ số nào."
    elif said.get("base") == "phiếu hợp lệ" and valid is not None and base and base != valid:
        yield "base_count", f"Cơ số là phiếu hợp lệ thì phải bằng {valid}, đang ghi {base}."
    yield from _row_problems(said, valid, base)


def _row_problems(said: dict[str, Any], valid: int | None, base: int | None):
    for place, row in enumerate(said.get("votes", []), start=1):
        if (of := row.get("base") or base) and row["agree"] > of:
            yield "votes", f"Dòng {place}: {row['agree']} đồng ý, nhiều hơn cơ số {of}."
    for place, row in enumerate(said.get("candidates", []), start=1):
        total = sum(row[name] for name, _ in BALLOTS)
        own = row.get("base")
        if valid is not None and (total > valid or (total < valid and not own)):
            yield "candidates", f"Dòng {place}: ba số cộng lại là {total}, khác {valid} phiếu hợp lệ."
        elif (own or base) and row["agree"] > (own or base):
            yield "candidates", f"Dòng {place}: {row['agree']} đồng ý, nhiều hơn cơ số {own or base}."


def input_form(kind: str, data: Any = None, initial: dict[str, Any] | None = None) -> InputForm | None:
    """The form of a kind's own facts, filled from ``initial`` (``DocumentText.inputs``); None when it has none."""
    if kind not in FIELDS:
        return None
    known = {f"{PREFIX}{name}": value for name, value in (initial or {}).items()}
    return InputForm(data, kind=kind, initial=known)


def inputs_of(form: InputForm | None) -> dict[str, Any]:
    """Plain JSON of a valid form; empty answers are left out."""
    if form is None:
        return {}
    said = {name.removeprefix(PREFIX): value for name, value in form.cleaned_data.items()}
    return {name: value for name, value in said.items() if value not in (None, "", [])}
