"""How figures, dates and states are written on the screen. Loaded as a builtin in every template."""

from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from accounts.marks import split_marks

register = template.Library()


@register.filter
def points(value: Decimal | None, scale: int = 2) -> str:
    """12.5 → «12,50»; None → «–». ``scale`` is the number of decimals."""
    return "–" if value is None else f"{value:,.{int(scale)}f}".translate(str.maketrans(",.", ".,"))


@register.filter
def short_points(value: Decimal | None) -> str:
    """12.50 → «12,5»: without trailing zeros, for values as people typed them."""
    if value is None:
        return ""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


@register.filter
def signed(value: Decimal | None) -> str:
    """A difference with its sign: «+0,75», «−1,25», «0»."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + short_points(abs(value))


@register.filter
def clock(value) -> str:
    """Time of day in Việt Nam, «10:42»."""
    return timezone.localtime(value).strftime("%H:%M") if value else ""


@register.filter
def marked(text: str) -> SafeString:
    """``**bold**`` and ``*italic*`` of a typed text as HTML; everything else escaped, lines kept."""
    parts = [(conditional_escape(part), bold, italic) for part, bold, italic in split_marks(text or "")]
    shown = "".join(
        f"{'<b>' if bold else ''}{'<i>' if italic else ''}{part}{'</i>' if italic else ''}{'</b>' if bold else ''}"
        for part, bold, italic in parts
    )
    return mark_safe(shown.replace("\n", "<br>"))  # every part was escaped above


@register.simple_tag(takes_context=True)
def query(context, **changes) -> str:
    """The current query string with some values changed (None removes): filter chips keep the other filters."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value not in (None, ""):
            params[name] = value
    return "?" + params.urlencode()
