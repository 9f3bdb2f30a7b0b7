"""Nothing of the three rooms is forgotten by the bundle without a reason, and the published schema is the real one."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from reports.bundle import schema
from reports.bundle.coverage import LEFT_BEHIND, carried, gaps, shapes
from reports.bundle.layout import FORMAT

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_table_and_column_is_carried_or_left_out_with_a_reason():
    assert gaps() == []


def test_no_column_is_both_carried_and_left_out_and_every_reason_has_words():
    for shape in shapes():
        assert not {*shape.columns, *shape.links, *shape.sealed} & set(shape.left_out), shape.model
        assert all(len(words) > 10 for words in shape.left_out.values())
        assert carried(shape) <= {field.name for field in shape.model._meta.get_fields()}, shape.model
    assert all(len(words) > 20 for words in LEFT_BEHIND.values())


def test_published_schema_is_the_one_that_is_used():
    kept = json.loads((DOCS / "bundle.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(kept)
    assert kept == schema.schema(), "write docs/bundle.schema.json anew: text.dump(schema.schema())"
    assert FORMAT in (DOCS / "bundle.md").read_text(encoding="utf-8")
