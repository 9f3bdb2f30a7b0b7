"""Templates obey the Content-Security-Policy: nothing inline, nothing from elsewhere."""

import re

import pytest
from django.conf import settings

from .production import ROOT

# Paper is rendered on the server by WeasyPrint and never sent to a browser.
PAPER = ROOT / "templates" / "reports" / "documents"
PAGES = sorted(
    path for path in ROOT.glob("**/templates/**/*.html") if ".venv" not in path.parts and PAPER not in path.parents
)
FORBIDDEN = {
    "style attribute": r"\sstyle\s*=",
    "style element": r"<style\b",
    "inline script": r"<script(?![^>]*\bsrc=)[^>]*>",
    "event handler": r"\son[a-z]+\s*=",
    "htmx event handler": r"\shx-on",
    "script in a link": r"javascript:",
    "resource from elsewhere": r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//",
}


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_template_has(kind):
    pattern = re.compile(FORBIDDEN[kind], re.IGNORECASE)
    found = [str(path.relative_to(ROOT)) for path in PAGES if pattern.search(path.read_text())]
    assert PAGES
    assert found == []


def test_the_policy_is_as_strict_as_promised():
    promised = {
        "DIRECTIVES": {
            "default-src": ["'none'"],
            **{f"{kind}-src": ["'self'"] for kind in ("script", "style", "font", "connect")},
            "img-src": ["'self'", "data:"],
            "form-action": ["'self'"],
            "frame-ancestors": ["'none'"],
            "base-uri": ["'none'"],
        }
    }
    policy = settings.CONTENT_SECURITY_POLICY
    assert policy == promised
