"""Taking in criteria sets through their services: rows first, then put in force version by version."""

from blocs.models import Authority, BlocYear
from scoring import rules, services
from scoring.models import CriteriaSet, Criterion
from scoring.services import CriterionValues
from scoring.services.criteria import checked
from scoring.services.results import refs_of_rows
from scoring.states import SetState

from .criteria import CRITERIA_SET, CRITERION
from .problems import BadBundle, Problem, about
from .run import Document, Run


def criteria_sets(run: Run, documents: list[Document], path: str) -> list[int]:
    """Sets with their rows, still drafts; which of the documents are new."""
    new = []
    for number, document in enumerate(documents):
        here = f"{path}[{number}]"
        found = find(run, document, here)
        if found is None:
            new.append(number)
        run.take(CRITERIA_SET, document, here, found, lambda d=document, p=here: _create(run, d, p))
    return new


def find(run: Run, document: Document, path: str) -> CriteriaSet | None:
    rows = CriteriaSet.objects.filter(name=document["name"], year=document["year"], version=document.get("version", 1))
    return rows.filter(authority_id=run.pk(document, "authority", "authority", path)).first()


def _create(run: Run, document: Document, path: str) -> None:
    values = CRITERIA_SET.read(document, path)
    del values["state"], values["effective_from"]
    bloc_year = run.pk(document, "bloc_year", "bloc_year", path)
    made = services.create_set(
        values=CriteriaSet(
            authority=Authority.objects.get(pk=run.pk(document, "authority", "authority", path)),
            bloc_year=BlocYear.objects.select_related("bloc").get(pk=bloc_year) if bloc_year else None,
            **values,
        ),
        by=run.by,
    )
    rows = document.get("criteria", [])
    _check_places([row["place"] for row in rows], f"{path}.criteria")
    _check_rows(rows, f"{path}.criteria")
    if rows:
        services.add_criteria(set_id=made.pk, rows=[_values(row, path) for row in rows], by=run.by)
    _check_results(made, f"{path}.result_rules")


def _values(row: Document, path: str) -> tuple[int, CriterionValues]:
    return row["place"].count(".") + 1, CriterionValues(**CRITERION.read(row, path))


def _check_rows(rows: list[Document], path: str) -> None:
    """Every row whose parameters cannot stand, each with its path."""
    problems: list[Problem] = []
    for number, row in enumerate(rows):
        try:
            with about(f"{path}[{number}]"):
                checked(Criterion(**CRITERION.read(row, f"{path}[{number}]")))
        except BadBundle as error:
            problems += error.problems
    if problems:
        raise BadBundle(problems)


def _check_results(criteria_set: CriteriaSet, path: str) -> None:
    refs = refs_of_rows(criteria_set.criteria.order_by("path"))
    problems = rules.validate_result_rules(criteria_set.result_rules, refs.values())
    if problems:
        raise BadBundle([Problem(path, words) for words in problems])


def _check_places(places: list[str], path: str) -> None:
    """Places are in tree order without a gap, each below a place that stands before it."""
    counts: dict[str, int] = {}
    for number, place in enumerate(places):
        above, _, last = place.rpartition(".")
        counts[above] = counts.get(above, 0) + 1
        follows = (
            number == 0 or place.split(".")[:-1] == (places[number - 1] + "." + place).split(".")[: place.count(".")]
        )
        if int(last) != counts[above] or (above and above not in places[:number]) or not follows:
            raise BadBundle.at(
                f"{path}[{number}].place", f"vị trí {place} không theo thứ tự của cây (liền nhau, từ 1)."
            )


def put_in_force(run: Run, document: Document, path: str) -> None:
    """Publish a new set as the document says; an earlier version in force is superseded by it."""
    if document.get("state", SetState.DRAFT) == SetState.DRAFT:
        return
    day = CRITERIA_SET.read(document, path)["effective_from"]
    with about(path):
        services.put_in_force(set_id=find(run, document, path).pk, by=run.by, effective_from=day)
    run.keys.forget()
