"""The rates of a division and month: counts, what they rest on, and how sure that is."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.reading import Reading
from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.follow_up_answer import SaidReason
from api.v1.models import Answer
from domain.errors import NotAllowed
from domain.registry.rates import (
    Rate,
    counted_for,
    indicator,
    period_of,
    rates_of,
)
from domain.rules.access import Lacking, Operation
from domain.values.places import is_within
from projections.management import filed
from projections.rates import Counts, counts

router: Final = APIRouter(prefix="/api/v1/rates", tags=["rates"])

MOST: Final = 200
"""How many of those not counted an answer names."""


class RatesQuery(AsOfQuery):
    """Of which division, for January to which month, as then or now known."""

    division: str | None = Field(
        None,
        pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$",
        description="A division's code; left out: one's own.",
    )
    year: int = Field(ge=2000, le=2100, description="Year.")
    month: int = Field(ge=1, le=12, description="Statistical month.")
    digits: int | None = Field(
        None,
        ge=6,
        le=12,
        multiple_of=3,
        description="A row for each division of so many digits; left out: one row.",
    )


class TargetAnswer(Answer):
    """What a plan asks an indicator to reach."""

    percent: int = Field(title="At least, in per cent", examples=[80])
    year: str = Field(title="By or for when", examples=["2020"])
    clause: str = Field(title="Clause it stands in", examples=["S2 工作目标 [P]"])
    is_met: bool = Field(title="Whether the exact ratio reaches it")


class RateAnswer(Answer):
    """One figure, as it is printed; a number of people has no denominator."""

    code: str = Field(title="Indicator", examples=["I-STD-A"])
    title_zh: str = Field(title="In Chinese", examples=["管理率"])
    title_en: str = Field(title="In English", examples=["Managed"])
    edition: str = Field(title="Edition", examples=["I-MGT/2017"])
    numerator: int = Field(title="How many", examples=[92])
    denominator: int | None = Field(
        title="Of how many; null for a number of people", examples=[100]
    )
    text: str = Field(
        title="In per cent, or a number of people; — over nobody", examples=["92.00"]
    )
    counted: str = Field(title="What the numerator counts")
    over: str = Field(title="What the denominator counts")
    clause: str = Field(title="Clause it rests on", examples=["R13 指标1-3 [R]"])
    is_verified: bool = Field(title="Whether a text supports it")
    decisions: list[str] = Field(
        title="Which of our own decisions it rests on", examples=[["D-R1"]]
    )
    targets: list[TargetAnswer] = Field(title="Targets of plans and task notices")

    @classmethod
    def of(cls, rate: Rate) -> "RateAnswer":
        """Return a rate's answer."""
        definition = rate.definition
        return cls(
            code=definition.code,
            title_zh=definition.zh,
            title_en=definition.en,
            edition=rate.edition,
            numerator=rate.numerator,
            denominator=rate.denominator,
            text=rate.text,
            counted=definition.numerator,
            over=definition.denominator,
            clause=str(definition.clause),
            is_verified=definition.clause.is_verified,
            decisions=list(definition.decisions),
            targets=[
                TargetAnswer(
                    percent=target.percent,
                    year=target.year,
                    clause=str(target.clause),
                    is_met=is_met,
                )
                for target, is_met in rate.targets
            ],
        )


class DivisionRates(Answer):
    """One division's figures, every indicator by the edition in force."""

    division: str = Field(title="Division", examples=["990101001"])
    rates: list[RateAnswer]


class RatesAnswer(Answer):
    """The rates asked for; the same question with `as_of` gives the same figures again."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[DivisionRates]


@router.get("", openapi_extra=QUESTION)
def read_rates(
    query: Annotated[RatesQuery, Query()],
    asking: Annotated[Asking, asking(Operation.READ_RATES)],
) -> RatesAnswer:
    """Show the rates from January to a month, as now known or as of a moment."""
    period = period_of(query.year, query.month)
    with asking.reading() as opened:
        division = _own(asking, opened, query)
        at = position_of(query, opened)
        found = counts(
            opened.connection,
            division,
            period.first_day,
            period.last_day,
            length=query.digits or len(division),
            at=at,
        )
    return RatesAnswer(
        position=opened.position if at is None else at,
        items=[
            DivisionRates(
                division=row.division,
                rates=[RateAnswer.of(rate) for rate in rates_of(row, period.last_day)],
            )
            for row in found or [Counts(division)]
        ],
    )


class NotCountedQuery(RatesQuery):
    """Of which indicator."""

    indicator: str = Field(
        max_length=20, description="An indicator's code.", examples=["I-STD-A"]
    )


class NotCountedAnswer(Answer):
    """One person an indicator does not count, and the first reason why not."""

    person: UUID
    is_over: bool = Field(title="Whether in the denominator")
    why: SaidReason = Field(title="The first reason against")
    between: list[date] | None = Field(
        title="The two days too far apart, where a gap is the reason"
    )


class NotCountedPeopleAnswer(Answer):
    """Who an indicator does not count of those once filed."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    edition: str = Field(title="Edition", examples=["I-STD-A/ours-2026"])
    not_counted: int = Field(title="How many there are", examples=[3])
    items: list[NotCountedAnswer] = Field(title="The first 200 of them")


@router.get("/people", openapi_extra=QUESTION)
def read_not_counted(
    query: Annotated[NotCountedQuery, Query()],
    asking: Annotated[Asking, asking(Operation.READ_PERSON)],
) -> NotCountedPeopleAnswer:
    """Name whom an indicator does not count, each with the first reason against."""
    period = period_of(query.year, query.month)
    chosen = indicator(query.indicator, period.last_day)
    with asking.reading() as opened:
        division = _own(asking, opened, query)
        at = position_of(query, opened)
        people = filed(opened.connection, division, period.last_day.isoformat(), at)
        against = [(row, counted_for(row, chosen.rule, period)) for row in people]
        missing = [(row, why) for row, why in against if not why.is_counted]
        named = missing[:MOST]
        opened.saw([row.person for row, _ in named])
    return NotCountedPeopleAnswer(
        position=opened.position if at is None else at,
        edition=chosen.name,
        not_counted=len(missing),
        items=[
            NotCountedAnswer(
                person=row.person,
                is_over=why.is_over,
                why=SaidReason(
                    code=first.reason.code,
                    clause=str(first.reason.clause),
                    en=first.reason.en,
                    zh=first.reason.zh,
                ),
                between=list(first.gap) if first.gap else None,
            )
            for row, why in named
            if (first := why.outside or why.against)
        ],
    )


def _own(asking: Asking, opened: Reading, query: RatesQuery) -> str:
    """Return the division asked for: one's own or one within it, by today's code or an old."""
    division = query.division or asking.principal.division
    if not any(is_within(division, own) for own in opened.divisions):
        raise NotAllowed(lacking=Lacking.RELATION)
    return division
