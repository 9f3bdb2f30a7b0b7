"""Other points for published scores, and the second person's word."""

from decimal import Decimal

from django import forms

from scoring.services import Row, SheetReading

from .base import NumberField, SentenceForm


class CorrectionForm(forms.Form):
    """One field for each line of a published sheet; an empty one leaves the line as it is."""

    reason = forms.CharField(
        label="Lý do đính chính",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi căn cứ: kết luận, quyết định, biên bản. Nội dung này được gửi cho các đơn vị khi công bố.",
    )

    def __init__(self, *args, reading: SheetReading, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [row for row in reading.lines if row.criterion.kind != "relative"]
        for row in self.lines:
            label = f"Điểm đề nghị cho tiêu chí {row.criterion.code or row.criterion.title}"
            self.fields[self._name(row)] = NumberField(label=label)
            self.fields[self._name(row)].widget.attrs.update({"class": "cell", "aria-label": label})

    @staticmethod
    def _name(row: Row) -> str:
        return f"line-{row.line.pk}"

    def rows(self) -> list[tuple[Row, forms.BoundField]]:
        """Each line with its field."""
        return [(row, self[self._name(row)]) for row in self.lines]

    def points(self) -> dict[int, Decimal]:
        """The proposed points by line id."""
        given = {row.line.pk: self.cleaned_data[self._name(row)] for row in self.lines}
        return {pk: points for pk, points in given.items() if points is not None}


class DecisionNoteForm(SentenceForm):
    act = forms.ChoiceField(choices=[("approve", "Duyệt"), ("refuse", "Không duyệt")])
    note = forms.CharField(label="Ý kiến", required=False, max_length=1000)
