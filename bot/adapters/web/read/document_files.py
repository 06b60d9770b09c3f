"""Model documents as files: plain text, and Word by python-docx."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, time
from urllib.parse import quote

from bot.handlers.library import Document
from bot.handlers.replies import wording

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT_POINTS = 11
# A line this long that goes on in lower case was only wrapped for a screen.
WRAPPED_FROM = 60
_COLUMN_GAP = re.compile(r" {2,}")


def attachment(document: Document, ending: str) -> dict[str, str]:
    """Headers that make a browser save the file under the document's id."""
    name = quote(f"{document.id}.{ending}", safe="")
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Cache-Control": "no-cache",
    }


def _flowing(paragraph: str) -> str:
    """A paragraph as Word likes it: wrapped prose runs on, columns stand on tab stops.

    Every other line end becomes a line break, so that blanks to fill keep their lines.
    """
    lines: list[str] = []
    for line in paragraph.split("\n"):
        if lines and len(lines[-1]) >= WRAPPED_FROM and line[:1].islower():
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return "\n".join(_COLUMN_GAP.sub("\t", line) for line in lines)


def docx(document: Document, signed: str) -> bytes:
    """The document as a Word file: its title, its paragraphs, what it is and who signed it."""
    # Takes several megabytes, and few ever ask for a file.
    import docx as python_docx  # noqa: PLC0415
    from docx.shared import Inches, Pt  # noqa: PLC0415

    word = python_docx.Document()
    made = datetime.combine(document.sources_read, time(), tzinfo=UTC)
    properties = word.core_properties
    properties.title = document.title
    properties.author = properties.last_modified_by = document.owner
    properties.comments = document.purpose
    properties.language = "en-US"
    properties.created = properties.modified = made
    word.styles["Normal"].font.size = Pt(FONT_POINTS)
    word.add_heading(document.title, level=1)
    for paragraph in document.text.split("\n\n"):
        if paragraph.strip():
            word.add_paragraph(_flowing(paragraph.strip("\n")))
    note = wording.DOCUMENT_NOTE.format(signed=signed)
    section = word.sections[0]
    section.left_margin = section.right_margin = Inches(1)
    section.footer.paragraphs[0].text = note
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()
