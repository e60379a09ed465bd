"""Follow-ups: proposed, recorded, put right, and listed as they stand."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from starlette.concurrency import run_in_threadpool

from api.acting import Acting, acting
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import CHANGE, COMMAND, QUESTION
from api.v1.done import done
from api.v1.follow_up_answer import FollowUpAnswer, FollowUpsAnswer, ProposalAnswer
from api.v1.follow_up_body import FollowUpBody, FollowUpCorrectionBody
from api.v1.models import Done
from api.v1.sight import seen_card, within_sight
from domain.registry.follow_up import CorrectFollowUp, RecordFollowUp
from domain.registry.proposals import propose
from domain.registry.taking_back import standing_told_by
from domain.rules.access import Operation
from projections.follow_ups import follow_ups

router: Final = APIRouter(prefix="/api/v1/people/{person}", tags=["follow-ups"])


@router.post("/follow-up-proposals", openapi_extra=QUESTION)
def propose_follow_up(
    person: UUID,
    body: FollowUpBody,
    asking: Annotated[Asking, asking(Operation.RECORD_FOLLOW_UP)],
) -> ProposalAnswer:
    """Say which class and which next day the rules propose, and why; nothing is recorded.

    The next day follows the class in the body, if there is one.
    """
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        opened.saw([person])
        proposed = propose(opened.log, person, body.filled_in())
    return ProposalAnswer.of(proposed)


@router.post("/follow-ups", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_follow_up(
    person: UUID,
    body: FollowUpBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_FOLLOW_UP)],
) -> Done:
    """Record a follow-up, and its grade when the risk was assessed.

    `id` is the follow-up's; `version` and ETag are the person's.
    """
    plain = {"person": str(person), **body.model_dump(mode="json")}
    follow_up = acting.command(plain).new_id("follow_up")
    with within_sight("person"):
        recorded = await acting.run(
            RecordFollowUp(person, body.filled_in(), collected_by=body.collected_by),
            plain,
            body.visited_on.isoformat(),
            body.collected_by,
            on_paper=bool(body.paper_number),
        )
    address = f"/people/{person}/follow-ups"
    return done(response, address, person, recorded, made=follow_up)


@router.post(
    "/follow-ups/{follow_up}/corrections",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=CHANGE,
)
async def correct_follow_up(
    person: UUID,
    follow_up: UUID,
    body: FollowUpCorrectionBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.CORRECT_FOLLOW_UP)],
) -> Done:
    """Put a follow-up right; both stay in the history. If-Match names the person's version."""
    withdrawn = (
        await run_in_threadpool(
            standing_told_by, acting.services.log, person, follow_up
        )
        if body.withdraws_standing
        else ()
    )
    use_case = CorrectFollowUp(
        person,
        follow_up,
        body.follow_up.filled_in(),
        body.reason,
        withdrawn=withdrawn,
    )
    plain = {
        "person": str(person),
        "corrects": str(follow_up),
        **body.model_dump(mode="json"),
    }
    with within_sight("person"):
        recorded = await acting.run(
            use_case, plain, body.follow_up.visited_on.isoformat()
        )
    address = f"/people/{person}/follow-ups"
    return done(response, address, person, recorded, made=follow_up)


@router.get("/follow-ups", openapi_extra=QUESTION)
def list_follow_ups(
    person: UUID,
    when: AsOf,
    asking: Annotated[Asking, asking(Operation.READ_HISTORY)],
) -> FollowUpsAnswer:
    """List a person's follow-ups as they stand or stood, the latest visit first."""
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        at = position_of(when, opened)
        upto = opened.position if at is None else at
        rows = follow_ups(opened.facts(person, upto))
        opened.saw([person])
    return FollowUpsAnswer(
        position=upto, items=[FollowUpAnswer.of(row) for row in rows]
    )
