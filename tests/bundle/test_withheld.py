"""Whatever a bundle keeps back has its word in the command that says so."""

from reports.bundle.coverage import shapes
from reports.management.commands.export_bundle import WORDS


def test_every_private_list_is_called_by_a_word():
    private = {name for shape in shapes() for name, part in shape.parts.items() if part.private}
    assert private == set(WORDS)
