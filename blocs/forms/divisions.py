"""Blocs, their years, members; the division file."""

from django import forms

from accounts.clock import today
from blocs.models import Authority, Bloc, BlocYear, Membership, Unit
from blocs.rules import year_start
from blocs.workbook import MAX_BYTES

from .common import PlacedForm, PlacedModelForm

YEAR = {"label": "Năm", "min_value": 1990, "max_value": 2100}


class BlocForm(PlacedModelForm):
    """``place`` is the bloc being changed; a new one also says under which authority."""

    authority = forms.ModelChoiceField(Authority.objects.none(), label="Cơ quan tổ chức", empty_label=None)

    class Meta:
        model = Bloc
        fields = ["authority", "kind", "code", "name"]

    def limit(self) -> None:
        if self.place is None:
            self.fields["authority"].queryset = Authority.objects.managed_by(self.user)
        else:
            del self.fields["authority"]


class BlocYearUpdateForm(PlacedModelForm):
    class Meta:
        model = BlocYear
        fields = [
            "name",
            "decision_number",
            "decision_date",
            "decision_issuer",
            "leader_label",
            "deputy_label",
            "format_family",
            "number_sign",
            "superior_line",
            "issuer_lines",
            "place_name",
            "moved_rule",
            "moved_rule_source",
        ]
        widgets = {"issuer_lines": forms.Textarea(attrs={"rows": 3})}

    def limit(self) -> None:
        self.fields["moved_rule"].required = False

    def clean_moved_rule(self) -> str:
        return self.cleaned_data["moved_rule"] or BlocYear.MovedRule.LAST_DAY


class BlocYearForm(BlocYearUpdateForm):
    year = forms.IntegerField(**YEAR)
    field_order = ["year"]


class MemberForm(PlacedForm):
    """``place`` is the bloc-year."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label="Chọn đơn vị")
    role = forms.ChoiceField(label="Vai trò", choices=Membership.Role.choices)
    valid_from = forms.DateField(label="Từ ngày")
    valid_to = forms.DateField(label="Đến ngày", required=False, help_text="Để trống khi chưa kết thúc.")
    note = forms.CharField(label="Ghi chú", max_length=200, required=False)

    def limit(self) -> None:
        self.fields["unit"].queryset = Unit.objects.taken_in_by(self.user)
        self.fields["role"].choices = role_choices(self.place)
        self.fields["valid_from"].initial = year_start(self.place.year)


class RoleForm(PlacedForm):
    """``place`` is the membership."""

    KEEP = [("", "Không có hoặc giữ nguyên")]

    role = forms.ChoiceField(label="Vai trò mới", choices=Membership.Role.choices)
    from_day = forms.DateField(label="Từ ngày", help_text="Vai trò cũ kết thúc vào ngày liền trước.")
    former_leader = forms.ChoiceField(
        required=False,
        help_text="Bàn giao trong cùng một ngày; để trống khi không giao vai trò đứng đầu cho đơn vị này.",
    )
    note = forms.CharField(label="Ghi chú", max_length=200, required=False)

    def limit(self) -> None:
        labels = role_choices(self.place.bloc_year)
        self.fields["role"].choices = [choice for choice in labels if choice[0] != self.place.role]
        self.fields["former_leader"].choices = self.KEEP + [c for c in labels if c[0] != Membership.Role.LEADER]
        self.fields["from_day"].initial = today()
        leader = self.place.bloc_year.leader_label
        self.fields["former_leader"].label = f"{leader} đang giữ vai trò chuyển thành"


class MemberEndForm(PlacedForm):
    last_day = forms.DateField(label="Ngày cuối cùng trong khối", initial=today)
    note = forms.CharField(label="Ghi chú", max_length=200, required=False)


def role_choices(bloc_year: BlocYear) -> list[tuple[str, str]]:
    """Roles in the words this bloc uses."""
    role = Membership.Role
    return [
        (role.MEMBER, role.MEMBER.label),
        (role.LEADER, bloc_year.leader_label),
        (role.DEPUTY, bloc_year.deputy_label),
    ]


class ImportForm(PlacedForm):
    """``place`` is the authority."""

    file = forms.FileField(label="Tệp Excel (.xlsx)", help_text=f"Tối đa {MAX_BYTES // 2**20} MB, 2.000 dòng.")
    year = forms.IntegerField(**YEAR)
    decision_number = forms.CharField(label="Số quyết định phân khối", max_length=60, required=False)
    decision_date = forms.DateField(label="Ngày quyết định", required=False)
    decision_issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)

    def limit(self) -> None:
        self.fields["year"].initial = today().year
