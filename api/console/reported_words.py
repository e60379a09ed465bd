"""What a quick report says, and that it is late, in words for whoever is told."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from api.console.choices import shown
from api.console.pages import written
from api.language import Language, msg
from domain.values.quick_report import HelpWanted, InDanger, Seen

LISTS: Final[Mapping[str, type[Enum]]] = {
    "help_wanted": HelpWanted,
    "in_danger": InDanger,
    "weapon": Seen,
    "child_at_home": Seen,
}
"""The fields of a quick report that are closed lists."""
BOTH: Final = msg("happened {happened}, entered {recorded}")


def reported_words(fields: Mapping[str, str], language: Language) -> dict[str, str]:
    """Return those of a notice's fields a quick report filled in, in words."""
    words = {
        name: ", ".join(shown(kind, code, language) for code in fields[name].split(","))
        for name, kind in LISTS.items()
        if fields.get(name)
    }
    if late := fields.get("late_report"):
        words["late_report"] = both_times(late, language)
    return words


def both_times(late: str, language: Language) -> str:
    """Return when it happened and when it was entered."""
    happened, _, recorded = late.partition("/")
    return language.text(BOTH, happened=written(happened), recorded=written(recorded))
