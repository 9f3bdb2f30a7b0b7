"""May this person sign the issued file with the office's digital signature now, and if not, why."""

from django.db.models import TextChoices

from accounts.decisions import Decision, only_if
from accounts.models import User

from .models import IssuedDocument
from .permissions_documents import signs
from .states import IN_FORCE, FileFormat


class SigningReason(TextChoices):
    NOT_IN_FORCE = "not_in_force", "Chỉ ký số văn bản đã ban hành và còn hiệu lực."
    SIGNED_ALREADY = "signed_already", "Văn bản này đã được ký số. Muốn ký lại, hãy ban hành văn bản thay thế."


def can_sign_file(user: User, issued: IssuedDocument) -> Decision:
    """The head who may issue the paper, once, while it is in force."""
    document = issued.document
    return (
        signs(user, document)
        and only_if(issued.code and document.state in IN_FORCE, SigningReason.NOT_IN_FORCE)
        and only_if(not issued.files.filter(format=FileFormat.SIGNED).exists(), SigningReason.SIGNED_ALREADY)
    )
