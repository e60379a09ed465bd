"""Reconciliation (告知核对): facts that oblige to tell = notices + named exceptions."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.reading import Reading
from api.told_per_receiver import by_receiver, reconciled_on
from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.models import Answer
from domain.registry.reconciliation import State, Weighed
from domain.rules.access import Operation

router: Final = APIRouter(prefix="/api/v1/notice-reconciliation", tags=["notices"])

MOST: Final = 200


class ReconciliationQuery(AsOfQuery):
    """Of which day's facts, as of when."""

    day: date = Field(description="The day of recording.", examples=["2026-03-02"])


class ReceiverLineAnswer(Answer):
    """One receiver: owed = told + excepted + gaps."""

    office: UUID | None = Field(
        title="Office; left out where the fact itself is excepted"
    )
    owed: int = Field(title="Had to be told (应告知)", examples=[12])
    told: int = Field(title="Told (已告知)", examples=[11])
    excepted: dict[str, int] = Field(
        title="Excepted, by name (例外)", examples=[{"use_stopped": 1}]
    )
    gaps: int = Field(title="Neither (缺口)", examples=[0])


class GapLine(Answer):
    """A receiver who was not told of a fact, for no named reason."""

    notice: UUID = Field(title="The id its notice must have")
    office: UUID | None
    person: UUID
    recorded_at: datetime = Field(title="Recorded")
    position: int = Field(title="Position of the fact", examples=[1204])


class ReconciliationAnswer(Answer):
    """The receivers and the gaps."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    receivers: list[ReceiverLineAnswer]
    gaps: list[GapLine] = Field(title="At most 200, the oldest first")


@router.get("", openapi_extra=QUESTION)
def read_reconciliation(
    query: Annotated[ReconciliationQuery, Query()],
    asking: Annotated[Asking, asking(Operation.READ_NOTICE_ANSWERS)],
) -> ReconciliationAnswer:
    """Hold a day's facts that oblige to tell against the notices there are, per receiver."""
    with asking.reading() as opened:
        at = position_of(query, opened)
        found = weighed(asking, opened, query.day, at)
        gaps = [each.duty for each in found if each.state == State.GAP][:MOST]
        opened.saw(duty.person for duty in gaps)
    return ReconciliationAnswer(
        position=opened.position if at is None else at,
        receivers=[
            ReceiverLineAnswer(
                office=line.receiver,
                owed=line.owed,
                told=line.told,
                excepted=dict(sorted(line.excepted.items())),
                gaps=line.gaps,
            )
            for line in by_receiver(found)
        ],
        gaps=[
            GapLine(
                notice=duty.notice,
                office=duty.office,
                person=duty.person,
                recorded_at=duty.since,
                position=duty.position,
            )
            for duty in gaps
        ],
    )


def weighed(
    asking: Asking, opened: Reading, day: date, at: int | None
) -> list[Weighed]:
    """Return a day's duties within sight, as of a position or now."""
    now = asking.services.clock()
    position = opened.position if at is None else at
    if at:
        now = opened.log.after(at - 1, 1)[0].recorded_at
    return reconciled_on(
        opened.log, opened.connection, opened.divisions, day, now, position
    )
