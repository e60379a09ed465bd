"""Notices nobody accepted: who was turned to (催办, 督办), taking one on, noting a call."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field
from starlette.requests import Request

from api.acting import Acting, acting
from api.escalation_lines import rung_for, urged_fields
from api.language import language_of
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import code_of
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.errors import NotUrged, Unknown
from domain.registry.notice_escalation import (
    CallOutcome,
    Lacking,
    NoteCall,
    PromptedBy,
    Rung,
    TakeOn,
)
from domain.rules.access import Operation
from domain.values.people import OfficeKind
from projections.escalations import LadderRow, ladder_of, standing_ladders

router: Final = APIRouter(prefix="/api/v1", tags=["notices"])

MOST: Final = 200


class RungLine(Answer):
    """One rung that was taken: who was turned to, why, and until when they have time."""

    rung: Rung = Field(title="Rung", examples=["stand_in"])
    office: UUID | None = Field(title="Office turned to; null: nobody was there")
    lacking: Lacking | None = Field(title="Why nobody was there", examples=[None])
    prompted_by: PromptedBy = Field(title="Why it was taken", examples=["due"])
    due_at: datetime = Field(title="When it was due")
    at: datetime = Field(title="When it was taken")
    until: datetime = Field(title="Until when the office has time")
    why: str = Field(
        title="The rule's reason, by its code", examples=["ladder.highest_stand_in"]
    )
    taken_on_at: datetime | None = Field(title="When the office took it on")


class EscalationLine(Answer):
    """One notice nobody has accepted, with the rungs of its ladder."""

    notice: UUID
    receiver: UUID = Field(title="Office that is silent")
    receiver_kind: OfficeKind = Field(title="Its kind", examples=["police_station"])
    issued_at: datetime = Field(title="Issued")
    accept_by: datetime = Field(title="To be accepted by")
    rung: Rung = Field(title="Highest rung taken", examples=["county"])
    next_due_at: datetime | None = Field(title="When the next rung is due")
    called_at: datetime | None = Field(title="When the receiver was last rung")
    call_outcome: CallOutcome | None = Field(
        title="How that went", examples=["no_answer"]
    )
    taken_on_at: datetime | None = Field(
        title="When an office of the ladder took it on"
    )
    ended_at: datetime | None = Field(title="When it was accepted, closed or withdrawn")
    rungs: list[RungLine] = Field(title="Rungs taken, lowest first")

    @classmethod
    def of(cls, notice: UUID, row: LadderRow) -> "EscalationLine":
        """Return a ladder's line."""
        return cls(
            notice=notice,
            receiver=row.receiver,
            receiver_kind=OfficeKind(row.receiver_kind),
            issued_at=row.issued_at,
            accept_by=row.accept_by,
            rung=Rung(row.rung),
            next_due_at=row.due_at,
            called_at=row.called_at,
            call_outcome=CallOutcome(row.call_outcome) if row.call_outcome else None,
            taken_on_at=row.taken_on_at,
            ended_at=row.ended_at,
            rungs=[_rung(each) for each in row.rungs or ()],
        )


class EscalationsAnswer(Answer):
    """Notices nobody has accepted, the highest rungs first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[EscalationLine]


class EscalationAnswer(Answer):
    """One of them, with what one's own rung may read."""

    escalation: EscalationLine
    fields: dict[str, str] = Field(
        title="What the asker's rung may read, by the policy's names",
        examples=[{"reference": "5f0c…", "level_band": "3+"}],
    )


class CallBody(Body):
    """How the receiver was reached by telephone."""

    outcome: Annotated[CallOutcome, code_of(CallOutcome)] = Field(
        title="How it went", examples=["no_answer"]
    )


@router.get("/escalations", openapi_extra=QUESTION)
def list_escalations(
    when: AsOf,
    asking: Annotated[Asking, asking(Operation.READ_ESCALATIONS)],
) -> EscalationsAnswer:
    """List notices nobody accepted: those one's office was turned to about, or all in sight."""
    with asking.reading() as opened:
        at = position_of(when, opened)
        office = None if opened.divisions else asking.principal.organisation
        found = standing_ladders(opened.connection, office=office, limit=MOST, at=at)
        opened.saw(row.person for _, row in found)
    return EscalationsAnswer(
        position=opened.position if at is None else at,
        items=[EscalationLine.of(*line) for line in found],
    )


@router.get("/escalations/{notice_id}", openapi_extra=QUESTION)
def read_escalation(
    notice_id: UUID,
    request: Request,
    asking: Annotated[Asking, asking(Operation.READ_ESCALATIONS)],
) -> EscalationAnswer:
    """Show one with the fields one's own rung may read."""
    with asking.reading() as opened:
        row = ladder_of(opened.connection, notice_id)
        if row is None or not row.rung:
            raise Unknown(kind="notice")
        opened.saw([row.person])
        rung = rung_for(row, asking.principal.organisation)
        fields = (
            urged_fields(opened, notice_id, rung, language_of(request)) if rung else {}
        )
    return EscalationAnswer(escalation=EscalationLine.of(notice_id, row), fields=fields)


@router.post(
    "/notices/{notice_id}/escalation-acceptance",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def take_on_notice(
    notice_id: UUID,
    response: Response,
    acting: Annotated[Acting, acting(Operation.TAKE_ON_NOTICE)],
) -> Done:
    """Take on a notice one's office was told of because nobody accepted it (受领督办)."""
    office = acting.principal.organisation
    if office is None:
        raise NotUrged
    with within_sight("notice"):
        recorded = await acting.run(
            TakeOn(notice_id, office), {"notice": str(notice_id), "step": "take_on"}
        )
    return done(response, f"/escalations/{notice_id}", notice_id, recorded)


@router.post(
    "/notices/{notice_id}/call",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def note_call_about_notice(
    notice_id: UUID,
    body: CallBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.NOTE_CALL)],
) -> Done:
    """Note that the receiver was rung because it had not accepted (电话催办)."""
    with within_sight("notice"):
        recorded = await acting.run(
            NoteCall(notice_id, body.outcome),
            {"notice": str(notice_id), **body.model_dump(mode="json")},
        )
    return done(response, f"/escalations/{notice_id}", notice_id, recorded)


def _rung(each: dict[str, Any]) -> RungLine:
    return RungLine(
        rung=each["rung"],
        office=each["office"] or None,
        lacking=each["lacking"] or None,
        prompted_by=each["prompted_by"],
        due_at=each["due_at"],
        at=each["at"],
        until=each["until"],
        why=each["why"],
        taken_on_at=each["taken_on_at"] or None,
    )
