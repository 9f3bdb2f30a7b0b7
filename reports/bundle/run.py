"""One taking-in of a bundle: what is there already is compared, what is new is added, nothing is ever overwritten."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from accounts.models import User
from blocs.access import Action, granted
from blocs.permissions import can_manage
from blocs.scope import Scope as Place
from campaigns.models import Campaign, Registration, Submission
from scoring.models import ScoreSheet

from .files import Files
from .keys import Keys, Scope
from .problems import BadBundle, Problem, about
from .shapes import Shape
from .writing import Writer, relations

Document = dict[str, Any]
BATCH = 500
PRIVATE = (ScoreSheet, Submission, Registration)
UNTOLD = "khác với dữ liệu đang có, là nội dung người nhập không được xem."


@dataclass
class Run:
    """Who takes in, what was new and what was there, by list."""

    by: User
    sha256: str = ""
    files: Files = field(default_factory=Files)
    keys: Keys = field(default_factory=Keys)
    new: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    authorities: dict[int, int] = field(default_factory=dict)
    writer: Writer = field(default_factory=lambda: Writer(drafts=True))

    def __post_init__(self) -> None:
        self.writer.keys = self.keys

    def made(self, what: str, number: int = 1) -> None:
        self.new[what] = self.new.get(what, 0) + number
        self.keys.forget()

    def authority_of(self, campaign_id: int) -> int:
        """The authority of a campaign, asked once."""
        if campaign_id not in self.authorities:
            self.authorities[campaign_id] = Campaign.objects.values_list("authority_id", flat=True).get(pk=campaign_id)
        return self.authorities[campaign_id]

    def seen(self, what: str) -> None:
        self.same[what] = self.same.get(what, 0) + 1

    def pk(
        self, document: Mapping[str, Any], name: str, kind: str, path: str, scope: Scope | None = None
    ) -> int | None:
        """The id of what a document links to; None when it says nothing."""
        if name not in document:
            return None
        return self.keys.find(kind, document[name], f"{path}.{name}", scope or Scope())

    def take(
        self,
        shape: Shape,
        document: Document,
        path: str,
        found: models.Model | None,
        make: Callable[[], Any],
    ) -> None:
        """Compare with what is there, or make it. Raises BadBundle where what is there is not the same."""
        what = shape.model._meta.label_lower.split(".")[1]
        if found is None:
            with about(path):
                make()
            self.made(what)
            return
        models.prefetch_related_objects([found], *relations(shape))
        here, said = self.writer.document(shape, found), shape.canonical(document, path)
        problems = differences(said, _without_derived(shape, here, said), path)
        if problems:
            raise BadBundle(problems if self._may_tell(found) else [Problem(path, UNTOLD)])
        self.seen(what)

    def _may_tell(self, found: models.Model) -> bool:
        """Whether what is kept may be named: not what a unit has not sent, nor what is out of the person's reach."""
        if isinstance(found, PRIVATE) and found.is_editable:
            return False
        return bool(granted(self.by, Action.ORG_VIEW, found))


def _without_derived(shape: Shape, here: Document, said: Document) -> Document:
    """What is there, less derived values the document does not state."""
    found = {name: value for name, value in here.items() if name not in shape.derived or name in said}
    for name, part in shape.parts.items():
        if name in found and name in said and not part.single:
            pairs = zip(found[name], said[name], strict=False)
            more = found[name][len(said[name]) :]
            found[name] = [_without_derived(part.shape, row, other) for row, other in pairs] + more
    return found


def differences(said: Any, here: Any, path: str) -> list[Problem]:
    """What a document says otherwise than what is kept, each with its path."""
    if isinstance(said, dict) and isinstance(here, dict):
        names = [*said, *(name for name in here if name not in said)]
        return [problem for name in names for problem in differences(said.get(name), here.get(name), f"{path}.{name}")]
    if isinstance(said, list) and isinstance(here, list) and len(said) == len(here):
        pairs = enumerate(zip(said, here, strict=True))
        return [problem for n, (one, other) in pairs for problem in differences(one, other, f"{path}[{n}]")]
    if said == here:
        return []
    return [Problem(path, f"khác với dữ liệu đang có: tệp ghi {_shown(said)}, hệ thống đang ghi {_shown(here)}.")]


def _shown(value: Any) -> str:
    if value is None:
        return "trống"
    if isinstance(value, list):
        return f"{len(value)} mục"
    text = f"“{value}”"
    return text if len(text) <= 120 else text[:117] + "…”"


def rows_like(run: Run, shape: Shape, documents: list[Document], rows: list[models.Model], path: str) -> list[int]:
    """Numbers of the documents for which none of the rows says the same: lists without a key of their own."""
    have = [run.writer.document(shape, row) for row in rows]
    missing = []
    for number, document in enumerate(documents):
        said = shape.canonical(document, f"{path}[{number}]")
        if said in have:
            have.remove(said)
            run.seen(shape.model._meta.model_name)
        else:
            missing.append(number)
    return missing


def restore(
    run: Run,
    shape: Shape,
    documents: list[Document],
    path: str,
    scope: Scope,
    parents: list[models.Model],
    column: str,
    paths: list[str] | None = None,
) -> list[models.Model]:
    """Keep rows as they are stated: what people did elsewhere, each below its parent (same length; the foreign key is
    `column`). Columns are checked one by one here, the rest by the database. `paths`: of each document, where they are
    not one list. Raises BadBundle."""
    paths = paths or [f"{path}[{number}]" for number in range(len(documents))]
    made = []
    for number, (document, parent) in enumerate(zip(documents, parents, strict=True)):
        with about(paths[number]):
            made.append(_row(run, shape, document, paths[number], scope, {column: parent}))
    with about(path):
        shape.model._default_manager.bulk_create(made, batch_size=BATCH)
    return made


def restore_one(
    run: Run, shape: Shape, document: Document, path: str, scope: Scope, given: Mapping[str, Any]
) -> models.Model:
    """Keep one row as it is stated, with `given` values beside those of the document. Raises BadBundle."""
    with about(path):
        row = _row(run, shape, document, path, scope, given)
        row.save(force_insert=True)
    return row


def restore_missing(
    run: Run, shape: Shape, documents: list[Document], path: str, scope: Scope, parent: models.Model, column: str
) -> list[models.Model]:
    """`restore` of those documents of one parent for which no row says the same. Raises BadBundle."""
    have = list(shape.model._default_manager.filter(**{column: parent}).order_by("pk"))
    models.prefetch_related_objects(have, *relations(shape))
    numbers = rows_like(run, shape, documents, have, path)
    missing, paths = [documents[number] for number in numbers], [f"{path}[{number}]" for number in numbers]
    made = restore(run, shape, missing, path, scope, [parent] * len(missing), column, paths)
    if made:
        run.made(shape.model._meta.model_name, len(made))
    return made


def _row(run: Run, shape: Shape, document: Document, path: str, scope: Scope, given: Mapping[str, Any]) -> models.Model:
    values = shape.read(document, path)
    for name, kind in shape.links.items():
        values[shape.column(name).attname] = run.pk(document, name, kind, path, scope)
    row = shape.model(**values | dict(given))
    for name, sealed in shape.sealed.items():
        if name in document and name not in given:
            setattr(row, name, sealed.read(document[name], row, run.keys, f"{path}.{name}"))
    said = [name for name in shape.columns if name in document]
    _ask(run, row, scope)
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in said])
    return row


def parts_of(
    documents: list[Document], parents: list[models.Model], name: str, path: str
) -> tuple[list[Document], list[models.Model], list[str]]:
    """Documents of a part of many objects in one list, each with its parent and its path."""
    found = [
        (below, parent, f"{path}[{n}].{name}[{place}]")
        for n, (document, parent) in enumerate(zip(documents, parents, strict=True))
        for place, below in enumerate(document.get(name, ()))
    ]
    return [row[0] for row in found], [row[1] for row in found], [row[2] for row in found]


def _ask(run: Run, row: models.Model, scope: Scope) -> None:
    """What people did is brought in by the standing office it belongs to. Raises Refused."""
    if scope.campaign_id:
        place = Place(authority_id=run.authority_of(scope.campaign_id))
    elif hasattr(row, "access_scope"):
        place = Place(authority_id=row.access_scope().authority_id)
    else:
        return
    can_manage(run.by, place).enforce()
