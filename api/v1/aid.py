"""Aid (救助): a household's means, what is proposed and why, and the officer's decision."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.acting import Acting, acting
from api.paging import Paged, cursors, cut, link_next
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Line, Remark, code_of
from api.v1.follow_up_answer import CitedReason, SaidReason
from api.v1.models import Answer, Body, Done
from api.v1.sight import seen_card, within_sight
from domain.registry.aid import (
    AidOutcome,
    DecideAid,
    Insurance,
    LowIncome,
    Means,
    Payer,
    RecordMeans,
    Scheme,
    next_step,
    payers,
)
from domain.registry.aid_plan import case_of
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from projections.aid import AidRow, aid_of, means_of, undecided, waiting
from projections.person_card import Card, cards

router: Final = APIRouter(prefix="/api/v1", tags=["aid"])


class MeansBody(Body):
    """What a household lives on, as known from an office; null is not known."""

    as_of: Day = Field(title="As of which day", examples=["2026-03-02"])
    low_income: Annotated[LowIncome, code_of(LowIncome)] | None = Field(
        None, title="Recognised hardship", examples=["dibao"]
    )
    insurance: Annotated[Insurance, code_of(Insurance)] = Field(
        Insurance.UNKNOWN, title="Basic medical insurance", examples=["resident"]
    )
    can_pay: bool | None = Field(
        None, title="Whether treatment can be paid for", examples=[False]
    )
    disability_certificate: bool | None = Field(
        None, title="Whether there is a disability certificate", examples=[True]
    )
    disability_grade: int | None = Field(
        None, title="Its grade, 1 the most severe", ge=1, le=4, examples=[2]
    )
    real_hardship: bool | None = Field(
        None, title="Whether really in difficulty now", examples=[True]
    )
    guardian_agreement: bool | None = Field(
        None, title="Whether the guardian signed the undertaking", examples=[True]
    )
    source: Line = Field("", title="Known from which office", examples=["演示民政所"])
    valid_until: Day | None = Field(
        None, title="Recognised until", examples=["2026-12-31"]
    )

    def means(self) -> Means:
        """Return it in the domain's words."""
        return Means(
            as_of=self.as_of.isoformat(),
            low_income=self.low_income,
            insurance=self.insurance,
            can_pay=self.can_pay,
            disability_certificate=self.disability_certificate,
            disability_grade=self.disability_grade,
            real_hardship=self.real_hardship,
            guardian_agreement=self.guardian_agreement,
            source=self.source,
            valid_until=self.valid_until.isoformat() if self.valid_until else None,
        )


class MeansAnswer(Answer):
    """The means last recorded."""

    as_of: date = Field(title="As of which day", examples=["2026-03-02"])
    low_income: LowIncome | None = Field(title="Recognised hardship")
    insurance: Insurance = Field(title="Basic medical insurance")
    can_pay: bool | None = Field(title="Whether treatment can be paid for")
    disability_certificate: bool | None = Field(title="Disability certificate")
    disability_grade: int | None = Field(title="Its grade, 1 the most severe")
    real_hardship: bool | None = Field(title="Whether really in difficulty now")
    guardian_agreement: bool | None = Field(title="Whether the undertaking is signed")
    source: str = Field(title="Known from which office")
    valid_until: date | None = Field(title="Recognised until")


class RestsOn(Answer):
    """One thing the rule looked at, and the fact it came from; null: not on record."""

    word: str = Field(title="What", examples=["low_income"])
    value: str | int | bool | None = Field(title="As what", examples=["dibao"])
    fact: UUID | None = Field(title="Id of the fact")
    position: int | None = Field(title="Its position in the log", examples=[1204])


class StepAnswer(Answer):
    """What to do next; the documents are what offices usually ask for, unverified."""

    office_en: str = Field(title="Where, in English")
    office_zh: str = Field(title="Where, in Chinese")
    documents_en: str = Field(title="With which documents, in English")
    documents_zh: str = Field(title="With which documents, in Chinese")


class CaseAnswer(Answer):
    """One scheme: what the rules propose, and what an officer decided."""

    scheme: Scheme = Field(title="Scheme", examples=["temporary_aid"])
    outcome: AidOutcome = Field(title="Proposed", examples=["eligible"])
    because: list[CitedReason] = Field(title="By which clause")
    missing: list[str] = Field(title="What has to be asked first", examples=[[]])
    rests_on: list[RestsOn] = Field(title="What it rests on")
    assessed_at: datetime = Field(title="Proposed at")
    decided: AidOutcome | None = Field(title="Decided; null: nobody has yet")
    why: str = Field(title="Why it was decided otherwise", examples=[""])
    decided_at: datetime | None = Field(title="Decided at")
    decided_by: UUID | None = Field(title="By which account")
    step: StepAnswer | None = Field(title="What to do next")


class PayersAnswer(Answer):
    """Who pays for treatment, in order; nobody when something has to be asked first."""

    emergency: bool = Field(title="Whether an emergency", examples=[True])
    payers: list[Payer] = Field(title="Payers, in order", examples=[["emergency_fund"]])
    because: SaidReason = Field(title="By which clause")


class AidAnswer(Answer):
    """What a person is due."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    means: MeansAnswer | None = Field(title="Means last recorded")
    items: list[CaseAnswer]
    payers: list[PayersAnswer] = Field(title="Who pays for treatment")


class WaitingLine(Answer):
    """Somebody who is due something nobody has decided on."""

    person: UUID
    name: str | None = Field(title="Name", examples=["演示甲"])
    village: str = Field(title="Village", examples=["990101001001"])
    schemes: list[Scheme] = Field(title="Due and not decided")


class WaitingAnswer(Answer):
    """One page of the people who wait for a decision."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[WaitingLine]


class DecisionBody(Body):
    """An officer's decision on the proposal that was seen."""

    outcome: Annotated[AidOutcome, code_of(AidOutcome)] = Field(
        title="Decision: eligible or not_eligible", examples=["eligible"]
    )
    seen: Annotated[AidOutcome, code_of(AidOutcome)] = Field(
        title="Proposal that was seen", examples=["eligible"]
    )
    why: Remark = Field("", title="Why, when differing", examples=[""])


@router.get("/aid", openapi_extra=QUESTION)
def list_waiting_aid(
    query: Paged,
    request: Request,
    response: Response,
    asking: Annotated[Asking, asking(Operation.READ_AID)],
) -> WaitingAnswer:
    """List who is due something and has no decision yet, among those within sight."""
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        found = waiting(
            opened.connection,
            after=UUID(str(after[0])) if after else None,
            limit=query.limit + 1,
        )
        page = cut(found, query.limit, lambda row: (str(row.person),))
        known = cards(opened.connection, [row.person for row in page.lines])
        opened.saw(known)
    link_next(request, response, key, page.after)
    return WaitingAnswer(
        position=opened.position,
        items=[
            _waiting(row, known[row.person])
            for row in page.lines
            if row.person in known
        ],
    )


@router.get("/people/{person}/aid", openapi_extra=QUESTION)
def read_aid(
    person: UUID,
    when: AsOf,
    asking: Annotated[Asking, asking(Operation.READ_PERSON)],
) -> AidAnswer:
    """Show a person's means, what is proposed by which clause, and who pays."""
    with asking.reading() as opened:
        at = position_of(when, opened)
        card = seen_card(opened.connection, person, at)
        upto = opened.position if at is None else at
        facts = opened.facts(person, upto)
        opened.saw([person])
    today = shanghai_day(asking.services.clock())
    row, means = aid_of(facts), means_of(facts)
    return AidAnswer(
        position=upto,
        means=_means(means) if means else None,
        items=_cases(row, card, today) if row else [],
        payers=[
            _payers(
                card,
                today,
                can_pay=means.can_pay if means else None,
                emergency=emergency,
            )
            for emergency in (True, False)
        ],
    )


@router.post(
    "/people/{person}/means",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def record_means(
    person: UUID,
    body: MeansBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_MEANS)],
) -> Done:
    """Record what a household lives on; what is due is proposed anew soon after."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    with within_sight("person"):
        recorded = await acting.run(
            RecordMeans(person, body.means()), plain, body.as_of.isoformat()
        )
    return done(response, f"/people/{person}/aid", person, recorded)


@router.post(
    "/people/{person}/aid/{scheme}/decision",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def decide_aid(
    person: UUID,
    scheme: Scheme,
    body: DecisionBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.DECIDE_AID)],
) -> Done:
    """Decide on a proposal; differing from it needs a reason."""
    log = acting.services.log
    case = await run_in_threadpool(case_of, log, person, scheme)
    plain = {
        "person": str(person),
        "scheme": scheme,
        **body.model_dump(mode="json"),
    }
    with within_sight("person"):
        recorded = await acting.run(
            DecideAid(person, scheme, body.outcome, body.seen, body.why, case), plain
        )
    return done(response, f"/people/{person}/aid", person, recorded)


def _means(means: Any) -> MeansAnswer:
    return MeansAnswer(
        **{name: getattr(means, name) for name in MeansAnswer.model_fields}
    )


def _cases(row: AidRow, card: Card, today: date) -> list[CaseAnswer]:
    return [
        _case(Scheme(scheme), case, card, today) for scheme, case in row.cases.items()
    ]


def _case(scheme: Scheme, case: dict[str, Any], card: Card, today: date) -> CaseAnswer:
    step = next_step(scheme, card.division, today)
    return CaseAnswer(
        scheme=scheme,
        outcome=case["outcome"],
        because=[CitedReason(**why) for why in case["because"]],
        missing=case["missing"],
        rests_on=[RestsOn(**word) for word in case["rests_on"]],
        assessed_at=case["assessed_at"],
        decided=case["decided"],
        why=case["why"],
        decided_at=case["decided_at"],
        decided_by=case["decided_by"],
        step=StepAnswer(
            office_en=step.office_en,
            office_zh=step.office_zh,
            documents_en=step.documents_en,
            documents_zh=step.documents_zh,
        )
        if step
        else None,
    )


def _payers(
    card: Card, today: date, *, can_pay: bool | None, emergency: bool
) -> PayersAnswer:
    order = payers(
        card.division,
        today,
        known=not card.provisional,
        can_pay=can_pay,
        emergency=emergency,
    )
    why = order.because
    return PayersAnswer(
        emergency=emergency,
        payers=list(order.payers),
        because=SaidReason(code=why.code, clause=str(why.clause), en=why.en, zh=why.zh),
    )


def _waiting(row: AidRow, card: Card) -> WaitingLine:
    schemes: Sequence[str] = undecided(row.cases)
    return WaitingLine(
        person=row.person,
        name=card.name,
        village=card.division,
        schemes=[Scheme(scheme) for scheme in schemes],
    )
