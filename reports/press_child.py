"""Run as a script by `reports.press`: pages in on standard input, PDFs out, one after another, each in a process of its own.

This process loads the renderer and the fonts once and lays out nothing itself: for every page it forks, and the fork has
limits of time and memory, no settings, no database and a fetcher that refuses every address. Whatever a page does to the
fork, the next one starts from the same clean memory.

A request is one line of JSON ``{"length", "variant", "seconds", "memory"}`` and the page; an answer is one line of JSON
``{"end": "done" | "too_long" | "too_large" | "broken", "length", "peak"}`` (peak memory in KiB) and the PDF.
"""

import io
import json
import logging
import os
import resource
import select
import signal
import sys
import time

BROKEN = 70
_PIECE = 1 << 16


def load():
    """The renderer with its fonts read. Raises OSError when the native libraries are absent."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetchingError

    logging.getLogger("weasyprint").setLevel(logging.ERROR)

    class ClosedFetcher(URLFetcher):
        """Our papers carry everything they need: whatever asks for an address was smuggled in."""

        def fetch(self, url, headers=None):
            raise URLFetchingError("papers fetch nothing")

    fonts, fetcher = FontConfiguration(), ClosedFetcher()

    def lay_out(page: bytes, variant: str) -> bytes:
        html = weasyprint.HTML(string=page.decode(), url_fetcher=fetcher, base_url=None)
        return html.write_pdf(font_config=fonts, pdf_variant=variant)

    warm = "<html lang='vi'><title>.</title><p style='font-family: Liberation Serif'>ề<b>ữ</b><i>ặ</i></p></html>"
    lay_out(warm.encode(), "pdf/ua-1")
    return lay_out


def limit(seconds: int, memory: int) -> None:
    """For a fork: its own memory on top of what was loaded, its time, no files and no dumps."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def work(lay_out, page: bytes, request: dict, out: int) -> None:
    """The fork's whole life. Ends the process: 0 done, BROKEN an error, by a signal when a limit was hit."""
    code = BROKEN
    try:
        limit(request["seconds"], request["memory"])
        with os.fdopen(out, "wb") as pipe:
            pipe.write(lay_out(page, request["variant"]))
        code = 0
    except MemoryError:
        os.kill(os.getpid(), signal.SIGABRT)
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n"[:500])
    finally:
        os._exit(code)


def collect(pipe: int, until: float) -> bytes | None:
    """Everything the fork wrote, or None when its time is over."""
    found = io.BytesIO()
    while (left := until - time.monotonic()) > 0:
        if not select.select([pipe], [], [], left)[0]:
            break
        piece = os.read(pipe, _PIECE)
        if not piece:
            return found.getvalue()
        found.write(piece)
    return None


def verdict(status: int, content: bytes | None) -> str:
    """What the end of a fork means."""
    if content is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)):
        return "too_long"
    if os.WIFSIGNALED(status):
        return "too_large"
    return "done" if os.WEXITSTATUS(status) == 0 and content.startswith(b"%PDF-") else "broken"


def answer(lay_out, request: dict, page: bytes) -> tuple[dict, bytes]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        work(lay_out, page, request, write)
    os.close(write)
    content = collect(read, time.monotonic() + request["seconds"])
    if content is None:
        os.kill(child, signal.SIGKILL)
    os.close(read)
    _, status, used = os.wait4(child, 0)
    end = verdict(status, content)
    content = content if end == "done" else b""
    return {"end": end, "length": len(content), "peak": used.ru_maxrss}, content


def main() -> None:
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    try:
        lay_out = load()
    except OSError:
        sink.write(b'{"end": "missing"}\n')
        return
    sink.write(b'{"end": "ready"}\n')
    sink.flush()
    while line := source.readline():
        request = json.loads(line)
        head, content = answer(lay_out, request, source.read(request["length"]))
        sink.write(json.dumps(head).encode() + b"\n" + content)
        sink.flush()


if __name__ == "__main__":
    main()
