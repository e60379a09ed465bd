"""Merging two records of one person: proposed, confirmed by another, declined, undone."""

from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.acting import Acting, acting
from api.merging import claims_of
from api.v1.asking import Asking, asking
from api.v1.described import CHANGE, COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Id, Line, code_of
from api.v1.models import Answer, Body, Done
from api.v1.sight import seen_card, within_sight
from domain.registry.merging import (
    ConfirmMerge,
    DeclineMerge,
    ProposeMerge,
    Side,
    UndoMerge,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from projections.merge_proposals import waiting_merges
from projections.merged_records import merged_into

router: Final = APIRouter(prefix="/api/v1", tags=["merging"])

AN_ID: Final = "00000000-0000-4000-8000-00000000a11c"


class MergeBody(Body):
    """Into which record, whose identity is right, and why they are one person's."""

    survivor: Id = Field(title="The record that goes on", examples=[AN_ID])
    identity_of: Annotated[Side, code_of(Side)] = Field(
        title="The record whose name and ID number are right", examples=["survivor"]
    )
    reason: Line = Field(
        title="Why they are one person's", min_length=1, examples=["家属辨认为同一人"]
    )


class SurvivorBody(Body):
    """The record that goes on, as it was proposed."""

    survivor: Id = Field(title="The record that goes on", examples=[AN_ID])


class RefusalBody(Body):
    """Why a proposal is turned down, or taken back."""

    survivor: Id = Field(title="The record that was to go on", examples=[AN_ID])
    reason: Line = Field(title="Why", min_length=1, examples=["再核实"])


class PartingBody(Body):
    """Why two merged records are parted again."""

    reason: Line = Field(title="Why", min_length=1, examples=["并非同一人"])


class ProposedMergeLine(Answer):
    """One merge that waits for a second person."""

    person: UUID = Field(title="The record that would retire")
    survivor: UUID = Field(title="The record that would go on")
    identity_of: Side = Field(title="Whose identity is right", examples=["survivor"])
    proposed_by: UUID = Field(title="Account that proposed it")
    proposed_on: date = Field(title="Day of the proposal", examples=["2026-03-02"])
    reason: str = Field(title="Why", examples=["家属辨认为同一人"])


class ProposedMergesAnswer(Answer):
    """What waits within sight."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[ProposedMergeLine]


class MergedLine(Answer):
    """One record that was merged into the person's."""

    record: UUID = Field(title="The record that was retired")
    identity_of: Side = Field(title="Whose identity is right", examples=["survivor"])
    merged_at: datetime = Field(title="When it was merged")


class MergedAnswer(Answer):
    """The records that are read as this person's."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[MergedLine]


@router.get("/merges", openapi_extra=QUESTION)
def list_proposed_merges(
    asking: Annotated[Asking, asking(Operation.PROPOSE_MERGE)],
) -> ProposedMergesAnswer:
    """List the merges that wait for a second person."""
    with asking.reading() as opened:
        found = waiting_merges(opened.connection)
        opened.saw(each for row in found for each in (row.person, row.survivor))
    return ProposedMergesAnswer(
        position=opened.position,
        items=[
            ProposedMergeLine(
                person=row.person,
                survivor=row.survivor,
                identity_of=Side(row.identity_of),
                proposed_by=UUID(row.proposed_by),
                proposed_on=date.fromisoformat(row.proposed_on),
                reason=row.reason,
            )
            for row in found
        ],
    )


@router.get("/people/{person}/merged", openapi_extra=QUESTION)
def list_merged_records(
    person: UUID, asking: Annotated[Asking, asking(Operation.READ_PERSON)]
) -> MergedAnswer:
    """List the records that were merged into a person's."""
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        found = merged_into(opened.connection, person)
        opened.saw([person])
    return MergedAnswer(
        position=opened.position,
        items=[
            MergedLine(
                record=record,
                identity_of=Side(row.identity_of),
                merged_at=row.merged_at,
            )
            for record, row in found.items()
        ],
    )


@router.post(
    "/people/{person}/merge",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def propose_merge(
    person: UUID,
    body: MergeBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.PROPOSE_MERGE)],
) -> Done:
    """Say that this record and another are one person's; nothing changes until confirmed."""
    use_case = ProposeMerge(person, body.survivor, body.identity_of, body.reason)
    return await _run(use_case, person, person, body, response, acting)


@router.post(
    "/people/{person}/merge/confirmation",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=CHANGE,
)
async def confirm_merge(
    person: UUID,
    body: SurvivorBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.CONFIRM_MERGE)],
) -> Done:
    """Merge this record into the one proposed; the proposer cannot.

    From then on both are read under the surviving record, and the right ID number is its.
    """
    claims = await run_in_threadpool(claims_of, acting.services, body.survivor, person)
    use_case = ConfirmMerge(person, body.survivor, claims)
    return await _run(use_case, body.survivor, person, body, response, acting)


@router.post(
    "/people/{person}/merge/refusal",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def decline_merge(
    person: UUID,
    body: RefusalBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.DECLINE_MERGE)],
) -> Done:
    """Turn a proposed merge down, or take one's own back."""
    use_case = DeclineMerge(person, body.survivor, body.reason)
    return await _run(use_case, person, person, body, response, acting)


@router.post(
    "/people/{person}/merged/{record}/parting",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=CHANGE,
)
async def undo_merge(
    person: UUID,
    record: UUID,
    body: PartingBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.UNDO_MERGE)],
) -> Done:
    """Part a record that was merged into a person's; what was recorded since stays here."""
    claims = await run_in_threadpool(claims_of, acting.services, person, record)
    use_case = UndoMerge(record, person, body.reason, claims)
    return await _run(use_case, person, record, body, response, acting)


async def _run(
    use_case: UseCase,
    person: UUID,
    record: UUID,
    body: Body,
    response: Response,
    acting: Acting,
) -> Done:
    plain: dict[str, Any] = {"record": str(record), **body.model_dump(mode="json")}
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/people/{person}", person, recorded)
