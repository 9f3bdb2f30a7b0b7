"""The end of a paper: recipients, signers, grids of signers."""

from reports.blocks import Recipients, Signature, SignatureGrid, Signer

from .frame import Frame
from .markup import KEEP_NEXT, Cell, TableRow, line, paragraph, run, runs, table

_LEFT = 0.48


def signature(block: Signature, frame: Frame) -> str:
    """Recipients or a second signer on the left, the signer on the right; the row is never cut."""
    left = frame.width * _LEFT
    beside = _recipients(block.recipients, frame) if block.recipients and not block.other else ""
    first = _signer(block.other) if block.other else beside
    row = TableRow((Cell(first), Cell(_signer(block.signer))))
    below = ""
    if block.recipients and block.other:
        below = paragraph("BeforeSignature") + _recipients(block.recipients, frame)
    return paragraph("BeforeSignature") + table("Frame", (left, frame.width - left), [row]) + below


def signature_grid(block: SignatureGrid, frame: Frame) -> str:
    title = line("Order", block.title) if block.title else ""
    widths = [frame.width / block.columns] * block.columns
    rows = []
    for signers in block.rows:
        empty = [Cell("")] * (block.columns - len(signers))
        filled = [Cell(_signer(signer) + paragraph("AfterSigner")) for signer in signers]
        rows.append(TableRow([*filled, *empty]))
    return title + paragraph("BeforeSignature") + table("Frame", widths, rows)


def _signer(signer: Signer) -> str:
    lines = [line("Place", signer.place_date)] if signer.place_date else []
    lines += [line("Signer", text) for text in signer.lines[:-1]]
    lines += [line("Capacity", text) for text in signer.lines[-1:]]
    lines += [line("SignerHint", signer.hint)] if signer.hint else []
    lines.append(paragraph("SigningSpace"))
    lines += [line("Signer", text) for text in (signer.post, signer.name) if text]
    lines += [line("SignerTitle", text) for text in signer.titles_below]
    return "".join(lines)


def _recipients(block: Recipients, frame: Frame) -> str:
    layout = frame.layout
    lines = [line("RecipientsTitle", layout.recipients_title, KEEP_NEXT)]
    for place, item in enumerate(block.items, start=1):
        mark = layout.recipients_mark if place < len(block.items) else "."
        lines.append(paragraph("Recipient", run("- ") + runs(item) + run(mark)))
    lines += [line("Drafter", block.drafter)] if block.drafter else []
    return "".join(lines)
