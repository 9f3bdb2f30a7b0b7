import json

from django.core.management.base import BaseCommand, CommandError

from accounts.decisions import Refused
from blocs.models import Authority
from campaigns.models import Campaign
from reports.bundle.people import acting
from reports.bundle.problems import BadBundle
from reports.bundle.ranking_facts import facts_of, latest
from scoring.services import compute_ranking


class Command(BaseCommand):
    help = (
        "In bảng xếp hạng mới nhất đã lưu của một kế hoạch. Không tính gì mới, trừ khi ghi --compute (tính tạm, lưu "
        "thành phiên bản mới, cần quyền của --by). Mã thoát 1: không có kế hoạch, không có xếp hạng, không có quyền."
    )

    def add_arguments(self, parser):
        parser.add_argument("--campaign", required=True, metavar="CODE", help="mã kế hoạch")
        parser.add_argument("--authority", metavar="NAME", help="cơ quan, khi mã có ở nhiều cơ quan")
        parser.add_argument("--json", action="store_true", help="in bằng JSON")
        parser.add_argument("--compute", action="store_true", help="tính tạm rồi in")
        parser.add_argument("--by", metavar="EMAIL", help="người tính; cần khi ghi --compute")

    def handle(self, *args, **options):
        campaign = self._campaign(options["campaign"], options["authority"])
        if options["compute"]:
            self._compute(campaign, options["by"])
        ranking = latest(campaign)
        if ranking is None:
            raise CommandError("Kế hoạch chưa có bảng xếp hạng. Thêm --compute --by EMAIL để tính tạm.")
        facts = facts_of(ranking)
        self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2) if options["json"] else self._table(facts))

    def _campaign(self, code: str, name: str | None) -> Campaign:
        rows = Campaign.objects.filter(code=code).select_related("authority")
        if name:
            rows = rows.filter(
                authority__in=Authority.objects.filter(name=name) | Authority.objects.filter(short_name=name)
            )
        if not rows:
            raise CommandError(f"Không có kế hoạch mang mã “{code}”.")
        if len(rows) > 1:
            names = ", ".join(f"“{row.authority}”" for row in rows)
            raise CommandError(f"Mã “{code}” có ở nhiều cơ quan: {names}. Hãy ghi --authority.")
        return rows[0]

    def _compute(self, campaign: Campaign, username: str | None) -> None:
        if not username:
            raise CommandError("Ghi người tính: --by EMAIL.")
        try:
            compute_ranking(campaign_id=campaign.pk, by=acting(username))
        except (Refused, BadBundle) as error:
            raise CommandError(str(error)) from error

    def _table(self, facts: dict) -> str:
        lines = [f"{facts['title']} – phiên bản {facts['version']} ({facts['state_words']})"]
        for row in facts["rows"]:
            place = row["rank"] if row["rank"] is not None else "–"
            lines.append(
                f"{place}\t{row['unit']}\t{row['points'] or '–'}\t{row['percent'] or '–'}%\t{row['rating']}\t{row['note']}"
            )
        return "\n".join(lines)
