"""Bad input everywhere: an answer in words, never a 500, for every page and form a person can reach."""

import zlib
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from tests.matrix.crawl import crawl, read

pytestmark = pytest.mark.django_db
QUERY_SEEDS = [
    "?page=abc",
    "?page=0",
    "?page=99999999999999999999",
    "?q=%00",
    "?q=%F0%9F%98%80&nam=1e9",
    "?nam=abc",
    "?loc=%27--",
    "?o=pk;x",
    "?khoi=99999999999999999999",
    "?trang=NaN&loai=%00&don-vi=x",
]
FIELD_SEEDS = [
    "",
    "abc",
    "7,5",
    "7.5",
    "-1",
    "9" * 400,
    "1e400",
    "NaN",
    "١٢",
    "31/02/2026",
    "01/13/20260",
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "<script>alert(1)</script>",
    "=1+1",
    "đ" * 20000,
    "../../etc/passwd",
    "[" * 2000,
]

SHARP = ["\x00", "9" * 400, "abc", "-1", "đ" * 20000]


# A person's routes are tried in shares, by name, so that the workers of a run end together.
SHARES = 3


def in_share(route: str, share: int) -> bool:
    return zlib.crc32(route.encode()) % SHARES == share


def routes_and_forms(client, share):
    """One page of every route of a share, and one form of every kind (same route, same fields)."""
    pages, forms = {}, {}
    for path, response in crawl(client):
        assert response.status_code < 500, path
        bare = path.split("?")[0]
        pages.setdefault(resolve(bare).view_name, bare)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            for form in read(path, response.content.decode()).forms:
                route = resolve(urlsplit(form.action).path).view_name
                forms.setdefault((route, form.method, tuple(sorted(form.fields))), form)
    return (
        [page for route, page in pages.items() if in_share(route, share)],
        [form for (route, *_), form in forms.items() if route != "accounts:logout" and in_share(route, share)],
    )


def tries(form):
    """What is sent: every sharp seed in one field while the others keep their values, every seed in all fields at once."""
    for name in form.fields:
        if name != "csrfmiddlewaretoken":
            yield from ((name, {**form.fields, name: seed}) for seed in SHARP)
    yield from (("all", dict.fromkeys(form.fields, seed)) for seed in FIELD_SEEDS)


def refused_with_words(client, form, name, data) -> bool:
    send = client.post if form.method == "post" else client.get
    return send(form.action, data).status_code < 500


# On the second database the person with the most forms is enough.
@pytest.mark.parametrize(
    "who", [pytest.param(who, marks=pytest.mark.once) for who in ("head", "leader", "admin")] + ["board"]
)
@pytest.mark.parametrize("share", range(SHARES))
def test_bad_input_everywhere(stage, client, who, share, fresh_transaction):
    client.raise_request_exception = False
    client.force_login(stage.people[who])
    pages, forms = routes_and_forms(client, share)
    wrong = [page + seed for page in pages for seed in QUERY_SEEDS if client.get(page + seed).status_code >= 500]
    for form in forms:
        for name, data in tries(form):
            with fresh_transaction():
                if not refused_with_words(client, form, name, data):
                    wrong.append((form.action, name, data.get(name, "")[:20]))
    assert wrong == []
