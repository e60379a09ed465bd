"""Makes plain values of a filled-in form: what a fact keeps of it."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, cast


def answers(form: Any) -> dict[str, Any]:
    """Return a form's answers by field, as plain values; None is "not recorded"."""
    return {field.name: _plain(getattr(form, field.name)) for field in fields(form)}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in cast("tuple[Any, ...]", value)]
    return answers(value) if is_dataclass(value) else value
