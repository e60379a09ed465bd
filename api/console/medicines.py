"""Medicines in words: a row of form 8's 用药情况 as people read it."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from api.language import Language, msg
from domain.values.medication import DrugUse

DAYTIMES: Final = {
    "morning_mg": msg("morning {mg} mg"),
    "noon_mg": msg("noon {mg} mg"),
    "evening_mg": msg("evening {mg} mg"),
}
"""早 中 晚 of form 8."""

EVERY: Final = msg("every {weeks} weeks, {mg} mg each time")
NO_DOSE: Final = msg("dose not recorded")


def dose(use: DrugUse, language: Language) -> str:
    """Return how a drug is taken: by the times of day, or every so many weeks."""
    if use.every_weeks is not None:
        return language.text(EVERY, weeks=use.every_weeks, mg=use.each_mg)
    parts = [
        language.text(said, mg=mg)
        for name, said in DAYTIMES.items()
        if (mg := getattr(use, name))
    ]
    return " ".join(parts) or language.text(NO_DOSE)


def in_words(use: DrugUse, language: Language) -> str:
    """Return name, strength and dose of a drug."""
    named = f"{use.title} {use.strength}".strip()
    return f"{named} {dose(use, language)}"


def all_in_words(uses: Iterable[DrugUse], language: Language) -> str:
    """Return several drugs in one line; nothing for none."""
    return "; ".join(in_words(use, language) for use in uses)


def lot_in_words(lot: Mapping[str, Any]) -> str:
    """Return a batch on the shelf in one line: medicine, batch number, how many."""
    what = f"{lot['name']} {lot['strength']}".strip()
    return f"{what} · {lot['batch']} · {lot['balance']} {lot['unit']}"
