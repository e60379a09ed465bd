"""Boxes for lists that have codes of ours: the words in their order, numbered from one."""

from enum import Enum
from typing import Any

from api.console.choices import CHOICES
from api.language import language
from api.printing.sheet import CHINESE, Field
from domain.values.calendar import SHANGHAI


def numbered(
    label: str,
    kind: type[Enum],
    chosen: Any = None,
    *,
    beside: str = "",
    share: int = 1,
) -> Field:
    """Return a field of a list with its words numbered, the chosen ones in boxes."""
    words = language(CHINESE).text
    listed = list(CHOICES[kind].items())
    options = "  ".join(f"{n} {words(said)}" for n, (_, said) in enumerate(listed, 1))
    wanted = {chosen} if isinstance(chosen, str) else set(chosen or ())
    boxes = tuple(str(n) for n, (code, _) in enumerate(listed, 1) if code in wanted)
    return Field(label, beside, options, boxes or ("",), share)


def minute(moment: Any) -> str:
    """Return a moment as forms write it, in China's time; nothing for None."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if moment else ""
