from django.core.management.base import BaseCommand

from awards.services.rule_loading import load_base_salaries, load_rule_sets


class Command(BaseCommand):
    help = "Bring the common rule sets and base salaries in step with their data files (after award types and legal documents)."

    def handle(self, *args, **options):
        sets, salaries = load_rule_sets(), load_base_salaries()
        self.stdout.write(
            f"Bộ quy định khen thưởng: {len(sets)} bộ mới hoặc thay đổi; lương cơ sở: {len(salaries)} mức mới."
        )
