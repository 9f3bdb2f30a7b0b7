from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.demo.load import load


class Command(BaseCommand):
    help = "Build the demonstration data through the services; a second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--canary",
            default="",
            metavar="TEXT",
            help="put TEXT into every free-text field of every unit; {unit} in it becomes the unit's code",
        )

    def handle(self, *args, **options):
        # The accounts have a published password: never on a site that serves people over https.
        if settings.SESSION_COOKIE_SECURE:
            raise CommandError("Không nạp dữ liệu minh họa vào hệ thống đang phục vụ người dùng thật.")
        load(say=self.stdout.write, canary=options["canary"])
