"""The text of a file somebody sends: .docx and .pdf, read in a process of its own under limits of time and memory."""

import subprocess
import sys
from pathlib import Path, PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import File

from accounts.files import check_upload

MAX_BYTES = 10 * 1024 * 1024
MAX_CHARACTERS = 400_000
SECONDS = 20
_CHILD = Path(__file__).with_name("source_child.py")
_READ = {"docx": "docx", "pdf": "pdf"}
# Exit codes of the child that say what is wrong with the file.
_REASONS = {
    3: "Tệp không có chữ đọc được (có thể là bản quét). Hãy dán nội dung, hoặc dùng tệp Word.",
    4: "Tệp quá dài (tối đa 100 trang PDF, 400.000 ký tự).",
    5: "Tệp có mật khẩu nên không đọc được.",
}


def text_of_file(file: File) -> str:
    """The text of a checked .docx or .pdf, a paragraph a line; tables as rows of cells between « | ».

    Raises ValidationError with one Vietnamese sentence.
    """
    checked = check_upload(file, max_bytes=MAX_BYTES)
    extension = PurePosixPath(checked.name).suffix.lstrip(".").lower()
    if extension not in _READ:
        raise ValidationError("Chỉ đọc được tệp .docx và .pdf. Với loại tệp khác, hãy dán nội dung.", code="extension")
    file.seek(0)
    command = [sys.executable, "-I", str(_CHILD), _READ[extension]]
    try:
        done = subprocess.run(command, input=file.read(), capture_output=True, timeout=SECONDS, env={}, check=False)
    except (subprocess.SubprocessError, OSError) as error:
        raise ValidationError("Tệp mất quá nhiều thời gian để đọc nên không nhận.", code="slow") from error
    if done.returncode:
        raise ValidationError(_REASONS.get(done.returncode, "Tệp hỏng hoặc không đúng định dạng."), code="unreadable")
    text = done.stdout.decode("utf-8", "replace")
    if len(text) > MAX_CHARACTERS:
        raise ValidationError(_REASONS[4], code="long")
    return text
