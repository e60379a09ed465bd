"""Emergencies (应急医疗处置): the open cases, one case, and each step of it."""

from datetime import date, datetime
from typing import Annotated, Final, Protocol
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.emergency_answer import EmergenciesAnswer, EmergencyAnswer
from api.v1.emergency_body import (
    AdmissionBody,
    CallBody,
    CheckBody,
    ClosureBody,
    ConsentOnceBody,
    DisposalBody,
    EmergencyBody,
    EmergencyRecordBody,
    EndChecksBody,
    FundingBody,
    LawBody,
)
from api.v1.follow_up_answer import SaidReason
from api.v1.models import Answer, Body, Done
from api.v1.sight import seen_card, within_sight
from domain.errors import Unknown
from domain.registry.emergencies import (
    Admission,
    AnswerConsent,
    CallHelp,
    CheckAfter,
    CloseEmergency,
    Compulsory,
    DecideAdmission,
    DecideFunding,
    Dispose,
    EndChecks,
    FillRecord,
    OpenEmergency,
    Signer,
    admission,
    compulsory,
)
from domain.registry.proposals import Reason
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from projections.emergencies import emergencies_of, emergency_of, open_cases

router: Final = APIRouter(prefix="/api/v1", tags=["emergencies"])

Recording = Annotated[Acting, acting(Operation.RECORD_EMERGENCY)]
CASE: Final = "/people/{person}/emergencies/{emergency}"


class LawAnswer(Answer):
    """What the law says about an admission."""

    step: Admission = Field(title="What it says", examples=["admit"])
    may_sign: list[Signer] = Field(title="Who may sign", examples=[["committee"]])
    is_noted: bool = Field(title="Whether it is noted in the record who signed")
    is_watched: bool = Field(title="Whether the guardian has to watch at home")
    explains: bool = Field(title="Whether a written explanation goes with it")
    because: list[SaidReason] = Field(title="By which articles")
    edition: str = Field(title="Edition of the table", examples=["admission/2018"])
    compulsory: Compulsory = Field(
        title="Whether a court may order compulsory treatment", examples=["ask"]
    )
    compulsory_because: SaidReason = Field(title="By which article")


@router.get("/emergencies", openapi_extra=QUESTION)
def list_emergencies(
    when: AsOf,
    asking: Annotated[Asking, asking(Operation.READ_EMERGENCIES)],
) -> EmergenciesAnswer:
    """List the open cases within sight, the longest open first."""
    with asking.reading() as opened:
        at = position_of(when, opened)
        found = open_cases(opened.connection, at=at)
        opened.saw(row.person for _, row in found)
    return EmergenciesAnswer(
        position=opened.position if at is None else at,
        items=[EmergencyAnswer.of(*case) for case in found],
    )


@router.get("/people/{person}/emergencies", openapi_extra=QUESTION)
def list_emergencies_of_person(
    person: UUID,
    when: AsOf,
    asking: Annotated[Asking, asking(Operation.READ_EMERGENCIES)],
) -> EmergenciesAnswer:
    """List a person's cases, the latest first."""
    with asking.reading() as opened:
        at = position_of(when, opened)
        seen_card(opened.connection, person, at)
        upto = opened.position if at is None else at
        found = emergencies_of(opened.facts(person, upto))
        opened.saw([person])
    return EmergenciesAnswer(
        position=upto, items=[EmergencyAnswer.of(*case) for case in found]
    )


@router.get(CASE, openapi_extra=QUESTION)
def read_emergency(
    person: UUID,
    emergency: UUID,
    asking: Annotated[Asking, asking(Operation.READ_EMERGENCIES)],
) -> EmergencyAnswer:
    """Show one case with all its steps."""
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        row = emergency_of(opened.facts(person), emergency)
        opened.saw([person])
        if row is None:
            raise Unknown(kind="emergency")
    return EmergencyAnswer.of(emergency, row)


@router.post(
    "/people/{person}/emergencies",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def open_emergency(
    person: UUID,
    body: EmergencyBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.OPEN_EMERGENCY)],
) -> Done:
    """Open a case; a grade of 3 or higher given with it tells whom it must."""
    use_case = OpenEmergency(person, body.report(), body.grade, tuple(body.called))
    with within_sight("person"):
        recorded = await acting.run(
            use_case, _plain(body, person), body.reported_at.isoformat()
        )
    made = next(
        (f.stream for f in recorded.facts if f.topic == "emergency.opened"), person
    )
    address = f"/people/{person}/emergencies/{made}"
    return done(response, address, person, recorded, made)


@router.post(
    CASE + "/calls", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def note_call(
    person: UUID, emergency: UUID, body: CallBody, response: Response, acting: Recording
) -> Done:
    """Note that somebody was called: police station and village committee first."""
    use_case = CallHelp(emergency, person, body.called, body.at, body.words)
    return await _run(use_case, body, response, acting, body.at)


@router.post(
    CASE + "/consent", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def answer_emergency_consent(
    person: UUID,
    emergency: UUID,
    body: ConsentOnceBody,
    response: Response,
    acting: Recording,
) -> Done:
    """Note the answer on form 11."""
    use_case = AnswerConsent(emergency, person, body.form())
    return await _run(use_case, body, response, acting, body.at)


@router.post(
    CASE + "/disposal", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def record_disposal(
    person: UUID,
    emergency: UUID,
    body: DisposalBody,
    response: Response,
    acting: Recording,
) -> Done:
    """Note how the disposal went; form 12 is due from its end."""
    use_case = Dispose(emergency, person, body.form())
    return await _run(use_case, body, response, acting, body.ended_at)


@router.post(
    CASE + "/record", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def fill_emergency_record(
    person: UUID,
    emergency: UUID,
    body: EmergencyRecordBody,
    response: Response,
    acting: Recording,
) -> Done:
    """Fill in form 12, or put it right with a reason."""
    use_case = FillRecord(emergency, person, body.form(), body.reason)
    return await _run(use_case, body, response, acting)


@router.post(
    CASE + "/checks", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def note_check(
    person: UUID,
    emergency: UUID,
    body: CheckBody,
    response: Response,
    acting: Recording,
) -> Done:
    """Note a check after the disposal."""
    use_case = CheckAfter(emergency, person, body.found, body.at, body.remark)
    return await _run(use_case, body, response, acting, body.at)


@router.post(
    CASE + "/checks/end", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def end_checks(
    person: UUID,
    emergency: UUID,
    body: EndChecksBody,
    response: Response,
    acting: Recording,
) -> Done:
    """End the checks; before two stable ones in a row that takes a reason."""
    return await _run(EndChecks(emergency, person, body.reason), body, response, acting)


@router.post("/people/{person}/admission-law", openapi_extra=QUESTION)
def ask_admission_law(
    person: UUID,
    body: LawBody,
    asking: Annotated[Asking, asking(Operation.READ_EMERGENCIES)],
) -> LawAnswer:
    """Say what the Mental Health Law says of a situation; nothing is recorded."""
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        opened.saw([person])
    law = admission(
        card.division,
        shanghai_day(asking.services.clock()),
        body.situation(),
        unknown_identity=card.provisional,
    )
    by_court = compulsory(
        violent=body.violent, not_liable=body.not_liable, may_go_on=body.may_go_on
    )
    return LawAnswer(
        step=law.step,
        may_sign=list(law.signers),
        is_noted=law.is_noted,
        is_watched=law.is_watched,
        explains=law.explains,
        because=[said_reason(why) for why in law.because],
        edition=law.edition,
        compulsory=by_court.outcome,
        compulsory_because=said_reason(by_court.because),
    )


@router.post(
    CASE + "/admission", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def decide_admission(
    person: UUID,
    emergency: UUID,
    body: AdmissionBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.DECIDE_ADMISSION)],
) -> Done:
    """Decide about an admission; what the law forbids is refused."""
    use_case = DecideAdmission(emergency, person, body.form())
    return await _run(use_case, body, response, acting)


@router.post(
    CASE + "/funding", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def decide_funding(
    person: UUID,
    emergency: UUID,
    body: FundingBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.DECIDE_FUNDING)],
) -> Done:
    """Decide who pays; another order than the table's needs a reason."""
    use_case = DecideFunding(
        emergency,
        person,
        is_emergency=body.is_emergency,
        payers=tuple(body.payers),
        can_pay=body.can_pay,
        why=body.why,
    )
    return await _run(use_case, body, response, acting)


@router.post(
    CASE + "/closure", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def close_emergency(
    person: UUID,
    emergency: UUID,
    body: ClosureBody,
    response: Response,
    acting: Recording,
) -> Done:
    """Close a case: after form 12, or with a reason where there was no disposal."""
    return await _run(
        CloseEmergency(emergency, person, body.reason), body, response, acting
    )


def said_reason(why: Reason) -> SaidReason:
    """Return a rule's reason as an answer says it."""
    return SaidReason(code=why.code, clause=str(why.clause), en=why.en, zh=why.zh)


class _OfCase(UseCase, Protocol):
    """A step of a case."""

    @property
    def emergency(self) -> UUID:
        """Return the case."""
        ...

    @property
    def person(self) -> UUID:
        """Return whom it is about."""
        ...


async def _run(
    use_case: _OfCase,
    body: Body,
    response: Response,
    acting: Acting,
    at: datetime | date | None = None,
) -> Done:
    plain = {**_plain(body, use_case.person), "emergency": str(use_case.emergency)}
    with within_sight("emergency"):
        recorded = await acting.run(use_case, plain, at.isoformat() if at else None)
    address = f"/people/{use_case.person}/emergencies/{use_case.emergency}"
    return done(response, address, use_case.emergency, recorded)


def _plain(body: Body, person: UUID) -> dict[str, object]:
    return {"person": str(person), **body.model_dump(mode="json")}
