"""What the paper says in all: needed parts, closing mark, appendices, figures its kind cannot do without."""

from collections.abc import Iterator

from reports.blocks import ListItem, Paper, Paragraph, Signature, SignatureGrid
from reports.kinds import KINDS
from reports.layouts import layouts
from reports.papers import paper_of
from reports.states import DocumentKind as K

from .finding import Facts, Finding, is_party, stop, texts, warn

_NO_RANKING = "Khối chưa công bố kết quả xếp hạng nên văn bản chưa có số liệu. Hãy công bố rồi ban hành."


def check(facts: Facts) -> Iterator[Finding]:
    yield from _parts(facts)
    yield from _tokens(facts)
    paper = paper_of(facts)
    yield from _closing(facts, paper)
    yield from _appendix(paper)
    yield from _figures(facts)


def _parts(facts: Facts) -> Iterator[Finding]:
    written = {part["key"]: part["text"].strip() for part in facts.get("parts", ())}
    for part in KINDS[facts["kind"]].parts:
        if part.needed and not written.get(part.key):
            name = " ".join(word for word in (part.label, part.title) if word) or part.hint
            yield stop(f"part:{part.key}", f"Phần «{name.rstrip('.')}» còn trống.")
    if facts["kind"] == K.PLAN and not facts["nodes"]:
        yield stop("nodes", "Kế hoạch chưa có nội dung.")


def _tokens(facts: Facts) -> Iterator[Finding]:
    for para in texts(facts):
        if "[[" in para.text:
            yield stop(para.key, "Còn chỗ ghi [[…]] chưa gắn với mốc thời hạn. Hãy chọn mốc hoặc viết thẳng thời hạn.")


def _closing(facts: Facts, paper: Paper) -> Iterator[Finding]:
    """The text ends with the layout's mark, which is set by itself; a paper that ends with a table has nowhere to put it."""
    mark = layouts()[facts["layout"]].end_mark
    blocks = [block for block in paper.sections[0].blocks if not isinstance(block, Signature | SignatureGrid)]
    if not isinstance(blocks[-1], Paragraph | ListItem):
        yield warn("closing", f"Văn bản kết thúc bằng bảng nên thiếu dấu «{mark}». Hãy thêm một câu kết.")
    for para in texts(facts):
        inner = para.text.strip().removesuffix("./.")
        if "./." in inner or (is_party(facts) and "./." in para.text):
            yield warn(
                para.key, "Dấu «./.» chỉ đặt một lần ở cuối văn bản hành chính; hệ thống tự đặt. Hãy bỏ dấu này."
            )


def _appendix(paper: Paper) -> Iterator[Finding]:
    body = " ".join(run.text for block in paper.sections[0].blocks for run in getattr(block, "runs", ())).lower()
    if len(paper.sections) > 1 and "phụ lục" not in body and "kèm theo" not in body:
        yield warn("parts", "Văn bản có phụ lục nhưng nội dung chưa nhắc đến. Hãy ghi «(Phụ lục kèm theo)» ở chỗ dùng.")


def _figures(facts: Facts) -> Iterator[Finding]:
    data, inputs = facts.get("data", {}), facts.get("inputs", {})
    match facts["kind"]:
        case K.SCORE_TABLE | K.RESULT_NOTICE if not data.get("ranking"):
            yield stop("data", _NO_RANKING)
        case K.DIVISION if not data.get("blocs"):
            yield stop("data", f"Năm {facts['year']} chưa có khối nào. Hãy lập khối và thành viên của năm trước.")
        case K.PLEDGE if not data.get("members"):
            yield stop("data", "Khối chưa có đơn vị thành viên nên giao ước chưa có chỗ ký.")
        case K.BLOC_MIDYEAR | K.BLOC_YEAR if data.get("missing"):
            count = len(data["missing"])
            yield warn("data", f"Còn {count} đơn vị chưa gửi báo cáo; văn bản in danh sách các đơn vị này.")
        case K.REMINDER if not data.get("late"):
            yield warn("data", "Không có đơn vị nào chưa nộp theo mốc này. Hãy kiểm tra trước khi gửi công văn.")
        case K.PROPOSAL if not (data.get("proposed") or inputs.get("proposed")):
            yield stop("data", "Chưa có tập thể, cá nhân nào được đề nghị.")
        case K.AWARD_SUBMIT | K.AWARD_DECISION if not data.get("awards"):
            yield stop("data", "Dự thảo chưa có tập thể, cá nhân nào.")
        case K.AWARD_BONUS if not data.get("bonuses"):
            yield stop("data", "Chưa có quyết định đã công bố nên chưa có danh sách tiền thưởng.")
        case K.AWARD_BONUS if data.get("unconfirmed"):
            yield warn("data", "Có mức thưởng tính từ nguồn cần xác nhận. Hãy đối chiếu trước khi ban hành.")
        case K.COUNTING if not inputs.get("candidates"):
            yield stop("input:candidates", "Chưa có kết quả kiểm phiếu.")
        case K.REGISTRATION:
            yield from _registered(data, inputs)
        case K.MERIT_PERSON if not inputs.get("name"):
            yield stop("input:name", "Chưa ghi họ và tên người được báo cáo thành tích.")
        case K.INVITATION:
            yield from _meeting(inputs)


def _registered(data: dict, inputs: dict) -> Iterator[Finding]:
    if not data.get("targets"):
        yield warn("data", "Đơn vị chưa đăng ký chỉ tiêu nào trong kế hoạch này.")
    parts = (
        ("movements", "movements", "phong trào thi đua"),
        ("titles", "aims", "danh hiệu, hình thức khen thưởng đăng ký"),
    )
    for name, registered, words in parts:
        if not inputs.get(name) and not data.get(registered):
            yield warn(f"input:{name}", f"Bản đăng ký chưa ghi {words}.")


def _meeting(inputs: dict) -> Iterator[Finding]:
    named = (("guests", "người được mời"), ("time", "thời gian"), ("place", "địa điểm"))
    for name, words in named:
        if not inputs.get(name):
            yield stop(f"input:{name}", f"Giấy mời chưa ghi {words}.")
