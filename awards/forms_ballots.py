"""What people type about ballots."""

import datetime as dt
from fractions import Fraction
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from accounts.models import User
from blocs.models import Unit
from campaigns.forms.fields import day_field
from campaigns.forms.meetings import time_field
from campaigns.models import Meeting
from campaigns.when import ZONE

from .forms import AwardTypeField, PlainForm
from .models import AwardType, Ballot, BallotCandidate, BallotVoter, Nomination
from .rules.ballots import parse_share, say_share
from .rules.paper_ballots import Reading
from .states_ballots import Mark

AT_LEAST, MORE_THAN = "at_least", "more_than"


def _line(*names: str) -> Row:
    return Row(*(Column(name) for name in names))


class NominationChoices(forms.ModelMultipleChoiceField):
    """Nominations to tick, each with whom and for what."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row: Nomination) -> str:
        return f"{row.subject} – {row.award_type} ({row.get_state_display().lower()})"


class NewBallotForm(PlainForm):
    """``nominations``: what may be put to the vote here; ``meetings``: of the campaign, none for a council's session."""

    title = forms.CharField(
        label="Nội dung bỏ phiếu", max_length=300, help_text="Ví dụ: Suy tôn đơn vị đề nghị tặng Cờ thi đua."
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Tại hội nghị",
        required=False,
        empty_label="Không gắn hội nghị",
        help_text="Cử tri có mặt được lấy theo điểm danh của hội nghị.",
    )
    award_type = AwardTypeField(
        AwardType.objects.none(),
        label="Bỏ phiếu cho danh hiệu, hình thức",
        required=False,
        empty_label="Không, hoặc nhiều loại",
        help_text="Tỷ lệ, cơ số và căn cứ được điền theo quy định khen thưởng đang áp dụng, nếu quy định có nêu.",
    )
    nominations = NominationChoices(Nomination.objects.none(), label="Đề nghị đưa ra bỏ phiếu", required=False)

    def __init__(self, *args, meetings, nominations, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = nominations
        self.fields["award_type"].queryset = AwardType.objects.valid_on(timezone.localdate())
        if not nominations.exists():
            del self.fields["nominations"]
        if meetings is None:
            del self.fields["meeting"]
        else:
            self.fields["meeting"].queryset = meetings


class BallotForm(PlainForm, forms.ModelForm):
    """The rule and times of a draft; ``people``: who may count paper ballots."""

    threshold = forms.CharField(
        label="Tỷ lệ đồng ý để được chọn", max_length=12, help_text="Phần trăm hoặc phân số: 50, 66,67 hoặc 2/3."
    )
    reach = forms.ChoiceField(
        label="Tính đạt khi", choices=((AT_LEAST, "từ tỷ lệ này trở lên"), (MORE_THAN, "quá (trên) tỷ lệ này"))
    )
    opens_day = day_field("Bắt đầu: ngày", required=False)
    opens_hour = time_field("Bắt đầu: giờ")
    closes_day = day_field("Kết thúc: ngày")
    closes_hour = time_field("Kết thúc: giờ")

    class Meta:
        model = Ballot
        fields = [
            "title",
            "meeting",
            "secrecy",
            "base",
            "basis",
            "basis_status",
            "quorum_percent",
            "max_choices",
            "own_unit_out",
            "written_allowed",
            "tie_words",
            "first_counter",
            "second_counter",
        ]
        help_texts = {
            "basis": "Điều khoản của quy chế khối hoặc văn bản quy định tỷ lệ này. Để trống thì tỷ lệ được ghi là cần xác nhận.",
            "quorum_percent": "Tính trên tổng số cử tri. Để trống nếu quy chế không quy định.",
            "max_choices": "Để trống khi xét riêng từng ứng viên. Có số: mỗi cử tri đồng ý không quá và chọn không quá số này.",
            "written_allowed": "Ý kiến bằng văn bản ghi tên người có ý kiến; chỉ dùng khi tỷ lệ tính trên tổng số thành viên.",
            "tie_words": "Ví dụ: Bằng phiếu thì bỏ phiếu lại giữa các ứng viên bằng phiếu.",
            "first_counter": "Hai người cùng nhập kết quả phiếu giấy, độc lập với nhau. Để trống khi không có phiếu giấy.",
        }

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        self.fields["opens_hour"].required = False
        self.fields["opens_day"].help_text = "Để trống: bắt đầu ngay khi mở."
        for name in ("first_counter", "second_counter"):
            self.fields[name].queryset = people
            self.fields[name].empty_label = "Không có phiếu giấy"
        self.fields["meeting"].queryset = Meeting.objects.filter(campaign_id=row.campaign_id or 0)
        self.fields["meeting"].empty_label = "Không gắn hội nghị"
        if row.session_id:
            del self.fields["meeting"]
        self.initial |= {
            "threshold": say_share(Fraction(row.threshold_num, row.threshold_den)),
            "reach": MORE_THAN if row.more_than else AT_LEAST,
            **_typed("opens", row.opens_at),
            **_typed("closes", row.closes_at),
        }

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        of_campaign = ["meeting"] if "meeting" in self.fields else []
        helper.layout = Layout(
            Fieldset("Nội dung", "title", *of_campaign, "secrecy"),
            Fieldset(
                "Khi nào được chọn",
                _line("threshold", "reach"),
                "base",
                _line("basis", "basis_status"),
                "quorum_percent",
                "max_choices",
                "tie_words",
            ),
            Fieldset("Thời gian", _line("opens_day", "opens_hour"), _line("closes_day", "closes_hour")),
            Fieldset("Cử tri", "own_unit_out", "written_allowed"),
            Fieldset("Tổ kiểm phiếu giấy", _line("first_counter", "second_counter")),
        )
        return helper

    def _post_clean(self) -> None:
        """The service validates the whole row."""

    def clean_threshold(self) -> Fraction:
        share = parse_share(self.cleaned_data["threshold"])
        if share is None:
            raise forms.ValidationError("Ghi phần trăm (50; 66,67) hoặc phân số (2/3), lớn hơn 0 và không quá 100 %.")
        return share

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if bool(said.get("opens_day")) != bool(said.get("opens_hour")) and "opens_hour" not in self.errors:
            self.add_error("opens_hour", "Ghi cả ngày và giờ bắt đầu, hoặc để trống cả hai.")
        if said.get("written_allowed") and said.get("base") != "total_members":
            self.add_error("written_allowed", "Chỉ nhận ý kiến bằng văn bản khi tỷ lệ tính trên tổng số thành viên.")
        if bool(said.get("first_counter")) != bool(said.get("second_counter")):
            self.add_error("second_counter", "Tổ kiểm phiếu gồm hai người.")
        return said

    def values(self) -> dict[str, Any]:
        """The fields of ``save_ballot``."""
        said = dict(self.cleaned_data)
        share = said.pop("threshold")
        opens = said.pop("opens_day"), said.pop("opens_hour")
        closes = said.pop("closes_day"), said.pop("closes_hour")
        return said | {
            "more_than": said.pop("reach") == MORE_THAN,
            "threshold_num": share.numerator,
            "threshold_den": share.denominator,
            "opens_at": _moment(*opens),
            "closes_at": _moment(*closes),
        }


def _typed(name: str, moment: dt.datetime | None) -> dict[str, Any]:
    local = timezone.localtime(moment) if moment else None
    return {f"{name}_day": local.date(), f"{name}_hour": local.time()} if local else {}


def _moment(day: dt.date | None, hour: dt.time | None) -> dt.datetime | None:
    return dt.datetime.combine(day, hour, tzinfo=ZONE) if day and hour else None


class CandidateForm(PlainForm):
    nominations = NominationChoices(Nomination.objects.none(), label="Đề nghị khen thưởng", required=False)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="Đơn vị", required=False, widget=forms.CheckboxSelectMultiple
    )
    label = forms.CharField(
        label="Hoặc ghi tên, nội dung", max_length=300, required=False, help_text="Ví dụ: Trưởng khối năm sau: Sở Mẫu."
    )
    award_type = AwardTypeField(
        AwardType.objects.none(), label="Cho danh hiệu, hình thức", required=False, empty_label="Không ghi"
    )

    def __init__(self, *args, nominations, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominations"].queryset = nominations
        self.fields["units"].queryset = units
        self.fields["award_type"].queryset = AwardType.objects.valid_on(timezone.localdate())
        for name in ("nominations", "units"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors and not any(said.get(name) for name in ("nominations", "units", "label")):
            raise forms.ValidationError("Hãy chọn hoặc ghi ít nhất một ứng viên.")
        return said


class NewVoterForm(PlainForm):
    user = forms.ModelChoiceField(
        User.objects.none(), label="Tài khoản", required=False, empty_label="Không có tài khoản (bỏ phiếu giấy)"
    )
    name = forms.CharField(label="Tên cử tri", max_length=300, required=False)

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("user") and not said.get("name", "").strip():
            self.add_error("name", "Hãy chọn tài khoản hoặc ghi tên cử tri.")
        return said


class VoterForm(PlainForm):
    user = forms.ModelChoiceField(
        User.objects.none(), label="Người bỏ phiếu", required=False, empty_label="Không có tài khoản (bỏ phiếu giấy)"
    )
    present = forms.BooleanField(label="Có mặt", required=False)

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people


class RecusalForm(PlainForm):
    voter = forms.ModelChoiceField(BallotVoter.objects.none(), label="Cử tri", empty_label="Chọn cử tri")
    candidate = forms.ModelChoiceField(
        BallotCandidate.objects.none(), label="Không bỏ phiếu cho", empty_label="Chọn ứng viên"
    )
    note = forms.CharField(label="Lý do", max_length=300)

    def __init__(self, *args, ballot: Ballot, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voter"].queryset = ballot.voters.all()
        self.fields["candidate"].queryset = ballot.candidates.all()


class VoteForm(PlainForm):
    """One choice for each candidate offered; never kept in the browser (no ``data-draft`` on its page)."""

    def __init__(self, *args, candidates, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for row in candidates:
            self.fields[f"candidate_{row.pk}"] = forms.ChoiceField(
                label=row.label,
                choices=Mark.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Hãy chọn một ý kiến cho ứng viên này."},
            )

    def marks(self) -> dict[int, str]:
        return {
            int(name.removeprefix("candidate_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("candidate_")
        }


class OpinionForm(VoteForm):
    file = forms.FileField(label="Bản chụp ý kiến", error_messages={"empty": "Tệp rỗng, không có nội dung."})


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100_000)


class PaperForm(PlainForm):
    """What one counter read, candidate by candidate."""

    returned = _count("Số phiếu giấy thu về")
    invalid = _count("Trong đó không hợp lệ")

    def __init__(self, *args, candidates, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for row in candidates:
            for mark, label in Mark.choices:
                self.fields[f"{mark}_{row.pk}"] = _count(f"{row.label}: {label.lower()}")

    def rows(self):
        """(candidate, its three bound fields), for the table."""
        return [(row, [self[f"{mark}_{row.pk}"] for mark in Mark.values]) for row in self.candidates]

    def reading(self) -> Reading:
        said = self.cleaned_data
        lines = {row.pk: tuple(said[f"{mark}_{row.pk}"] for mark in Mark.values) for row in self.candidates}
        return Reading(said["returned"], said["invalid"], lines)
