"""Conditions as data: what is well formed, what they say, changing them step by step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.rules.condition_edits import added, joins_at, node_at, read_path, replaced, without
from awards.rules.conditions import leaves, tell, tell_cap, tell_vote, validate
from awards.rules.predicates import PREDICATES
from awards.rules.rule_checks import rule_problems
from awards.rules.rule_words import differences, doubtful, lines

EV = {"p": "evaluation", "level": "HTXSNV", "clause": "Điều 23", "status": "verified"}
GOOD = {"p": "evaluation", "level": "HTTNV", "years": 5, "consecutive": True, "clause": "Đ.44", "status": "secondary"}
UNITY = {"p": "internal_unity", "clause": "Đ.28", "status": "unconfirmed"}
NAMES = {"LDTT": "Lao động tiên tiến", "CSTDCS": "Chiến sĩ thi đua cơ sở"}

TOLD = [
    (EV, "được xếp loại hoàn thành xuất sắc nhiệm vụ"),
    (GOOD, "có 5 năm liên tục được xếp loại hoàn thành tốt nhiệm vụ trở lên"),
    ({"p": "title", "code": "CSTDCS", "times": 3, "consecutive": True}, "3 lần liên tục đạt “Chiến sĩ thi đua cơ sở”"),
    ({"p": "title", "code": "LDTT", "times": 1, "window": "same_year"}, "đạt “Lao động tiên tiến” trong năm xét"),
    ({"p": "prior", "code": "LDTT"}, "đã được tặng “Lao động tiên tiến”"),
    ({"p": "prior", "code": "LDTT", "years": 5}, "đã được tặng “Lao động tiên tiến” cách đây từ 5 năm"),
    ({"p": "initiative", "count": 1, "scope": "bo_tinh"}, "có 1 sáng kiến được công nhận phạm vi bộ, ban, ngành, tỉnh"),
    (
        {"p": "initiative", "count": 2, "kind": ["sang_kien", "de_tai"], "scope": "co_so", "not_used_before": "confirm"},
        "có 2 sáng kiến hoặc đề tài khoa học được công nhận phạm vi cơ sở (việc đã dùng để xét khen thưởng cần xác nhận)",
    ),
    ({"p": "member_share", "code": "LDTT", "op": ">=", "pct": 70}, "từ 70% cá nhân trong tập thể đạt “Lao động tiên tiến”"),
    ({"p": "member_share", "code": "LDTT", "op": ">", "pct": 50}, "trên 50% cá nhân trong tập thể đạt “Lao động tiên tiến”"),
    ({"p": "members_all_completed"}, "100% cá nhân trong tập thể hoàn thành nhiệm vụ"),
    ({"p": "no_member_disciplined", "from": "canh_cao"}, "không có cá nhân bị kỷ luật từ hình thức cảnh cáo trở lên"),
    ({"p": "has_member_with", "code": "CSTDCS"}, "có cá nhân trong tập thể đạt “Chiến sĩ thi đua cơ sở”"),
    (
        {"p": "leads_bloc", "organiser_level": "bo_tinh", "best": True},
        "tiêu biểu nhất trong số các đơn vị dẫn đầu cụm, khối thi đua do bộ, ban, ngành, tỉnh tổ chức",
    ),
    (
        {"p": "leads_movement", "launcher": "thu_tuong", "min_years": 5},
        "dẫn đầu phong trào thi đua do Thủ tướng Chính phủ phát động kéo dài từ 5 năm",
    ),
    ({"p": "hold", "kinds": ["ky_luat", "bao_chi"]}, "không thuộc trường hợp: đang xem xét kỷ luật; báo chí nêu dấu hiệu tham nhũng, tiêu cực đang xác minh"),
    ({"p": "public_opinion", "days": 10, "working": True}, "lấy ý kiến Nhân dân trong 10 ngày làm việc"),
    ({"p": "manual", "text": "có thành tích"}, "có thành tích"),
    ({"any_of": [EV, {"all_of": [UNITY, {"p": "members_all_completed"}]}]}, "đạt một trong các điều kiện sau: a) được xếp loại hoàn thành xuất sắc nhiệm vụ; b) đồng thời nội bộ đoàn kết, gương mẫu chấp hành chủ trương, chính sách, pháp luật và 100% cá nhân trong tập thể hoàn thành nhiệm vụ"),
]  # fmt: skip


@pytest.mark.parametrize(("node", "words"), TOLD, ids=range(len(TOLD)))
def test_a_condition_in_words(node, words):
    assert tell(node, NAMES) == words


def test_every_predicate_is_told():
    told = {leaf["p"] for node, _ in TOLD for leaf in leaves([node])}
    assert set(PREDICATES) - told == {"targets_exceeded", "party_org_clean_strong"}  # their label alone


WRONG = [
    ("không phải danh sách", ["Các điều kiện phải là một danh sách."]),
    (["x"], ["Một điều kiện không đúng cấu trúc."]),
    ([{"p": "magic", "status": "verified"}], ["Có điều kiện thuộc loại không biết."]),
    ([{"p": ["x"], "status": "verified"}], ["Có điều kiện thuộc loại không biết."]),
    ([EV | {"status": "sure"}], ["«Mức hoàn thành nhiệm vụ»: chưa có tình trạng nguồn."]),
    ([{k: v for k, v in EV.items() if k != "level"}], ["«Mức hoàn thành nhiệm vụ»: thiếu từ mức."]),
    ([EV | {"level": "TUYET_VOI"}], ["«Mức hoàn thành nhiệm vụ»: từ mức không hợp lệ."]),
    ([EV | {"years": True}], ["«Mức hoàn thành nhiệm vụ»: số năm không hợp lệ."]),
    ([EV | {"years": 0}], ["«Mức hoàn thành nhiệm vụ»: số năm không hợp lệ."]),
    ([EV | {"pct": 5}], ["«Mức hoàn thành nhiệm vụ»: không có thành phần pct."]),
    ([EV | {"clause": 5}], ["«Mức hoàn thành nhiệm vụ»: điều khoản không hợp lệ."]),
    ([{"p": "title", "code": "NOPE", "status": "verified"}], ["«Đã đạt danh hiệu, hình thức»: danh hiệu, hình thức không hợp lệ."]),
    ([{"any_of": []}], ["Nhóm «Đạt một trong các điều kiện sau» chưa có điều kiện nào."]),
    ([{"any_of": [{"all_of": [{"any_of": [EV]}]}]}], ["Các nhóm điều kiện lồng nhau quá sâu."]),
]  # fmt: skip


@pytest.mark.parametrize(("nodes", "problems"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_with_conditions(nodes, problems):
    assert validate(nodes, frozenset({"LDTT"})) == problems


def test_shares_and_rows_beside_the_conditions():
    good = {"conditions": [EV], "deciders": [{"who": "Giám đốc sở", "status": "verified"}], "dossier": [], "cap": {}, "vote": {"pct": 90, "base": "total_members", "status": "verified"}}  # fmt: skip
    assert rule_problems(good) == {}
    bad = good | {"deciders": [{"who": " ", "status": "x"}], "cap": {"pct": 101, "of": "X"}, "vote": {"pct": 5, "base": "everybody", "status": "verified"}}  # fmt: skip
    assert set(rule_problems(bad, frozenset({"LDTT"}))) == {"deciders", "cap", "vote"}


def test_caps_and_votes_in_words():
    assert tell_cap({"pct": 15, "of": "LDTT", "scope": "unit"}, NAMES) == "không quá 15% số được “Lao động tiên tiến” trong đơn vị"  # fmt: skip
    assert tell_cap({"pct": None, "note": "do tỉnh quy định"}) == "do tỉnh quy định"
    assert tell_vote({"pct": 66.7, "base": "present", "secret": True}) == "bỏ phiếu kín, đồng ý từ 66,7% trở lên tính trên số thành viên có mặt"  # fmt: skip
    assert tell_vote({}) == tell_cap({}) == ""


TREE = [EV, {"any_of": [GOOD, {"all_of": [UNITY, {"p": "members_all_completed", "status": "verified"}]}]}]


def test_changing_a_tree_one_step_at_a_time():
    assert node_at(TREE, (1, 1, 0)) == UNITY and node_at(TREE, (1, 2)) is None and node_at(TREE, (0, 0)) is None
    assert added(TREE, UNITY)[-1] == UNITY
    assert added(TREE, UNITY, (0,), "any_of")[0] == {"any_of": [EV, UNITY]}
    assert added(TREE, UNITY, (1,), "any_of")[1]["any_of"][2] == UNITY
    assert added(TREE, EV, (1, 0), "all_of")[1]["any_of"][0] == {"all_of": [GOOD, EV]}
    assert replaced(TREE, (1, 1, 0), EV)[1]["any_of"][1]["all_of"][0] == EV
    assert without(TREE, (1, 1, 0))[1]["any_of"][1] == {"p": "members_all_completed", "status": "verified"}
    assert without(TREE, (1, 0)) == [EV, TREE[1]["any_of"][1]]
    assert TREE[1]["any_of"][0] == GOOD  # the old tree stays


def test_a_group_of_one_gives_its_conditions_to_the_group_of_the_same_kind():
    tree = [{"any_of": [{"all_of": [{"any_of": [EV, GOOD]}, UNITY]}, EV]}]
    assert without(tree, (0, 0, 1)) == [{"any_of": [EV, GOOD, EV]}]


def test_how_something_may_be_joined():
    found = {path: joins_at(TREE, path) for path in ((0,), (1,), (1, 0), (1, 1), (1, 1, 0), (7,))}
    assert found == {(0,): ("any_of",), (1,): ("any_of",), (1, 0): ("all_of",), (1, 1): ("all_of",), (1, 1, 0): (), (7,): ()}  # fmt: skip


@pytest.mark.parametrize(("text", "path"), [("0", (0,)), ("1-0-12", (1, 0, 12)), ("", None), ("-1", None), ("x", None), ("1-1-1-1-1", None), ("9999", None), ("²", None)])  # fmt: skip
def test_reading_a_path(text, path):
    assert read_path(text) == path


LEAF = st.sampled_from([EV, GOOD, UNITY])


@st.composite
def edits(draw):
    """Any row of additions and removals the editor allows."""
    nodes = []
    for _ in range(draw(st.integers(1, 12))):
        paths = [(a,) for a in range(len(nodes))] + [(a, b) for a in range(len(nodes)) for b in range(4)]
        path = draw(st.sampled_from(paths)) if paths and draw(st.booleans()) else ()
        joins = joins_at(nodes, path) if path else ()
        if joins:
            nodes = added(nodes, draw(LEAF), path, draw(st.sampled_from(joins)))
        elif path and node_at(nodes, path) and draw(st.booleans()):
            nodes = without(nodes, path)
        else:
            nodes = added(nodes, draw(LEAF))
    return nodes


@given(edits())
def test_whatever_the_editor_does_stays_well_formed_and_is_told(nodes):
    assert validate(nodes) == []
    assert all(tell(node) for node in nodes)
    assert len(lines(nodes, {})) == len(nodes)
    assert differences(parts(nodes), parts(nodes), {}) == []
    assert doubtful(parts(nodes)) == sum(leaf["status"] != "verified" for leaf in leaves(nodes))


@given(edits(), LEAF)
def test_adding_and_taking_away_at_the_end_changes_nothing(nodes, leaf):
    assert without(added(nodes, leaf), (len(nodes),)) == nodes


def parts(nodes):
    return {"article": "Điều 1", "conditions": nodes, "deciders": [], "dossier": [], "cap": {}, "vote": {}, "bonus": None, "bonus_source": "", "bonus_status": "unconfirmed"}  # fmt: skip


def test_a_changed_source_alone_is_a_difference():
    now = [EV | {"status": "secondary"}]
    assert [change.label for change in differences(parts([EV]), parts(now), {})] == ["Điều kiện"]
    assert [change.label for change in differences(None, parts([EV]), {}) if change.after] == [
        "Điều khoản",
        "Điều kiện",
    ]
