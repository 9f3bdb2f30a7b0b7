"""The register of certificates, and sending them to be printed."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from awards.models import Certificate, CertificatePrint, CertificateStock, Decision
from awards.permissions import AwardReason
from awards.permissions_acts import ActReason, can_act
from blocs.access import refresh
from blocs.models import Authority
from reports.addresses import new_code
from reports.models import IssuedDocument, Job
from reports.states import PaperKind

from .jobs import request_paper


@transaction.atomic
def register_certificates(*, decision_id: int, by: User) -> list[Certificate]:
    """Numbers of the year's register for all awards of a decision that have none and are in force, in the order of the
    list; numbers go on without a gap. Raises Refused (rights, nothing left to register)."""
    decision = _decision(decision_id, by)
    # One at a time per authority: numbers follow each other.
    Authority.objects.select_for_update(of=("self",), no_key=True).get(pk=decision.authority_id)
    rows = decision.records.with_facts().filter(certificate__isnull=True)
    left = [row for row in rows.order_by("award_type__order", "unit__sort_key", "pk") if not row.standing.is_out]
    only_if(left, ActReason.ALL_REGISTERED).enforce()
    year = decision.date.year
    kept = Certificate.objects.filter(authority_id=decision.authority_id, year=year)
    last = kept.aggregate(last=Max("number"))["last"] or 0
    found = [
        Certificate.objects.create(
            authority_id=decision.authority_id,
            record=row,
            year=year,
            number=number,
            code=_free_code(),
            by=by,
            at=clock.now(),
        )
        for number, row in enumerate(left, start=last + 1)
    ]
    after = {"from": found[0].number, "to": found[-1].number, "year": year}
    audit.record(by=by, event="certificate.register", target=decision, after=after)
    return found


def _free_code() -> str:
    """One that neither a certificate nor a paper has: the public page knows both by their codes."""
    while True:
        code = new_code()
        taken = Certificate.objects.filter(code=code), IssuedDocument.objects.filter(code=code)
        if not any(rows.exists() for rows in taken):
            return code


@transaction.atomic
def print_certificates(*, decision_id: int, stock_id: int, certificate_ids: Iterable[int], by: User) -> Job:
    """Promise one PDF with a page for each chosen certificate, on a stock of the own authority. Raises Refused."""
    decision = _decision(decision_id, by)
    stock = CertificateStock.objects.filter(pk=stock_id, authority_id=decision.authority_id).first()
    only_if(stock, Reason.OUT_OF_REACH).enforce()
    only_if(not stock.is_closed, ActReason.STOCK_CLOSED).enforce()
    chosen = sorted(set(certificate_ids))
    only_if(chosen, AwardReason.NOTHING_CHOSEN).enforce()
    rows = Certificate.objects.filter(pk__in=chosen, record__decision=decision)
    only_if(rows.count() == len(chosen), ActReason.NOT_REGISTERED).enforce()
    printed = CertificatePrint.objects.create(
        decision=decision, stock=stock, certificates=chosen, by=by, at=clock.now()
    )
    audit.record(by=by, event="certificate.print", target=decision, after={"stock": stock.pk, "count": len(chosen)})
    return request_paper(kind=PaperKind.CERTIFICATES, subject_id=printed.pk, by=by)


def _decision(decision_id: int, by: User) -> Decision:
    decision = Decision.objects.filter(pk=decision_id).first()
    only_if(decision, Reason.OUT_OF_REACH).enforce()
    can_act(refresh(by), decision).enforce()
    return decision
