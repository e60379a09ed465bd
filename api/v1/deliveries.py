"""Deliveries: what was given up, which lines are broken, and asking once more (再次投递)."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.acting import Acting, acting
from api.deliveries import (
    DeadLetter,
    OpenCircuit,
    dead_letters,
    open_circuits,
    receiver_of,
)
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Line
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.registry.notice_redelivery import RedeliverNotice
from domain.rules.access import Operation

router: Final = APIRouter(prefix="/api/v1", tags=["deliveries"])

Looking = Annotated[Asking, asking(Operation.READ_DELIVERIES)]


class RedeliveryBody(Body):
    """Which channel shall try again, and why."""

    channel: Line = Field(title="Channel", min_length=1, examples=["webhook"])
    reason: Line = Field(title="Why", min_length=1, examples=["对方已修复(演示)"])


class DeadLetterAnswer(Answer):
    """A message that a channel gave up."""

    message: UUID = Field(title="The message's id, as its receiver would know it")
    notice: UUID = Field(title="The notice")
    type: str = Field(title="What it is", examples=["notice.issued"])
    channel: str = Field(title="Channel", examples=["webhook"])
    receiver: UUID = Field(title="The office it is for")
    office: str = Field(title="Its name", examples=["演示派出所"])
    reason: str = Field(title="Why the last try failed", examples=["http_500"])
    tries: int = Field(title="How often it was tried", examples=[21])
    since: datetime = Field(title="Since when it was tried")
    given_up_at: datetime = Field(title="When it was given up")

    @classmethod
    def of(cls, letter: DeadLetter) -> "DeadLetterAnswer":
        """Return a dead letter's answer."""
        return cls(
            message=letter.message,
            notice=letter.notice,
            type=letter.topic,
            channel=letter.channel,
            receiver=letter.receiver,
            office=letter.office,
            reason=letter.reason,
            tries=letter.tries,
            since=letter.since,
            given_up_at=letter.ended_at,
        )


class CircuitAnswer(Answer):
    """A receiver's channel on which nothing gets through."""

    receiver: UUID = Field(title="The office")
    office: str = Field(title="Its name", examples=["演示派出所"])
    channel: str = Field(title="Channel", examples=["webhook"])
    failures: int = Field(title="Failures in a row", examples=[5])
    reason: str = Field(title="Why the last one failed", examples=["timeout"])
    opened_at: datetime = Field(title="Since when it is left alone")
    probe_at: datetime = Field(title="When it is tried next")
    waiting: int = Field(title="How many messages wait for it", examples=[3])

    @classmethod
    def of(cls, circuit: OpenCircuit) -> "CircuitAnswer":
        """Return a circuit's answer."""
        return cls(
            receiver=circuit.receiver,
            office=circuit.office,
            channel=circuit.channel,
            failures=circuit.failures,
            reason=circuit.reason,
            opened_at=circuit.opened_at,
            probe_at=circuit.probe_at,
            waiting=circuit.waiting,
        )


class DeadLettersAnswer(Answer):
    """What was given up, the latest first."""

    items: list[DeadLetterAnswer]


class CircuitsAnswer(Answer):
    """The broken lines, the one broken longest first."""

    items: list[CircuitAnswer]


@router.get("/deliveries/dead", openapi_extra=QUESTION)
def list_dead_letters(asking: Looking) -> DeadLettersAnswer:
    """List what no more tries are made of: given up after three days, or the way is gone."""
    with asking.reading() as opened:
        found = dead_letters(opened.connection, opened.divisions)
    return DeadLettersAnswer(items=[DeadLetterAnswer.of(each) for each in found])


@router.get("/deliveries/circuits", openapi_extra=QUESTION)
def list_circuits(asking: Looking) -> CircuitsAnswer:
    """List the receivers' channels on which nothing gets through at present."""
    with asking.reading() as opened:
        found = open_circuits(opened.connection, opened.divisions)
    return CircuitsAnswer(items=[CircuitAnswer.of(each) for each in found])


@router.post(
    "/notices/{notice_id}/redelivery",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def redeliver_notice(
    notice_id: UUID,
    body: RedeliveryBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.REDELIVER_NOTICE)],
) -> Done:
    """Let a channel that gave up a notice try again (再次投递); the asking is kept."""
    receiver = await run_in_threadpool(receiver_of, acting.services.log, notice_id)
    use_case = RedeliverNotice(notice_id, receiver, body.channel, body.reason)
    asked = {"notice": str(notice_id), **body.model_dump()}
    with within_sight("notice"):
        recorded = await acting.run(use_case, asked)
    return done(response, f"/notices/{notice_id}", notice_id, recorded)
