from django.core.management.base import BaseCommand

from awards.services import load_award_types


class Command(BaseCommand):
    help = "Bring the list of titles and forms of reward in step with its data file."

    def handle(self, *args, **options):
        changed = load_award_types()
        self.stdout.write(f"Danh hiệu, hình thức khen thưởng: {len(changed)} dòng mới hoặc thay đổi.")
