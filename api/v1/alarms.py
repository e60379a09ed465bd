"""Alarms: what rings for one's role or division, and taking care of it."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.ringing import heard
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Remark
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.registry.alarms import AcknowledgeAlarm
from domain.rules.access import Operation
from domain.values.people import Role
from projections.alarms import AlarmRow

router: Final = APIRouter(prefix="/api/v1/alarms", tags=["alarms"])


class AlarmLine(Answer):
    """One alarm; it names its matter by id, never by a person's data."""

    id: UUID
    kind: str = Field(title="Kind", examples=["receiver_missing"])
    owner_role: Role = Field(title="Whose it is", examples=["county_smi"])
    owner_office: UUID | None = Field(title="Of which office; null: of any")
    division: str = Field(title="Division", examples=["990101"])
    about: UUID = Field(title="What it is about")
    details: dict[str, str] = Field(title="Details")
    raised_at: datetime = Field(title="Rings since")
    answer_by: datetime = Field(title="To be answered by")
    acknowledged_at: datetime | None = Field(title="Acknowledged")
    acknowledged_by: UUID | None = Field(title="By which account")


class AlarmsAnswer(Answer):
    """What rings, soonest to be answered first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[AlarmLine]


class AcknowledgementBody(Body):
    """That somebody takes care of it."""

    remark: Remark = Field("", title="Remark", examples=["正在联系(演示)"])


@router.get("", openapi_extra=QUESTION)
def list_alarms(
    asking: Annotated[Asking, asking(Operation.READ_ALARMS)],
) -> AlarmsAnswer:
    """List what rings: one's own office's, or for who oversees the whole division's."""
    with asking.reading() as opened:
        found = heard(opened, asking.principal)
    return AlarmsAnswer(
        position=opened.position, items=[_line(*alarm) for alarm in found]
    )


@router.post(
    "/{alarm}/acknowledgement",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def acknowledge_alarm(
    alarm: UUID,
    body: AcknowledgementBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.ACKNOWLEDGE_ALARM)],
) -> Done:
    """Say that somebody takes care of it; it rings until its matter is settled."""
    with within_sight("alarm"):
        recorded = await acting.run(
            AcknowledgeAlarm(alarm, body.remark),
            {"alarm": str(alarm), **body.model_dump(mode="json")},
        )
    return done(response, "/alarms", alarm, recorded)


def _line(key: UUID, alarm: AlarmRow) -> AlarmLine:
    return AlarmLine(
        id=key,
        kind=alarm.kind,
        owner_role=Role(alarm.owner_role),
        owner_office=UUID(alarm.owner_office) if alarm.owner_office else None,
        division=alarm.division,
        about=UUID(alarm.about),
        details=alarm.details,
        raised_at=alarm.raised_at,
        answer_by=alarm.answer_by,
        acknowledged_at=alarm.acknowledged_at,
        acknowledged_by=alarm.acknowledged_by,
    )
