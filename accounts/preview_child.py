"""Run as a script by `accounts.previews`: a file on standard input, the number of pages and one JPEG on the output."""

import io
import resource
import sys

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 10
WIDTH, HEIGHT = 1600, 2200
MAX_PIXELS = 64_000_000


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def pdf_page(data: bytes, number: int):
    """The number of pages and one of them as a picture."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(2.0, WIDTH / max(width, 1), HEIGHT / max(height, 1))
    return len(document), page.render(scale=scale).to_pil()


def picture(data: bytes):
    """A picture upright and without what the camera wrote into it (place, time, device)."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow refuses at twice this
    image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    image.draft("RGB", (WIDTH, HEIGHT))
    image.thumbnail((WIDTH, HEIGHT))
    return 1, ImageOps.exif_transpose(image)


def main(kind: str, number: int) -> None:
    limit()
    data = sys.stdin.buffer.read()
    if number < 1 or (kind == "picture" and number > 1):
        raise SystemExit(2)
    pages, image = pdf_page(data, number) if kind == "pdf" else picture(data)
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=82)
    sys.stdout.buffer.write(b"%d\n" % pages + out.getvalue())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
