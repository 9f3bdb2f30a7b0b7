"""The two steps of a reorganisation: what becomes of whom by which paper; then who goes on with what."""

from django import forms

from accounts.forms import RowsField
from blocs.forms.common import PlacedForm
from blocs.models import Authority, Reorganisation, Unit

Kind = Reorganisation.Kind
_MANY = {"widget": forms.SelectMultiple(attrs={"size": 8})}


class PaperForm(PlacedForm):
    on = forms.DateField(label="Có hiệu lực từ ngày")
    number = forms.CharField(label="Số, ký hiệu văn bản", max_length=60, required=False)
    date = forms.DateField(label="Ngày văn bản", required=False)
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    about = forms.CharField(label="Trích yếu", max_length=300, required=False)
    unconfirmed = forms.BooleanField(
        label="Số, ngày của văn bản chưa được đối chiếu (hiện «cần xác nhận»)", required=False
    )

    PAPER = ("number", "date", "issuer", "about", "unconfirmed")


class UnitsForm(PaperForm):
    """Step one, for units. ``new_name`` and ``new_short`` only for a new name."""

    kind = forms.ChoiceField(label="Hình thức", choices=Kind.choices)
    predecessors = RowsField(Unit.objects.none(), label="Đơn vị trước", **_MANY)
    successors = RowsField(
        Unit.objects.none(),
        label="Đơn vị sau",
        required=False,
        help_text="Để trống khi giải thể hoặc đổi tên. Đơn vị mới thì thêm ở trang Đơn vị trước.",
        **_MANY,
    )
    new_name = forms.CharField(label="Tên mới (khi đổi tên)", max_length=200, required=False)
    new_short = forms.CharField(label="Tên ngắn mới", max_length=80, required=False)
    field_order = ["kind", "predecessors", "successors", "new_name", "new_short"]

    def limit(self) -> None:
        units = Unit.objects.managed_by(self.user)
        self.fields["predecessors"].queryset = units.filter(dissolved_on__isnull=True)
        self.fields["predecessors"].help_text = "Giữ phím Ctrl để chọn nhiều. Kết thúc, trừ khi cũng là đơn vị sau."
        self.fields["successors"].queryset = units.filter(dissolved_on__isnull=True)

    def clean(self):
        data = super().clean()
        kind, before = data.get("kind"), list(data.get("predecessors") or [])
        if kind == Kind.RENAME:
            if not data.get("new_name"):
                self.add_error("new_name", "Hãy nhập tên mới.")
            if before and len(before) != 1:
                self.add_error("predecessors", "Đổi tên từng đơn vị một.")
        else:
            check_successors(self, data)
        return data


def check_successors(form: forms.Form, data: dict) -> None:
    kind, after = data.get("kind"), list(data.get("successors") or [])
    if kind == Kind.DISSOLVE and after:
        form.add_error("successors", "Giải thể thì không có nơi kế thừa.")
    elif kind and kind != Kind.DISSOLVE and not after and "successors" not in form.errors:
        form.add_error("successors", "Hãy chọn nơi kế thừa.")
    elif kind in (Kind.MERGE, Kind.SUCCEED) and len(after) > 1:
        form.add_error("successors", "Sáp nhập và kế thừa chỉ có một nơi kế thừa.")
    if kind in (Kind.SPLIT, Kind.SUCCEED) and len(list(data.get("predecessors") or [])) > 1:
        form.add_error("predecessors", "Chia tách và kế thừa ghi cho từng nơi một.")


class AuthoritiesForm(PaperForm):
    """Step one, for authorities."""

    kind = forms.ChoiceField(label="Hình thức", choices=[row for row in Kind.choices if row[0] != Kind.RENAME])
    predecessors = RowsField(Authority.objects.none(), label="Cơ quan trước", **_MANY)
    successors = RowsField(
        Authority.objects.none(), label="Cơ quan sau", required=False, help_text="Để trống khi giải thể.", **_MANY
    )
    field_order = ["kind", "predecessors", "successors"]

    def limit(self) -> None:
        rows = Authority.objects.reorganised_by(self.user).filter(dissolved_on__isnull=True)
        self.fields["predecessors"].queryset = rows
        self.fields["predecessors"].help_text = "Giữ phím Ctrl để chọn nhiều. Kết thúc, trừ khi cũng là cơ quan sau."
        self.fields["successors"].queryset = rows

    def clean(self):
        data = super().clean()
        check_successors(self, data)
        return data


class ChoicesForm(forms.Form):
    """Step two: for each that ends, who goes on with the work of the year; people; for authorities, who reads the past."""

    move = forms.BooleanField(label="Giao cho những người này chức trách như vậy ở nơi tiếp nhận", required=False)
    until = forms.DateField(
        label="Chức trách cũ kết thúc sau ngày",
        required=False,
        help_text="Nên chọn ngày đã làm xong việc cũ. Để trống: giữ nguyên.",
        widget=forms.DateInput(attrs={"placeholder": "ngày/tháng/năm", "autocomplete": "off"}),
    )
    file = forms.FileField(label="Tệp văn bản", required=False, help_text="Chọn lại tệp mỗi khi xem lại hệ quả.")

    def __init__(self, *args, ending: list, successors: list, of_units: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.ending, self.of_units = ending, of_units
        choices = [(str(row.pk), str(row)) for row in successors]
        single = choices[0][0] if len(choices) == 1 else None
        for row in ending if choices else ():
            self.fields[f"heir_{row.pk}"] = forms.ChoiceField(
                label=f"Tiếp nhận công việc trong năm của {row}",
                choices=[("", "Chọn nơi tiếp nhận"), *choices, ("0", "Không có nơi tiếp nhận")],
                initial=single,
                error_messages={"required": "Hãy chọn nơi tiếp nhận, hoặc «Không có nơi tiếp nhận»."},
            )
        if not of_units and choices and ending:
            self.fields["readers"] = forms.MultipleChoiceField(
                label="Cơ quan được xem hồ sơ trước đây",
                choices=choices,
                required=False,
                initial=[value for value, _ in choices],
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields([name for name in self.fields if name.startswith("heir_")])

    def heirs(self) -> dict[int, int | None]:
        """By predecessor; before anything was chosen, the only successor there is."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        found = {}
        for row in self.ending:
            name = f"heir_{row.pk}"
            value = given.get(name) or (self.fields[name].initial if name in self.fields else None)
            found[row.pk] = int(value) or None if value else None
        return found
