"""Header of the plan document and its parts."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from accounts.models import User
from campaigns.models import Campaign, Deadline, LegalDocument, Plan, PlanBasis, PlanNode, PlanRecipient
from campaigns.printed import deadline_words, labels_of

from .fields import day_field

_LINES = forms.Textarea(attrs={"rows": 2})


def _columns(*names: str) -> Row:
    return Row(*(Column(name) for name in names))


def _layout() -> Layout:
    """In the order of the paper: letterhead, number and date, title, bases, end and signature."""
    return Layout(
        "version",
        Fieldset("Đầu văn bản", _columns("family", "doc_type"), "superior_line", "issuer_lines"),
        Fieldset(
            "Số, ngày",
            _columns("number", "sign", "draft_mark"),
            _columns("place", "day", "month", "year"),
        ),
        Fieldset("Trích yếu, căn cứ", "subject", "bases_style", "opening", "closing"),
        Fieldset(
            "Phần ký, nơi lưu",
            _columns("authority_line", "capacity", "post"),
            "signer_name",
            "titles_below",
            _columns("archive_line", "drafter_initials"),
        ),
        "source",
    )


class PlanForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = Plan
        fields = [
            "family",
            "superior_line",
            "issuer_lines",
            "doc_type",
            "subject",
            "number",
            "sign",
            "place",
            "day",
            "month",
            "year",
            "draft_mark",
            "bases_style",
            "opening",
            "closing",
            "authority_line",
            "capacity",
            "post",
            "signer_name",
            "titles_below",
            "archive_line",
            "drafter_initials",
            "source",
        ]
        widgets = {
            "issuer_lines": _LINES,
            "titles_below": _LINES,
            "subject": _LINES,
            "opening": forms.Textarea(attrs={"rows": 3}),
            "closing": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "number": "Để trống nếu điền tay sau khi in.",
            "day": "Để trống nếu điền tay sau khi in.",
            "month": "Để trống nếu điền tay sau khi in.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = _layout()

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def values(self) -> dict:
        """What the service takes (the version travels apart)."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class DeadlineChoice(forms.ModelChoiceField):
    """Deadlines of a campaign, each with what the paper would print of it."""

    def __init__(self, campaign: Campaign, **kwargs) -> None:
        super().__init__(campaign.deadlines.all(), required=False, empty_label="(không)", **kwargs)
        self.labels = labels_of(campaign)

    def label_from_instance(self, obj: Deadline) -> str:
        return deadline_words(obj, self.labels).rstrip(".")


class NodeForm(forms.ModelForm):
    expected = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    class Meta:
        model = PlanNode
        fields = ["label", "kind", "title", "text", "actor", "deadline", "slot"]
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "text": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "text": "**đậm**, *nghiêng*. Gõ [[hạn]], [[nơi nhận]] để in theo mốc thời hạn đã chọn.",
            "slot": "Danh sách lấy từ các đợt, các mốc của kế hoạch: sửa một nơi, văn bản và nhắc việc cùng theo.",
        }

    def __init__(self, *args, campaign: Campaign, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        old = self.fields["deadline"]
        self.fields["deadline"] = DeadlineChoice(campaign, label=old.label, help_text=old.help_text)
        self.fields["deadline"].widget.attrs["class"] = "deadline-choice"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "expected", _columns("label", "kind"), "title", "text", _columns("deadline", "slot"), "actor"
        )

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "expected"}


class BasisForm(forms.ModelForm):
    date = day_field("Ngày", required=False)

    class Meta:
        model = PlanBasis
        fields = ["legal", "doc_type", "number", "date", "issuer", "about", "in_opening", "suspect"]
        widgets = {"about": forms.Textarea(attrs={"rows": 2}), "legal": forms.HiddenInput}

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal"].queryset = LegalDocument.objects.visible_to(user).distinct()

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def values(self) -> dict:
        return dict(self.cleaned_data)


class RecipientForm(forms.ModelForm):
    class Meta:
        model = PlanRecipient
        fields = ["text", "mark"]
        widgets = {"text": forms.TextInput(attrs={"list": "usual-recipients"})}

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def values(self) -> dict:
        return dict(self.cleaned_data)
