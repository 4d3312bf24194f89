"""A PDF holds the words it is given, whatever they are; the same words give the same bytes; and it is tagged."""

from __future__ import annotations

import re
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from concordat.core import pdf as pdf_module
from concordat.core.pdf import NoPdf, pdf
from concordat.core.prose import Heading, Part, Points, Said, Shown
from concordat.core.shown import WHOLE, Table, column

AS_OF = date(2026, 11, 22)
HOSTILE = (
    '#import "/etc/passwd"', '#read("/etc/passwd")', '#eval("1")', "$x^2$", "*a* _b_ `c`", "= a", "- b", "+ c",
    "/ d: e", "@ref <label>", "\\ // comment", "/* c", "#", "]", "}", '"', "\x00\x07", "\ud800", "~ -- ...",
    "https://a.example", "",
)  # fmt: skip


def paper(words: str) -> tuple[Part, ...]:
    """The same words wherever words can stand."""
    table = Table(title=words, columns=(column(words), column("Number", WHOLE)), rows=((words, 1), (words, None)))
    return (
        Heading(words=words), Heading(words=words, level=2), Said(words=words, bold=words),
        Points(items=(words, words)), Points(items=(words,), numbered=True), Shown(table=table, widths=(3, 1)),
    )  # fmt: skip


def test_no_words_are_markup() -> None:
    """Text that typst would read as markup fails to compile, or reads a file: none of this does either."""
    for words in HOSTILE:
        assert pdf(words or "Untitled", AS_OF, paper(words), words).startswith(b"%PDF-"), words


@pytest.mark.parametrize("words", [each for each in HOSTILE if each.isprintable() and each.strip()])
def test_hostile_words_are_set_as_they_are(words: str) -> None:
    """They are read back letter by letter, so none of them was obeyed."""
    assert words in _read(pdf("Title", AS_OF, (Said(words=words),)))


def test_the_same_words_are_the_same_bytes_in_any_thread() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: pdf("Minutes", AS_OF, paper("words"), "foot"), range(8)))
    assert len(made) == 1
    assert pdf("Minutes", date(2026, 11, 23), paper("words"), "foot") not in made


def test_it_is_tagged_and_says_its_language_and_title() -> None:
    made = pdf("Minutes of 12 November", AS_OF, paper("words"))
    for part in (rb"/StructTreeRoot", rb"/Lang ?\(en-GB\)", rb"pdfuaid:part>1<", rb"/DisplayDocTitle true"):
        assert re.search(part, made), part
    assert b"/TH" in _unpacked(made) and b"/H1" in _unpacked(made)


def test_without_typst_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    pdf_module._typst.cache_clear()
    with pytest.raises(NoPdf, match=r"concordat\[papers\]"):
        pdf("Minutes", AS_OF, ())


def _read(made: bytes) -> str:
    """The words on its pages: each glyph by the table of its font, fonts being numbered as their tables follow."""
    streams = _unpacked(made)
    tables = [
        dict(re.findall(rb"<(\w{4})> <(\w{4})>", each)) for each in re.findall(rb"beginbfchar(.*?)end", streams, re.S)
    ]
    drawn = re.findall(rb"/f(\d+) [\d.]+ Tf.*?Tm(.*?)T[jJ]\n", streams, re.DOTALL)
    return "".join(_letters(tables[int(font)], text) for font, text in drawn)


def _letters(table: dict[bytes, bytes], text: bytes) -> str:
    parts = re.findall(rb"\(((?:\\.|[^\\()])*)\)", text, re.DOTALL)
    glyphs = b"".join(re.sub(rb"\\([()])", rb"\1", each).decode("unicode_escape").encode("latin-1") for each in parts)
    codes = (glyphs[place : place + 2].hex().upper().encode() for place in range(0, len(glyphs), 2))
    return "".join(chr(int(table[code], 16)) for code in codes)


def _unpacked(made: bytes) -> bytes:
    """The bytes with every compressed stream unpacked beside them."""
    found = [made]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(stream))
        except zlib.error:  # a font, or metadata, which is not compressed
            continue
    return b"\n".join(found)
