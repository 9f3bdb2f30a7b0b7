from django.core.management.base import BaseCommand

from campaigns.services import load_legal_documents


class Command(BaseCommand):
    help = "Bring the common register of cited documents in step with its data file."

    def handle(self, *args, **options):
        changed = load_legal_documents()
        self.stdout.write(f"Danh mục văn bản căn cứ: {len(changed)} dòng mới hoặc thay đổi.")
