"""What people type about rule sets, the rules in them, and the base salary."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import formset_factory

from blocs.models import Authority
from campaigns.forms.fields import day_field
from campaigns.models import LegalDocument

from .forms import AwardTypeField, PlainForm
from .models import AwardType, RuleSet, RuleSettings
from .rules.conditions import CAP_SCOPES, VOTE_BASES
from .states import AwardKind, SourceStatus

CHECKED = "Số, ngày, điều khoản của văn bản gốc; bắt buộc khi ghi một điểm là «Đã đối chiếu văn bản gốc»."


def status_field(label: str = "Tình trạng nguồn") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=SourceStatus.choices, initial=SourceStatus.UNCONFIRMED)


def checked_field() -> forms.CharField:
    return forms.CharField(label="Văn bản đã đối chiếu", max_length=300, required=False, help_text=CHECKED)


def percent_field(label: str, *, required: bool = False, help_text: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        help_text=help_text,
    )


def plain(value: Decimal | None) -> int | float | None:
    """A decimal as JSON keeps it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def award_choices(empty: str = "– Chọn –") -> list[tuple[str, Any]]:
    """Codes of titles and forms in two named groups."""
    rows = list(AwardType.objects.all())
    groups = [(kind.label, [(row.code, row.name) for row in rows if row.kind == kind]) for kind in AwardKind]
    return [("", empty), *groups]


class VersionedForm(PlainForm):
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class RuleSetForm(PlainForm, forms.ModelForm):
    """The head of an own set; ``authorities``: where the person may keep one."""

    authority = forms.ModelChoiceField(Authority.objects.none(), label="Của cơ quan", empty_label=None)
    effective_from = day_field("Áp dụng từ ngày")
    effective_to = day_field(
        "Hết áp dụng từ ngày", required=False, help_text="Ngày đầu tiên không còn áp dụng; để trống nếu chưa biết."
    )
    instruments = forms.ModelMultipleChoiceField(
        LegalDocument.objects.none(),
        label="Văn bản căn cứ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Thiếu văn bản thì thêm ở mục Văn bản căn cứ trước.",
    )

    class Meta:
        model = RuleSet
        fields = [
            "name",
            "effective_from",
            "effective_to",
            "instruments",
            "note",
            "bonus_step",
            "bonus_step_source",
            "bonus_step_status",
        ]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, authorities, instruments, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities
        self.fields["instruments"].queryset = instruments
        if len(authorities) == 1:
            self.fields["authority"].initial = authorities[0]
            self.fields["authority"].widget = forms.HiddenInput()

    def _post_clean(self) -> None:
        """The service validates the whole row."""


class RuleSetEditForm(RuleSetForm):
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args, instruments, **kwargs) -> None:
        super().__init__(*args, authorities=Authority.objects.none(), instruments=instruments, **kwargs)
        del self.fields["authority"]


class RuleAddForm(PlainForm):
    award_type = AwardTypeField(
        AwardType.objects.none(), label="Danh hiệu hoặc hình thức khen thưởng", empty_label="Chọn"
    )

    def __init__(self, *args, types, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["award_type"].queryset = types


class RuleForm(VersionedForm):
    """Everything of a rule that is one figure or sentence: article, cap, vote, bonus, source."""

    article = forms.CharField(label="Điều khoản quy định", max_length=200)
    cap_pct = percent_field("Tỷ lệ tối đa (%)", help_text="«không quá … %»: kết quả làm tròn xuống.")
    cap_of = forms.ChoiceField(label="Tính trên số được", required=False)
    cap_scope = forms.ChoiceField(label="Phạm vi tính", required=False, choices=[("", "– Chọn –"), *CAP_SCOPES.items()])
    cap_note = forms.CharField(label="Ghi chú về tỷ lệ", max_length=300, required=False)
    cap_clause = forms.CharField(label="Điều khoản về tỷ lệ", max_length=300, required=False)
    cap_status = status_field("Tình trạng nguồn về tỷ lệ")
    vote_pct = percent_field("Tỷ lệ phiếu đồng ý từ (%)")
    vote_base = forms.ChoiceField(label="Tính trên", required=False, choices=[("", "– Chưa rõ –"), *VOTE_BASES.items()])
    vote_secret = forms.BooleanField(label="Bỏ phiếu kín", required=False)
    vote_clause = forms.CharField(label="Điều khoản về bỏ phiếu", max_length=300, required=False)
    vote_status = status_field("Tình trạng nguồn về bỏ phiếu")
    bonus = forms.DecimalField(
        label="Mức tiền thưởng (lần mức lương cơ sở)",
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        localize=True,
    )
    bonus_source = forms.CharField(label="Căn cứ mức tiền thưởng", max_length=300, required=False)
    bonus_status = status_field("Tình trạng nguồn của mức tiền thưởng")
    source = forms.CharField(label="Nguồn của quy định này", max_length=300, required=False)
    source_status = status_field("Tình trạng nguồn của quy định này")
    checked = checked_field()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cap_of"].choices = award_choices()

    def parts(self) -> dict[str, Any]:
        """The columns of the rule; a share nobody typed anything about is empty."""
        data = self.cleaned_data
        own = ("article", "bonus", "bonus_source", "bonus_status", "source", "source_status")
        return {name: data[name] for name in own} | {"cap": self._cap(), "vote": self._vote()}

    def _cap(self) -> dict[str, Any]:
        data = self.cleaned_data
        texts = {name: data[f"cap_{name}"] for name in ("of", "scope", "note", "clause") if data[f"cap_{name}"]}
        if data["cap_pct"] is None and not texts:
            return {}
        return {"pct": plain(data["cap_pct"]), **texts, "status": data["cap_status"]}

    def _vote(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data["vote_pct"] is None:
            return {}
        texts = {name: data[f"vote_{name}"] for name in ("base", "clause") if data[f"vote_{name}"]}
        return {
            "pct": plain(data["vote_pct"]),
            **texts,
            "secret": data["vote_secret"],
            "status": data["vote_status"],
        }


class RuleRowForm(forms.Form):
    """One decider or one item of the dossier; a row without text is an empty row."""

    text = forms.CharField(label="Nội dung", max_length=300, required=False)
    clause = forms.CharField(label="Điều khoản", max_length=300, required=False)
    status = status_field()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.update({"class": "cell text", "aria-label": field.label})


MOST_ROWS = 30
RuleRowSet = formset_factory(RuleRowForm, extra=3, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 3, validate_max=True)


class BaseSalaryForm(PlainForm):
    authority = forms.ModelChoiceField(Authority.objects.none(), label="Của cơ quan", empty_label=None)
    amount = forms.IntegerField(label="Mức lương cơ sở (đồng)", min_value=1, max_value=1_000_000_000)
    valid_from = day_field("Áp dụng từ ngày")
    source = forms.CharField(label="Căn cứ", max_length=300, help_text="Ví dụ: Nghị định số 73/2024/NĐ-CP")
    source_status = status_field()

    def __init__(self, *args, authorities, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities
        if len(authorities) == 1:
            self.fields["authority"].initial = authorities[0]
            self.fields["authority"].widget = forms.HiddenInput()


class WarnDaysForm(PlainForm, forms.ModelForm):
    class Meta:
        model = RuleSettings
        fields = ["warn_days"]
        help_texts = {"warn_days": "Cơ quan được nhắc ở Việc cần làm từ số ngày này trước ngày hết hiệu lực."}
