"""The file around the text: an empty package of our own, and the same bytes for the same content."""

import zipfile
from io import BytesIO

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml

from reports.layouts.base import Layout

from .markup import NAMESPACES, clean
from .styles import styles_xml

_KEPT = {RT.STYLES, RT.SETTINGS}
# The earliest moment a zip can say: nothing of the machine or of the hour goes into the file.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_SETTINGS = (
    f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="vi-VN"/></w:settings>'
)


def empty_document(layout: Layout, title: str) -> Document:
    """A document with the layout's styles and nothing of the library's own template."""
    document = docx.Document()
    part = document.part
    for key, relation in list(part.rels.items()):
        if relation.reltype not in _KEPT:
            del part.rels[key]
    package = part.package.rels
    for key in [
        key for key, relation in package.items() if relation.reltype not in (RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES)
    ]:
        del package[key]
    part._styles_part._element = parse_xml(styles_xml(layout))
    part._settings_part._element = parse_xml(_SETTINGS)
    for child in list(document.element.body)[:-1]:
        document.element.body.remove(child)
    _set_properties(document, title)
    return document


def _set_properties(document: Document, title: str) -> None:
    properties = document.core_properties
    for child in list(properties._element):
        properties._element.remove(child)
    properties.title, properties.language = clean(title)[:255], "vi-VN"


def bytes_of(document: Document) -> bytes:
    written = BytesIO()
    document.save(written)
    return same_moment(written.getvalue())


def same_moment(content: bytes) -> bytes:
    """The same file with one moment at every entry, whenever it was written."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for entry in made.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _MOMENT)
            fixed.compress_type, fixed.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            kept.writestr(fixed, made.read(entry))
    return out.getvalue()
