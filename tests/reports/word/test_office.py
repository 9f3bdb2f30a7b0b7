"""Offices' own templates: fields are filled, and nothing but fields is ever run."""

import hashlib
from time import monotonic

import docx
import pytest

from reports.word import office, office_child
from reports.word.fields import known_of, sample_of
from reports.word.office import Unfit, office_docx, office_sample
from tests.reports import samples
from tests.reports.word.templates import GOOD, changed, printed, report, saved, template, with_body

KIND = "unit_year"


def problems(*paragraphs: str, content: bytes | None = None) -> list[str]:
    with pytest.raises(Unfit) as caught:
        office_sample(content or template(*paragraphs), KIND)
    return caught.value.problems


def seen_by_the_child(content: bytes) -> list[str]:
    """What the child answers, asked in this process: many templates at once without starting one each."""
    known = known_of(KIND)
    rows = {name: frozenset(columns) for name, columns in known["rows"].items()}
    names = office_child.Known(frozenset(known["scalars"]), frozenset(known["lists"]), rows)
    head, _ = office_child.answer(names, sample_of(KIND), content)
    return head["problems"]


def test_a_template_is_filled_with_what_the_paper_says():
    lines = printed(office_docx(GOOD, report()))
    assert lines[0] == "KHỐI THI ĐUACÁC CƠ QUAN THAM MƯU, TỔNG HỢP"
    assert lines[1].startswith("Số: 07/KH-KTĐ Quảng Trị, ngày")
    assert "DỰ THẢO" in lines and "BÁO CÁO: " + samples.state_plan()["subject"] in lines
    assert lines[4:6] == ["Căn cứ Luật Thi đua, khen thưởng;", "Căn cứ Kế hoạch số 05/KH-KTĐ."]
    assert "1. Một là chậm" in lines and "2. - Hai là thiếu" in lines
    assert lines[-2:] == ["Thu ngân sách", "120,50"]
    assert not [line for line in lines if "{" in line or "%" in line.replace("Tỷ lệ %", "")]


def test_the_same_facts_give_the_same_bytes():
    first, second = (hashlib.sha256(office_docx(GOOD, report())).digest() for _ in range(2))
    assert first == second
    assert hashlib.sha256(office_docx(GOOD, report(number="8"))).digest() != first


def test_empty_fields_leave_no_trace():
    bare = report(number="", is_draft=False, bases=[], parts=[], check=None, recipients=[], addressees=[])
    bare["data"]["results"] = []
    lines = printed(office_docx(GOOD, bare))
    assert "DỰ THẢO" not in lines and not [line for line in lines if line.startswith("Căn cứ")]


def test_headers_and_footers_are_filled_and_checked():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ so_ky_hieu }}"
    assert "Số: 05/BC-KTĐ" in printed(office_sample(saved(document), KIND).content)
    document.sections[0].header.paragraphs[0].text = "{{ mat_khau }}"
    assert problems(content=saved(document)) == ["Không có trường «mat_khau» (ở đoạn “{{ mat_khau }}”)."]


def test_properties_of_the_file_are_checked_too():
    document = docx.Document()
    document.core_properties.title = "{{ ''.__class__ }}"
    assert "Chỉ được viết tên trường" in problems(content=saved(document))[0]


@pytest.mark.parametrize(
    "typed",
    [
        "{{ nguoi_ky }}",
        "{% for x in can_cu %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "</w:t></w:r></w:p><w:p><w:r><w:t>chen",
        "a & b < c > d \" '",
        "&lt;b&gt; &#65;",
        "{_{ so }_}",
        "{# chú thích #}",
    ],
)
def test_typed_text_is_printed_as_text(typed):
    content = office_docx(template("[{{ trich_yeu }}]", "{{ nguoi_ky }}"), report(subject=typed))
    expected = typed.replace("{_{", "{{").replace("}_}", "}}")
    assert printed(content)[0] == f"[{expected}]"


def test_typed_control_characters_do_not_break_the_file():
    content = office_docx(
        template("[{{ nguoi_ky }}]"), report(signer=samples.state_plan()["signer"] | {"name": "A\x00\x07\x0cB"})
    )
    assert printed(content) == ["[AB]"]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ so.__class__ }}",
        "{{ so.format }}",
        "{{ '%s'|format(so) }}",
        "{{ '{0.__class__}'.format(so) }}",
        "{{ so|attr('__class__') }}",
        "{{ so['__class__'] }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ config }}",
        "{{ request }}",
        "{{ range(1000000) }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9**9**9 }}",
        "{{ so ~ so }}",
        "{{ [so, so] }}",
        "{{ (so for x in can_cu) }}",
        "{{ so if true else ky_hieu }}",
        "{{ namespace(a=1) }}",
        "{{ loop.index }}",
        "{{ caller() }}",
        "{% set x = so %}",
        "{% for i in range(1000000) %}x{% endfor %}",
        "{% for a in can_cu %}{% for b in can_cu %}x{% endfor %}{% endfor %}",
        "{% for a in can_cu recursive %}{{ loop(can_cu) }}{% endfor %}",
        "{% for a in can_cu if a %}x{% endfor %}",
        "{% for so in can_cu %}x{% endfor %}",
        "{% for a in can_cu %}{{ a.__class__ }}{% endfor %}",
        "{% for a in can_cu %}{{ loop.cycle('a') }}{% endfor %}",
        "{% for a in bang.ket_qua %}{{ a.items }}{% endfor %}",
        "{% for a in bang.ket_qua.items() %}x{% endfor %}",
        "{% for a, b in bang.ket_qua %}x{% endfor %}",
        "{% if so.__class__ %}x{% endif %}",
        "{% if so in can_cu %}x{% endif %}",
        "{% if so == ky_hieu %}x{% endif %}",
        "{% if so is defined %}x{% endif %}",
        "{% macro m() %}x{% endmacro %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'a' %}",
        "{% block a %}x{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{% with a=so %}{{ a }}{% endwith %}",
        "{% autoescape false %}{{ so }}{% endautoescape %}",
        "{% colspan so.__class__ %}",
    ],
)
def test_nothing_but_fields_is_accepted(attack):
    found = seen_by_the_child(template(attack))
    assert found and all("ở đoạn" in problem for problem in found) != ("autoescape" in attack)
    assert office.TOO_MUCH not in found


def test_an_attack_in_a_stored_template_is_not_run_at_printing_either():
    with pytest.raises(Unfit):
        office_docx(template("{{ so }}", "{{ lipsum.__globals__ }}"), report())


def test_problems_name_the_field_and_the_paragraph_and_come_all_at_once():
    found = problems("Kính gửi {{ noi_gui }}", "{{ so }} và {{ bang.khac }}", "{{ can_cu }}")
    assert found == [
        "Không có trường «noi_gui» (ở đoạn “Kính gửi {{ noi_gui }}”).",
        "Không có trường «bang.khac» (ở đoạn “{{ so }} và {{ bang.khac }}”).",
        "«can_cu» là danh sách: hãy dùng trong {% for … in can_cu %} (ở đoạn “{{ can_cu }}”).",
    ]


@pytest.mark.parametrize(
    "text", ["{% for x in can_cu %}{{ x }}", "{{ so", "{% if so %}", "{{ }}", "{% endfor %}", "{%p for %}"]
)
def test_mistakes_of_writing(text):
    assert problems(text)


@pytest.mark.parametrize("text", ["{{r so }}", "{{p so }}"])
def test_fields_outside_a_line_of_text_are_refused(text):
    assert "dòng chữ bình thường" in problems(f"{text}")[0]


def test_conditions_that_are_allowed():
    text = (
        "{% if so and not du_thao %}a{% elif so == '05' or can_cu %}b{% else %}c{% endif %}"
        "{% for x in bang.ket_qua %}{% if x.la_nhom %}n{% endif %}{% if loop.last %}{{ x.stt }}{% endif %}{% endfor %}"
    )
    filled = office_sample(template(text), KIND)
    assert printed(filled.content) == ["bSTT 2"]
    assert filled.fields == ["bang.ket_qua", "can_cu", "du_thao", "so"]


def test_a_field_cut_into_several_runs_is_still_a_field():
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("Ký: {", "{ nguoi", "_ky }", "}"):
        paragraph.add_run(piece).bold = piece.startswith("{")
    assert printed(office_sample(saved(document), KIND).content) == ["Ký: Nguyễn Văn A"]


def test_depth_and_length_end_in_a_sentence():
    deep = "{% if so %}" * 3000 + "x" + "{% endif %}" * 3000
    begun = monotonic()
    assert problems(deep)
    tags = "".join(f"<w:p><w:r><w:t>{'{{' * 50} {n}</w:t></w:r></w:p>" for n in range(20_000))
    assert problems(content=changed(template("{{ so }}"), {"word/document.xml": with_body(tags)}))
    assert monotonic() - begun < 2 * office.SECONDS


def test_output_that_grows_too_long_is_stopped():
    facts = report(bases=["x" * 20_000] * 800)
    with pytest.raises(Unfit) as caught:
        office_docx(template("{% for x in can_cu %}{{ x }}{% endfor %}"), facts)
    assert caught.value.problems == ["Văn bản theo mẫu này quá dài."]


def test_a_broken_file_ends_in_a_sentence():
    assert problems(content=b"not a zip") == [office.TOO_MUCH]
    assert problems(content=changed(GOOD, {"word/document.xml": b"<a/>"})) == [office.TOO_MUCH]


def test_the_child_knows_nothing_of_the_application(monkeypatch):
    seen = {}
    real = office.subprocess.run

    def spy(command, **options):
        seen.update(options, command=command)
        return real(command, **options)

    monkeypatch.setattr(office.subprocess, "run", spy)
    office_sample(GOOD, KIND)
    assert seen["env"] == {} and "-I" in seen["command"] and seen["timeout"] == office.SECONDS
