"""What a layout says: sizes, margins, rules and fixed words of one family of documents from one date on."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """All lengths are CSS lengths as text (points for type, millimetres for the page)."""

    key: str
    family: str
    in_force_from: dt.date
    source: str
    # Page
    margin_top: str
    margin_right: str
    margin_bottom: str
    margin_left: str
    page_number_size: str
    # Heading of the first page
    right_lines: tuple[tuple[str, str], ...]  # (text, size); the last one carries the rule as long as itself
    left_width: str
    superior_size: str
    issuer_size: str
    issuer_mark: str  # printed under the issuer instead of a rule; empty: rule
    number_pattern: str
    number_size: str
    place_size: str
    draft_mark: str
    draft_boxed: bool
    # Title
    name_size: str
    subject_size: str
    subject_small_letter: bool
    subject_mark: str  # printed under the subject instead of a rule; empty: rule
    # Text
    body_size: str
    indent: str
    paragraph_gap: str
    line_height: str
    basis_label: str
    basis_italic: bool
    date_before_comma: bool  # «số 299/CTr-UBND, ngày …»
    end_mark: str
    # End
    recipients_title: str
    recipients_title_size: str
    recipients_title_look: str  # bold-italic or underlined
    recipients_size: str
    recipients_mark: str  # after each line but the last
    mark_italic: bool  # purpose of a recipient, «(báo cáo)»
    on_behalf: str  # before the name of a collective, «TM.»
    signer_size: str
    titles_below_bold: bool
