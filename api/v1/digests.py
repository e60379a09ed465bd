"""The digest of a day: what waits for the asker's own office, by the overdue ladder."""

from datetime import date, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.models import Answer
from domain.errors import Unknown
from domain.rules.access import Operation
from projections.digests import digest_of

router: Final = APIRouter(prefix="/api/v1/digests", tags=["due list"])


class DigestLineAnswer(Answer):
    """One visit that waits."""

    person: UUID
    due_on: date = Field(title="Due on", examples=["2026-06-02"])
    rung: Literal["doctor", "unit", "county"] = Field(
        title="Rung of the ladder reached"
    )
    kind: Literal["due", "overdue", "unit", "county"] = Field(title="Reminder")


class DigestAnswer(Answer):
    """What waited when the digest was made; `counts` are of all, by reminder."""

    office: UUID
    day: date = Field(title="Day", examples=["2026-06-02"])
    made_at: datetime = Field(title="Made at")
    counts: dict[str, int] = Field(title="How many of each", examples=[{"due": 2}])
    items: list[DigestLineAnswer]


@router.get("/{day}", openapi_extra=QUESTION)
def read_digest(
    day: date, asking: Annotated[Asking, asking(Operation.READ_DUE_LIST)]
) -> DigestAnswer:
    """Return the own office's digest of a day; 404 when nothing waited or none is made."""
    office = asking.principal.organisation
    with asking.reading() as opened:
        row = digest_of(opened.connection, office, day.isoformat()) if office else None
        if row is None:
            raise Unknown(kind="digest")
        opened.saw(UUID(line["person"]) for line in row.lines)
    return DigestAnswer(
        office=row.receiver,
        day=day,
        made_at=row.made_at,
        counts=row.counts,
        items=[DigestLineAnswer(**line) for line in row.lines],
    )
