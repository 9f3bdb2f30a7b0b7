"""Bad input everywhere: an answer in words, never a 500, for every page and form a person can reach."""

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


# What is put into one field while the others keep their values; every seed also goes into all fields at once.
SHARP = ["\x00", "9" * 400, "abc", "-1", "đ" * 20000]


def pages_and_forms(client):
    """Pages by path, and one form of every kind (same route, same fields)."""
    pages, forms = [], {}
    for path, response in crawl(client):
        assert response.status_code < 500, path
        pages.append(path)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            for form in read(path, response.content.decode()).forms:
                route = resolve(urlsplit(form.action).path).view_name
                forms.setdefault((route, form.method, tuple(sorted(form.fields))), form)
    return pages, [form for (route, *_), form in forms.items() if route != "accounts:logout"]


@pytest.mark.parametrize("who", ["head", "leader", "board", "admin"])
def test_query_strings(stage, client, who):
    client.raise_request_exception = False
    client.force_login(stage.people[who])
    pages, _ = pages_and_forms(client)
    bare = sorted({page.split("?")[0] for page in pages})
    wrong = [page + seed for page in bare for seed in QUERY_SEEDS if client.get(page + seed).status_code >= 500]
    assert wrong == []


@pytest.mark.parametrize("who", ["head", "leader", "board", "admin"])
def test_form_fields(stage, client, who, fresh_transaction):
    client.raise_request_exception = False
    client.force_login(stage.people[who])
    _, forms = pages_and_forms(client)
    wrong = []
    for form in forms:
        send = client.post if form.method == "post" else client.get
        names = [name for name in form.fields if name != "csrfmiddlewaretoken"]
        tries = [(name, {**form.fields, name: seed}) for name in names for seed in SHARP]
        tries += [("all", dict.fromkeys(form.fields, seed)) for seed in FIELD_SEEDS]
        for name, data in tries:
            with fresh_transaction():
                status = send(form.action, data).status_code
            if status >= 500:
                wrong.append((form.action, name, data.get(name, "")[:20], status))
    assert wrong == []
