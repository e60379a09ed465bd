"""`as_of`: the moment a question is asked about, by position or by instant."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from api.reading import Reading
from projections.moments import position_at


def _moment(value: Any) -> int | datetime:
    text = str(value)
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise PydanticCustomError("moment", "neither a position nor an instant")
    return instant


class AsOfQuery(BaseModel):
    """When: as the log stood then, whatever was recorded since."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: Annotated[int | datetime, BeforeValidator(_moment)] | None = Field(
        None,
        description="A position of the log, or an RFC 3339 instant. Left out: now.",
        examples=["1204", "2026-03-02T04:00:00Z"],
    )


AsOf = Annotated[AsOfQuery, Query()]


def position_of(query: AsOfQuery, opened: Reading) -> int | None:
    """Return the position asked about, None for now; never beyond what views have taken in."""
    if query.as_of is None:
        return None
    asked = query.as_of
    if isinstance(asked, datetime):
        asked = position_at(opened.log, asked)
    return min(asked, opened.position)
