"""Puts what an event kept of a rule's reason back into words, for whoever shows it."""

from collections.abc import Mapping

from domain.rules.book import PARAMETERS
from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.parameters import LOCAL, local_words
from domain.rules.reasons import reason


def in_words(kept: Mapping[str, str]) -> Reason | None:
    """Return the reason an event kept as code and clause; None for one nobody knows now."""
    code = kept["code"]
    return local(code, kept["clause"]) if code.startswith(LOCAL) else reason(code)


def local(code: str, cited: str) -> Reason | None:
    """Return a place's own reason from its code `local.PARAMETER=VALUE`."""
    name, _, value = code.removeprefix(LOCAL).partition("=")
    source, _, rest = cited.partition(" ")
    place = rest.rpartition(" ")[0]
    known = PARAMETERS.get(name)
    if known is None or not value.isdecimal():
        return None
    clause = Clause(source, place, Evidence.LOCAL)
    return local_words(known, int(value), clause)
