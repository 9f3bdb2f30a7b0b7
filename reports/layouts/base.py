"""What a layout says: sizes, margins, rules and fixed words of one family of documents from one date on."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """All lengths are CSS lengths as text (points for type, millimetres for the page); rules are parts of the line above.

    ``doubtful``: sentences about values that sources disagree on or nobody could verify; screens show «cần xác nhận».
    """

    key: str
    name: str  # as people call it
    family: str
    in_force_from: dt.date
    source: str
    doubtful: tuple[str, ...]
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
    issuer_rule: str
    number_pattern: str
    number_size: str
    place_size: str
    letter_subject_size: str  # «V/v …» of a công văn
    letter_subject_italic: bool
    draft_mark: str
    draft_boxed: bool
    urgency_size: str
    urgency_boxes: tuple[tuple[str, str], ...]  # (word, width of its box)
    urgency_height: str
    circulation_size: str
    # Title
    name_size: str
    subject_size: str
    subject_small_letter: bool
    subject_mark: str  # printed under the subject instead of a rule; empty: rule
    subject_rule: str
    note_size: str  # the italic line in brackets under a title
    # Text
    addressee_lead: str
    addressee_size: str
    body_size: str
    indent: str
    paragraph_gap: str
    line_height: str
    basis_label: str
    basis_italic: bool
    date_before_comma: bool  # «số 299/CTr-UBND, ngày …»
    heading_size: str  # Phần, Chương, Mục, Điều, «I. …»
    order_size: str  # «QUYẾT ĐỊNH:»
    table_size: str
    end_mark: str
    # End
    recipients_title: str
    recipients_title_size: str
    recipients_title_look: str  # bold-italic or underlined
    recipients_size: str
    recipients_mark: str  # after each line but the last
    mark_italic: bool  # purpose of a recipient, «(báo cáo)»
    drafter_size: str  # «PL.(300)»
    on_behalf: str  # before the name of a collective, «TM.»
    signer_size: str
    capacity_bold: bool  # the last line above the signature
    titles_below_bold: bool
    # Appendix and what stands around the text
    appendix_label: str
    appendix_size: str
    appendix_title_size: str
    stamp_size: str
    address_size: str
