"""Titles and forms of reward in a unit's registration: its second page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Refused
from awards.forms_aims import AimTable, aim_tables, problems_of, said_of
from awards.models import Aim
from awards.permissions import AwardReason
from awards.services.aims import aims_of, save_aims
from awards.states import AwardKind, SubjectKind
from blocs.models import Unit
from campaigns import permissions as rights
from campaigns.models import Campaign, Registration
from campaigns.permissions_registrations import may_write_part
from campaigns.services.registrations import StaleRegistration
from campaigns.states import RegistrationPart
from scoring.permissions import own_units
from scoring.views.targets import RegistrationBase, frame_of, sends


class AimsView(RegistrationBase):
    """Read by whoever reads the registration; written by whoever writes it, sent together with the targets."""

    def get(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        return self.page(*self.place(pk, unit_pk))

    def post(self, request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
        campaign, unit, row = self.place(pk, unit_pk)
        rights.can_write_registration(request.user, campaign, unit.pk, row).enforce()
        tables = aim_tables(request.POST, list(aims_of(row)))
        problems = problems_of(tables)
        if problems:
            return self.page(campaign, unit, row, tables=tables, problems=problems, status=422)
        seen = request.POST.get("seen", "")
        seen_saves = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
        try:
            save_aims(campaign_id=pk, unit=unit, rows=said_of(tables), by=request.user, seen=seen_saves)
        except StaleRegistration as stale:
            fresh = Registration.objects.for_decisions().get(pk=stale.row.pk)
            words = f"{stale} Nội dung vừa được lưu ghi ở cuối trang; bấm lưu lần nữa để giữ nội dung bạn nhập."
            return self.page(campaign, unit, fresh, tables=tables, problems=[words], show_kept=True, status=409)
        except Refused as refusal:
            if refusal.reason not in (AwardReason.TYPE_NOT_VALID, AwardReason.AIMED_TWICE):
                raise
            return self.page(campaign, unit, row, tables=tables, problems=[str(refusal)], status=422)
        messages.success(request, "Đã lưu danh hiệu, hình thức khen thưởng đăng ký.")
        return redirect("awards:aims", pk=pk, unit_pk=unit_pk)

    def page(
        self, campaign: Campaign, unit: Unit, row: Registration | None, tables: list[AimTable] | None = None, **more
    ) -> HttpResponse:
        status, user = more.pop("status", 200), self.request.user
        frame = frame_of(user, campaign, unit, row)
        may_write = bool(rights.can_write_registration(user, campaign, unit.pk, row))
        writes = may_write and (row is None or may_write_part(row, RegistrationPart.AIMS))
        rows = read_aims(row, frame["reads_draft"])
        context = frame | {
            "writes": writes,
            "tables": (tables or aim_tables(None, rows)) if writes else [],
            "groups": grouped(rows),
            "saves": row.saves if row else 0,
            "enters_for": writes and unit.pk not in own_units(user),
            "is_head": sends(user, campaign, unit),
        }
        return render(self.request, "awards/aims.html", context | more, status=status)


def read_aims(row: Registration | None, reads_draft: bool) -> list[Aim]:
    """What is being written for who may read it, what is in force for everybody else."""
    if row is None:
        return []
    return list(aims_of(row, row.version if reads_draft else row.version_in_force))


def grouped(rows: list[Aim]) -> list[tuple[str, list[Aim]]]:
    """Rows under the names of the four tables, empty ones left out."""
    found = []
    for kind in AwardKind:
        for subject in SubjectKind:
            mine = [row for row in rows if (row.award_type.kind, row.award_type.subject_kind) == (kind, subject)]
            if mine:
                found.append((f"{kind.label} – {subject.label.lower()}", mine))
    return found
