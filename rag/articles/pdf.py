"""Reads a PDF's text layer on standard input, bounded, for rag.articles.saved to call as a child.

It prints {"pages": [text, ...], "error": ""}; the limits hold for this process alone.
"""

from __future__ import annotations

import io
import json
import resource
import sys

MOST_PAGES = 200
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 45


def read(source: bytes) -> dict[str, object]:
    """The text of each page, or in `error` what is wrong with the file and the way out."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(source))
        if reader.is_encrypted and not reader.decrypt(""):
            return _failed("the PDF is locked by a password; save it without")
        if len(reader.pages) > MOST_PAGES:
            return _failed(f"the PDF has {len(reader.pages)} pages; {MOST_PAGES} are the most")
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return _failed(
            f"the PDF cannot be read: {str(error).splitlines()[0] if str(error) else error!r}"
        )
    except MemoryError:
        return _failed("the PDF needs too much memory")
    if not any(page.strip() for page in pages):
        return _failed("the PDF has no text, only pictures of it; run text recognition first")
    return {"pages": pages, "error": ""}


def _failed(reason: str) -> dict[str, object]:
    return {"pages": [], "error": reason}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))
