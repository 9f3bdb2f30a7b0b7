"""`manage.py found_authority`: the first authority of a new installation, and the first person of its office."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.decisions import Refused
from accounts.models import User
from blocs import services
from blocs.models import Authority


class Command(BaseCommand):
    help = "Lập cơ quan tổ chức phong trào và mời cán bộ đầu tiên (người thực hiện phải là quản trị hệ thống)."

    def add_arguments(self, parser):
        parser.add_argument("--by", required=True, help="Thư điện tử của quản trị hệ thống")
        parser.add_argument("--name", required=True, help="Tên cơ quan")
        parser.add_argument("--level", required=True, choices=Authority.Level.values)
        parser.add_argument("--staff-email", required=True, help="Thư điện tử của cán bộ đầu tiên")
        parser.add_argument("--staff-name", required=True, help="Họ và tên cán bộ đầu tiên")
        parser.add_argument("--parent", default="", help="Tên cơ quan cấp trên, nếu có")

    def handle(self, *args, **options):
        by = User.objects.filter(email=options["by"].strip().lower()).first()
        parent = Authority.objects.filter(name=options["parent"]).first()
        if by is None or (options["parent"] and parent is None):
            raise CommandError("Không tìm thấy người thực hiện hoặc cơ quan cấp trên.")
        names = ("name", "level", "staff_email", "staff_name")
        try:
            authority = services.found_authority(by=by, parent=parent, **{name: options[name] for name in names})
        except (Refused, ValidationError) as error:
            raise CommandError("; ".join(getattr(error, "messages", [str(error)]))) from error
        self.stdout.write(f"Đã lập {authority} và gửi thư mời tới {options['staff_email']}.")
