"""What of the past counts for whoever goes on, and which blocs make one series."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, clock
from accounts.models import User
from blocs import access
from blocs import permissions_lineage as permissions
from blocs.models import Authority, Bloc, BlocLineage, HistoryPolicy

from .common import ask, locked, save_valid


@transaction.atomic
def set_history_policy(*, authority: Authority, kind: str, rule: str, source: str, by: User) -> HistoryPolicy:
    """The rule of an authority for one kind of change from now on; the former row stays. Raises Refused and
    ValidationError (counting needs its source)."""
    authority = locked(authority)
    ask(permissions.can_set_policy, by, authority)
    if rule != HistoryPolicy.Rule.SHOWN and not source.strip():
        raise ValidationError({"source": "Hãy ghi căn cứ của việc tính thành tích cho đơn vị kế thừa."})
    row = HistoryPolicy(authority=authority, kind=kind, rule=rule, source=source.strip(), by=by, at=clock.now())
    save_valid(row)
    audit.record(by=by, event="history_policy.set", target=row, after={"kind": kind, "rule": rule}, note=source.strip())
    return row


@transaction.atomic
def join_blocs(*, predecessor: Bloc, successor: Bloc, source: str, by: User) -> BlocLineage:
    """Let the years of two blocs make one series. Raises Refused and ValidationError (joined already, a circle)."""
    successor = locked(successor)
    permissions.can_join_blocs(access.refresh(by), successor, predecessor).enforce()
    if successor.pk in series_of(predecessor.pk):
        raise ValidationError({"predecessor": "Khối này đã nối tiếp từ khối đang chọn."})
    row = BlocLineage(predecessor=predecessor, successor=successor, source=source.strip(), by=by, at=clock.now())
    save_valid(row)
    after = {"predecessor": predecessor.pk, "successor": successor.pk}
    audit.record(by=by, event="bloc.joined", target=successor, after=after, note=source.strip())
    return row


def series_of(bloc_id: int) -> frozenset[int]:
    """A bloc and all it goes on from; one statement."""
    edges = list(BlocLineage.objects.values_list("successor_id", "predecessor_id"))
    return access.closure({bloc_id}, edges)
