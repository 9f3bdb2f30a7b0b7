"""What a report would be sent as."""

from accounts.canonical import sha256_of
from campaigns.models import Submission
from campaigns.services.sent_content import content_of


def content_hash(submission: Submission) -> str:
    """SHA-256 of everything the report says now."""
    return sha256_of(content_of(submission))
