import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from blocs.models import Authority
from campaigns.models import Campaign
from reports.bundle import text
from reports.bundle.choosing import choose
from reports.bundle.exporting import Export
from reports.bundle.files import pack

WORDS = {
    "sheets": "phiếu chưa gửi",
    "submissions": "báo cáo chưa gửi",
    "registrations": "đăng ký chưa gửi",
    "progress": "số liệu tiến độ ghi trong báo cáo chưa gửi",
    "scores": "điểm chấm chéo còn niêm phong",
}


class Command(BaseCommand):
    help = (
        "Xuất dữ liệu ra tệp trao đổi (docs/bundle.md), luôn theo một thứ tự. Nội dung chỉ riêng đơn vị được xem (phiếu, "
        "báo cáo, đăng ký chưa gửi; minh chứng chưa đính kèm) không xuất, trừ khi ghi --with-drafts."
    )

    def add_arguments(self, parser):
        parser.add_argument("--authority", metavar="NAME", help="tên hoặc tên ngắn của cơ quan; gồm cả cấp dưới")
        parser.add_argument("--campaign", nargs="+", default=[], metavar="CODE", help="mã các kế hoạch")
        parser.add_argument("--out", type=Path, metavar="FILE", help="tệp ghi ra; mặc định: màn hình")
        parser.add_argument("--files", type=Path, metavar="ZIP", help="ghi các tệp minh chứng, báo cáo vào tệp nén này")
        parser.add_argument(
            "--with-drafts",
            action="store_true",
            help="xuất cả nội dung đơn vị chưa gửi: chỉ dùng khi sao chuyển toàn bộ hệ thống",
        )

    def handle(self, *args, **options):
        with transaction.atomic():
            export = Export(self._choice(options), drafts=options["with_drafts"])
            document = export.document()
            if options["files"]:
                number = pack(options["files"], export.files(document))
                self.stderr.write(f"Đã ghi {number} tệp vào {options['files']}.")
        self._write(text.dump(document), options["out"])
        for name, number in sorted(export.withheld.items()):
            self.stderr.write(f"Không xuất {number} {WORDS[name]} (--with-drafts).")

    def _choice(self, options):
        authority = self._authority(options["authority"])
        codes = set(options["campaign"])
        unknown = codes - set(Campaign.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown:
            raise CommandError(f"Không có kế hoạch mang mã {', '.join(sorted(unknown))}.")
        return choose(authority, codes)

    def _authority(self, name):
        if not name:
            return None
        rows = Authority.objects.filter(name=name) or Authority.objects.filter(short_name=name)
        if len(rows) != 1:
            raise CommandError(f"Không có đúng một cơ quan mang tên “{name}”.")
        return rows[0]

    def _write(self, words: str, path: Path | None) -> None:
        if path is None:
            sys.stdout.write(words)
            return
        path.write_text(words, encoding="utf-8")
        self.stderr.write(f"Đã ghi {path} ({len(words.encode()) / 1024 / 1024:.1f} MB).")
