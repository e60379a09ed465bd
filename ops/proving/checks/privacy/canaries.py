"""Strings that are nowhere but where somebody's record is, and the search for them.

A canary is four blocks of `qz` and four random letters. PostgreSQL compresses long values
in groups of eight bytes with one byte put between them, which breaks three blocks of the
four at most; so the search looks for blocks and finds compressed values too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from string import ascii_lowercase
from typing import Final

_BLOCK: Final = re.compile(rb"qz([a-z]{4})")
_BLOCKS: Final = 4
_RARE: Final = range(0x8E00, 0x9FA0)
_AT_ONCE: Final = 1 << 24
_OVERLAP: Final = 64


@dataclass(slots=True)
class Canaries:
    """Makes canaries, and knows each again by any of its parts."""

    chance: Random
    parts: dict[bytes, str] = field(default_factory=dict[bytes, str])
    whole: dict[bytes, str] = field(default_factory=dict[bytes, str])

    def word(self) -> str:
        """Return a new string of 24 letters."""
        blocks = [
            "".join(self.chance.choices(ascii_lowercase, k=4)) for _ in range(_BLOCKS)
        ]
        made = "".join(f"qz{block}" for block in blocks)
        self.parts |= {block.encode(): made for block in blocks}
        return made

    def name(self) -> str:
        """Return a name of three rare characters; two in a row give it away."""
        made = "".join(chr(code) for code in self.chance.sample(_RARE, 3))
        self.whole |= {made[n : n + 2].encode(): made for n in range(2)}
        return made

    def keep(self, value: str) -> str:
        """Look for a value that has to be of another shape, such as an ID number."""
        self.whole[value.encode()] = value
        return value

    def keep_bytes(self, value: bytes, called: str) -> None:
        """Look for bytes, as they are and as a dump spells them."""
        self.whole |= {value: called, value.hex().encode(): called}

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len({*self.parts.values(), *self.whole.values()})

    def found_in(self, places: Iterable[Path]) -> set[str]:
        """Return those that are in any of these files and folders."""
        return {one for file in _files(places) for one in self._found(file)}

    def found(self, content: bytes) -> set[str]:
        """Return those that are in these bytes."""
        blocks = {found[1] for found in _BLOCK.finditer(content)} & self.parts.keys()
        return {self.parts[block] for block in blocks} | {
            called for value, called in self.whole.items() if value in content
        }

    def _found(self, file: Path) -> set[str]:
        found: set[str] = set()
        with file.open("rb") as opened:
            kept = b""
            while content := opened.read(_AT_ONCE):
                found |= self.found(kept + content)
                kept = content[-_OVERLAP:]
        return found


def merged(several: Iterable[Canaries]) -> Canaries:
    """Return what looks for the canaries of all of these."""
    every = Canaries(Random(0))  # noqa: S311 - it makes none
    for one in several:
        every.parts |= one.parts
        every.whole |= one.whole
    return every


def by_place(canaries: Canaries, places: Mapping[str, Path]) -> dict[str, set[str]]:
    """Return which canaries are in each place that exists."""
    return {n: canaries.found_in([path]) for n, path in places.items() if path.exists()}


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        inside = [place] if place.is_file() else place.rglob("*")
        yield from (path for path in inside if path.is_file())
