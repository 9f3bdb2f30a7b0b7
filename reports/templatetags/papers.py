"""What the templates of papers need beside the builtin filters."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# «34-CT/TW», «26/8/2021», «2021-2025», «Covid-19»: short words with a digit and a hyphen or stroke inside.
_NUMBER = re.compile(r"((?<!\S)[(“]?(?=\S*\d)[\w.]{1,12}(?:[-/][\w.]{1,12}){1,3})")


@register.filter
def unbroken(text: str) -> SafeString:
    """The text escaped, its numbers and dates kept on one line: a renderer may break after every hyphen and stroke."""
    parts = _NUMBER.split(text)
    parts[1::2] = [format_html('<span class="whole">{}</span>', number) for number in parts[1::2]]
    return format_html_join("", "{}", ((part,) for part in parts))
