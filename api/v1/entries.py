"""Taking back an entry of a person's record that never was."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.acting import Acting, acting
from api.v1.described import CHANGE
from api.v1.done import done
from api.v1.fields import Line
from api.v1.models import Body, Done
from api.v1.sight import within_sight
from domain.registry.taking_back import RetractFact, entries_of
from domain.rules.access import Operation

router: Final = APIRouter(prefix="/api/v1/people/{person}/entries", tags=["history"])


class RetractionBody(Body):
    """Why the entry never was."""

    reason: Line = Field(title="Why", min_length=1, examples=["录入他人的记录"])


@router.post(
    "/{entry}/retraction", status_code=status.HTTP_201_CREATED, openapi_extra=CHANGE
)
async def retract_entry(
    person: UUID,
    entry: UUID,
    body: RetractionBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RETRACT_FACT)],
) -> Done:
    """Say of an entry of the history that it never was; it stays there, marked.

    What was recorded with it goes along. An entry that is put right otherwise is refused
    with 409; the history says of each how.
    """
    log = acting.services.log
    with within_sight("person"):
        entries = await run_in_threadpool(entries_of, log, person, entry)
        recorded = await acting.run(
            RetractFact(person, entries, body.reason),
            {"person": str(person), "entry": str(entry), **body.model_dump()},
        )
    return done(response, f"/people/{person}", person, recorded)
