"""A sheet becomes A4 with its font in it, whatever its characters are."""

import hashlib
import re
import zlib
from datetime import UTC, datetime

import pytest

from api.printing.every import FORMS
from api.printing.form import Filled, Form
from api.printing.paper import FONTS, RARE, pdf, rare, with_rare_named
from api.printing.sheet import Block, Sheet, text

NOW = datetime(2026, 3, 2, 6, 10, tzinfo=UTC)
A4 = (595, 841)


def a_sheet(*words: str) -> Sheet:
    rows = tuple((text("姓名", each),) for each in words)
    return Sheet(8, "演示表", (Block("", rows),), "页脚")


def inflated(document: bytes) -> bytes:
    """Return a PDF with its compressed streams readable."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    plain = [document]
    for stream in streams:
        try:
            plain.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(plain)


def pages(document: bytes) -> list[tuple[int, int]]:
    boxes = re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+)", inflated(document))
    return [(int(float(w)), int(float(h))) for w, h in boxes]


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.title)
def test_every_form_can_be_printed_empty_on_a4(form: Form) -> None:
    sheet = Sheet(form.number, form.title, form.parts(Filled()), "空白表")

    document = pdf([sheet], NOW)

    assert document.startswith(b"%PDF-")
    assert set(pages(document)) == {A4}


def test_form_8_fits_on_one_side() -> None:
    form = FORMS[8]

    document = pdf([Sheet(8, form.title, form.parts(Filled()), "空白表")], NOW)

    assert len(pages(document)) == 1


def test_the_chinese_font_is_in_the_file() -> None:
    document = inflated(pdf([a_sheet("演示甲")], NOW))

    assert b"NotoSansCJKsc" in document
    assert b"/FontFile3" in document


def test_each_sheet_begins_on_a_page_of_its_own() -> None:
    assert len(pages(pdf([a_sheet("演示甲"), a_sheet("演示乙")], NOW))) == 2


def test_the_same_sheet_at_the_same_moment_is_the_same_file() -> None:
    assert pdf([a_sheet("演示甲")], NOW) == pdf([a_sheet("演示甲")], NOW)


def test_names_beyond_gb2312_need_no_other_font() -> None:
    assert rare(a_sheet("演示喆", "演示堃", "演示祎")) == ""


def test_a_character_the_font_lacks_is_named_at_the_foot() -> None:
    sheet = a_sheet("演示𬭎", "演示𬭎")

    assert rare(sheet) == "𬭎"
    assert with_rare_named(sheet).foot == f"页脚 · {RARE}𬭎"
    assert with_rare_named(a_sheet("演示甲")).foot == "页脚"


def test_the_font_is_the_one_the_notice_describes() -> None:
    sums = (FONTS / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in sums)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FONTS.iterdir()
        if path.suffix in {".otf", ".txt"}
    }

    assert found == listed
