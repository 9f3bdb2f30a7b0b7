"""A short made-up plan for a bloc's year of the demonstration, in the shape of the real ones."""

from .shapes import Basis, Due, Node, PhaseFacts, PlanFacts

THEME = "Kỷ cương, trách nhiệm, đổi mới, hiệu quả"

CONTENT = (
    Node("1.", "Phát triển kinh tế - xã hội, quốc phòng - an ninh", children=(
        Node("-", text="Hoàn thành chỉ tiêu, nhiệm vụ được giao đúng thời hạn, đúng chất lượng."),
        Node("-", text="Đẩy mạnh cải cách hành chính, chuyển đổi số, rút ngắn thời gian giải quyết hồ sơ."),
    )),
    Node("2.", "Xây dựng hệ thống chính trị", children=(
        Node("-", text="Học tập và thực hiện chủ trương của Đảng, chính sách, pháp luật của Nhà nước."),
        Node("-", text="Thực hiện dân chủ ở cơ sở, giữ đoàn kết nội bộ."),
    )),
    Node("3.", "Công tác thi đua, khen thưởng", children=(
        Node("-", text="Tổ chức phong trào thiết thực; khen thưởng kịp thời, chú trọng người lao động trực tiếp."),
        Node("-", text="Phát hiện, bồi dưỡng, tổng kết và nhân rộng điển hình tiên tiến."),
    )),
)  # fmt: skip

DUTIES = (
    Node("1.", text="Đơn vị thành viên đăng ký thi đua, gửi báo cáo và phiếu tự chấm điểm đúng thời hạn.", actor="Đơn vị thành viên"),
    Node("2.", text="Trưởng khối tổng hợp, thẩm định điểm và tổ chức hội nghị tổng kết.", actor="Trưởng khối"),
    Node("3.", text="Phó khối cùng theo dõi, đôn đốc và thẩm định điểm của đơn vị Trưởng khối.", actor="Phó khối"),
)  # fmt: skip

NODES = (
    Node("I.", "MỤC ĐÍCH, YÊU CẦU", children=(
        Node("1.", "Mục đích", "Tạo khí thế thi đua sôi nổi, phấn đấu hoàn thành vượt mức nhiệm vụ năm.", "purpose"),
        Node("2.", "Yêu cầu", "Thiết thực, tiết kiệm, gắn với nhiệm vụ chính trị của từng đơn vị.", "requirement"),
    )),
    Node("II.", "NỘI DUNG THI ĐUA", kind="content", children=CONTENT),
    Node("III.", "TỔ CHỨC THỰC HIỆN", kind="duty", children=DUTIES),
)  # fmt: skip


def made_up_plan(
    name: str,
    year: int,
    deadlines: tuple[Due, ...],
    phases: tuple[PhaseFacts, ...] = (),
    nodes: tuple[Node, ...] = NODES,
) -> PlanFacts:
    """A plan of one bloc's year with the given deadlines; marked as demonstration by its source line."""
    return PlanFacts(
        key=f"{name} {year}",
        campaign={"title": f"Phong trào thi đua {name} năm {year}", "theme": THEME},
        header={
            "day": 20,
            "month": 1,
            "year": year,
            "subject": f"Tổ chức phong trào thi đua năm {year}",
            "opening": f"{name} xây dựng Kế hoạch thi đua năm {year} như sau:",
            "signer_name": "",
            "archive_line": "Lưu: VT",
            "source": "Dữ liệu minh họa",
        },
        bases=(Basis("Quyết định", "18/QĐ-UBND", None, "Chủ tịch UBND tỉnh", "tổ chức các khối thi đua (minh họa)"),),
        nodes=nodes,
        recipients=(("Cơ quan thi đua, khen thưởng tỉnh", "b/c"), ("Các đơn vị trong khối", "")),
        phases=phases,
        deadlines=deadlines,
    )
