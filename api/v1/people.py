"""People on the register: entered, read as they stand or stood, put right, moved."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from starlette.concurrency import run_in_threadpool

from api.acting import Acting, acting
from api.preconditions import etag
from api.services import Services
from api.v1.alike import alike
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import CHANGE, COMMAND, QUESTION
from api.v1.done import done
from api.v1.models import Done
from api.v1.person_answer import PersonAnswer
from api.v1.person_body import CorrectionBody, MoveBody, RegistrationBody
from api.v1.sight import seen_card, within_sight
from domain.registry.identities import identity_of
from domain.registry.registration import (
    PROVISIONAL,
    CorrectIdentity,
    RecordMove,
    RegisterPerson,
)
from domain.rules.access import Operation

router: Final = APIRouter(prefix="/api/v1/people", tags=["people"])

ID_NUMBER: Final = "ID number"
"""The kind of claim that keeps a number to one person."""


@router.post("", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def register_person(
    body: RegistrationBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.REGISTER_PERSON)],
) -> Done:
    """Enter a person in the register; the unknown without a number, to be identified later.

    A number that is on record for somebody else is refused with 409, and so is somebody
    alike on record (same birth and township, name written or read alike) unless
    `not_the_same` says why it is another person.
    """
    asking = Asking(acting.services, acting.principal, Operation.REGISTER_PERSON)
    known = body.registration()
    people = await run_in_threadpool(
        alike, asking, known.identity, known.residence.village
    )
    recorded = await acting.run(
        RegisterPerson(
            known,
            _claim(acting.services, body.identity.number),
            numbers=acting.services.claim(PROVISIONAL, ""),
            alike=tuple(people),
            not_the_same=body.not_the_same or "",
            clue=body.clue,
        ),
        body.model_dump(mode="json"),
        body.registered_on.isoformat(),
    )
    person = next(f.stream for f in recorded.facts if f.stream == f.person)
    return done(response, f"/people/{person}", person, recorded)


@router.get("/{person}", openapi_extra=QUESTION)
def read_person(
    person: UUID,
    when: AsOf,
    response: Response,
    asking: Annotated[Asking, asking(Operation.READ_PERSON)],
) -> PersonAnswer:
    """Show a person's card, now or as it stood; the ETag is what a change must name."""
    with asking.reading() as opened:
        at = position_of(when, opened)
        card = seen_card(opened.connection, person, at)
        opened.saw([person])
    if at is None:
        response.headers["ETag"] = etag(card.version)
    return PersonAnswer.of(card, opened.position if at is None else at)


@router.put("/{person}/identity", openapi_extra=CHANGE)
async def correct_identity(
    person: UUID,
    body: CorrectionBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.CORRECT_IDENTITY)],
) -> Done:
    """Put right who a person is; what was wrong stays in the history."""
    log = acting.services.log
    held = await run_in_threadpool(identity_of, log, person)
    use_case = CorrectIdentity(
        person,
        body.identity.identity(),
        body.reason,
        old_claim=_claim(acting.services, held.id_number),
        new_claim=_claim(acting.services, body.identity.number),
    )
    with within_sight("person"):
        recorded = await acting.run(
            use_case, {"person": str(person), **body.model_dump(mode="json")}
        )
    return done(response, f"/people/{person}", person, recorded)


@router.put("/{person}/residence", openapi_extra=CHANGE)
async def record_move(
    person: UUID,
    body: MoveBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_MOVE)],
) -> Done:
    """Record where a person lives from a day on; with a unit, offer them to it at once."""
    with within_sight("person"):
        recorded = await acting.run(
            RecordMove(person, body.residence(), body.hand_over_to),
            {"person": str(person), **body.model_dump(mode="json")},
            body.since.isoformat(),
        )
    return done(response, f"/people/{person}", person, recorded)


def _claim(services: Services, number: str | None) -> UUID | None:
    return services.claim(ID_NUMBER, number) if number else None
