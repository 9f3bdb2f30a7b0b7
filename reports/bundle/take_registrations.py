"""Taking in registrations as they stand: targets with the figures of each wording, movements of the unit, every step with
what was sent, and the figures of progress."""

from accounts.clock import today
from campaigns.models import Campaign, Registration, Target
from campaigns.services.registration_acts import checksum
from campaigns.states import RegistrationStep
from scoring.models import ScoringSetup

from .keys import Scope
from .problems import BadBundle
from .registrations import ACT, CRITERION_LINK, MOVEMENT, PROGRESS, PROOF, REGISTRATION, TARGET, TARGET_VALUE
from .run import Document, Run, parts_of, restore, restore_one


def registrations(run: Run, campaign: Campaign, documents: list[Document], path: str) -> None:
    """Registrations of a campaign, one a unit. Raises BadBundle."""
    setup = ScoringSetup.objects.filter(campaign=campaign).first()
    for number, document in enumerate(documents):
        here = f"{path}[{number}]"
        unit = run.pk(document, "unit", "unit", here)
        scope = Scope(campaign.pk, setup.criteria_set_id if setup else None, unit)
        found = Registration.objects.filter(campaign=campaign, unit_id=unit).first()
        run.take(
            REGISTRATION,
            document,
            here,
            found,
            lambda d=document, p=here, s=scope: _register(run, campaign, d, p, s),
        )


def _register(run: Run, campaign: Campaign, document: Document, path: str, scope: Scope) -> None:
    row = restore_one(run, REGISTRATION, document, path, scope, {"campaign": campaign})
    targets, here = document.get("targets", []), f"{path}.targets"
    made = restore(run, TARGET, targets, here, scope, [row] * len(targets), "registration")
    below, parents, paths = parts_of(targets, made, "values", here)
    restore(run, TARGET_VALUE, below, here, scope, parents, "target", paths)
    for number, (said, target) in enumerate(zip(targets, made, strict=True)):
        if "criterion_link" in said:
            place = f"{here}[{number}].criterion_link"
            restore_one(run, CRITERION_LINK, said["criterion_link"], place, scope, {"target": target})
    _progress(run, targets, made, here, scope)
    movements = document.get("movements", [])
    kept = restore(run, MOVEMENT, movements, f"{path}.movements", scope, [row] * len(movements), "registration")
    for number, movement in enumerate(kept):
        if movement.since > row.version:
            raise BadBundle.at(f"{path}.movements[{number}].since", f"đăng ký mới có {row.version} lần.")
    _acts(run, row, document.get("acts", []), f"{path}.acts", scope)


def _progress(run: Run, targets: list[Document], made: list[Target], path: str, scope: Scope) -> None:
    below, parents, paths = parts_of(targets, made, "progress", path)
    rows = restore(run, PROGRESS, below, path, scope, parents, "target", paths)
    for document, row, here in zip(below, rows, paths, strict=True):
        if row.as_of > today():
            raise BadBundle.at(f"{here}.as_of", "số liệu không thể đến một ngày ở tương lai.")
        if row.submission_id and row.submission.unit_id != scope.unit_id:
            raise BadBundle.at(f"{here}.submission", "báo cáo này là của đơn vị khác.")
        if "proof" in document:
            restore_one(run, PROOF, document["proof"], f"{here}.proof", scope, {"progress": row})


def _acts(run: Run, row: Registration, documents: list[Document], path: str, scope: Scope) -> None:
    acts = restore(run, ACT, documents, path, scope, [row] * len(documents), "registration")
    for number, act in enumerate(acts):
        here = f"{path}[{number}]"
        if act.version > row.version:
            raise BadBundle.at(f"{here}.version", f"đăng ký mới có {row.version} lần.")
        if act.step == RegistrationStep.SEND and checksum(act.content) != act.sha256:
            raise BadBundle.at(f"{here}.sha256", "mã kiểm tra không khớp với “content”: nội dung đã bị sửa.")
        if act.receipt_id and act.receipt.submission.unit_id != row.unit_id:
            raise BadBundle.at(f"{here}.receipt", "biên nhận này là của đơn vị khác.")
