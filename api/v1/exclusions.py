"""Excluding a diagnosis: proposed on an opinion, confirmed by a second person, undone."""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Line, Name, code_of
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.registry.exclusion import (
    ConfirmExclusion,
    DeclineExclusion,
    Opinion,
    ProposeExclusion,
    UndoExclusion,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.exclusion import OpinionKind
from projections.exclusions import proposed

router: Final = APIRouter(prefix="/api/v1", tags=["standing"])

Proposing = Annotated[Acting, acting(Operation.PROPOSE_EXCLUSION)]
Excluding = Annotated[Acting, acting(Operation.EXCLUDE_DIAGNOSIS)]


class OpinionBody(Body):
    """The opinion that says it is not SMI (P1 art 35)."""

    kind: Annotated[OpinionKind, code_of(OpinionKind)] = Field(
        title="Kind of opinion", examples=["second_diagnosis"]
    )
    opinion_on: Day = Field(title="Day of the opinion", examples=["2026-03-02"])
    institution: Name = Field(
        title="Institution", min_length=1, examples=["演示精神专科医院"]
    )
    conclusion: Line = Field(
        title="What it says", min_length=1, examples=["不是严重精神障碍"]
    )


class ConfirmationOfExclusionBody(Body):
    """That the opinion was seen and is right."""

    remark: Line = Field("", title="Remark")


class ReasonBody(Body):
    """Why a proposal is declined or an exclusion undone."""

    reason: Line = Field(title="Why", min_length=1, examples=["鉴定结论有误"])


class ProposedLine(Answer):
    """One exclusion that waits."""

    person: UUID
    kind: OpinionKind = Field(title="Kind of opinion", examples=["second_diagnosis"])
    opinion_on: date = Field(title="Day of the opinion", examples=["2026-03-02"])
    institution: str = Field(title="Institution", examples=["演示精神专科医院"])
    conclusion: str = Field(title="What it says", examples=["不是严重精神障碍"])
    proposed_by: UUID = Field(title="Account that proposed it")


class ProposedAnswer(Answer):
    """What waits within sight."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[ProposedLine]


@router.get("/exclusions", openapi_extra=QUESTION)
def list_proposed_exclusions(
    asking: Annotated[Asking, asking(Operation.PROPOSE_EXCLUSION)],
) -> ProposedAnswer:
    """List the exclusions that wait for a second person."""
    with asking.reading() as opened:
        found = proposed(opened.connection)
        opened.saw(row.person for row in found)
    return ProposedAnswer(
        position=opened.position,
        items=[
            ProposedLine(person=row.person, **row.proposal)
            for row in found
            if row.proposal
        ],
    )


@router.post(
    "/people/{person}/exclusion",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def propose_exclusion(
    person: UUID, body: OpinionBody, response: Response, acting: Proposing
) -> Done:
    """Propose to exclude the diagnosis; the person stays until another confirms."""
    opinion = Opinion(
        body.kind.value, body.opinion_on.isoformat(), body.institution, body.conclusion
    )
    return await _run(ProposeExclusion(person, opinion), person, body, response, acting)


@router.post(
    "/people/{person}/exclusion/confirmation",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def confirm_exclusion(
    person: UUID,
    body: ConfirmationOfExclusionBody,
    response: Response,
    acting: Excluding,
) -> Done:
    """Confirm what another proposed: the person leaves the register, the history stays."""
    return await _run(
        ConfirmExclusion(person, body.remark), person, body, response, acting
    )


@router.post(
    "/people/{person}/exclusion/refusal",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def decline_exclusion(
    person: UUID, body: ReasonBody, response: Response, acting: Proposing
) -> Done:
    """Decline a proposed exclusion, or take one's own back: the person stays."""
    return await _run(
        DeclineExclusion(person, body.reason), person, body, response, acting
    )


@router.post(
    "/people/{person}/exclusion/undoing",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def undo_exclusion(
    person: UUID, body: ReasonBody, response: Response, acting: Excluding
) -> Done:
    """Undo an exclusion that was wrong: the person is back on the register."""
    return await _run(
        UndoExclusion(person, body.reason), person, body, response, acting
    )


async def _run(
    use_case: UseCase, person: UUID, body: Body, response: Response, acting: Acting
) -> Done:
    plain: dict[str, Any] = {"person": str(person), **body.model_dump(mode="json")}
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/people/{person}", person, recorded)
