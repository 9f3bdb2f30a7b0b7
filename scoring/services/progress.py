"""A figure of progress with its photo, taken on the spot; and what is known by then when a sheet opens."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from accounts import audit, clock
from accounts.files import CheckedFile, check_upload
from accounts.models import User
from accounts.photos import without_traces
from campaigns.attainment import latest_progress
from campaigns.models import TargetProgress
from campaigns.services import Figure, record_figure
from scoring.models import CriterionTarget, Evidence, LineEvidence, ProgressEvidence, ScoreLine, ScoreSheet
from scoring.permissions import can_edit, can_edit_line
from scoring.states import EDITABLE, Half

from .evidence import hang
from .evidence_files import keeps_no_orphans
from .evidence_library import Details, keep, known_version, lock_library
from .locks import lock_line, lock_sheet
from .outcomes import NOTHING, fields_of, inputs_of, outcome_of, set_outcome
from .target_rows import Links

HEIC = frozenset({".heic", ".heif", ".hif"})
NOT_HEIC = (
    "Ảnh HEIC chưa dùng được. Trên iPhone: Cài đặt › Camera › Định dạng › «Tương thích nhất» rồi chụp lại; "
    "máy khác: lưu ảnh thành JPG."
)
_BROUGHT = ("actual", "self_points", "explanation", "waiting", "version", "from_progress_on")


@dataclass(frozen=True)
class Photo:
    """A picture that was checked and freed of its traces, not yet kept."""

    upload: UploadedFile
    checked: CheckedFile


def checked_photo(upload: UploadedFile | None) -> Photo | None:
    """Check a photo and take place, device and the like out of it. Raises ValidationError."""
    if upload is None:
        return None
    if PurePosixPath(upload.name or "").suffix.lower() in HEIC:
        raise ValidationError({"photo": NOT_HEIC})
    checked = check_upload(upload)
    if not checked.content_type.startswith("image/"):
        raise ValidationError({"photo": "Hãy chọn ảnh JPG hoặc PNG."})
    try:
        bare = without_traces(upload)
    except ValueError as error:
        raise ValidationError({"photo": "Ảnh hỏng hoặc không đúng định dạng."}) from error
    return Photo(bare, check_upload(bare))


@keeps_no_orphans
@transaction.atomic
def record_quickly(
    *,
    target_id: int,
    figure: Figure,
    by: User,
    as_of: dt.date,
    upload: UploadedFile | None = None,
    key: uuid.UUID | None = None,
) -> TargetProgress:
    """One figure and, if there is one, its photo: kept in the unit's library, hung on the lines of open sheets that the
    target measures. Sent again with the same ``key`` it is written once.

    Raises Refused (rights, not a target) and ValidationError (the day, the figure, a file that is no photo).
    """
    photo = checked_photo(upload)
    progress, new = record_figure(target_id=target_id, figure=figure, as_of=as_of, by=by, key=key)
    if new and photo:
        _keep_photo(progress, photo, by)
    return progress


def _keep_photo(progress: TargetProgress, photo: Photo, by: User) -> None:
    """Locks in their order: the lines of the sheets, then the library."""
    lines = [lock_line(pk, by) for pk in _open_lines(progress)]
    unit = lock_library(progress.target.registration.unit_id)
    known = known_version(unit, photo.checked.sha256)
    if known:
        evidence = known.evidence
    else:
        name = f"Ảnh {progress.as_of:%d/%m/%Y} – {progress.target.title[:180]}"
        evidence = keep(unit, photo.upload, photo.checked, Details(name=name), by)
        after = {"file": evidence.name, "sha256": photo.checked.sha256}
        audit.record(by=by, event="evidence.add", target=evidence, after=after)
    ProgressEvidence.objects.create(progress=progress, evidence=evidence)
    for line in lines:
        if can_edit_line(by, line):
            hang(line, evidence, "", by)


def _open_lines(progress: TargetProgress) -> list[int]:
    """Lines of the unit's open sheets that the target is measured on."""
    link = CriterionTarget.objects.select_related("criterion").filter(target=progress.target_id).first()
    if link is None:
        return []
    same = Q(criterion=link.criterion) | Q(criterion__code=link.criterion.code, criterion__title=link.criterion.title)
    registration = progress.target.registration
    rows = ScoreLine.objects.filter(
        same,
        sheet__campaign_id=registration.campaign_id,
        sheet__unit_id=registration.unit_id,
        sheet__state__in=EDITABLE,
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def bring_progress(sheets: Iterable[ScoreSheet], by: User) -> list[ScoreLine]:
    """Results of lines that nobody has filled in start from the latest figure of progress, marked with its day; photos of
    the figures hang on their lines. What was typed stays. Returns the lines that got a result.

    The caller holds the sheets. The second half of a year takes none: figures of progress count from the year's beginning.
    """
    rows = {sheet.pk: sheet for sheet in sheets if sheet.half != Half.SECOND}
    targets = _targets_by_line(rows)
    latest = latest_progress([pk for _, pk in targets], clock.today())
    brought = []
    for line, target_id in targets:
        progress = latest.get(target_id)
        if progress and _takes(line) and _within_half(line.sheet, progress):
            _bring(line, progress)
            brought.append(line)
    ScoreLine.objects.bulk_update(brought, _BROUGHT, batch_size=200)
    _hang_photos(targets, by)
    return brought


def _targets_by_line(sheets: dict[int, ScoreSheet]) -> list[tuple[ScoreLine, int]]:
    """Lines of the sheets with the target they are measured against; two statements."""
    if not sheets:
        return []
    units = {sheet.unit_id for sheet in sheets.values()}
    campaigns = {sheet.campaign_id for sheet in sheets.values()}
    links = CriterionTarget.objects.filter(
        target__registration__campaign__in=campaigns, target__registration__unit__in=units
    ).select_related("criterion", "target__registration")
    pairs: dict[tuple[int, int], list] = {}
    for link in links:
        row = link.target.registration
        pairs.setdefault((row.campaign_id, row.unit_id), []).append((link.criterion, link.target_id))
    by_unit = {key: Links(own) for key, own in pairs.items()}
    found = []
    lines = ScoreLine.objects.filter(sheet__in=sheets).select_related("criterion__criteria_set").order_by("pk")
    for line in lines:
        line.sheet = sheets[line.sheet_id]
        own = by_unit.get((line.sheet.campaign_id, line.sheet.unit_id))
        target_id = own.of(line.criterion) if own else None
        if target_id:
            found.append((line, target_id))
    return found


def _takes(line: ScoreLine) -> bool:
    """Whether a result may be put there: asked by the criterion, the unit's to give, and not given by anybody."""
    is_open = line.sheet.is_editable and (line.sheet.state == "draft" or line.returned)
    untouched = line.saved_at is None and line.actual is None
    return is_open and untouched and line.assigned and "actual" in fields_of(line.criterion)


def _within_half(sheet: ScoreSheet, progress: TargetProgress) -> bool:
    return sheet.half != Half.FIRST or progress.as_of <= dt.date(progress.as_of.year, 6, 30)


def _bring(line: ScoreLine, progress: TargetProgress) -> None:
    line.actual, line.from_progress_on = progress.value, progress.as_of
    line.version += 1
    set_outcome(line, outcome_of(line.criterion, inputs_of(line), line.criterion.criteria_set.scale, NOTHING))


def _hang_photos(targets: list[tuple[ScoreLine, int]], by: User) -> None:
    """Photos kept while there was no line to hang them on."""
    photos: dict[int, list[Evidence]] = {}
    kept = ProgressEvidence.objects.filter(
        progress__target__in=[pk for _, pk in targets], evidence__removed_at__isnull=True
    )
    for row in kept.select_related("evidence__current", "progress").order_by("pk"):
        photos.setdefault(row.progress.target_id, []).append(row.evidence)
    hung = set(LineEvidence.objects.filter(line__in=[line.pk for line, _ in targets]).values_list("line", "evidence"))
    new = {
        (line.pk, evidence.pk): LineEvidence(line=line, evidence=evidence)
        for line, target_id in targets
        for evidence in photos.get(target_id, [])
        if (line.pk, evidence.pk) not in hung and line.sheet.is_editable
    }
    links = LineEvidence.objects.bulk_create(new.values())
    told = [(link.line, {}, {"file": link.evidence.name, "sha256": link.evidence.current.sha256}) for link in links]
    audit.record_many(by=by, event="evidence.attach", rows=told)


@transaction.atomic
def take_progress(*, sheet_id: int, by: User) -> list[ScoreLine]:
    """Bring the latest figures of progress into lines nobody has filled in. Returns them. Raises Refused."""
    sheet = lock_sheet(sheet_id, by)
    can_edit(by, sheet).enforce()
    lines = bring_progress([sheet], by)
    if lines:
        after = {line.criterion.code or line.criterion.title: line.actual for line in lines}
        audit.record(by=by, event="sheet.take_progress", target=sheet, after=after)
    return lines


@transaction.atomic
def confirm_progress(*, sheet_id: int, by: User) -> int:
    """Say that the results taken from progress are the year's results; how many there were. Raises Refused."""
    sheet = lock_sheet(sheet_id, by)
    can_edit(by, sheet).enforce()
    lines = list(sheet.lines.filter(from_progress_on__isnull=False).select_related("criterion"))
    after = {line.criterion.code or line.criterion.title: line.actual for line in lines}
    for line in lines:
        line.from_progress_on, line.saved_at, line.saved_by = None, clock.now(), by
        line.version += 1
    ScoreLine.objects.bulk_update(lines, ["from_progress_on", "saved_at", "saved_by", "version"], batch_size=200)
    if lines:
        audit.record(by=by, event="sheet.confirm_progress", target=sheet, after=after)
    return len(lines)
