"""Taking in a whole bundle: checked, written in one transaction, and compared once more with what was written."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from campaigns.models import Campaign

from . import (
    schema,
    take_campaigns,
    take_criteria,
    take_lineage,
    take_office,
    take_organisation,
    take_registrations,
    take_scoring,
    take_sheets,
    text,
)
from .files import Files
from .problems import BadBundle
from .run import Document, Run


@dataclass(frozen=True)
class Report:
    """What a taking-in did: rows made and rows found the same, by name; `sha256` is that of the file."""

    new: dict[str, int]
    same: dict[str, int]
    sha256: str
    kept: bool

    @property
    def changed(self) -> bool:
        return bool(self.new)

    def as_json(self) -> dict[str, Any]:
        return {"new": self.new, "same": self.same, "sha256": self.sha256, "kept": self.kept}


class _Undo(Exception):
    """Everything was well, and nothing is to be kept."""


def take_in(*, data: bytes, by: User, files: Path | None = None, keep: bool = True) -> Report:
    """Bring in the file `data` in the name and with the rights of `by`; `files` is the zip beside it.

    All or nothing; with `keep` False everything is done and taken back. Rows that are there already must say the same.
    Raises BadBundle with every problem found.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    beside = Files(files)
    document = text.load(data)
    schema.check(document)
    run = Run(by=by, sha256=sha256, files=beside)
    try:
        with transaction.atomic():
            _take(run, document)
            report = Report(dict(run.new), dict(run.same), sha256, keep)
            _compare(by, document, run)
            if not keep:
                raise _Undo
    except _Undo:
        run.files.drop()
    except BaseException:
        run.files.drop()
        raise
    finally:
        run.files.close()
    return report


def _compare(by: User, document: Document, done: Run) -> None:
    """What was written says exactly what the bundle says: a second reading finds nothing to add. Raises BadBundle."""
    again = Run(by=by, sha256=done.sha256, files=done.files)
    if done.new:
        _take(again, document)
        if again.new:
            names = ", ".join(sorted(again.new))
            raise BadBundle.at("$", f"ghi xong nhưng đọc lại không đủ: {names}. Không có gì được nhập.")


def _take(run: Run, document: Document) -> None:
    lists = {name: document.get(name, []) for name in ("people", *schema.LISTS)}
    take_organisation.people(run, lists["people"], "$.people")
    take_organisation.authorities(run, lists["authorities"], "$.authorities")
    take_office.office_days(run, lists["office_days"], "$.office_days")
    take_office.outages(run, lists["outages"], "$.outages")
    take_organisation.units(run, lists["units"], "$.units")
    take_organisation.blocs(run, lists["blocs"], "$.blocs")
    new_sets = take_criteria.criteria_sets(run, lists["criteria_sets"], "$.criteria_sets")
    take_campaigns.campaigns(run, lists["campaigns"], "$.campaigns")
    _publish_and_set_up(run, lists, new_sets)
    take_lineage.reorganisations(run, lists["reorganisations"], "$.reorganisations")
    take_lineage.lineage(run, lists["lineage"], "$.lineage", lists["units"])
    take_lineage.bloc_lineage(run, lists["bloc_lineage"], "$.bloc_lineage")
    take_lineage.policies(run, lists["history_policies"], "$.history_policies")
    take_organisation.close_units(run, lists["units"], "$.units")
    take_scoring.evidence(run, lists["evidence"], "$.evidence")
    take_scoring.merit_events(run, lists["merit_events"], "$.merit_events")
    for number, said in enumerate(lists["campaigns"]):
        _scores(run, said, f"$.campaigns[{number}]")


def _publish_and_set_up(run: Run, lists: dict[str, list[Document]], new_sets: list[int]) -> None:
    """Version by version: a campaign chose its set while that version was in force."""
    versions = {said.get("version", 1) for said in lists["criteria_sets"]}
    for version in sorted(versions):
        for number in new_sets:
            said = lists["criteria_sets"][number]
            if said.get("version", 1) == version:
                take_criteria.put_in_force(run, said, f"$.criteria_sets[{number}]")
        _set_up(run, lists["campaigns"], version)
    _set_up(run, lists["campaigns"], None, versions)


def _set_up(run: Run, documents: list[Document], version: int | None, done: set[int] | None = None) -> None:
    """Campaigns whose set has this version; None: those whose set is not in the bundle's versions."""
    for number, said in enumerate(documents):
        chosen = said.get("scoring", {}).get("criteria_set", {}).get("version")
        wanted = chosen == version if version is not None else chosen is not None and chosen not in done
        if wanted:
            path = f"$.campaigns[{number}]"
            campaign = take_campaigns.find(run, said, path)
            take_scoring.setup(run, campaign, said["scoring"], f"{path}.scoring")


def _scores(run: Run, said: Document, path: str) -> None:
    campaign = take_campaigns.find(run, said, path)
    before = dict(run.new)
    take_registrations.registrations(run, campaign, said.get("registrations", []), f"{path}.registrations")
    new = take_sheets.campaign_results(run, campaign, said, path)
    if "scoring" in said:
        take_scoring.results(run, campaign, said["scoring"], f"{path}.scoring")
    take_sheets.publications(run, campaign, said, path, new)
    made = {name: number - before.get(name, 0) for name, number in run.new.items()}
    _note(run, campaign, {name: number for name, number in made.items() if number})


def _note(run: Run, campaign: Campaign, made: dict[str, int]) -> None:
    if made:
        audit.record(by=run.by, event="bundle.import", target=campaign, after=made, note=f"SHA-256 {run.sha256}")
