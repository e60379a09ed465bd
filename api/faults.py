"""Says where a request is not as expected, without repeating what was sent."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from api.language import Language, msg
from api.problems import Fault

SENTENCES: Final[Mapping[str, str]] = {
    "missing": msg("This is required."),
    "extra_forbidden": msg("This is not known here."),
    "string_too_short": msg("At least {min_length} characters are needed."),
    "string_too_long": msg("At most {max_length} characters are possible."),
    "greater_than_equal": msg("It must be at least {ge}."),
    "less_than_equal": msg("It must be at most {le}."),
    "greater_than": msg("It must be more than {gt}."),
    "less_than": msg("It must be less than {lt}."),
    "enum": msg("Choose one of the values offered."),
    "literal_error": msg("Choose one of the values offered."),
    "int_parsing": msg("A whole number is needed."),
    "int_type": msg("A whole number is needed."),
    "date_from_datetime_parsing": msg("A date is needed, for example 2026-03-31."),
    "date_parsing": msg("A date is needed, for example 2026-03-31."),
    "date_type": msg("A date is needed, for example 2026-03-31."),
    "uuid_parsing": msg("A UUID is needed."),
    "uuid_type": msg("A UUID is needed."),
    "moment": msg("A date and time is needed, for example 2026-03-31T14:00+08:00."),
    "json_invalid": msg("This is not valid JSON."),
}
"""Pydantic's kinds of error in our words; any other kind gets `OTHERWISE`."""

OTHERWISE: Final = msg("This value is not possible here.")

_BOUNDS: Final = frozenset({"min_length", "max_length", "ge", "le", "gt", "lt"})


def sentence(error: Mapping[str, Any], language: Language) -> str:
    """Return what was expected at the place of one of pydantic's errors."""
    bounds = {
        name: str(bound)
        for name, bound in error.get("ctx", {}).items()
        if name in _BOUNDS
    }
    return language.text(SENTENCES.get(error["type"], OTHERWISE), **bounds)


def faults(errors: Sequence[Mapping[str, Any]], language: Language) -> list[Fault]:
    """Return pydantic's errors as places and sentences."""
    return [{**_place(e["loc"]), "detail": sentence(e, language)} for e in errors]


def _place(loc: Sequence[str | int]) -> dict[str, str]:
    where, *path = loc
    if where == "body":
        return {"pointer": "#" + "".join(f"/{_escaped(part)}" for part in path)}
    return {"in": str(where), "parameter": ".".join(map(str, path))}


def _escaped(part: str | int) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")
