"""What may be typed into a paper, and how much. Pure."""

from django.core.exceptions import ValidationError

from campaigns.models.head import HEAD_FIELDS

from .kinds import Kind

# The number comes from its register.
HEAD = HEAD_FIELDS - {"number"} | {"addressees", "bases", "recipients"}
LONGEST_PART = 60_000


def check_parts(kind: Kind, parts: dict[str, str]) -> None:
    """Only the parts the kind has, each of a length a page can hold. Raises TypeError, ValidationError at its field."""
    known = {part.key for part in kind.parts}
    wrong = {key for key, text in parts.items() if key not in known or not isinstance(text, str)}
    if wrong:
        raise TypeError(f"{kind.key} has no part {sorted(wrong)}")
    long = {key for key, text in parts.items() if len(text) > LONGEST_PART}
    if long:
        raise ValidationError({f"part_{key}": "Mỗi phần dài nhất 60.000 ký tự." for key in long})


def reason_of(text: str) -> str:
    """A reason people can use: 10 to 500 characters. Raises ValidationError."""
    words = " ".join(text.split())
    if not 10 <= len(words) <= 500:
        raise ValidationError({"reason": "Hãy ghi rõ lý do, từ 10 đến 500 ký tự."})
    return words
