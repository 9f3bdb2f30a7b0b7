"""Run as a script by `reports.word.office`: an office's template and values on standard input, the filled file out.

A template may print known names, ask whether one is filled or equal to a word, and walk known lists, one inside no other.
Everything else a template language offers is refused before anything is run: what is not on the list is a problem, said
with the paragraph it stands in. The check reads exactly the text that is then compiled, part by part.

Input: one line of JSON ``{"length", "known": {"scalars", "lists", "rows"}, "values"}``, then the file. Output: one line of
JSON ``{"end": "done" | "problems" | "broken", "problems", "fields", "length"}``, then the file.
"""

import io
import json
import re
import resource
import sys
from dataclasses import dataclass, field

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 12
LARGEST = 20 * 1024 * 1024
LONGEST_PART = 12 * 1024 * 1024
MOST_PROBLEMS = 20
_LOOP = ("index", "first", "last", "length")
_PLACES = {"body", "p", "r", "tbl", "tr", "tc", "hdr", "ftr", "sdt", "sdtContent"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Unfit(Exception):
    """What is wrong with a template, in sentences."""


@dataclass
class Known:
    """Names a template may use: plain texts, lists of texts, lists of rows with their columns (dotted names as written)."""

    scalars: frozenset[str]
    lists: frozenset[str]
    rows: dict[str, frozenset[str]]


@dataclass
class Check:
    """Reads the tree of one part and collects what is not allowed, and which fields it uses."""

    known: Known
    lines: list[str]
    problems: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def statements(self, found: list[nodes.Node], loop: tuple[str, str] | None) -> None:
        for node in found:
            self.statement(node, loop)

    def statement(self, node: nodes.Node, loop: tuple[str, str] | None) -> None:
        """``loop``: the variable of the loop around, and the list it walks."""
        match node:
            case nodes.Output():
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData):
                        self.value(part, loop)
            case nodes.If():
                self.test(node.test, loop)
                for branch in (node.body, node.elif_, node.else_):
                    self.statements(branch, loop)
            case nodes.For() if loop is None and self.walks(node):
                self.statements(node.body, (node.target.name, self.name(node.iter)))
                self.statements(node.else_, None)
            case nodes.For() if loop is not None:
                self.refuse(node, "Không đặt vòng lặp trong vòng lặp")
            case nodes.For():
                self.refuse(node, "Vòng lặp chỉ đi qua các danh sách có trong bảng trường")
            case _:
                self.refuse(node, "Chỉ dùng được các lệnh for và if")

    def walks(self, node: nodes.For) -> bool:
        name = self.name(node.iter)
        plain = isinstance(node.target, nodes.Name) and not (node.recursive or node.test)
        if name in self.known.lists or name in self.known.rows:
            self.used.add(name)
            return plain and node.target.name not in self.known.scalars | {"loop"}
        return False

    def test(self, node: nodes.Node, loop: tuple[str, str] | None) -> None:
        match node:
            case nodes.Not():
                self.test(node.node, loop)
            case nodes.And() | nodes.Or():
                self.test(node.left, loop)
                self.test(node.right, loop)
            case nodes.Compare(ops=[nodes.Operand(op="eq" | "ne", expr=nodes.Const())]):
                self.value(node.expr, loop)
            case _ if self.name(node) in self.known.lists or self.name(node) in self.known.rows:
                self.used.add(self.name(node))
            case _:
                self.value(node, loop)

    def value(self, node: nodes.Node, loop: tuple[str, str] | None) -> None:
        """A known text, or what the loop around gives."""
        name = self.name(node)
        if name in self.known.scalars:
            self.used.add(name)
        elif loop is None or not self.of_loop(name, *loop):
            self.refuse_value(node, name)

    def of_loop(self, name: str, variable: str, walked: str) -> bool:
        first, _, rest = name.partition(".")
        if first == "loop":
            return rest in _LOOP
        columns = self.known.rows.get(walked)
        return first == variable and (rest in columns if columns is not None else not rest)

    def refuse_value(self, node: nodes.Node, name: str) -> None:
        if name in self.known.lists or name in self.known.rows:
            self.refuse(node, f"«{name}» là danh sách: hãy dùng trong {{% for … in {name} %}}")
        elif name:
            self.refuse(node, f"Không có trường «{name[:60]}»")
        else:
            self.refuse(node, "Chỉ được viết tên trường, không viết phép tính, bộ lọc hay lời gọi hàm")

    def refuse(self, node: nodes.Node, says: str) -> None:
        self.problems.append(f"{says}{where(self.lines, node.lineno)}.")

    @staticmethod
    def name(node: nodes.Node) -> str:
        """«so», «bang.ket_qua»; "" for anything that is not a name with at most one dot."""
        match node:
            case nodes.Name():
                return node.name
            case nodes.Getattr(node=nodes.Name()):
                return f"{node.node.name}.{node.attr}"
        return ""


def where(lines: list[str], number: int | None) -> str:
    """The paragraph of a line of the source, in words; some commands do not know their line."""
    text = re.sub(r"<[^>]*>", "", lines[number - 1]) if number and number <= len(lines) else ""
    text = " ".join(text.split())
    return f" (ở đoạn “{text[:80]}{'…' if len(text) > 80 else ''}”)" if text else ""


class Office(SandboxedEnvironment):
    """An environment that compiles nothing it has not checked, knows no function, filter or test, and ends endless output."""

    def __init__(self, known: Known) -> None:
        super().__init__(autoescape=True)
        self.known, self.problems, self.used = known, [], set()
        for names in (self.globals, self.filters, self.tests):
            names.clear()

    def from_string(self, source, *args, **kwargs):
        lines = source.splitlines()
        if len(source) > LONGEST_PART:
            raise Unfit("Mẫu quá lớn nên không xử lý được.")
        try:
            check = Check(self.known, lines)
            check.statements(self.parse(source).body, None)
        except TemplateSyntaxError as error:
            self.problems.append(f"Trường hoặc lệnh viết sai, hoặc thiếu endfor, endif{where(lines, error.lineno)}.")
            return Nothing()
        except RecursionError:
            self.problems.append("Các lệnh lồng nhau quá sâu.")
            return Nothing()
        self.problems += check.problems
        self.used |= check.used
        return Nothing() if self.problems else Bounded(super().from_string(source, *args, **kwargs))


class Nothing:
    """In the place of a part with problems, so that the problems of all parts are found at once."""

    def render(self, context) -> str:
        return f'<w:body xmlns:w="{_W[1:-1]}"/>'


class Bounded:
    """A checked part whose output is counted while it grows."""

    def __init__(self, template) -> None:
        self.template = template

    def render(self, context) -> str:
        pieces, size = [], 0
        for piece in self.template.generate(context):
            size += len(piece)
            if size > LONGEST_PART:
                raise Unfit("Văn bản theo mẫu này quá dài.")
            pieces.append(piece)
        return "".join(pieces)


def problems_of(template: DocxTemplate, environment: Office, values: dict) -> list[str]:
    """Fill the template; what stands in the way, all of it at once."""
    try:
        template.render(values, environment, autoescape=True)
    except Unfit as error:
        return [*environment.problems, str(error)]
    except Exception:
        # A part that was not compiled leaves the library with nothing to build on: the problems say why.
        if environment.problems:
            return environment.problems
        raise
    return environment.problems or stray_text(template)


def stray_text(template: DocxTemplate) -> list[str]:
    """Text outside runs, left by «{{r …}}» and its like, which Word would call damage."""
    # Read again as plain XML: python-docx gives `text` of its elements another meaning.
    for element in etree.fromstring(etree.tostring(template.docx.element)).iter():
        if isinstance(element.tag, str) and element.tag.removeprefix(_W) in _PLACES:
            texts = [element.text, *(child.tail for child in element)]
            if any(text and text.strip() for text in texts):
                return ["Trường phải nằm trong dòng chữ bình thường: không dùng {{r …}}, {{p …}}, {{tr …}}, {{tc …}}."]
    return []


def answer(known: Known, values: dict, content: bytes) -> tuple[dict, bytes]:
    environment = Office(known)
    template = DocxTemplate(io.BytesIO(content))
    problems = problems_of(template, environment, values)
    fields = sorted(environment.used)
    if problems:
        return {"end": "problems", "problems": list(dict.fromkeys(problems))[:MOST_PROBLEMS], "fields": fields}, b""
    out = io.BytesIO()
    template.save(out)
    if out.tell() > LARGEST:
        return {"end": "problems", "problems": ["Văn bản theo mẫu này quá lớn."], "fields": fields}, b""
    return {"end": "done", "problems": [], "fields": fields}, out.getvalue()


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    limit()
    request = json.loads(sys.stdin.buffer.readline())
    named = request["known"]
    rows = {name: frozenset(columns) for name, columns in named["rows"].items()}
    known = Known(frozenset(named["scalars"]), frozenset(named["lists"]), rows)
    try:
        head, content = answer(known, request["values"], sys.stdin.buffer.read(request["length"]))
    except Exception as error:  # whatever a strange file does to the libraries
        sys.stderr.write(f"{type(error).__name__}: {error}\n"[:500])
        head, content = {"end": "broken", "problems": [], "fields": []}, b""
    sys.stdout.buffer.write(json.dumps({**head, "length": len(content)}).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
