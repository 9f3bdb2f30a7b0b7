"""Ready-made subjects of papers in the small world."""

from campaigns.models import Plan, PlanBasis, PlanNode, PlanRecipient
from scoring import services as scoring
from tests.scoring.scenes import open_scoring, submit_all, verify_all


def make_plan(world, **changes) -> Plan:
    """A short state plan of the first bloc, typed by hand."""
    values = {
        "sign": "KH-KTĐ",
        "place": "Đông Hà",
        "year": 2026,
        "issuer_lines": "KHỐI THI ĐUA SỐ 1",
        "subject": "Tổ chức phong trào thi đua năm 2026",
        "opening": "Khối thi đua xây dựng kế hoạch như sau:",
        "authority_line": "TM. KHỐI THI ĐUA",
        "capacity": "TRƯỞNG KHỐI",
        "post": "CHÁNH VĂN PHÒNG",
        "signer_name": "Nguyễn Văn Thử",
        "archive_line": "Lưu: VT",
    }
    plan = Plan.objects.create(campaign=world.bloc.campaign, **{**values, **changes})
    PlanBasis.objects.create(
        plan=plan, doc_type="Công văn", number="644/UBND-NC", issuer="UBND tỉnh", about="chia khối"
    )
    top = PlanNode.objects.create(plan=plan, label="I.", title="MỤC ĐÍCH, YÊU CẦU")
    PlanNode.objects.create(plan=plan, parent=top, label="1.", title="Mục đích", text="Đẩy mạnh phong trào.", order=1)
    PlanNode.objects.create(plan=plan, label="II.", title="NỘI DUNG", text="Thi đua hoàn thành nhiệm vụ.", order=2)
    PlanRecipient.objects.create(plan=plan, text="UBND tỉnh", mark="b/c")
    return plan


def final_ranking(world):
    """Every sheet sent and verified, and the final ranking of the bloc."""
    scene = open_scoring(world)
    submit_all(scene)
    verify_all(scene)
    scene.ranking = scoring.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader, final=True)
    return scene


def provisional_ranking(world):
    scene = open_scoring(world)
    submit_all(scene)
    scene.ranking = scoring.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)
    return scene
