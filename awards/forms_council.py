"""What people type about councils and their sessions."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from accounts.forms import RowsField
from campaigns.forms.fields import day_field
from campaigns.forms.meetings import time_field

from .forms import PlainForm
from .models import CouncilMember, CouncilSession, Nomination
from .states import COUNCIL_READY, CouncilSeat
from .states_council import LIVE_SESSIONS, AgendaOutcome, Presence

FIRST_YEAR, LAST_YEAR = 1990, 2100


class CouncilForm(PlainForm):
    name = forms.CharField(label="Tên hội đồng", max_length=300)
    decision = forms.CharField(
        label="Quyết định thành lập", max_length=200, required=False, help_text="Số, ký hiệu, ngày ban hành."
    )
    valid_from = day_field("Hoạt động từ ngày")
    valid_to = day_field("Đến ngày", required=False, help_text="Để trống nếu chưa kết thúc.")


class MemberForm(PlainForm):
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    position = forms.CharField(label="Chức vụ", max_length=200, required=False)
    seat = forms.ChoiceField(label="Vai trò trong hội đồng", choices=CouncilSeat.choices, initial=CouncilSeat.MEMBER)
    votes = forms.BooleanField(
        label="Có quyền biểu quyết",
        required=False,
        initial=True,
        help_text="Bỏ dấu khi thư ký không phải là thành viên hội đồng.",
    )
    email = forms.EmailField(
        label="Thư điện tử của tài khoản",
        required=False,
        max_length=254,
        help_text="Để thành viên đọc hồ sơ và bỏ phiếu trên hệ thống; để trống nếu chỉ ghi tên.",
    )
    valid_from = day_field("Tham gia từ ngày")


class MemberEndForm(PlainForm):
    last_day = day_field("Ngày cuối cùng tham gia")


class SessionForm(PlainForm):
    """``day``, ``hour``: when it starts, in Viet Nam."""

    title = forms.CharField(label="Tên phiên họp", max_length=300)
    day = day_field("Ngày họp")
    hour = time_field("Giờ bắt đầu")
    place = forms.CharField(label="Địa điểm", max_length=300, required=False)
    chair = forms.ModelChoiceField(
        CouncilMember.objects.none(), label="Chủ trì", required=False, empty_label="Chưa chọn"
    )
    secretary = forms.CharField(label="Thư ký", max_length=120, required=False)

    def __init__(self, *args, council, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = CouncilMember.objects.filter(council=council)

    @property
    def helper(self):
        helper = super().helper
        when = Row(Column("day"), Column("hour"), Column("place"))
        helper.layout = Layout("title", when, Fieldset("", Row(Column("chair"), Column("secretary"))))
        return helper

    def clean(self):
        data = super().clean()
        if data.get("day") and not FIRST_YEAR <= data["day"].year <= LAST_YEAR:
            self.add_error("day", f"Năm từ {FIRST_YEAR} đến {LAST_YEAR}.")
        return data

    @staticmethod
    def initial_of(session: CouncilSession) -> dict:
        start = timezone.localtime(session.starts_at)
        names = ("title", "place", "chair", "secretary")
        return {"day": start.date(), "hour": start.time()} | {name: getattr(session, name) for name in names}


class AgendaForm(PlainForm):
    """Files on the board's desk that are on no other agenda."""

    field = forms.CharField(
        label="Lĩnh vực", max_length=200, required=False, help_text="Hồ sơ cùng lĩnh vực được xét liền nhau."
    )
    nominations = RowsField(Nomination.objects.none(), label="Hồ sơ", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, session: CouncilSession, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = Nomination.objects.filter(campaign__authority_id=session.council.authority_id, state__in=COUNCIL_READY)
        rows = rows.exclude(council_items__session__state__in=LIVE_SESSIONS).select_related("award_type", "unit")
        rows = rows.order_by("award_type__order", "unit__sort_key", "pk")
        self.fields["nominations"].queryset = rows
        self.fields["nominations"].label_from_instance = _label


def _label(row: Nomination) -> str:
    unit = "" if row.subject == row.unit.name else f" ({row.unit})"
    return f"{row.subject}{unit} – {row.award_type.name} – {row.get_state_display().lower()}"


class PresenceForm(forms.Form):
    """One field for each invited member."""

    def __init__(self, *args, rows, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"du_{row.pk}"] = forms.ChoiceField(
                label=row.member.full_name, choices=[("", "Chưa ghi"), *Presence.choices], required=False
            )

    def presence(self) -> dict[int, str]:
        return {int(name[3:]): said for name, said in self.cleaned_data.items() if said}


class ConclusionForm(PlainForm):
    outcome = forms.ChoiceField(label="Kết luận", choices=AgendaOutcome.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Nội dung, lý do",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Bắt buộc khi không đề nghị hoặc chưa xét.",
    )
