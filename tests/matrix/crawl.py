"""Walk the application as one person: every link followed, every form collected."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit


@dataclass
class Form:
    page: str
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Links (href, hx-get) and forms (with what a browser would send) of one page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.links, self.forms = page, [], []
        self._form: Form | None = None
        self._select = self._textarea = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        for name in ("href", "hx-get") if tag != "link" else ():
            if given.get(name):
                self.links.append(urljoin(self.page, given[name]))
        if tag == "form":
            self._form = Form(
                self.page, urljoin(self.page, given.get("action") or self.page), (given.get("method") or "get").lower()
            )
            self.forms.append(self._form)
        name, form = given.get("name"), self._form
        if given.get("hx-post") and tag in ("input", "select", "button", "textarea") and name:
            form = Form(self.page, urljoin(self.page, given["hx-post"]), "post")
            self.forms.append(form)
        if form is None or not name:
            return
        if tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            form.fields[name], form.kinds[name] = given.get("value") or "", given.get("type") or "text"
        elif tag == "select":
            self._select = (form, name)
            form.fields.setdefault(name, "")
            form.kinds[name] = "select"
        elif tag == "textarea":
            self._textarea = (form, name)
            form.fields[name], form.kinds[name] = "", "textarea"
        elif tag == "button" and given.get("value"):
            form.fields[name] = given["value"]
        if tag == "option":
            return

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_data(self, data):
        if self._textarea:
            form, name = self._textarea
            form.fields[name] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None


def read(page: str, html: str) -> _Reader:
    reader = _Reader(page)
    reader.feed(html)
    return reader


def crawl(client, start: str = "/", limit: int = 400):
    """Breadth first from ``start``: yields (path, response) once a path; a query string counts as another path.

    Signing out is never followed. At most ``limit`` pages.
    """
    queue, seen = [start], {start}
    while queue and len(seen) <= limit:
        path = queue.pop(0)
        response = client.get(path)
        yield path, response
        target = response.headers.get("Location")
        links = [urljoin(path, target)] if target else []
        if response.headers.get("Content-Type", "").startswith("text/html"):
            links += read(path, response.content.decode()).links
        for link in links:
            parts = urlsplit(urldefrag(link)[0])
            local = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc or not local.startswith("/") or local.startswith("/static/") or "dang-xuat" in local:
                continue
            if local not in seen:
                seen.add(local)
                queue.append(local)
