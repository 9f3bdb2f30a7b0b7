"""Small tables typed as lines: one row a line, its cells between « | », read into plain JSON values."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms

MOST_ROWS, LONGEST_CELL = 300, 500
_COUNT = re.compile(r"[0-9]{1,6}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Cell:
    """One column of such a table. ``count``: a whole number; ``words``: what may be typed → the value kept."""

    name: str
    label: str
    needed: bool = False
    count: bool = False
    words: dict[str, str] | None = None

    def read(self, text: str, line: int) -> str | int:
        """The value of a cell. Raises ValidationError with the line and the column in words."""
        where = f"Dòng {line}, «{self.label}»"
        if self.needed and not text:
            raise forms.ValidationError(f"{where}: chưa ghi.")
        if len(text) > LONGEST_CELL:
            raise forms.ValidationError(f"{where}: dài quá {LONGEST_CELL} ký tự.")
        if self.count and not _COUNT.fullmatch(text):
            raise forms.ValidationError(f"{where}: hãy ghi một số nguyên không âm, ví dụ 12.")
        if self.words and text.casefold() not in self.words:
            raise forms.ValidationError(f"{where}: hãy ghi {' hoặc '.join(f'«{word}»' for word in self.words)}.")
        return int(text) if self.count else self.words[text.casefold()] if self.words else text

    def write(self, value: Any) -> str:
        words = {kept: word for word, kept in (self.words or {}).items()}
        return words.get(value, str(value))


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def __init__(self, **kwargs) -> None:
        rows = kwargs.pop("rows", 4)
        kwargs.setdefault("max_length", 60_000)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), required=False, **kwargs)

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else "\n".join(map(self.line_of, value or []))

    def clean(self, value: str | None) -> list:
        lines = [" ".join(_UNPRINTABLE.sub("", line).split()) for line in super().clean(value).splitlines()]
        numbered = [(number, line) for number, line in enumerate(lines, start=1) if line]
        if len(numbered) > MOST_ROWS:
            raise forms.ValidationError(f"Nhiều nhất {MOST_ROWS} dòng, đang có {len(numbered)} dòng.")
        return [self.item_of(line, number) for number, line in numbered]

    def line_of(self, item: Any) -> str:
        return item

    def item_of(self, line: str, number: int) -> Any:
        if len(line) > LONGEST_CELL:
            raise forms.ValidationError(f"Dòng {number}: dài quá {LONGEST_CELL} ký tự.")
        return line


class RowsField(LinesField):
    """A list of {column: value}, one row a line; cells left out at the end are empty."""

    def __init__(self, *cells: Cell, **kwargs) -> None:
        self.cells = cells
        kwargs.setdefault("help_text", f"Mỗi dòng: {' | '.join(cell.label for cell in cells)}")
        super().__init__(**kwargs)

    def line_of(self, item: dict) -> str:
        return " | ".join(cell.write(item.get(cell.name, "")) for cell in self.cells).rstrip(" |")

    def item_of(self, line: str, number: int) -> dict[str, str | int]:
        typed = [text.strip() for text in line.split("|")]
        if len(typed) > len(self.cells):
            raise forms.ValidationError(
                f"Dòng {number}: có {len(typed)} ô, nhiều nhất {len(self.cells)} ô cách nhau bằng dấu «|»."
            )
        typed += [""] * (len(self.cells) - len(typed))
        cells = zip(self.cells, typed, strict=True)
        # A number that need not be there is left out rather than kept as an empty text.
        return {cell.name: cell.read(text, number) for cell, text in cells if text or cell.needed or not cell.count}
