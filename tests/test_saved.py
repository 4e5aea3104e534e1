"""Saved pages as lines: HTML, the text layer of a PDF, and files that are neither."""

from __future__ import annotations

import io
import textwrap

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from rag.articles.article import parse
from rag.articles.drafting import draft
from rag.articles.pdf import MOST_PAGES, read
from rag.articles.saved import MAX_BYTES, read_saved
from rag.errors import ArticleError

HTML = """<!DOCTYPE html>
<html><head><title>Limps - A Hospital</title><style>p { color: red }</style>
<script>alert("no")</script></head>
<body><nav><a href="/">Home</a></nav>
<main><h1>How is a <em>limp</em> imaged?</h1>
<p>Last updated: March 4, 2025</p>
<h2>First test</h2>
<p>In a limping child, a radiograph comes first.<sup>1</sup> Platelets of 450 &times;
10<sup>9</sup>/L or a lump of 3 cm<sup>3</sup> change that.<sup>[1, 2]</sup></p>
<ul><li>Fever above 38.5&nbsp;&deg;C.<sup>2</sup></li>
<li><p>A *starred* and_under item. [1]</p></li></ul>
<h3>Nothing under this</h3>
<h2>Ages</h2>
<table><tr><th>Age</th><th>Test</th></tr>
<tr><td>Under 3 years</td><td>Ultra\u00adsound | first<sup>1</sup></td></tr></table>
<!-- a comment --><form><p>Subscribe</p></form>
<h2>References</h2>
<ol><li>Doe A. Limping. A Journal. 2019.</li><li>College of Limps. A guideline, 2023.</li></ol>
</main><footer>All rights reserved</footer></body></html>
"""


def lines(source: str | bytes) -> list[str]:
    return read_saved(source if isinstance(source, bytes) else source.encode()).text.split("\n")


def refused(source: bytes) -> str:
    with pytest.raises(ArticleError) as caught:
        read_saved(source)
    assert "\n" not in caught.value.reason
    return caught.value.reason


def pdf(*pages: str) -> bytes:
    """A PDF whose pages hold these lines, in Helvetica."""
    writer = PdfWriter()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject(
        {
            NameObject("/F1"): DictionaryObject(
                {NameObject(k): NameObject(v) for k, v in font.items()}
            )
        }
    )
    for text in pages:
        page = writer.add_blank_page(width=595, height=842)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = "".join(
            f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj T* "
            for line in text.split("\n")
        )
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 10 Tf 12 TL 40 800 Td {shown}ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_html_becomes_its_article_line_by_line() -> None:
    assert lines(HTML) == [
        "How is a limp imaged?",
        "Last updated: March 4, 2025",
        "## First test",
        "In a limping child, a radiograph comes first. [1] Platelets of 450 × 10⁹/L or a lump of "
        "3 cm³ change that. [1, 2]",
        "• Fever above 38.5 °C. [2]",
        "• A *starred* and_under item. [1]",
        "### Nothing under this",
        "## Ages",
        "| Age | Test |",
        "| Under 3 years | Ultrasound / first [1] |",
        "## References",
        "• Doe A. Limping. A Journal. 2019.",
        "• College of Limps. A guideline, 2023.",
    ]


def test_an_html_page_is_drafted_with_its_headings_marks_and_table() -> None:
    slug, text = draft(read_saved(HTML.encode()))
    article = parse(text.encode(), slug)
    assert (slug, article.title) == ("how-is-a-limp-imaged", "How is a limp imaged?")
    assert [s.path for s in article.sections] == [("First test",), ("Ages",)]
    assert [r.year for r in article.references] == [2019, 2023]
    kinds = [b.kind for s in article.sections for b in s.blocks]
    assert kinds == ["paragraph", "item", "item", "header", "row"]
    assert article.sections[0].blocks[2].text == "A *starred* and_under item."
    assert [m.number for m in article.sections[0].blocks[0].marks] == [1, 1, 2]


def test_a_row_of_too_many_cells_keeps_them_all() -> None:
    wide = HTML.replace("first<sup>1</sup></td>", "first<sup>1</sup></td><td>always</td>")
    assert (
        "| Under 3 years | Ultrasound / first [1]; always |" in draft(read_saved(wide.encode()))[1]
    )


def test_text_before_the_first_heading_of_a_page_gets_one_to_name() -> None:
    page = HTML.replace("<h2>First test</h2>", "")
    assert "## TODO: name this section\n\nIn a limping child" in draft(read_saved(page.encode()))[1]


@pytest.mark.parametrize(
    ("raised", "text"),
    [
        ("done.<sup>1-3</sup> Next", "done. [1-3] Next"),
        ("done.<sup> [2] </sup>", "done. [2]"),
        ("<sup>123</sup>I-MIBG", "¹²³I-MIBG"),
        ("5 m<sup>2</sup>", "5 m²"),
        ("the 4<sup>th</sup> day", "the 4th day"),
    ],
)
def test_superscripts_are_marks_exponents_isotopes_or_letters(raised: str, text: str) -> None:
    assert lines(f"<html><h1>T</h1><p>{raised}</p></html>") == ["T", text]


def test_a_page_without_a_heading_takes_its_title() -> None:
    assert lines("<html><title>A page</title><body><p>x</p></body></html>") == ["A page", "x"]
    assert refused(b"<html><body><p>x</p></body></html>").startswith("the page has neither")


def test_elements_nested_without_end_are_refused() -> None:
    deep = "<html><h1>T</h1>" + "<div>" * 5000 + "x" + "</div>" * 5000
    assert "nested more than" in refused(deep.encode())
    inline = "<html><h1>T</h1>" + "<b>" * 5000 + "x" + "</b>" * 5000
    assert "nested without end" in refused(inline.encode())


PARAGRAPH = (
    "In a limping child, a radiograph of the hip and of the whole leg comes first, and ultra-\n"
    "sound follows where the radiograph is normal and the child has fever or refuses to walk\n"
    "(about 30%). [1]"
)


def test_a_pdf_becomes_its_text_without_page_furniture_and_line_breaks() -> None:
    pages = [
        "A Hospital\nHow is a limp imaged?\nLast updated: March 4, 2025\n"
        f"First test\n{PARAGRAPH}\n1",
        f"A Hospital\nLater tests\n{PARAGRAPH}\n- Fever. [1]\n2",
        "A Hospital\nReferences\n1. Doe A. Limping. A Journal. 2019.\n3",
    ]
    joined = PARAGRAPH.replace("ultra-\n", "ultra").replace("\n", " ")
    assert lines(pdf(*pages)) == [
        "How is a limp imaged?",
        "Last updated: March 4, 2025",
        "First test",
        joined,
        "Later tests",
        joined,
        "• Fever. [1]",
        "References",
        "1. Doe A. Limping. A Journal. 2019.",
    ]
    slug, text = draft(read_saved(pdf(*pages)))
    article = parse(text.encode(), slug)
    assert [s.path[-1] for s in article.sections] == ["First test", "Later tests"]


def test_ligatures_and_hidden_characters_of_a_page_are_written_out() -> None:
    assert lines("<html><h1>ﬁrst\u200b ﬂow\u00a0of \u00adx</h1></html>") == ["first flow of x"]


def test_a_pdf_of_pictures_is_refused_with_the_way_out() -> None:
    assert refused(pdf("")) == (
        "the PDF has no text, only pictures of it; run text recognition first"
    )


def test_a_locked_pdf_is_refused_with_the_way_out() -> None:
    writer = PdfWriter(io.BytesIO(pdf("text")))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert refused(out.getvalue()) == "the PDF is locked by a password; save it without"


def test_a_broken_pdf_is_refused_in_one_line() -> None:
    assert refused(b"%PDF-1.7\n" + b"\xff\x00" * 500).startswith("the PDF cannot be read")
    whole = pdf("text")
    assert refused(whole[: len(whole) // 3]).startswith("the PDF cannot be read")


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert "200 are the most" in str(read(pdf(*["x"] * (MOST_PAGES + 1)))["error"])


def test_a_pdf_that_is_never_read_through_is_given_up() -> None:
    with pytest.raises(ArticleError, match=r"the PDF was not read within 0\.01 s"):
        read_saved(pdf("text"), pdf_seconds=0.01)


def test_what_is_neither_is_refused_with_its_line() -> None:
    assert (
        refused(b"a\nb\n\xff")
        == "neither PDF nor HTML nor UTF-8 text; save the page as one of them"
    )
    assert refused(b"x" * (MAX_BYTES + 1)) == "larger than 20 MiB"


def test_plain_text_is_left_as_it_is() -> None:
    text = textwrap.dedent("Limp <5 years\n• item\n")
    assert read_saved(text.encode()) == (text, ".txt")
