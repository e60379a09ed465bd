"""What a name can be found by: its characters, its pinyin, its initials, and its order.

Pure functions of the name. None of this is ever shown as the name: only the family knows
how a name is read, so every likely reading is kept and the first is used for order.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, product
from typing import Final

from pypinyin import Style, lazy_pinyin, pinyin

from projections.surnames import COMPOUND, GIVEN, SINGLE

LONGEST_PREFIX: Final = 24
"""Letters of a reading that are kept and asked for; what follows tells nobody apart."""

LONGEST_QUERY: Final = 64
"""Characters of a search that are looked at."""

SEPARATORS: Final = "·•‧∙・･．.。 "
"""What people type between the parts of a name (买买提·艾力)."""

Reading = tuple[str, ...]
"""One reading of a name or a part: a syllable each."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a search asks for; a name must have all of it."""

    grams: tuple[str, ...]
    latin: tuple[str, ...]


def grams(name: str) -> list[str]:
    """Return the characters of a name and its pairs of neighbours, each once, in order."""
    characters = _characters(name)
    return list(dict.fromkeys([*characters, *_pairs(characters)]))


def pinyin_keys(name: str) -> list[str]:
    """Return the likely readings of the whole name, the likeliest first: `zengguoqiang`."""
    return _joined(surname + given for surname, given in _readings(name))


def initials(name: str) -> list[str]:
    """Return the first letters of the syllables of each likely reading: `zgq`."""
    return _joined(
        _first_letters(surname + given) for surname, given in _readings(name)
    )


def latin_prefixes(name: str) -> list[str]:
    """Return what may be typed on the way to a name in Latin letters, sorted.

    That is every beginning of a reading and of its initials, with and without surname.
    """
    readings = [
        reading
        for surname, given in _readings(name)
        for reading in (surname + given, given)
    ]
    keys = _joined([*readings, *map(_first_letters, readings)])
    return sorted({key[:end] for key in keys for end in range(1, _kept(key) + 1)})


def sort_key(name: str) -> str:
    """Return a key that orders names by the likeliest reading, then by character.

    Compared byte by byte. Syllables are kept apart, so that 李安 precedes 梁; a name with
    no reading comes last.
    """
    surname, given = next(iter(_readings(name)), ((), ()))
    return f"{' '.join(surname + given) or '~'} {_characters(name)}"


def query_terms(text: str) -> Terms:
    """Return what a search asks for: Chinese by character, Latin by reading or initials.

    Both may be mixed (`张jg`). Characters that stand together must stand together in the
    name, others (`张 国`) anywhere in it. An ID number asks for nothing among names.
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST_QUERY])
    runs = "".join(c if _is_han(c) else " " for c in plain).split()
    asked = [gram for run in runs for gram in (_pairs(run) or [run])]
    is_number = any(c.isdecimal() for c in plain)
    letters = "" if is_number else _letters("".join(c for c in plain if not _is_han(c)))
    latin = (letters[:LONGEST_PREFIX],) if letters else ()
    return Terms(tuple(dict.fromkeys(asked)), latin)


def _first_letters(reading: Reading) -> Reading:
    return tuple(syllable[:1] for syllable in reading)


def _kept(key: str) -> int:
    return min(len(key), LONGEST_PREFIX)


def _joined(readings: Iterable[Reading]) -> list[str]:
    return list(dict.fromkeys(_letters("".join(reading)) for reading in readings))


def _pairs(characters: str) -> list[str]:
    return [characters[at : at + 2] for at in range(len(characters) - 1)]


def _characters(text: str) -> str:
    """Return the text in one form, lower case, without blanks and separators."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if c not in SEPARATORS and not c.isspace())


def _letters(text: str) -> str:
    """Return the Latin letters of a text without tones; ü and v are written u."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if "a" <= c <= "z").replace("v", "u")


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH")


def _readings(name: str) -> list[tuple[Reading, Reading]]:
    """Return surname and given name in each likely reading, the likeliest first."""
    parts = [_characters(part) for part in _split(name)]
    if len(parts) != 1:
        wholes = dict.fromkeys(["".join(parts), *parts])
        return [
            ((), reading) for whole in wholes for reading in _given(whole) if reading
        ]
    whole = parts[0]
    cut = 2 if whole[:2] in COMPOUND and whole[2:] else 1
    return list(product(_surname(whole[:cut]), _given(whole[cut:])))


def _split(name: str) -> list[str]:
    """Return the parts of a name with separators (minority and foreign names)."""
    marked = unicodedata.normalize("NFKC", name)
    for separator in SEPARATORS.strip():
        marked = marked.replace(separator, "\0")
    compact = "".join(marked.split()) if any(map(_is_han, marked)) else marked
    return [part for part in compact.replace(" ", "\0").split("\0") if part]


def _plain(text: str) -> Reading:
    return tuple(lazy_pinyin(text, style=Style.NORMAL))


def _surname(surname: str) -> list[Reading]:
    if surname in COMPOUND:
        return list(dict.fromkeys([COMPOUND[surname], _plain(surname)]))
    known = SINGLE.get(surname, ())
    heard = chain.from_iterable(pinyin(surname, style=Style.NORMAL, heteronym=True))
    return [(each,) for each in dict.fromkeys([*known, *heard])]


def _given(given: str) -> list[Reading]:
    usual = _plain(given)
    if len(usual) != len(given):
        return [usual]
    choices = [
        dict.fromkeys([heard, *GIVEN.get(character, ())])
        for heard, character in zip(usual, given, strict=True)
    ]
    return [tuple(reading) for reading in product(*choices)]
