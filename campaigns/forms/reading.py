"""Loading an old plan, and the rows of its proposal: each with a tick, its words to correct, and where it was read."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.text import Truncator

from campaigns.models import Deadline, Plan, PlanBasis, PlanNode, PlanRecipient
from campaigns.reading import Basis, Head, Item, Node, Phase, Recipient
from campaigns.reading import Deadline as ReadDeadline
from campaigns.rules import time_words
from campaigns.when import When

from .campaigns import PhaseForm
from .fields import WhenField, day_field

MAX_DEPTH = 12
TO = (
    ("leader", "Trưởng khối"),
    ("deputy", "Phó khối"),
    ("board", "Cơ quan thi đua, khen thưởng"),
    ("council", "Hội đồng thi đua, khen thưởng"),
    ("members", "Các đơn vị trong khối"),
)


class ReadForm(forms.Form):
    text = forms.CharField(
        label="Dán nội dung kế hoạch",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Chép toàn bộ văn bản cũ, kể cả phần đầu và nơi nhận.",
    )
    file = forms.FileField(
        label="Hoặc chọn tệp",
        required=False,
        help_text="Tệp .docx hoặc .pdf có chữ (không phải ảnh quét), tối đa 10 MB.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and bool((data.get("text") or "").strip()) == bool(data.get("file")):
            both = bool(data.get("file"))
            self.add_error(
                "text", "Chỉ dán nội dung hoặc chọn tệp, không cả hai." if both else "Hãy dán nội dung, hoặc chọn tệp."
            )
        return data


class YearForm(forms.Form):
    year = forms.IntegerField(label="Chuyển sang năm", min_value=1990, max_value=2100)


class RowForm(forms.Form):
    """A row of the proposal; what is not ticked is not checked."""

    use = forms.BooleanField(label="Nhận", required=False)
    part = ""

    def __init__(self, *args, item: Item, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        for field in self.fields.values():
            kind = field.widget.input_type if isinstance(field.widget, forms.CheckboxInput) else ""
            look = (
                "form-check-input"
                if kind
                else "form-select"
                if isinstance(field.widget, forms.Select)
                else "form-control"
            )
            field.widget.attrs.setdefault("class", look)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.cleaned_data.get("use"):
            self._errors = forms.utils.ErrorDict(renderer=self.renderer)

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def editable(self) -> Iterator[forms.BoundField]:
        """The fields under «Sửa»."""
        return (self[name] for name in self.fields if name != "use")

    @property
    def said(self) -> str:
        """The row as it was read, in one line."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "use"}


class HeadRow(RowForm, forms.ModelForm):
    part = "head"

    class Meta:
        model = Plan
        fields = [
            "family", "doc_type", "superior_line", "issuer_lines", "number", "sign", "place", "day", "month", "year", "draft_mark",
            "subject", "bases_style", "opening", "closing", "authority_line", "capacity", "post", "signer_name", "titles_below",
            "archive_line", "drafter_initials",
        ]  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("issuer_lines", "subject", "opening", "closing", "titles_below")
        }

    @classmethod
    def initial_of(cls, head: Head) -> dict[str, Any]:
        return {name: getattr(head, name) for name in cls.Meta.fields}

    @property
    def said(self) -> str:
        head = self.item
        number = f"số {head.number or '…'}/{head.sign}" if head.sign else ""
        day = f"ngày {head.day or '…'} tháng {head.month or '…'} năm {head.year}"
        parts = (
            f"{head.doc_type} {head.subject}",
            number,
            f"{head.place}, {day}" if head.place else day,
            head.signer_name,
        )
        return "; ".join(part for part in parts if part)


class NodeRow(RowForm, forms.ModelForm):
    part = "nodes"
    depth = forms.IntegerField(label="Cấp", min_value=1, max_value=MAX_DEPTH)

    class Meta:
        model = PlanNode
        fields = ["label", "kind", "title", "text", "actor"]
        widgets = {"title": forms.TextInput, "text": forms.Textarea(attrs={"rows": 3})}

    @classmethod
    def initial_of(cls, node: Node) -> dict[str, Any]:
        return {name: getattr(node, name) for name in ("depth", *cls.Meta.fields)}

    @property
    def said(self) -> str:
        words = ": ".join(part for part in (self.item.title, self.item.text) if part)
        return Truncator(f"{self.item.label} {words}".strip()).chars(220)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("title") or data.get("text") or data.get("label")):
            self.add_error("text", "Hãy nhập tiêu đề hoặc nội dung.")
        return data


class BasisRow(RowForm, forms.ModelForm):
    part = "bases"
    date = day_field("Ngày", required=False)

    class Meta:
        model = PlanBasis
        fields = ["doc_type", "number", "date", "issuer", "about", "in_opening", "suspect"]
        widgets = {"about": forms.Textarea(attrs={"rows": 2})}

    @classmethod
    def initial_of(cls, basis: Basis) -> dict[str, Any]:
        return {name: getattr(basis, name) for name in cls.Meta.fields}

    @property
    def said(self) -> str:
        one = self.item
        parts = (
            one.doc_type,
            one.number,
            f"ngày {one.date:%d/%m/%Y}" if one.date else "",
            f"của {one.issuer}" if one.issuer else "",
        )
        words = " ".join(part for part in (*parts, one.about) if part)
        where = "" if one.in_opening else " (viện dẫn trong nội dung)"
        return f"{Truncator(words).chars(220)}{where}{f' – {one.suspect}' if one.suspect else ''}"


class RecipientRow(RowForm, forms.ModelForm):
    part = "recipients"

    class Meta:
        model = PlanRecipient
        fields = ["text", "mark"]

    @classmethod
    def initial_of(cls, row: Recipient) -> dict[str, Any]:
        return {"text": row.text, "mark": row.mark}

    @property
    def said(self) -> str:
        return f"{self.item.text} ({self.item.mark})" if self.item.mark else self.item.text


class PhaseRow(RowForm, PhaseForm):
    part = "phases"
    order = None

    @classmethod
    def initial_of(cls, phase: Phase) -> dict[str, Any]:
        names = ("name", "begins", "ends", "text")
        return {name: getattr(phase, name) for name in names} | {"occasions": list(phase.occasions)}

    @property
    def said(self) -> str:
        one = self.item
        edges = " ".join(
            f"{word} {when.words()}" for word, when in (("từ", one.begins), ("đến", one.ends)) if when.words()
        )
        days = f"; {len(one.occasions)} ngày kỷ niệm" if one.occasions else ""
        return f"{one.name}{f' ({edges})' if edges else ''}{days}"

    def values(self) -> dict[str, Any]:
        self.cleaned_data.setdefault("order", None)
        return PhaseForm.values(self)

    SHOWN_AT = {"to_value": "ends", "to_precision": "ends", "from_value": "begins", "from_precision": "begins"}


class DeadlineRow(RowForm, forms.ModelForm):
    part = "deadlines"
    when = WhenField(label="Thời hạn")
    starts = WhenField(label="Bắt đầu từ", help_text="")
    or_when = WhenField(label="Hoặc thời điểm", help_text="")
    to = forms.MultipleChoiceField(label="Nơi nhận", choices=TO, required=False, widget=forms.CheckboxSelectMultiple)
    phase = forms.CharField(label="Thuộc đợt", required=False, max_length=200)

    class Meta:
        model = Deadline
        fields = ["title", "kind", "owes", "rule", "every_year", "to_others", "words", "place", "host"]

    field_order = [
        "use", "title", "kind", "owes", "when", "rule", "starts", "or_when", "every_year", "words", "to", "to_others", "place",
        "host", "phase",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].widget.attrs["class"] = "form-check-input"
        self.fields["rule"].required = True

    @classmethod
    def initial_of(cls, row: ReadDeadline) -> dict[str, Any]:
        same = (
            "title",
            "kind",
            "owes",
            "rule",
            "every_year",
            "to",
            "to_others",
            "words",
            "place",
            "host",
            "when",
            "or_when",
            "phase",
        )
        starts = f"{row.starts:%d/%m/%Y}" if row.starts else ""
        return {name: getattr(row, name) for name in same} | {"to": list(row.to), "starts": starts}

    @property
    def said(self) -> str:
        one = self.item
        names = dict(TO)
        to = ", ".join([*(names[role] for role in one.to), *([one.to_others] if one.to_others else [])])
        where = f"; tại {one.place}" if one.place else ""
        host = f"; {names[one.host]} chủ trì" if one.host else ""
        return f"{one.title}: {time_words(one)}{where}{host}{f'; gửi {to}' if to else ''}"

    def values(self) -> dict[str, Any]:
        """What ``add_deadline`` takes; ``phase`` still by its name."""
        data = super().values()
        when, other = data.pop("when"), data.pop("or_when")
        starts: dt.date | None = data.pop("starts").value
        to = data.pop("to")
        data |= {f"to_{role}": role in to for role, _words in TO} | _precise("", when) | _precise("or_", other)
        return data | {"starts": starts}

    SHOWN_AT = {
        "value": "when",
        "precision": "when",
        "or_value": "or_when",
        "or_precision": "or_when",
        "__all__": "when",
    }


def _precise(prefix: str, when: When) -> dict[str, Any]:
    return {f"{prefix}precision": when.precision, f"{prefix}value": when.value}
