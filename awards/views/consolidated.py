"""All registrations of a bloc's campaign side by side, on screen and in Excel."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from awards.services.consolidated import Consolidated, consolidate
from awards.workbook.table import table_workbook
from campaigns.models import Campaign, Registration
from scoring.permissions import can_follow
from scoring.views.base import ScoringView
from scoring.views.home import campaign_of
from scoring.views.targets import members
from scoring.workbook.cells import CONTENT_TYPE


class TableView(ScoringView):
    """Who follows the bloc sees every unit; a member sees its own and, where the plan sends registrations to the
    members, those that were sent."""

    def table(self, pk: int) -> tuple[Campaign, Consolidated]:
        campaign, user = campaign_of(self.request, pk), self.request.user
        follows, units = can_follow(user, campaign), members(campaign)
        if not follows:
            seen = Registration.objects.filter(campaign=campaign).visible_to(user).values_list("unit_id", flat=True)
            readable = set(seen)
            units = [unit for unit in units if unit.pk in readable]
            if not units:
                follows.enforce()
        return campaign, consolidate(campaign, units, user)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign, table = self.table(pk)
        return render(request, "awards/registrations_table.html", {"campaign": campaign, "table": table})


class TableExcelView(TableView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign, table = self.table(pk)
        data = table_workbook(table, f"Tổng hợp đăng ký thi đua: {campaign}")
        response = HttpResponse(data, content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="dang-ky-thi-dua-{pk}.xlsx"'
        response["Cache-Control"] = "no-store, private"
        return response
