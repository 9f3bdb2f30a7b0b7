"""Small files made in code: evidence and reports need something to open."""

from django.core.files.base import ContentFile


def small_pdf(name: str, line: str) -> ContentFile:
    """A one-page PDF with one line of Latin text; characters outside ASCII are left out."""
    said = line.encode("ascii", "ignore").decode().replace("\\", "").replace("(", "").replace(")", "")
    text = f"BT /F1 12 Tf 72 760 Td ({said[:80]}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    body += f"startxref\n{body.index('xref' + chr(10))}\n%%EOF\n"
    return ContentFile(body.encode("ascii"), name)
