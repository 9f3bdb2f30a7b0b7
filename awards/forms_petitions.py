"""What people type about petitions."""

from django import forms

from .forms import PlainForm
from .models import PetitionRule
from .petitionable import Subject
from .states_petitions import PetitionAbout, PetitionOutcome


class PetitionForm(PlainForm):
    """``subjects`` in groups by what they are."""

    subject = forms.ChoiceField(label="Kiến nghị về")
    text = forms.CharField(
        label="Nội dung kiến nghị",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Nêu rõ điểm chưa hợp lý, căn cứ và đề nghị cụ thể.",
    )
    file = forms.FileField(
        label="Tài liệu kèm theo", required=False, error_messages={"empty": "Tệp rỗng, không có nội dung."}
    )

    def __init__(self, *args, subjects: list[Subject], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (about.label, [(row.key, row.label) for row in subjects if row.about == about]) for about in PetitionAbout
        ]
        self.fields["subject"].choices = [("", "– Chọn nội dung –"), *[group for group in groups if group[1]]]


class PetitionAnswerForm(PlainForm):
    outcome = forms.ChoiceField(label="Kết quả", choices=PetitionOutcome.choices, widget=forms.RadioSelect)
    answer = forms.CharField(label="Trả lời, lý do", max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}))


class PetitionRuleForm(PlainForm, forms.ModelForm):
    class Meta:
        model = PetitionRule
        fields = ["window_days", "answer_days", "source", "source_status"]
        help_texts = {
            "window_days": "Số ngày (theo lịch) từ ngày công bố hoặc quyết định.",
            "answer_days": "Số ngày (theo lịch) từ ngày nhận kiến nghị.",
        }

    def _post_clean(self) -> None:
        """The service validates the whole row."""
