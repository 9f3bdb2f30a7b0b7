import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.bundle.importing import take_in
from reports.bundle.people import acting
from reports.bundle.problems import BadBundle
from reports.bundle.text import MAX_BYTES


class Command(BaseCommand):
    help = (
        "Nhập một tệp dữ liệu trao đổi (docs/bundle.md): nhập hết hoặc không nhập gì. Dữ liệu đã có phải giống trong "
        "tệp; chạy lại lần nữa không thay đổi gì. Mã thoát: 0 đã nhập hoặc không có gì mới, 1 tệp không nhập được."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--by", metavar="EMAIL", help="người nhập; mặc định: quản trị hệ thống")
        parser.add_argument("--files", type=Path, metavar="ZIP", help="tệp nén chứa các tệp minh chứng")
        parser.add_argument("--check", action="store_true", help="làm thử tất cả rồi bỏ, không lưu gì")
        parser.add_argument("--json", action="store_true", help="in kết quả bằng JSON")

    def handle(self, *args, **options):
        try:
            report = take_in(
                data=self._read(options["file"]),
                by=acting(options["by"]),
                files=options["files"],
                keep=not options["check"],
            )
        except BadBundle as error:
            self._refuse(error, options["json"])
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
            return
        self.stdout.write(self._words(report))

    def _read(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > MAX_BYTES:
                raise BadBundle.at("$", f"tệp lớn quá {MAX_BYTES // (1024 * 1024)} MB.")
            return path.read_bytes()
        except OSError as error:
            raise BadBundle.at("$", f"không đọc được tệp “{path}”.") from error

    def _refuse(self, error: BadBundle, as_json: bool) -> None:
        if as_json:
            problems = [{"path": problem.path, "words": problem.words} for problem in error.problems]
            self.stdout.write(json.dumps({"problems": problems}, ensure_ascii=False))
            sys.exit(1)
        raise CommandError(f"Không nhập gì.\n{error}")

    def _words(self, report) -> str:
        if not report.changed:
            return f"Không có gì mới: {sum(report.same.values())} mục trong tệp đã có và giống hệt."
        made = ", ".join(f"{name} {number}" for name, number in sorted(report.new.items()))
        done = "Đã nhập" if report.kept else "Làm thử được, không lưu"
        return f"{done}: {made}. Đã có từ trước: {sum(report.same.values())} mục."
