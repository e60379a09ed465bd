"""Chooses the language of an answer and says sentences in it.

A msgid is the English sentence itself. The catalogues are .po files, read and compiled in
memory at start; a sentence without a translation shows in English.
"""

import gettext
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from starlette.requests import HTTPConnection

CATALOGUES: Final = Path(__file__).parent / "console" / "translations"

LANGUAGES: Final[Mapping[str, str]] = {"zh-CN": "zh_CN", "en": "en"}
"""Language tags and the catalogue of each; the first is the default."""

COOKIE: Final = "suian_language"

_WISH: Final = re.compile(
    r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([0-9.]+))?\s*"
)


def msg(sentence: str) -> str:
    """Return the sentence as it is; marks a msgid that stands in a table."""
    return sentence


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its tag and its sentences."""

    tag: str
    catalogue: gettext.GNUTranslations

    def text(self, sentence: str, **details: str | int) -> str:
        """Return the sentence in this language, with its {named} details filled in.

        A detail that is itself a sentence of the catalogue is translated too.
        """
        said = self.catalogue.gettext(sentence)
        return said.format_map(self._said(details)) if details else said

    def counted(self, one: str, many: str, n: int) -> str:
        """Return the sentence for a count, named {n} in it."""
        return self.catalogue.ngettext(one, many, n).format(n=n)

    def _said(self, details: Mapping[str, str | int]) -> dict[str, str | int]:
        return {
            name: self.catalogue.gettext(detail)
            if isinstance(detail, str) and detail
            else detail
            for name, detail in details.items()
        }


@cache
def language(tag: str) -> Language:
    """Return a language by its tag, compiled once."""
    path = CATALOGUES / LANGUAGES[tag] / "LC_MESSAGES" / "messages.po"
    compiled = BytesIO()
    with path.open("rb") as po:
        write_mo(compiled, read_po(po, locale=LANGUAGES[tag]))
    compiled.seek(0)
    return Language(tag, gettext.GNUTranslations(compiled))


def language_of(request: HTTPConnection) -> Language:
    """Return the language for an answer: the one switched to, else the one accepted."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return language(chosen)
    return language(accepted(request.headers.get("accept-language", "")))


def accepted(wishes: str) -> str:
    """Return the tag that suits an Accept-Language header best; Chinese when none does."""
    default, *_ = LANGUAGES
    by_prefix = {tag.split("-")[0]: tag for tag in LANGUAGES}
    ranked: list[tuple[float, str]] = []
    for part in wishes.split(","):
        wish = _WISH.fullmatch(part)
        if wish and (tag := by_prefix.get(wish[1].lower())):
            ranked.append((_quality(wish[2]), tag))
    best = max(ranked, key=lambda wish: wish[0], default=(0.0, default))
    return best[1] if best[0] > 0 else default


def _quality(text: str | None) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
