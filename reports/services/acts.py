"""What every step in the life of a paper shares: its row under lock, frozen versions, and the one writer of its state."""

from accounts import audit, clock
from accounts.decisions import Reason, Refused
from accounts.models import User
from accounts.states import Move
from blocs.access import refresh
from campaigns.services.locks import lock_plan
from reports.facts import digest
from reports.facts.document import document_facts
from reports.models import Document, DocumentAct, DocumentVersion


def lock_document(document_id: int, by: User) -> Document:
    """The paper under its lock and then its plan under its own, with the person's rights read afresh. Raises Refused."""
    refresh(by)
    rows = Document.objects.for_decisions().select_for_update(of=("self",), no_key=True)
    document = rows.filter(pk=document_id).first()
    if document is None:
        raise Refused(Reason.OUT_OF_REACH)
    if document.plan_id:
        document.plan = lock_plan(document.plan_id, by)
    return document


def words_version(document: Document) -> int:
    """Counts the changes of the words: what a person has seen is named by it."""
    return document.plan.version if document.plan else document.version


def freeze_version(document: Document, by: User, why: str) -> DocumentVersion:
    """Keep what the paper says now; the caller holds its lock."""
    facts = document_facts(document)
    return DocumentVersion.objects.create(
        document=document,
        number=document.versions.count() + 1,
        why=why,
        facts=facts,
        sha256=digest(facts),
        at=clock.now(),
        by=by,
    )


def advance(
    document: Document,
    move: Move,
    by: User,
    *,
    note: str = "",
    freeze: str = "",
    version: DocumentVersion | None = None,
) -> DocumentAct:
    """Take the paper through a move that was allowed behind its lock; the only place that writes ``Document.state``.

    ``freeze``: why a version is kept in the new state; otherwise ``version`` is the one the act is about.
    """
    before, document.state = document.state, move.target
    document.version += 1
    document.save(update_fields=["state", "version", "updated_at"])
    kept = freeze_version(document, by, freeze) if freeze else version
    return note_act(document, move.name, by, before=before, note=note, version=kept)


def note_act(
    document: Document, name: str, by: User, *, before: str = "", note: str = "", version: DocumentVersion | None = None
) -> DocumentAct:
    """Write down what was done, in the paper's own history and in the trail."""
    audit.record(
        by=by,
        event=f"document.{name}",
        target=document,
        before={"state": before} if before else None,
        after={"state": document.state},
        note=note,
    )
    return DocumentAct.objects.create(
        document=document,
        move=name,
        before=before,
        after=document.state,
        version=version,
        note=note[:500],
        by=by,
        acting_label=getattr(by, "acting_label", "")[:200],
        at=clock.now(),
    )
