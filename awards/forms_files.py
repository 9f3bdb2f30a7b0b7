"""Shape and messages of what people type into a nomination file."""

from django import forms

from accounts import clock
from accounts.forms import RowsField
from accounts.models import User
from blocs.models import Authority, Unit
from campaigns.models import Campaign
from scoring.models import Evidence, RankingRow
from scoring.states import RankingState

from .forms import AwardTypeField, PlainForm, ReasonForm
from .models import AwardType, ConsultedBody, Initiative, Nomination, Person, PersonPlace
from .nomination_reading import DossierLine
from .rules.nomination_files import FIELDS
from .states import Mode, SourceStatus, SubjectClass
from .states_files import Opinion, Part, Tick

CLASSES = [(choice.value, choice.label) for choice in SubjectClass if choice != SubjectClass.PERSON]


def text_area(label: str, rows: int, *, required: bool = False, help_text: str = "", most: int = 5000):
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, help_text=help_text)


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy"})
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class NominationForm(PlainForm):
    """One proposal inside one campaign; every choice is limited to that campaign. A unit writes about itself and chooses
    its persons from the register; fields of locked parts cannot be changed."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label="Chọn đơn vị")
    award_type = AwardTypeField(
        AwardType.objects.none(), label="Danh hiệu hoặc hình thức khen thưởng", empty_label="Chọn"
    )
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Cá nhân được đề nghị",
        required=False,
        empty_label="Không chọn trong sổ cá nhân",
        help_text="Chức vụ, lãnh đạo hay trực tiếp công tác lấy theo sổ cá nhân ngày hôm nay.",
    )
    subject = forms.CharField(
        label="Tập thể, cá nhân được đề nghị",
        max_length=200,
        required=False,
        help_text="Để trống khi đề nghị cho cả đơn vị hoặc cá nhân đã chọn trong sổ.",
    )
    subject_class = forms.ChoiceField(label="Loại tập thể", choices=CLASSES, required=False)
    mode = forms.ChoiceField(label="Loại khen thưởng", choices=Mode.choices, required=False)
    from_day = day_field("Lập thành tích từ ngày", required=False, help_text="Để trống: cả thời gian của kế hoạch.")
    to_day = day_field("Đến ngày", required=False)
    movement = forms.ModelChoiceField(
        Campaign.objects.none(), label="Phong trào, chuyên đề", required=False, empty_label="Không thuộc phong trào nào"
    )
    occasion = forms.CharField(
        label="Vụ việc, sự kiện",
        max_length=300,
        required=False,
        help_text="Với khen thưởng đột xuất: một thành tích chỉ được khen một lần.",
    )
    ranking_row = forms.ModelChoiceField(
        RankingRow.objects.none(),
        label="Kết quả xếp hạng làm căn cứ",
        required=False,
        empty_label="Không gắn kết quả xếp hạng",
    )
    background = text_area("Sơ lược đặc điểm, tình hình", 4, most=20_000)
    achievement = text_area("Tóm tắt thành tích", 8, required=True)
    measures = text_area("Biện pháp, nguyên nhân đạt thành tích", 4, most=20_000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(
        self, *args, campaign: Campaign, unit: Unit | None = None, user: User, open_parts=frozenset(Part), **kwargs
    ):
        super().__init__(*args, **kwargs)
        self._choices(campaign, unit, user)
        if unit is not None:
            del self.fields["unit"]
        else:
            del self.fields["person"]
        for part in set(FIELDS) - set(open_parts):
            for column in FIELDS[part]:
                if (name := column.removesuffix("_id")) in self.fields:
                    self.fields[name].disabled = True

    def _choices(self, campaign: Campaign, unit: Unit | None, user: User) -> None:
        units = Unit.objects.filter(memberships__bloc_year_id=campaign.bloc_year_id).distinct()
        self.fields["unit"].queryset = units.order_by("sort_key", "pk")
        self.fields["award_type"].queryset = AwardType.objects.valid_on(clock.today())
        themed = Campaign.objects.visible_to(user).filter(kind=Campaign.Kind.THEMED).distinct()
        self.fields["movement"].queryset = themed.order_by("-to_year", "sort_key", "pk")
        rows = RankingRow.objects.filter(ranking__campaign=campaign, ranking__state=RankingState.FINAL)
        rows = rows.filter(unit=unit) if unit is not None else rows
        self.fields["ranking_row"].queryset = rows.select_related("ranking").order_by("-ranking__version", "rank")
        here = PersonPlace.objects.on(clock.today()).filter(unit=unit).values("person_id")
        self.fields["person"].queryset = Person.objects.filter(pk__in=here).order_by("sort_key", "pk")

    def clean(self):
        row, unit = self.cleaned_data.get("ranking_row"), self.cleaned_data.get("unit")
        if row and unit and row.unit_id != unit.pk:
            self.add_error("ranking_row", "Kết quả xếp hạng này là của đơn vị khác.")
        begin, end = self.cleaned_data.get("from_day"), self.cleaned_data.get("to_day")
        if begin and end and end < begin:
            self.add_error("to_day", "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.")

    @staticmethod
    def initial_of(nomination: Nomination) -> dict:
        names = [*(name.removesuffix("_id") for fields in FIELDS.values() for name in fields), "version"]
        return {name: getattr(nomination, name) for name in names}


class WordForm(PlainForm):
    """A move whose word may be left out."""

    reason = text_area("Ý kiến (không bắt buộc)", 4, most=2000)


class BlocWordForm(ReasonForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Ý kiến của khối"


class ReturnForm(ReasonForm):
    parts = forms.MultipleChoiceField(
        label="Phần phải bổ sung, sửa",
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một phần để trả lại."},
    )
    field_order = ["parts", "reason"]


class DowngradeForm(ReasonForm):
    award_type = AwardTypeField(
        AwardType.objects.none(), label="Danh hiệu hoặc hình thức được đồng ý", empty_label="Chọn"
    )
    field_order = ["award_type", "reason"]

    def __init__(self, *args, nomination: Nomination, **kwargs):
        super().__init__(*args, **kwargs)
        rows = AwardType.objects.valid_on(clock.today()).filter(subject_kind=nomination.award_type.subject_kind)
        self.fields["award_type"].queryset = rows.exclude(pk=nomination.final_type.pk)


class PassUpForm(ReasonForm):
    to = forms.CharField(
        label="Trình cấp", max_length=200, help_text="Ví dụ: Thủ tướng Chính phủ, qua Bộ Nội vụ; Chủ tịch UBND tỉnh."
    )
    field_order = ["to", "reason"]


class CouncilForm(ReasonForm):
    """What the council said; figures of a ballot held here are shown beside."""

    passed = forms.ChoiceField(
        label="Kết quả",
        choices=[("yes", "Hội đồng thông qua"), ("no", "Hội đồng không thông qua")],
        widget=forms.RadioSelect,
    )
    field_order = ["passed", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Ý kiến, kết quả phiếu"
        self.fields["reason"].help_text = "Ghi số biên bản, số phiếu đồng ý trên tổng số."


class AttachForm(PlainForm):
    file = forms.FileField(label="Tệp", required=False, max_length=255, help_text="PDF, ảnh hoặc văn bản.")
    document = forms.ModelChoiceField(
        Evidence.objects.none(),
        label="Hoặc tài liệu trong kho minh chứng của đơn vị",
        required=False,
        empty_label="– Không chọn –",
        help_text="Hồ sơ giữ đúng phiên bản đang dùng hôm nay.",
    )

    def __init__(self, *args, documents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents

    def clean(self):
        data = super().clean()
        if not self.errors and bool(data.get("file")) == bool(data.get("document")):
            self.add_error("file", "Chọn một tệp hoặc một tài liệu trong kho minh chứng.")
        return data


class InitiativesForm(PlainForm):
    initiatives = RowsField(
        Initiative.objects.none(), label="Sáng kiến, đề tài", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, initiatives, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["initiatives"].queryset = initiatives
        if not initiatives.exists():
            self.fields["initiatives"].help_text = "Sổ sáng kiến chưa có sáng kiến, đề tài nào của đối tượng này."


class DossierForm(PlainForm):
    """One choice and one reason for each component the rule asks for."""

    def __init__(self, *args, lines: list[DossierLine], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        for number, line in enumerate(lines):
            said = line.said
            self.fields[f"tick_{number}"] = forms.ChoiceField(
                label=f"{number + 1}. {line.text}",
                choices=[("", "Chưa đánh dấu"), *Tick.choices],
                required=False,
                initial=said.tick if said else "",
                help_text=" – ".join(text for text in (line.clause, "cần xác nhận" * line.unconfirmed) if text),
            )
            self.fields[f"reason_{number}"] = forms.CharField(
                label="Lý do không cần", max_length=500, required=False, initial=said.reason if said else ""
            )

    def clean(self):
        for number in range(len(self.lines)):
            tick, reason = self.cleaned_data.get(f"tick_{number}"), self.cleaned_data.get(f"reason_{number}")
            if tick == Tick.NOT_NEEDED and not reason:
                self.add_error(f"reason_{number}", "Hãy ghi vì sao không cần thành phần này.")

    @property
    def ticks(self) -> dict[str, tuple[str, str]]:
        data = self.cleaned_data
        return {line.text: (data[f"tick_{n}"], data[f"reason_{n}"]) for n, line in enumerate(self.lines)}


class AskForm(PlainForm):
    body = forms.CharField(label="Cơ quan được hỏi ý kiến", max_length=200)
    letter_number = forms.CharField(label="Số, ký hiệu văn bản hỏi", max_length=60, required=False)
    letter_date = day_field("Ngày văn bản hỏi")
    due = day_field("Đề nghị trả lời đến hết ngày")

    def clean_letter_date(self):
        day = self.cleaned_data["letter_date"]
        if not clock.today().year - 2 <= day.year or day > clock.today():
            raise forms.ValidationError("Ngày văn bản hỏi phải đến hôm nay, không quá hai năm trước.")
        return day

    def clean_due(self):
        day = self.cleaned_data["due"]
        if day.year > clock.today().year + 2:
            raise forms.ValidationError("Ngày trả lời quá xa.")
        return day


class OpinionForm(PlainForm):
    opinion = forms.ChoiceField(
        label="Ý kiến",
        choices=[(one.value, one.label) for one in Opinion if one != Opinion.WAITING],
        widget=forms.RadioSelect,
    )
    text = text_area("Nội dung trả lời", 4)
    answer_number = forms.CharField(label="Số, ký hiệu văn bản trả lời", max_length=60, required=False)
    answered_on = day_field("Ngày trả lời", help_text="Không trả lời: ghi ngày kết luận là không trả lời.")
    file = forms.FileField(label="Bản quét", required=False, max_length=255)

    def __init__(self, *args, asked: ConsultedBody, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answered_on"].initial = clock.today()


class ConsultationForm(PlainForm):
    text = text_area("Nội dung công khai", 8, required=True, most=20_000)
    where = forms.CharField(
        label="Nơi công khai",
        max_length=300,
        required=False,
        help_text="Cổng thông tin, báo, đài, trụ sở; trang công khai của cơ quan nếu đã bật.",
    )
    days = forms.IntegerField(label="Số ngày làm việc", min_value=1, max_value=365)


class CommentForm(PlainForm):
    received_on = day_field("Nhận ngày")
    sender = forms.CharField(
        label="Người góp ý", max_length=200, required=False, help_text="Để trống khi không nêu tên."
    )
    text = text_area("Nội dung", 6, required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = clock.today()


class ProcessingTimeForm(PlainForm):
    award_type = AwardTypeField(
        AwardType.objects.none(),
        label="Danh hiệu, hình thức",
        required=False,
        empty_label="Mọi danh hiệu, hình thức chưa có quy định riêng",
    )
    days = forms.IntegerField(label="Số ngày làm việc", min_value=1, max_value=365)
    valid_from = day_field("Áp dụng với hồ sơ tiếp nhận từ ngày")
    source = forms.CharField(label="Căn cứ", max_length=300)
    source_status = forms.ChoiceField(
        label="Tình trạng nguồn", choices=SourceStatus.choices, initial=SourceStatus.UNCONFIRMED
    )

    def __init__(self, *args, authority: Authority, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["award_type"].queryset = AwardType.objects.valid_on(clock.today())
        self.fields["valid_from"].initial = clock.today()

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if not 2000 <= day.year <= 2100:
            raise forms.ValidationError("Ngày áp dụng không hợp lệ.")
        return day
