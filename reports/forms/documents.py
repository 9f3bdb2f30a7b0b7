"""Forms of official papers: beginning one, its words, and each step of its life."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from accounts.clock import today
from campaigns.forms.fields import day_field
from reports.kinds import KINDS, Part
from reports.models import Document, DocumentText
from reports.rules_documents import HEAD, LONGEST_PART
from reports.states import CommentOutcome, PdfVariant

_LINES = forms.Textarea(attrs={"rows": 2})
_LONG = forms.Textarea(attrs={"rows": 3})
# A part without a heading is called by the beginning of its hint.
_HINT_ENDS = re.compile(r"[:.]|, ví dụ")
REASON = {"min_length": "Hãy ghi rõ lý do, từ 10 đến 500 ký tự.", "required": "Hãy ghi rõ lý do, từ 10 đến 500 ký tự."}


def _columns(*names: str) -> Row:
    return Row(*(Column(name) for name in names))


class WordsForm(forms.ModelForm):
    """Head, parts and own facts of a paper, in the order of the paper. ``part_<key>`` are the parts of its kind."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = DocumentText
        fields = sorted(HEAD)
        widgets = {
            "issuer_lines": _LINES,
            "titles_below": _LINES,
            "subject": _LINES,
            "addressees": _LINES,
            "bases": _LONG,
            "recipients": _LONG,
        }
        help_texts = {
            "day": "Để trống: lấy ngày ký.",
            "month": "Để trống: lấy ngày ký.",
            "sign": "Ký hiệu sau số, ví dụ BC-TĐK8. Số do sổ văn bản đi cấp.",
        }

    def __init__(self, *args, document: Document, **kwargs) -> None:
        super().__init__(*args, instance=document.text, initial={"version": document.version}, **kwargs)
        self.kind = KINDS[document.kind]
        # An empty name of the kind is right for a công văn: nothing is printed there.
        self.fields["doc_type"].required = bool(self.kind.doc_type)
        for part in self.kind.parts:
            self.fields[f"part_{part.key}"] = _part_field(part, document.text.parts.get(part.key, ""))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        return Layout(
            "version",
            Fieldset("Nội dung", "subject", "addressees", "bases", *(f"part_{part.key}" for part in self.kind.parts)),
            Fieldset("Đầu văn bản", _columns("family", "doc_type"), "superior_line", "issuer_lines"),
            Fieldset(
                "Ký hiệu, địa danh, ngày", _columns("sign", "draft_mark", "place"), _columns("day", "month", "year")
            ),
            Fieldset(
                "Phần ký, nơi nhận",
                _columns("authority_line", "capacity", "post"),
                "signer_name",
                "titles_below",
                "recipients",
                _columns("archive_line", "drafter_initials"),
            ),
        )

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def values(self) -> dict:
        """What the service takes (the version travels apart)."""
        head = {name: value for name, value in self.cleaned_data.items() if name in HEAD}
        parts = {part.key: self.cleaned_data[f"part_{part.key}"] for part in self.kind.parts}
        return {**head, "parts": parts}


def _part_field(part: Part, text: str) -> forms.CharField:
    label = " ".join(words for words in (part.label, part.title) if words) or _HINT_ENDS.split(part.hint)[0]
    return forms.CharField(
        label=label,
        required=False,
        initial=text,
        max_length=LONGEST_PART,
        help_text=part.hint,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class CreateForm(forms.Form):
    """How a new paper begins: for which deadline, and whether with the words of the last one."""

    deadline = forms.ModelChoiceField(
        queryset=None, label="Theo mốc thời hạn", required=False, empty_label="Không gắn với mốc nào"
    )
    reuse = forms.BooleanField(label="Dùng lại phần chữ của văn bản trước", required=False, initial=True)

    def __init__(self, *args, deadlines, previous: Document | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deadline"].queryset = deadlines
        if not deadlines.exists():
            del self.fields["deadline"]
        if previous is None:
            del self.fields["reuse"]
        else:
            self.fields["reuse"].help_text = f"Từ «{previous}»: nơi nhận, căn cứ và các phần do người soạn viết."


class ConsultForm(forms.Form):
    until = day_field("Góp ý đến hết ngày")


class NoteForm(forms.Form):
    """Approving: the version of the words that was read goes with it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = forms.CharField(label="Ghi chú (nếu có)", required=False, max_length=500, widget=_LINES)


class EmptyForm(forms.Form):
    """A step that asks nothing but to be confirmed."""


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", min_length=10, max_length=500, widget=_LONG, error_messages=REASON)


class SignForm(forms.Form):
    signer_name = forms.CharField(label="Người ký", max_length=120)
    signed_on = day_field("Ngày ký")


class NumberForm(forms.Form):
    dated = day_field("Ngày văn bản", help_text="Số được cấp theo thứ tự ngày trong sổ.")
    number = forms.IntegerField(
        label="Số trong sổ riêng (nếu có)",
        required=False,
        min_value=1,
        max_value=999_999,
        help_text="Để trống để lấy số tiếp theo của sổ.",
    )


class IssueForm(forms.Form):
    variant = forms.ChoiceField(label="Chuẩn của tệp PDF", choices=PdfVariant, initial=PdfVariant.UA)
    confirmed = forms.BooleanField(label="Tôi đã đọc các điểm cần xem lại và vẫn ban hành", required=False)

    def __init__(self, *args, warned: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not warned:
            del self.fields["confirmed"]


class SucceedForm(ReasonForm):
    corrects = forms.ChoiceField(
        label="Cách làm",
        choices=[
            ("replace", "Thay thế: văn bản mới thay cho văn bản này, văn bản này hết hiệu lực"),
            ("correct", "Đính chính: văn bản mới đứng bên cạnh, văn bản này vẫn còn hiệu lực"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn thay thế hoặc đính chính."},
    )
    field_order = ["corrects", "reason"]


class CommentForm(forms.Form):
    anchor = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    text = forms.CharField(
        label="Ý kiến",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi nội dung góp ý."},
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Kết quả", choices=CommentOutcome, error_messages={"required": "Hãy chọn kết quả."}
    )
    text = forms.CharField(
        label="Giải trình",
        required=False,
        max_length=4000,
        widget=_LINES,
        help_text="Bắt buộc khi tiếp thu một phần hoặc giữ như dự thảo.",
    )


def first_values(form: type[forms.Form], document: Document) -> dict:
    """What a step's form shows before anybody typed."""
    head = document.head
    if form is SignForm:
        return {"signer_name": head.signer_name, "signed_on": today()}
    if form is NumberForm:
        return {"dated": _day_of(document)}
    return {}


def _day_of(document: Document):
    head = document.head
    try:
        return today().replace(year=head.year, month=head.month, day=head.day)
    except (TypeError, ValueError):
        return today()
