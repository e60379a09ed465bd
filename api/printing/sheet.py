"""A sheet of paper as data: blocks of labelled fields, tables, words and signatures.

A form says what stands where; `paper.py` alone knows how it is drawn. Words are Chinese:
the forms are (domain rules 1.5).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any, Final, cast

from api.console.choices import CHOICES
from api.language import language

CHINESE: Final = "zh-CN"


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what stands beside it: words, or the list of codes and its boxes.

    `share` is how much of the row's width it takes, compared with its neighbours. An empty
    box is to be filled in by hand.
    """

    label: str
    value: str = ""
    options: str = ""
    boxes: tuple[str, ...] = ()
    share: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of fields under a title, which may be empty."""

    title: str
    rows: tuple[tuple[Field, ...], ...]
    kind: str = "block"


@dataclass(frozen=True, slots=True)
class Table:
    """Lines under headings; `shares` are the columns' widths compared with each other."""

    title: str
    headings: tuple[str, ...]
    shares: tuple[int, ...]
    lines: tuple[tuple[str, ...], ...]
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs to be read before signing, or how to fill the form in."""

    paragraphs: tuple[str, ...]
    kind: str = "words"


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on: what each is for, and the name if it is on record."""

    fields: tuple[Field, ...]
    kind: str = "signatures"


Part = Block | Table | Words | Signatures


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form of one person, or a blank one; `foot` says of what and when it was printed.

    A sheet of our own, which is no work form, has the number 0.
    """

    number: int
    title: str
    parts: tuple[Part, ...]
    foot: str
    is_official: bool = False
    """Whether the official layout is known; else the sheet says that it is not it."""
    unit: str = ""
    paper_number: str = ""
    """What a blank sheet is entered under later; empty on others."""

    def plain(self) -> dict[str, Any]:
        """Return it as plain values, as the template reads it."""
        return asdict(self)

    def texts(self) -> Iterable[str]:
        """Return every text on the sheet."""
        return _texts(self.plain())


def text(label: str, value: object = "", share: int = 1) -> Field:
    """Return a field of words; None is left open."""
    return Field(label, "" if value is None else str(value), share=share)


def coded(
    label: str,
    kind: type[Enum],
    chosen: Any = None,
    *,
    boxes: int = 1,
    beside: str = "",
    share: int = 1,
) -> Field:
    """Return a field with a form's codes: all of them in words, the chosen ones in boxes.

    `chosen` is a code, several of them, or None for an open box; `beside` are the words
    the form asks for with a code.
    """
    said = language(CHINESE).text
    options = "  ".join(
        f"{member.value} {said(words)}" for member, words in CHOICES[kind].items()
    )
    codes = _codes(chosen)
    filled = (*codes, *("" for _ in range(boxes - len(codes))))
    return Field(label, beside, options, filled, share)


CONSENT: Final[Mapping[Any, str]] = {"agreed": "1", "refused": "0"}
"""知情同意 on the forms: 1 同意参加管理, 0 不同意参加管理."""


def consented(
    answer: object, *, options: str = "1 同意参加管理  0 不同意参加管理"
) -> Field:
    """Return the field of the answer to form 5."""
    return Field("知情同意", options=options, boxes=(CONSENT.get(answer, ""),))


def yes_no(answer: object, no: str = "2") -> str:
    """Return the code of yes and no, nothing for None."""
    return "" if answer is None else "1" if answer else no


def answered(label: str, answer: object, *, beside: str = "", share: int = 1) -> Field:
    """Return a field of yes and no; None is an open box."""
    return Field(label, beside, "1 是  2 否", (yes_no(answer),), share)


def said(kind: type[Enum], value: object) -> str:
    """Return a code's Chinese words, nothing for None."""
    words = CHOICES[kind].get(value, "")
    return language(CHINESE).text(words) if words else ""


def _codes(chosen: Any) -> tuple[str, ...]:
    if chosen is None or chosen == "":
        return ()
    if isinstance(chosen, Sequence) and not isinstance(chosen, str):
        return tuple(str(code) for code in cast(Sequence[Any], chosen))
    return (str(chosen),)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
        return
    within: Iterable[Any] = ()
    if isinstance(value, dict):
        within = cast(Mapping[str, Any], value).values()
    elif isinstance(value, tuple | list):
        within = cast(Sequence[Any], value)
    for inner in within:
        yield from _texts(inner)
