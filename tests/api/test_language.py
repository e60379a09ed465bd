"""Chinese first, English beside it, and no sentence without its translation."""

from pathlib import Path
from string import Formatter
from typing import cast

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

import api
from api.language import CATALOGUES, accepted, language
from api.problems import STATUS_OF
from tests.api.web import HTTPS, an_app

ROOM = Path(api.__file__).parent


def sentences() -> set[str]:
    """Every msgid that templates, tables and refusals use."""
    used = {kind.message for kind in STATUS_OF}
    for method, pattern, words in (
        ("jinja2.ext:babel_extract", "*.html", {"_": None, "ngettext": (1, 2)}),
        ("python", "*.py", {"msg": None}),
    ):
        for file in sorted(ROOM.rglob(pattern)):
            found = extract_from_file(
                method, file, keywords=words, options={"encoding": "utf-8"}
            )
            for _, said, *_ in found:
                used.add(said[0] if isinstance(said, tuple) else said)
    return used


def chinese() -> dict[str, Message]:
    with (CATALOGUES / "zh_CN/LC_MESSAGES/messages.po").open("rb") as po:
        catalogue = read_po(po, locale="zh_CN")
    return {forms(message.id)[0]: message for message in catalogue if message.id}


def forms(text: object) -> list[str]:
    """A message's text, or its forms for each count."""
    if isinstance(text, (list, tuple)):
        return [str(form) for form in cast("list[str]", text)]
    return [str(text)]


def test_every_sentence_used_is_in_the_chinese_catalogue() -> None:
    known = chinese()

    assert len(sentences()) > 100
    assert sorted(sentences() - set(known)) == []
    assert [m.id for m in known.values() if not m.string or m.fuzzy] == []


def test_a_translation_names_the_details_of_its_sentence_and_no_others() -> None:
    def details(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    wrong = [
        msgid
        for msgid, message in chinese().items()
        for said in forms(message.string)
        if details(said) != details(msgid)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("wishes", "tag"),
    [
        ("", "zh-CN"),
        ("en-GB,en;q=0.9", "en"),
        ("fr, en;q=0.5, zh;q=0.8", "zh-CN"),
        ("zh;q=0.1, en", "en"),
        ("en;q=0", "zh-CN"),
        ("fr", "zh-CN"),
        ("*", "zh-CN"),
        ("en;q=x", "zh-CN"),
        ("ZH-hant-TW", "zh-CN"),
        (";;,,=", "zh-CN"),
    ],
)
def test_the_language_is_the_one_accepted_best(wishes: str, tag: str) -> None:
    assert accepted(wishes) == tag


def test_a_detail_that_is_a_word_of_the_catalogue_is_translated() -> None:
    said = language("zh-CN").text(
        "There is no such {kind}. Check the address or search again.", kind="notice"
    )

    assert said == "没有这个告知。请核对地址或重新查找。"


def test_counts_are_said_as_each_language_counts() -> None:
    words = ("{n} place needs attention", "{n} places need attention")

    assert language("en").counted(*words, 1) == "1 place needs attention"
    assert language("en").counted(*words, 2) == "2 places need attention"
    assert language("zh-CN").counted(*words, 2) == "有 2 处需要修改"


def test_switching_the_language_lasts_and_leads_back() -> None:
    browser = TestClient(an_app(), base_url=HTTPS, follow_redirects=False)

    back = browser.post("/language", data={"language": "en", "next": "/problems"})

    assert (back.status_code, back.headers["location"]) == (303, "/problems")
    page = browser.get("/problems", headers={"Accept-Language": "zh"})
    assert '<html lang="en">' in page.text
    assert "All refusals" in page.text
    browser.post("/language", data={"language": "xx"})
    assert '<html lang="en">' in browser.get("/problems").text
