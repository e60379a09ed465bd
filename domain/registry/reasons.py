"""Puts what an event kept of a rule's reason back into words, for whoever shows it."""

from collections.abc import Mapping

from domain.rules.clause import Reason
from domain.rules.reasons import reason


def in_words(kept: Mapping[str, str]) -> Reason | None:
    """Return the reason an event kept as code and clause; None for one nobody knows now."""
    return reason(kept["code"])
