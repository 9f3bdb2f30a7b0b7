"""A unit's registration in Excel: take it along, fill it in, load it, choose row by row what is taken over."""

from dataclasses import replace

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from awards.forms_registration import RegistrationFileForm, judge
from awards.services.registration_rows import (
    FileRow,
    RowChange,
    differences,
    rows_of_registration,
    save_registration,
)
from awards.workbook.registration import registration_workbook
from awards.workbook.registration_reading import Read, read_registration_file
from blocs.models import Unit
from campaigns import permissions as rights
from campaigns.models import Campaign, Registration
from campaigns.services.registrations import StaleRegistration
from scoring.services.target_rows import TargetRow, criteria_of, rows_of
from scoring.services.targets import InvalidTarget
from scoring.views.targets import RegistrationBase, frame_of
from scoring.workbook.cells import CONTENT_TYPE

SALT = "awards.registration_load"
A_DAY = 24 * 3600


class ExcelBase(RegistrationBase):
    """For who may write the registration now: its people, or who types it for the unit from its paper."""

    def open(self, pk: int, unit_pk: int) -> None:
        self.campaign, self.unit, self.registration = self.place(pk, unit_pk)
        user = self.request.user
        rights.can_write_registration(user, self.campaign, unit_pk, self.registration).enforce()
        self.criteria: list[TargetRow] = rows_of(self.registration, criteria_of(self.campaign))
        self.rows: list[FileRow] = rows_of_registration(self.registration, self.criteria)

    campaign: Campaign
    unit: Unit
    registration: Registration | None

    @property
    def saves(self) -> int:
        return self.registration.saves if self.registration else 0

    def page(self, form: RegistrationFileForm | None = None, status: int = 200, **more) -> HttpResponse:
        frame = frame_of(self.request.user, self.campaign, self.unit, self.registration)
        context = frame | {"form": form or RegistrationFileForm()} | more
        return render(self.request, "awards/registration_excel.html", context, status=status)

    def shown(self, read: Read) -> dict:
        """Rows the file would change, judged by the forms of the page, and what was read signed for the next step."""
        changes = differences(self.rows, read.before, read.given, read.places)
        judged = judge(self.registration, self.criteria, self.rows, {c.row.key: c.texts for c in changes if c.row.open})
        told = [_with(change, judged.problems.get(change.row.key, [])) for change in changes]
        payload = {"campaign": self.campaign.pk, "unit": self.unit.pk, "saves": self.saves} | vars(read)
        return {
            "loaded": True,
            "changes": told,
            "wrong": sum(bool(change.problems) for change in told),
            "moved": sum(change.moved for change in told),
            "more": judged.problems.get("", []),
            "signed": signing.dumps(payload, salt=SALT, compress=True),
        }


def _with(change: RowChange, problems: list[str]) -> RowChange:
    return replace(change, problems=[*change.problems, *problems])


class FileView(ExcelBase):
    def get(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        self.open(pk, unit_pk)
        heading = f"Đăng ký thi đua – {self.unit.name} – {self.campaign}"
        response = HttpResponse(registration_workbook(heading, pk, unit_pk, self.rows), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="dang-ky-{pk}-{unit_pk}.xlsx"'
        response["Cache-Control"] = "no-store, private"
        return response


class PageView(ExcelBase):
    """Read the file and show what it would change; nothing is saved yet."""

    def get(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        self.open(pk, unit_pk)
        return self.page()

    def post(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        self.open(pk, unit_pk)
        form = RegistrationFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            read = read_registration_file(form.cleaned_data["file"], pk, unit_pk, self.rows)
        except ValidationError as problem:
            form.add_error("file", problem)
            return self.page(form, 422)
        return self.page(**self.shown(read))


class ConfirmView(ExcelBase):
    """Save the chosen rows, all or none; what was shown travels signed."""

    def post(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        self.open(pk, unit_pk)
        try:
            payload = signing.loads(request.POST.get("signed", ""), salt=SALT, max_age=A_DAY)
            if (payload["campaign"], payload["unit"]) != (pk, unit_pk):
                raise signing.BadSignature("of another registration")
        except signing.BadSignature:
            form = RegistrationFileForm({}, {})
            form.add_error(None, "Bản xem trước đã quá một ngày hoặc không còn đúng. Hãy chọn lại tệp.")
            return self.page(form, 422)
        read = Read(payload["before"], payload["given"], payload["places"])
        if payload["saves"] != self.saves:
            return self.again(read, 409, "Có người vừa sửa đăng ký trong lúc bạn xem. Hãy xem lại và chọn lại.")
        return self.take(read, set(request.POST.getlist("chon")))

    def again(self, read: Read, status: int, problem: str) -> HttpResponse:
        return self.page(status=status, problem=problem, **self.shown(read))

    def take(self, read: Read, keys: set[str]) -> HttpResponse:
        changes = differences(self.rows, read.before, read.given, read.places)
        chosen = {change.row.key: change.texts for change in changes if change.row.key in keys and change.row.open}
        if not chosen:
            return self.again(read, 422, "Chưa chọn dòng nào để lưu.")
        judged = judge(self.registration, self.criteria, self.rows, chosen)
        if judged.problems:
            return self.again(
                read, 422, "Có dòng chưa lưu được; lý do ghi ở từng dòng. Bỏ chọn các dòng đó để lưu phần còn lại."
            )
        try:
            save_registration(
                campaign_id=self.campaign.pk,
                unit=self.unit,
                said=judged.said,
                aims=judged.aims,
                by=self.request.user,
                seen=self.saves,
            )
        except InvalidTarget as problem:
            return self.again(read, 422, str(problem))
        except StaleRegistration as stale:
            self.open(self.campaign.pk, self.unit.pk)
            return self.again(read, 409, str(stale))
        messages.success(self.request, f"Đã lưu {len(chosen)} dòng từ tệp Excel. Hãy kiểm tra rồi gửi đăng ký.")
        return redirect("scoring:registration", pk=self.campaign.pk, unit_pk=self.unit.pk)
