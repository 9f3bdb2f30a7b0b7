"""Words by which plans are read: lists, not rules.

Collected from the forms of Nghị định 30/2020/NĐ-CP (phụ lục III, names of documents), the Party's guides on form, and
the usual wording of plans of emulation blocs. A list is made longer when a document uses another word; nothing here
names one bloc, one province or one office.
"""

# Names of documents as bases cite them (Nghị định 30/2020/NĐ-CP, phụ lục III, mục I; laws; Party documents).
CITED_TYPES = (
    "Nghị quyết liên tịch", "Nghị quyết", "Nghị định", "Quyết định", "Quy định", "Quy chế", "Chỉ thị", "Chương trình hành động",
    "Chương trình", "Kế hoạch", "Kết luận", "Hướng dẫn", "Thông tư liên tịch", "Thông tư", "Thông báo", "Công văn", "Công điện",
    "Văn bản", "Báo cáo", "Biên bản", "Đề án", "Phương án", "Tờ trình", "Thông tri", "Quy trình", "Bản giao ước",
)  # fmt: skip
LAWS = ("Bộ luật", "Luật", "Pháp lệnh", "Hiến pháp")

# What an official paper of this kind may be called.
PAPER_TYPES = (
    "KẾ HOẠCH", "CHƯƠNG TRÌNH", "HƯỚNG DẪN", "PHƯƠNG ÁN", "ĐỀ ÁN", "THÔNG BÁO", "QUY CHẾ", "QUY ĐỊNH", "QUYẾT ĐỊNH",
    "GIAO ƯỚC THI ĐUA", "BẢN GIAO ƯỚC", "ĐIỀU LỆ", "THỂ LỆ", "CHỈ THỊ",
)  # fmt: skip

# With these a paragraph before the first heading names what the paper is based on.
BASIS_LEADS = (
    "căn cứ", "thực hiện", "triển khai thực hiện", "triển khai", "theo", "hưởng ứng", "tiếp tục thực hiện", "trên cơ sở",
    "để thực hiện", "nhằm thực hiện", "xét", "để triển khai",
)  # fmt: skip

# Who stands at the head of a sentence that announces the paper («…, UBND huyện ban hành Kế hoạch … như sau:»).
BODIES = (
    "Khối", "Cụm", "UBND", "Ủy ban", "Uỷ ban", "Sở", "Ban", "Hội đồng", "Trưởng", "Văn phòng", "Công ty", "Tổng công ty", "Bộ",
    "Đảng ủy", "Đảng uỷ", "Liên đoàn", "Đơn vị", "Cơ quan", "Tỉnh ủy", "Tỉnh đoàn", "Công đoàn", "Cục", "Tổng cục", "Viện", "Trường",
    "Bệnh viện", "Hội", "Ngân hàng", "Kho bạc", "Tòa án", "Viện kiểm sát", "Công an", "Bảo hiểm", "Phòng", "Trung tâm", "Tập đoàn",
    "Thành ủy", "Huyện ủy", "Quận", "Huyện", "Xã", "Phường",
)  # fmt: skip
ANNOUNCES = (
    "xây dựng",
    "ban hành",
    "đề ra",
    "lập",
    "triển khai",
    "thống nhất",
    "tổ chức",
    "phát động",
    "hướng dẫn",
    "quy định",
)

# What an item is about, by the words of its title (first match wins); the kinds of PlanNode.
KINDS = (
    ("purpose", ("mục đích", "mục tiêu", "ý nghĩa")),
    ("requirement", ("yêu cầu",)),
    ("phase", ("đợt thi đua", "các đợt", "các giai đoạn", "giai đoạn thi đua", "phát động các đợt", "phát động thi đua theo đợt")),
    ("timetable", ("thời gian", "tiến độ", "lộ trình", "lịch", "chế độ báo cáo", "thời hạn", "thông tin, báo cáo", "các mốc")),
    ("standard", ("tiêu chuẩn", "tiêu chí", "hình thức khen", "mức khen", "đề nghị khen", "bình xét", "bình bầu", "xét khen", "chấm điểm", "danh hiệu")),
    ("solution", ("giải pháp", "biện pháp")),
    ("duty", ("tổ chức thực hiện", "trách nhiệm", "phân công", "nhiệm vụ của", "đối với các đơn vị", "kinh phí")),
    ("content", ("nội dung", "chủ đề", "phong trào", "chỉ tiêu", "nhiệm vụ", "đối tượng", "phạm vi")),
)  # fmt: skip

# Offices a paper can go to, or that do something. Order matters: the deputy's name contains the leader's.
DEPUTY = r"phó\s+(?:các\s+)?(?:trưởng\s+)?(?:khối|cụm)|(?:khối|cụm)\s+phó|phó\s+trưởng\s+(?:khối|cụm)"
LEADER = (
    r"(?:khối|cụm)\s+trưởng|trưởng\s+(?:khối|cụm)|thường\s+trực\s+(?:khối|cụm)|đơn\s+vị\s+trưởng"
    r"|\btrưởng\s*(?:,|và|&)|(?:cơ\s+quan|đơn\s+vị)\s+thường\s+trực\s+(?:khối|cụm)"
)
COUNCIL = r"hội\s+đồng\s+(?:thi\s+đua|tđ|tđkt)|hđ\s*tđ\s*-?\s*kt"
BOARD = (
    r"ban\s+thi\s+đua|ban\s+tđ\s*-?\s*kt|(?:sở|phòng|vụ|ban)\s+nội\s+vụ|(?:phòng|vụ|bộ\s+phận)\s+thi\s+đua|cơ\s+quan\s+thường\s+trực\s+(?:hội|thi)"
    r"|vụ\s+tđ\s*-?\s*kt|phòng\s+tđ\s*-?\s*kt|vụ\s+tổ\s+chức\s+cán\s+bộ|thường\s+trực\s+hội\s+đồng\s+thi\s+đua"
)
MEMBERS = r"(?:các|từng|mỗi|những)\s+(?:cơ\s+quan|đơn\s+vị|thành\s+viên|sở|doanh\s+nghiệp|ban|công\s+ty|trường|xã|phường)|thành\s+viên\s+(?:trong\s+)?(?:khối|cụm)"
CENTRAL = r"trung\s+ương|\btw\b|chính\s+phủ"
OTHERS = r"(?:các\s+)?bộ,\s*(?:ban,\s*)?ngành(?:\s+(?:cấp\s+trên|trung\s+ương))?|cấp\s+trên|(?:chủ\s+tịch\s+)?(?:ubnd|ủy\s+ban\s+nhân\s+dân)\s+(?:tỉnh|thành\s+phố|huyện|xã|phường)"

# How a mark behind a recipient reads: «(b/c)», «(để thực hiện)».
RECIPIENT_MARKS = r"b/c|báo cáo|để\b.*|thực hiện|phối hợp|th/h|t/h|p/h|đăng.*|chỉ đạo|biết|để b/c"
