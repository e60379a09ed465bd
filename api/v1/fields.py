"""What fields of a body are made of: JSON's plain values read into the domain's words.

Bodies are strict: a day is text like 2026-03-31, an id is text, a code is one of its
list's values in its own type. Nothing is guessed from another type.
"""

import re
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def code_of(kind: type[Enum]) -> BeforeValidator:
    """Return what reads a code of a closed list, by its exact value and type."""
    members: dict[tuple[str, Any], Enum] = {_typed(m.value): m for m in kind}

    def read(value: Any) -> Any:
        member = members.get(_typed(value)) if isinstance(value, str | int) else None
        if member is None:
            raise PydanticCustomError("enum", "no such code")
        return member

    return BeforeValidator(read)


def _typed(value: object) -> tuple[str, object]:
    return type(value).__name__, value


def _day(value: Any) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date_type", "not a day")


def _moment(value: Any) -> datetime:
    if isinstance(value, str):
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            instant = None
        if instant is not None and instant.tzinfo is not None:
            return instant
    raise PydanticCustomError("moment", "not an instant")


def _id(value: Any) -> UUID:
    if isinstance(value, str) and _ID.fullmatch(value):
        return UUID(value)
    raise PydanticCustomError("uuid_type", "not an id")


Day = Annotated[date, BeforeValidator(_day)]
"""A plain day in Asia/Shanghai."""

Moment = Annotated[datetime, BeforeValidator(_moment)]
"""An RFC 3339 instant with its offset."""

Id = Annotated[UUID, BeforeValidator(_id)]
"""An opaque id."""

Village = Annotated[str, Field(pattern=r"^[0-9]{12}$", examples=["990101001001"])]
"""A village's code of twelve digits."""

Name = Annotated[str, Field(max_length=100)]
Line = Annotated[str, Field(max_length=300)]
Remark = Annotated[str, Field(max_length=2000)]
