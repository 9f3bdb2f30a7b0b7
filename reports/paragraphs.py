"""The paragraphs of a paper's facts that people can point at, each with a key that lasts from version to version."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reports.layouts import layouts
from reports.papers.wording import citation


@dataclass(frozen=True)
class Para:
    """``name`` says where it stands («II. Nội dung», «Trích yếu»); ``text`` may hold several lines."""

    key: str
    name: str
    text: str

    @property
    def has_title(self) -> bool:
        """Whether the name says more than a label («-», «a)», «1.1.»)."""
        return any(len(word) > 1 and word.isalpha() for word in self.name.split())

    @property
    def heading(self) -> str:
        """What to call it in one line: its name, or else how it begins."""
        if self.has_title:
            return self.name
        begins = " ".join(self.text.split())
        return f"{self.name} {begins[:80]}{'…' if len(begins) > 80 else ''}".strip()


def paragraphs_of(facts: dict[str, Any]) -> list[Para]:
    """In reading order, those with words only. Pure."""
    return [para for para in _paragraphs(facts) if para.text.strip()]


def _paragraphs(facts: dict[str, Any]) -> Iterator[Para]:
    yield Para("subject", "Trích yếu", facts["subject"])
    yield Para("addressees", "Kính gửi", "\n".join(facts.get("addressees", ())))
    yield Para("bases", "Căn cứ", "\n".join(_basis(facts, basis) for basis in facts["bases"]))
    yield Para("opening", "Câu mở đầu", facts.get("opening", ""))
    for node in facts.get("nodes", ()):
        yield Para(node["key"], _joined(node["label"], node["title"]), node["text"] or node["title"])
    for part in facts.get("parts", ()):
        yield Para(f"part:{part['key']}", _joined(part["label"], part["title"]), part["text"])
    yield Para("closing", "Đoạn kết", facts.get("closing", ""))
    yield Para("recipients", "Nơi nhận", "\n".join(_recipient(row) for row in facts["recipients"]))


def _joined(*words: str) -> str:
    return " ".join(word.strip() for word in words if word.strip())


def _recipient(row: dict[str, str]) -> str:
    return f"{row['text']} ({row['mark']})" if row["mark"] else row["text"]


def _basis(facts: dict[str, Any], basis: str | dict[str, Any]) -> str:
    """A line as typed, or a document cited by the plan as the paper words it."""
    return basis if isinstance(basis, str) else citation(layouts()[facts["layout"]], basis)
