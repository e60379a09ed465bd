"""Referrals (双向转诊), beds asked for, and admissions: sent, answered, asked after."""

from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.follow_up_answer import CitedReason
from api.v1.models import Answer, Body, Done
from api.v1.referral_body import (
    AbscondingBody,
    BedBody,
    BedOfferBody,
    NoBedBody,
    ReceivingBody,
    ReferralBody,
    ReferralOutcomeBody,
    RefusalBody,
    StayBody,
    WithdrawalBody,
)
from api.v1.sight import seen_card, within_sight
from domain.log import Recorded
from domain.registry.referrals import (
    AdmitPerson,
    AskBed,
    CancelBed,
    EndReferral,
    HaveNoBed,
    NoteAbsconding,
    OfferBed,
    ReceiveReferral,
    RefuseReferral,
    SendReferral,
    WithdrawReferral,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from projections.beds import BedRow, beds_of, waiting_beds
from projections.referrals import ReferralRow, open_referrals, referrals_of

router: Final = APIRouter(prefix="/api/v1", tags=["referrals"])

Sending = Annotated[Acting, acting(Operation.SEND_REFERRAL)]
Answering = Annotated[Acting, acting(Operation.ANSWER_REFERRAL)]
ONE: Final = "/people/{person}/referrals/{referral}"
BED: Final = "/people/{person}/beds/{bed}"


class ReferralAnswer(Answer):
    """One referral and how far it has come; what has not come is empty."""

    id: UUID
    person: UUID = Field(title="Whom it is about")
    direction: str = Field(title="Up or down", examples=["up"])
    reasons: list[str] = Field(title="Why", examples=[["unstable"]])
    from_office: str = Field(title="Sending office")
    to_office: str = Field(title="Receiving office; empty: outside")
    institution: str = Field(title="Receiving hospital outside", examples=[""])
    department: str = Field(title="Department", examples=[""])
    sent_on: date = Field(title="Day sent", examples=["2026-03-02"])
    summary: str = Field(title="Course of the illness", examples=[""])
    advice: str = Field(title="What is asked", examples=[""])
    out_of_area: bool = Field(title="Outside the pooling area", examples=[False])
    out_of_area_why: str = Field(title="Why", examples=[""])
    sent_at: datetime = Field(title="Sent at")
    sent_by: UUID = Field(title="By which account")
    answer_by: datetime = Field(title="To be answered by")
    look_by: date = Field(title="To be asked after by", examples=["2026-03-16"])
    because: list[CitedReason] = Field(title="By which clauses")
    is_over: bool = Field(title="Whether it is over", examples=[False])
    state: str = Field(title="How far it has come", examples=["sent"])
    received_on: str = Field(title="Day received", examples=[""])
    received_in: str = Field(title="Department that received", examples=[""])
    received_by: str = Field(title="Doctor who received", examples=[""])
    refused_on: str = Field(title="Day refused", examples=[""])
    refusal: str = Field(title="Why refused", examples=[""])
    remark: str = Field(title="Remark", examples=[""])
    outcome: str = Field(title="What came of it", examples=[""])
    ended_on: str = Field(title="Day ended", examples=[""])
    answer: str = Field(title="Advice that came back", examples=[""])

    @classmethod
    def of(cls, key: UUID, row: ReferralRow) -> "ReferralAnswer":
        """Return a referral's answer."""
        because = [CitedReason(**why) for why in row.because]
        facts: dict[str, Any] = {**vars(row), "because": because}
        return cls(id=key, **facts)


class BedAskedAnswer(Answer):
    """One bed asked for."""

    id: UUID
    person: UUID = Field(title="For whom")
    from_office: str = Field(title="Asking office")
    hospital: UUID = Field(title="Hospital asked")
    pressing: bool = Field(title="In an emergency", examples=[False])
    remark: str = Field(title="Remark", examples=[""])
    asked_at: datetime = Field(title="Asked at")
    answer_by: datetime = Field(title="To be answered by")
    answer: str = Field(title="Answer; empty: none yet", examples=["offered"])
    answered_at: datetime | None = Field(title="Answered at")
    ward: str = Field(title="Ward", examples=[""])
    kept_until: str = Field(title="Kept until", examples=[""])
    answer_remark: str = Field(title="Remark on the answer", examples=[""])

    @classmethod
    def of(cls, key: UUID, row: BedRow) -> "BedAskedAnswer":
        """Return a wish's answer."""
        facts: dict[str, Any] = {**vars(row)}
        return cls(id=key, **facts)


class ReferralsAnswer(Answer):
    """Referrals that are not over, and beds asked for and not offered."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[ReferralAnswer]
    beds: list[BedAskedAnswer]


@router.get("/referrals", openapi_extra=QUESTION)
def list_referrals(
    asking: Annotated[Asking, asking(Operation.READ_REFERRALS)],
) -> ReferralsAnswer:
    """List what is not over within sight, soonest to be answered first."""
    with asking.reading() as opened:
        found = open_referrals(opened.connection)
        beds = waiting_beds(opened.connection)
        opened.saw(row.person for _, row in (*found, *beds))
    return ReferralsAnswer(
        position=opened.position,
        items=[ReferralAnswer.of(*each) for each in found],
        beds=[BedAskedAnswer.of(*each) for each in beds],
    )


@router.get("/people/{person}/referrals", openapi_extra=QUESTION)
def list_referrals_of_person(
    person: UUID,
    when: AsOf,
    asking: Annotated[Asking, asking(Operation.READ_REFERRALS)],
) -> ReferralsAnswer:
    """List a person's referrals and beds, the latest first."""
    with asking.reading() as opened:
        at = position_of(when, opened)
        seen_card(opened.connection, person, at)
        upto = opened.position if at is None else at
        facts = opened.facts(person, upto)
        opened.saw([person])
    return ReferralsAnswer(
        position=upto,
        items=[ReferralAnswer.of(*each) for each in referrals_of(facts)],
        beds=[BedAskedAnswer.of(*each) for each in beds_of(facts)],
    )


@router.post(
    "/people/{person}/referrals",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def send_referral(
    person: UUID, body: ReferralBody, response: Response, acting: Sending
) -> Done:
    """Refer somebody up or down; the two-week check starts from its day."""
    use_case = SendReferral(person, body.form(), body.emergency)
    recorded = await _ran(use_case, body, acting, person, body.sent_on)
    made = _made(recorded, "referral.sent", person)
    address = f"/people/{person}/referrals"
    return done(response, address, person, recorded, made)


@router.post(
    ONE + "/receiving", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def receive_referral(
    person: UUID,
    referral: UUID,
    body: ReceivingBody,
    response: Response,
    acting: Answering,
) -> Done:
    """Take the person on (接诊)."""
    use_case = ReceiveReferral(
        referral, person, body.received_on, body.department, body.doctor
    )
    recorded = await _ran(use_case, body, acting, person, body.received_on, referral)
    return done(response, f"/people/{person}/referrals", referral, recorded)


@router.post(
    ONE + "/refusal", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def refuse_referral(
    person: UUID,
    referral: UUID,
    body: RefusalBody,
    response: Response,
    acting: Answering,
) -> Done:
    """Send the person back (退回) with a reason."""
    use_case = RefuseReferral(
        referral, person, body.refused_on, body.refusal, body.remark
    )
    recorded = await _ran(use_case, body, acting, person, body.refused_on, referral)
    return done(response, f"/people/{person}/referrals", referral, recorded)


@router.post(
    ONE + "/outcome", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def end_referral(
    person: UUID,
    referral: UUID,
    body: ReferralOutcomeBody,
    response: Response,
    acting: Answering,
) -> Done:
    """Say what came of it, with the stay it began."""
    stay = body.stay.form() if body.stay else None
    use_case = EndReferral(
        referral, person, body.outcome, body.ended_on, body.advice, stay
    )
    recorded = await _ran(use_case, body, acting, person, body.ended_on, referral)
    return done(response, f"/people/{person}/referrals", referral, recorded)


@router.post(
    ONE + "/withdrawal", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def withdraw_referral(
    person: UUID,
    referral: UUID,
    body: WithdrawalBody,
    response: Response,
    acting: Sending,
) -> Done:
    """Take it back, with a reason."""
    use_case = WithdrawReferral(referral, person, body.reason)
    recorded = await _ran(use_case, body, acting, person, None, referral)
    return done(response, f"/people/{person}/referrals", referral, recorded)


@router.post(
    "/people/{person}/stays",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def admit_person(
    person: UUID,
    body: StayBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_STAY)],
) -> Done:
    """Note an admission that no referral of ours led to."""
    use_case = AdmitPerson(person, body.form())
    recorded = await _ran(use_case, body, acting, person, body.admitted_on)
    return done(response, f"/people/{person}/history", person, recorded)


@router.post(
    "/people/{person}/stays/absconding",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def note_absconding(
    person: UUID,
    body: AbscondingBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_STAY)],
) -> Done:
    """Note that an in-patient left without leave; not found, the police are told."""
    use_case = NoteAbsconding(person, body.form())
    recorded = await _ran(use_case, body, acting, person, body.left_on)
    return done(response, f"/people/{person}/history", person, recorded)


@router.post(
    "/people/{person}/beds",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def ask_bed(
    person: UUID, body: BedBody, response: Response, acting: Sending
) -> Done:
    """Ask a hospital for a bed; in an emergency it answers sooner."""
    use_case = AskBed(
        person, body.hospital, body.pressing, body.remark, body.referral, body.emergency
    )
    recorded = await _ran(use_case, body, acting, person)
    made = _made(recorded, "bed.asked", person)
    return done(response, f"/people/{person}/referrals", person, recorded, made)


@router.post(BED + "/offer", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def offer_bed(
    person: UUID, bed: UUID, body: BedOfferBody, response: Response, acting: Answering
) -> Done:
    """Offer a bed and keep it until a day."""
    use_case = OfferBed(bed, person, body.ward, body.kept_until)
    recorded = await _ran(use_case, body, acting, person, None, bed)
    return done(response, f"/people/{person}/referrals", bed, recorded)


@router.post(
    BED + "/no-bed", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def have_no_bed(
    person: UUID, bed: UUID, body: NoBedBody, response: Response, acting: Answering
) -> Done:
    """Say that there is none, and when or where there may be one."""
    use_case = HaveNoBed(bed, person, body.remark)
    recorded = await _ran(use_case, body, acting, person, None, bed)
    return done(response, f"/people/{person}/referrals", bed, recorded)


@router.post(
    BED + "/cancellation", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def cancel_bed(
    person: UUID, bed: UUID, body: WithdrawalBody, response: Response, acting: Sending
) -> Done:
    """Say that it is no longer needed."""
    use_case = CancelBed(bed, person, body.reason)
    recorded = await _ran(use_case, body, acting, person, None, bed)
    return done(response, f"/people/{person}/referrals", bed, recorded)


async def _ran(
    use_case: UseCase,
    body: Body,
    acting: Acting,
    person: UUID,
    on: date | None = None,
    of: UUID | None = None,
) -> Recorded:
    plain = {
        "person": str(person),
        "of": str(of) if of else None,
        **body.model_dump(mode="json"),
    }
    with within_sight("referral"):
        return await acting.run(use_case, plain, on.isoformat() if on else None)


def _made(recorded: Recorded, topic: str, otherwise: UUID) -> UUID:
    return next((f.stream for f in recorded.facts if f.topic == topic), otherwise)
