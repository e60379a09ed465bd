"""The rates of a division and month: counts, what they rest on, and how sure that is."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import Field

from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.models import Answer
from domain.errors import NotAllowed
from domain.registry.rates import Rate, period_of, rates_of
from domain.rules.access import Lacking, Operation
from domain.values.places import is_within
from projections.rates import Counts, counts

router: Final = APIRouter(prefix="/api/v1/rates", tags=["rates"])


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


class RateAnswer(Answer):
    """One rate, as it is printed."""

    code: str = Field(title="Indicator", examples=["I-STD-A"])
    title_zh: str = Field(title="In Chinese", examples=["管理率"])
    title_en: str = Field(title="In English", examples=["Managed"])
    edition: str = Field(title="Edition", examples=["I-MGT/2017"])
    numerator: int = Field(title="How many", examples=[92])
    denominator: int = Field(title="Of how many", examples=[100])
    text: str = Field(title="In per cent; — over nobody", examples=["92.00"])
    counted: str = Field(title="What the numerator counts")
    over: str = Field(title="What the denominator counts")
    clause: str = Field(title="Clause it rests on", examples=["R13 指标1-3 [R]"])
    is_verified: bool = Field(title="Whether a text supports it")
    decisions: list[str] = Field(
        title="Which of our own decisions it rests on", examples=[["D-R1"]]
    )

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
        )


class DivisionRates(Answer):
    """One division's rates."""

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
    own = asking.principal.division
    division = query.division or own
    with asking.reading() as opened:
        if not own or not is_within(division, own):
            raise NotAllowed(lacking=Lacking.RELATION)
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
            for row in found or [Counts(division, 0, 0, 0)]
        ],
    )
