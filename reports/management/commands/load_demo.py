from django.core.management.base import BaseCommand

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
        load(say=self.stdout.write, canary=options["canary"])
