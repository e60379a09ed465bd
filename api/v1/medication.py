"""Medication: the regimen, injections with their clock, adverse reactions."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status

from api.acting import Acting, acting
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.medication_answer import MedicationAnswer
from api.v1.medication_body import (
    InjectionBody,
    ProgrammeBody,
    ReactionBody,
    RegimenBody,
    ResultBody,
    ToldBody,
)
from api.v1.models import Done
from api.v1.sight import seen_card, within_sight
from domain.registry.medication import (
    Drawn,
    EnterResult,
    GiveInjection,
    JoinProgramme,
    NoteReaction,
    SetRegimen,
    TellOfLateInjection,
)
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from projections.medication import medication

router: Final = APIRouter(
    prefix="/api/v1/people/{person}/medication", tags=["medication"]
)


@router.get("", openapi_extra=QUESTION)
def read_medication(
    person: UUID,
    when: AsOf,
    asking: Annotated[Asking, asking(Operation.READ_PERSON)],
) -> MedicationAnswer:
    """Show the regimen that stands, the injection clocks, reactions, and what was before.

    Days overdue are counted to today, whatever moment is asked for.
    """
    today = shanghai_day(asking.services.clock())
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        at = position_of(when, opened)
        upto = opened.position if at is None else at
        found = medication(opened.facts(person, upto))
        opened.saw([person])
    return MedicationAnswer.of(found, upto, today)


@router.post("/regimens", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def set_regimen(
    person: UUID,
    body: RegimenBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.SET_REGIMEN)],
) -> Done:
    """Set the whole regimen from a day on; the one before stays in the history."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    made = acting.command(plain).new_id("regimen")
    drugs = tuple(row.use() for row in body.drugs)
    use_case = SetRegimen(person, drugs, body.from_on, body.source, body.reason)
    with within_sight("person"):
        recorded = await acting.run(use_case, plain, body.from_on.isoformat())
    address = f"/people/{person}/medication"
    return done(response, address, person, recorded, made=made)


@router.post("/injections", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def give_injection(
    person: UUID,
    body: InjectionBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.GIVE_INJECTION)],
) -> Done:
    """Record an injection; when the next one is due follows from the interval."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    made = acting.command(plain).new_id("injection")
    with within_sight("person"):
        office = acting.principal.organisation
        drawn = (
            Drawn(office, str(body.lot), body.units) if body.lot and office else None
        )
        recorded = await acting.run(
            GiveInjection(person, body.given(), drawn),
            plain,
            body.given_on.isoformat(),
        )
    address = f"/people/{person}/medication"
    return done(response, address, person, recorded, made=made)


@router.post("/reactions", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def note_reaction(
    person: UUID,
    body: ReactionBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.NOTE_REACTION)],
) -> Done:
    """Record an adverse reaction to a drug and what was done."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    made = acting.command(plain).new_id("reaction")
    with within_sight("person"):
        recorded = await acting.run(
            NoteReaction(person, body.noted()), plain, body.noted_on.isoformat()
        )
    address = f"/people/{person}/medication"
    return done(response, address, person, recorded, made=made)


@router.post(
    "/late-injections", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def tell_of_late_injection(
    person: UUID,
    body: ToldBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.GIVE_INJECTION)],
) -> Done:
    """Note who was told that an injection is late, and what they said."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    with within_sight("person"):
        recorded = await acting.run(
            TellOfLateInjection(person, body.form()), plain, body.told_on.isoformat()
        )
    return done(response, f"/people/{person}/medication", person, recorded)


@router.post("/results", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def enter_result(
    person: UUID,
    body: ResultBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.ENTER_RESULT)],
) -> Done:
    """Record the result of a check; what is due next follows from it."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    made = acting.command(plain).new_id("result")
    with within_sight("person"):
        recorded = await acting.run(
            EnterResult(person, body.form()), plain, body.taken_on.isoformat()
        )
    return done(response, f"/people/{person}/medication", person, recorded, made=made)


@router.post("/programmes", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def change_programme(
    person: UUID,
    body: ProgrammeBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.ENROL)],
) -> Done:
    """Enter somebody in a programme that pays for medicine, or take them out of it."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    use_case = JoinProgramme(person, body.programme, body.on, body.why, body.leaves)
    with within_sight("person"):
        recorded = await acting.run(use_case, plain, body.on.isoformat())
    return done(response, f"/people/{person}/medication", person, recorded)
