"""Tables broken on purpose, each in one way: a walk that finds nothing here finds nothing."""

from collections.abc import Iterable
from itertools import count
from random import Random
from typing import Final

from ops.proving.rules.walking import Walk

ROWS: Final = frozenset({"small", "large"})
LIMIT: Final = 3
_ASKED: Final = count()


def _numbers(_: Random) -> Iterable[int]:
    return range(6)


def _sound(number: int) -> list[str]:
    return ["small" if number < LIMIT else "large"]


def _raises(number: int) -> list[str]:
    if number == LIMIT:
        raise KeyError(number)
    return _sound(number)


def _silent(number: int) -> list[str]:
    return [] if number == LIMIT else _sound(number)


def _both(number: int) -> list[str]:
    return ["small", "large"] if number == LIMIT else _sound(number)


def _unsteady(number: int) -> list[str]:
    return _sound(number) if next(_ASKED) % 2 else [*_sound(number), "small"]


def _stranger(number: int) -> list[str]:
    return ["other"] if number == LIMIT else _sound(number)


SOUND: Final = Walk("sound", _numbers, _sound, ROWS, most=1)
BROKEN: Final[tuple[Walk, ...]] = (
    Walk("raises", _numbers, _raises, ROWS, most=1),
    Walk("silent", _numbers, _silent, ROWS, most=1),
    Walk("two rows", _numbers, _both, ROWS, most=1),
    Walk("unsteady", _numbers, _unsteady, ROWS),
    Walk("unknown reason", _numbers, _stranger, ROWS, most=1),
    Walk("dead row", _numbers, _sound, ROWS | {"huge"}, most=1),
    Walk("wrong day", _numbers, _sound, ROWS, most=1, holds=lambda n: n != LIMIT),
)
"""One for each thing a walk looks for."""
