"""Every sentence a user can meet has its Chinese, with the same details in it."""

import ast
from collections.abc import Callable, Iterator
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from api.language import CATALOGUES, LANGUAGES
from tests.house.test_refusals import refusals
from tests.house.tree import ROOT, place, python_files, syntax


def catalogue(language: str) -> Catalog:
    with (CATALOGUES / language / "LC_MESSAGES/messages.po").open("rb") as po:
        return read_po(po, locale=language, abort_invalid=True)


def chinese() -> dict[str, str | tuple[str, ...] | list[str]]:
    return {
        entry.id if isinstance(entry.id, str) else entry.id[0]: entry.string
        for entry in catalogue("zh_CN")
        if entry.id and entry.string and not entry.fuzzy
    }


def first_sentence(call: ast.Call) -> str | None:
    match call:
        case ast.Call(
            func=ast.Name(id="msg") | ast.Attribute(attr="text" | "counted"),
            args=[ast.Constant(value=str() as sentence), *_],
        ):
            return sentence
        case _:
            return None


def in_code() -> Iterator[tuple[str, str]]:
    for path in python_files("api"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Call) and (sentence := first_sentence(node)):
                yield f"{place(path, node)} {sentence}", sentence


def in_templates() -> Iterator[tuple[str, str]]:
    environment = Environment(autoescape=True)
    for path in sorted((ROOT / "api").rglob("*.html")):
        template = environment.parse(path.read_text(encoding="utf-8"))
        for line, _, said in extract_from_ast(template, ("_", "ngettext")):
            sentences = (said,) if isinstance(said, str) else said or ()
            for sentence in filter(None, sentences[:1]):
                yield f"{path.relative_to(ROOT)}:{line} {sentence}", sentence


def in_refusals() -> Iterator[tuple[str, str]]:
    for refusal in refusals():
        yield refusal.__qualname__, refusal.message


def details(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("source", [in_code, in_templates, in_refusals])
def test_every_sentence_is_in_the_chinese_catalogue(
    source: Callable[[], Iterator[tuple[str, str]]],
) -> None:
    known = chinese()
    met = dict(source())

    assert met
    assert {at: said for at, said in met.items() if said not in known} == {}


def test_a_translation_names_the_same_details() -> None:
    differing = {
        sentence: said
        for sentence, translated in chinese().items()
        for said in ([translated] if isinstance(translated, str) else translated)
        if details(said) - {"n"} != details(sentence) - {"n"}
    }

    assert differing == {}


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_no_catalogue_has_a_sentence_twice_or_in_doubt(language: str) -> None:
    entries = [entry for entry in catalogue(language) if entry.id]

    assert [entry.id for entry in entries if entry.fuzzy or not entry.string] == []
    path = CATALOGUES / language / "LC_MESSAGES/messages.po"
    assert path.read_text(encoding="utf-8").count("\nmsgid ") == len(entries) + 1
