"""The three commands: exit codes, words, JSON; the example of the documentation."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from campaigns.models import Campaign
from reports.bundle import text
from scoring import services
from scoring.models import Ranking, ScoreLine
from tests.bundle.test_published_sheets import PLACE
from tests.bundle.worlds import bring, empty_database, export
from tests.scoring import scenes

DOCS = Path(__file__).resolve().parents[2] / "docs"


def run(*arguments) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def example(tmp_path) -> Path:
    """The example of docs/bundle.md as a file."""
    (block,) = re.findall(r"```json\n(.*?)```", (DOCS / "bundle.md").read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "bundle.json"
    path.write_text(block, encoding="utf-8")
    return path


def test_the_example_is_taken_in_once(example, db):
    User.objects.create_superuser("admin@example.vn")
    assert run("import_bundle", example, "--check").startswith("Làm thử được, không lưu: ")
    assert not Campaign.objects.exists()
    assert run("import_bundle", example).startswith("Đã nhập: ")
    assert ScoreLine.objects.get(criterion__code="2").explanation
    assert run("import_bundle", example).startswith("Không có gì mới: ")
    said = json.loads(run("import_bundle", example, "--json"))
    assert (said["new"], said["kept"], said["same"]["campaign"]) == ({}, True, 1)


def test_refusals_of_the_command(db, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text("[]")
    with pytest.raises(CommandError, match="--by: chưa có quản trị hệ thống"):
        run("import_bundle", path)
    User.objects.create_superuser("admin@example.vn")
    with pytest.raises(CommandError, match=r"Không nhập gì.\n\$: phải là đối tượng"):
        run("import_bundle", path)
    with pytest.raises(CommandError, match="không đọc được tệp"):
        run("import_bundle", tmp_path / "absent.json")
    with pytest.raises(CommandError, match="không có tài khoản đang hoạt động"):
        run("import_bundle", path, "--by", "la@example.vn")
    with pytest.raises(CommandError, match="không đọc được tệp"):
        run("import_bundle", path, "--files", tmp_path / "absent.zip")
    with pytest.raises(SystemExit) as stop:
        call_command("import_bundle", path, "--json", stdout=StringIO())
    assert stop.value.code == 1


def test_export_of_one_authority_and_of_one_campaign(world, tmp_path):
    scenes.open_scoring(world)
    path = tmp_path / "out.json"
    run("export_bundle", "--authority", world.b.name, "--out", path)
    found = json.loads(path.read_text())
    assert [row["name"] for row in found["authorities"]] == [world.b.name]
    assert [row["authority"] for row in found["campaigns"]] == [world.b.name]
    code = world.bloc.campaign.code
    run("export_bundle", "--campaign", code, "--out", path)
    found = json.loads(path.read_text())
    assert [row["code"] for row in found["campaigns"]] == [code] and len(found["blocs"]) == 1
    assert len(found["units"]) == 5 and "sheets" not in found["campaigns"][0]
    with pytest.raises(CommandError, match="Không có kế hoạch mang mã lạ"):
        run("export_bundle", "--campaign", "lạ")
    with pytest.raises(CommandError, match="Không có đúng một cơ quan"):
        run("export_bundle", "--authority", "lạ")


def test_a_part_stands_alone(world, tmp_path):
    scene = scenes.open_scoring(world)
    scenes.submit_all(scene)
    path = tmp_path / "out.json"
    run("export_bundle", "--campaign", scene.campaign.code, "--out", path)
    empty_database()
    assert run("import_bundle", path).startswith("Đã nhập: ")


def test_what_was_not_sent_is_written_only_when_asked(world):
    scene = scenes.open_scoring(world)
    scenes.save(scene.sheet, "1", world.staff, note="CHUA-GUI", value="8")
    assert "CHUA-GUI" not in text.dump(export(drafts=False))
    assert "CHUA-GUI" in text.dump(export(drafts=True))
    out, err = StringIO(), StringIO()
    call_command("export_bundle", "--authority", world.b.name, stdout=out, stderr=err)
    assert err.getvalue() == ""
    call_command("export_bundle", "--campaign", scene.campaign.code, stdout=out, stderr=err)
    assert "Không xuất 4 phiếu chưa gửi (--with-drafts)." in err.getvalue()


def test_ranking_of_a_campaign(world):
    scene = scenes.open_scoring(world)
    scenes.submit_all(scene)
    code = scene.campaign.code
    with pytest.raises(CommandError, match="chưa có bảng xếp hạng"):
        run("ranking", "--campaign", code)
    services.compute_ranking(campaign_id=scene.campaign.pk, by=world.board)
    said = json.loads(run("ranking", "--campaign", code, "--json"))
    assert [row["rank"] for row in said["rows"]] == [1, 2, 3, 4]
    assert said["sha256"] == Ranking.objects.get().sha256 and said["number"] is None
    assert run("ranking", "--campaign", code).count("\n") == 5
    assert Ranking.objects.count() == 1
    with pytest.raises(CommandError, match="Ghi người tính"):
        run("ranking", "--campaign", code, "--compute")
    with pytest.raises(CommandError):
        run("ranking", "--campaign", code, "--compute", "--by", world.staff.email)
    run("ranking", "--campaign", code, "--compute", "--by", world.board.email)
    assert Ranking.objects.count() == 2
    with pytest.raises(CommandError, match="Không có kế hoạch"):
        run("ranking", "--campaign", "lạ")


def test_a_code_two_authorities_use(world):
    for campaign in (world.bloc.campaign, world.foreign_bloc.campaign):
        Campaign.objects.filter(pk=campaign.pk).update(code="CHUNG")
    with pytest.raises(CommandError, match="có ở nhiều cơ quan"):
        run("ranking", "--campaign", "CHUNG")
    with pytest.raises(CommandError, match="chưa có bảng xếp hạng"):
        run("ranking", "--campaign", "CHUNG", "--authority", world.a.name)


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(str.strip)
POINTS = st.decimals(0, 1000, places=2).map(lambda value: format(value.normalize(), "f"))
LEAF = st.one_of(
    st.fixed_dictionaries({"kind": st.just("direct"), "max_points": POINTS}),
    st.fixed_dictionaries({"kind": st.just("achieved"), "max_points": POINTS}),
    st.fixed_dictionaries(
        {"kind": st.just("ratio"), "max_points": POINTS, "params": st.fixed_dictionaries({"capped": st.booleans()})}
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("count"),
            "max_points": st.just("10"),
            "params": st.fixed_dictionaries({"points_each": st.sampled_from(["1", "0.5", "2.25"])}),
        }
    ),
    st.just({"kind": "bonus"}),
    st.just({"kind": "penalty"}),
)
ROW = st.fixed_dictionaries(
    {"title": WORDS}, optional={"code": WORDS.map(lambda text: text[:20]), "guidance": WORDS, "legal_basis": WORDS}
)


@st.composite
def trees(draw, place="", depth=0) -> list[dict]:
    """Criteria in tree order with their places."""
    found = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        here = f"{place}.{number}" if place else str(number)
        row = {"place": here} | draw(ROW)
        if depth < 2 and draw(st.booleans()):
            found += [row | {"kind": "group"}, *draw(trees(here, depth + 1))]
        else:
            found.append(row | draw(LEAF))
    return found


@given(criteria=trees())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_criteria_set_comes_back_as_it_was(criteria, fresh_transaction):
    said = {"authority": PLACE, "name": "Bộ", "year": 2026, "version": 1, "criteria": criteria}
    document = {
        "format": "thi-dua-bundle",
        "version": 1,
        "authorities": [{"name": PLACE, "level": "province"}],
        "criteria_sets": [said],
    }
    with fresh_transaction():
        bring(document, User.objects.create_superuser("admin@example.vn"))
        (found,) = export()["criteria_sets"]
        kept = [{name: value for name, value in row.items() if value not in ({}, "")} for row in found["criteria"]]
        wanted = [{name: value for name, value in row.items() if value not in ({}, "")} for row in criteria]
        assert kept == wanted
