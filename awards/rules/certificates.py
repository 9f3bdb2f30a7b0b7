"""Where the texts of a certificate stand: names of the fields, first places, checks. Pure; all lengths in millimetres."""

from typing import Any

from awards.states_acts import Align

# Field → (name on the screen, sample for the test print).
FIELDS = {
    "name": ("Tập thể, cá nhân", "Phòng Tổng hợp, Sở Nông nghiệp và Môi trường"),
    "position": ("Chức vụ, đơn vị", "Trưởng phòng, Sở Nông nghiệp và Môi trường"),
    "award": ("Danh hiệu, hình thức", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"),
    "achievement": ("Câu về thành tích", "Đã có thành tích xuất sắc trong phong trào thi đua năm 2026"),
    "decision": ("Số, ngày quyết định", "Quyết định số 512/QĐ-UBND ngày 28/12/2026"),
    "register": ("Số vào sổ", "Số vào sổ: 12/2026"),
    "place_date": ("Địa danh, ngày tháng", "An Sơn, ngày 28 tháng 12 năm 2026"),
    "signer_title": ("Chức danh người ký", "CHỦ TỊCH"),
}
SIZE = (6, 72)
_KEYS = {"x", "y", "width", "size", "align"}


def first_places(width: int, height: int) -> dict[str, dict[str, Any]]:
    """A start for a landscape sheet: lines in the middle, signature below on the right; people measure and move them."""
    middle = {"x": round(width * 0.1), "width": round(width * 0.8), "align": Align.CENTER.value}
    right = {"x": round(width * 0.55), "width": round(width * 0.35), "align": Align.CENTER.value}
    left = {"x": round(width * 0.1), "width": round(width * 0.4), "align": Align.LEFT.value}
    return {
        "award": {**middle, "y": round(height * 0.38), "size": 28},
        "name": {**middle, "y": round(height * 0.48), "size": 24},
        "position": {**middle, "y": round(height * 0.54), "size": 16},
        "achievement": {**middle, "y": round(height * 0.62), "size": 16},
        "place_date": {**right, "y": round(height * 0.72), "size": 14},
        "signer_title": {**right, "y": round(height * 0.77), "size": 14},
        "decision": {**left, "y": round(height * 0.86), "size": 11},
        "register": {**left, "y": round(height * 0.9), "size": 11},
    }


def check_places(places: Any, width: int, height: int) -> dict[str, str]:
    """Problems in words by field; empty when every text stands on the sheet. Fields that are left out are not printed."""
    if not isinstance(places, dict) or not set(places) <= set(FIELDS):
        return {"": "Phôi có dòng chữ không rõ loại."}
    found = {name: _check(place, width, height) for name, place in places.items()}
    return {name: problem for name, problem in found.items() if problem}


def _check(place: Any, width: int, height: int) -> str:
    if not isinstance(place, dict) or set(place) != _KEYS or place["align"] not in Align.values:
        return "Hãy ghi đủ vị trí, chiều rộng, cỡ chữ, cách căn."
    numbers = [place[name] for name in ("x", "y", "width", "size")]
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in numbers):
        return "Vị trí, chiều rộng, cỡ chữ phải là số."
    x, y, wide, size = numbers
    if not (x >= 0 and wide > 0 and x + wide <= width and 0 < y <= height):
        return f"Dòng chữ phải nằm trong khổ {width} × {height} mm."
    return "" if SIZE[0] <= size <= SIZE[1] else f"Cỡ chữ từ {SIZE[0]} đến {SIZE[1]}."
