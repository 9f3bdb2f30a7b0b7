"""Two versions side by side: every word of both is there, and what differs is marked."""

from hypothesis import given
from hypothesis import strategies as st

from reports.comparing import ADDED, CHANGED, REMOVED, SAME, compare
from reports.paragraphs import Para, paragraphs_of

WORDS = st.lists(st.sampled_from(["thi", "đua", "khối", "2026", "\n"]), max_size=12).map(" ".join)
PARAS = st.dictionaries(st.sampled_from("abcdef"), WORDS, max_size=6)


def paras(found: dict[str, str]) -> list[Para]:
    return [Para(key, f"Mục {key}", text) for key, text in found.items()]


@given(PARAS, PARAS)
def test_nothing_of_either_version_is_lost_and_equal_pieces_are_equal(old, new):
    changes = compare(paras(old), paras(new))
    was = [("".join(piece.text for piece in change.before)) for change in changes if change.kind != ADDED]
    now = [("".join(piece.text for piece in change.after)) for change in changes if change.kind != REMOVED]
    assert sorted(was) == sorted(old.values())
    assert now == list(new.values())
    for change in changes:
        kept = ["".join(p.text for p in side if p.kind == SAME) for side in (change.before, change.after)]
        assert kept[0] == kept[1]
        assert (change.kind == SAME) == (change.before == change.after and change.kind not in (ADDED, REMOVED))


def test_changed_added_and_removed_paragraphs_stand_in_reading_order():
    old = paras({"a": "một hai ba", "b": "bỏ đi", "c": "giữ"})
    new = paras({"a": "một bốn ba", "c": "giữ", "d": "thêm"})
    changes = compare(old, new)
    assert [(change.kind, change.name) for change in changes] == [
        (CHANGED, "Mục a"),
        (REMOVED, "Mục b"),
        (SAME, "Mục c"),
        (ADDED, "Mục d"),
    ]
    pieces = [(piece.kind, piece.text) for piece in changes[0].before + changes[0].after if piece.kind != SAME]
    assert pieces == [(REMOVED, "hai"), (ADDED, "bốn")]


def test_a_very_long_paragraph_is_still_compared_in_time():
    old = " ".join(f"từ{n}" for n in range(9_000))
    new = old.replace("từ4500", "khác")
    (change,) = compare([Para("a", "A", old)], [Para("a", "A", new)])
    assert change.kind == CHANGED and "".join(piece.text for piece in change.after) == new


def test_paragraphs_of_a_plan_and_of_another_paper_have_lasting_keys():
    plan = {
        "subject": "Về việc",
        "layout": "state_nd30_2020",
        "bases": [{"doc_type": "Công văn", "number": "1/UBND", "date": "2026-02-03", "issuer": "UBND", "about": ""}],
        "opening": "Mở đầu",
        "nodes": [{"key": "node:7", "label": "I.", "title": "MỤC ĐÍCH", "text": "", "depth": 1}],
        "closing": "",
        "recipients": [{"text": "UBND tỉnh", "mark": "b/c"}],
    }
    assert [para.key for para in paragraphs_of(plan)] == ["subject", "bases", "opening", "node:7", "recipients"]
    assert "ngày 03/02/2026" in paragraphs_of(plan)[1].text and paragraphs_of(plan)[4].text == "UBND tỉnh (b/c)"
    other = {
        "subject": "",
        "bases": ["Luật Thi đua, khen thưởng"],
        "parts": [{"key": "aim", "label": "I.", "title": "Mục tiêu", "text": "Phấn đấu."}],
        "recipients": [],
    }
    assert [(para.key, para.name) for para in paragraphs_of(other)] == [
        ("bases", "Căn cứ"),
        ("part:aim", "I. Mục tiêu"),
    ]


def test_a_paragraph_without_a_title_is_called_by_how_it_begins():
    titled = Para("node:1", "2.1. Phát triển kinh tế", "Nội dung.")
    assert titled.has_title and titled.heading == "2.1. Phát triển kinh tế"
    for label in ("-", "a)", "2.1.", "IV.", ""):
        bare = Para("node:2", label, "Đẩy mạnh " + "cải cách " * 20)
        assert not bare.has_title, label
        assert bare.heading.startswith(f"{label} Đẩy mạnh".strip()) and bare.heading.endswith("…")
