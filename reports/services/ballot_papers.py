"""The minutes of a count: begun as a draft that already says what was counted."""

from django.db import transaction

from accounts.models import User
from awards.permissions_ballots import can_see_results, seen
from awards.services.ballots import lock_ballot
from reports.ballot_words import counting_words
from reports.models import BallotPaper, Document
from reports.permissions_documents import can_write_at
from reports.states import OUT, DocumentKind

from .documents import Place, create_document, save_document


@transaction.atomic
def begin_counting(*, ballot_id: int, by: User) -> Document:
    """Begin the minutes of a counted ballot of a bloc or of the authority's council; those under way are given back.

    Raises Refused: not counted, no right to write the papers of the bloc or the authority.
    """
    ballot = lock_ballot(ballot_id, by)
    council = ballot.session.council if ballot.session else None
    place = Place(ballot.authority, ballot.campaign, council=council)
    seen(by, ballot, can_write_at(by, place.scope)).enforce()
    can_see_results(by, ballot).enforce()
    live = Document.objects.filter(of_ballot__ballot=ballot).exclude(state__in=OUT).order_by("-pk").first()
    if live:
        return live
    document = create_document(kind=DocumentKind.COUNTING, place=place, by=by)
    words = counting_words(ballot)
    document = save_document(
        document_id=document.pk,
        by=by,
        expected_version=document.version,
        parts=words["parts"],
        inputs=words["inputs"],
        subject=words["subject"],
        **words["head"],
    )
    BallotPaper.objects.create(ballot=ballot, document=document)
    return document
