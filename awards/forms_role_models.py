"""Shape and messages of what people type about role models."""

from django import forms

from accounts import clock
from awards.forms import PlainForm
from awards.models import Nomination, RoleModel
from awards.states import SubjectKind
from awards.states_role_models import Field, Standing
from blocs.models import Unit
from campaigns.forms.fields import day_field
from campaigns.models import Campaign
from scoring.models import Evidence

TEXT = {"rows": 4}


class RoleModelForm(PlainForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label=None)
    kind = forms.ChoiceField(label="Đối tượng", choices=SubjectKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="Tên tập thể, họ tên cá nhân", max_length=200)
    post = forms.CharField(label="Chức vụ, nghề nghiệp", max_length=200, required=False, help_text="Chỉ với cá nhân.")
    field = forms.ChoiceField(label="Lĩnh vực", choices=Field.choices)
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="Trong phong trào", required=False, empty_label="– Không gắn phong trào –"
    )
    discovered_on = day_field("Phát hiện ngày")
    discoverer = forms.CharField(
        label="Ai phát hiện, giới thiệu", max_length=200, help_text="Ví dụ: Công đoàn cơ sở, tổ dân phố, báo chí."
    )
    story = forms.CharField(
        label="Việc làm, kết quả, cách làm có thể học tập", max_length=20000, widget=forms.Textarea(attrs={"rows": 10})
    )
    consent_on = day_field(
        "Cá nhân đồng ý công khai ngày",
        required=False,
        help_text="Chỉ với cá nhân. Để trống khi chưa đồng ý: khi đó chỉ đơn vị, Trưởng khối và cơ quan thi đua xem được.",
    )
    consent_note = forms.CharField(
        label="Hình thức đồng ý", max_length=300, required=False, help_text="Ví dụ: đơn đồng ý, biên bản họp ngày …"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, units, campaigns, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset, self.fields["campaign"].queryset = units, campaigns

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    @staticmethod
    def initial_of(row: RoleModel) -> dict:
        names = ("kind", "name", "post", "field", "campaign", "discovered_on", "discoverer", "story", "unit")
        return {name: getattr(row, name) for name in (*names, "consent_on", "consent_note", "version")}


class StepForm(PlainForm):
    on = day_field("Ngày")
    reason = forms.CharField(label="Lý do", max_length=500, required=False, widget=forms.Textarea(attrs=TEXT))

    def __init__(self, *args, needs_reason: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        self.fields["reason"].error_messages["required"] = (
            "Bỏ qua giai đoạn hoặc đưa về giai đoạn trước phải ghi lý do."
        )


class StandingForm(PlainForm):
    standing = forms.ChoiceField(label="Tình trạng", choices=Standing.choices, widget=forms.RadioSelect)
    on = day_field("Từ ngày")
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs=TEXT),
        error_messages={"required": "Hãy ghi rõ lý do."},
    )


class ConsentForm(PlainForm):
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs=TEXT),
        error_messages={"required": "Hãy ghi rõ lý do."},
    )


class EvidenceForm(PlainForm):
    file = forms.FileField(
        label="Tệp", required=False, max_length=255, help_text="Ảnh, PDF hoặc văn bản; trên điện thoại chụp được ngay."
    )
    document = forms.ModelChoiceField(
        Evidence.objects.none(),
        label="Hoặc tài liệu trong kho minh chứng",
        required=False,
        empty_label="– Không chọn –",
    )

    def __init__(self, *args, unit_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Evidence.objects.filter(unit_id=unit_id, removed_at__isnull=True, current__isnull=False)
        self.fields["document"].queryset = rows.order_by("-pk")

    def clean(self):
        data = super().clean()
        if not self.errors and bool(data.get("file")) == bool(data.get("document")):
            self.add_error("file", "Chọn một tệp hoặc một tài liệu trong kho minh chứng.")
        return data


class PublicityForm(PlainForm):
    on = day_field("Ngày")
    outlet = forms.CharField(label="Báo, đài, cổng thông tin, hội nghị", max_length=200)
    title = forms.CharField(label="Tên bài, nội dung", max_length=300)
    link = forms.URLField(label="Đường dẫn", max_length=500, required=False, assume_scheme="https")


class SpreadForm(PlainForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị học tập", empty_label="– Chọn đơn vị –")
    on = day_field("Ngày")
    what = forms.CharField(label="Học tập, áp dụng điều gì", max_length=500, widget=forms.Textarea(attrs=TEXT))
    result = forms.CharField(label="Kết quả", max_length=3000, required=False, widget=forms.Textarea(attrs=TEXT))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["on"].initial = clock.today


class NominationLinkForm(PlainForm):
    nomination = forms.ModelChoiceField(
        Nomination.objects.none(), label="Đề nghị khen thưởng", empty_label="– Chọn đề nghị –"
    )

    def __init__(self, *args, nominations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nomination"].queryset = nominations
