"""The rates of a division and month: what was counted, over what, and who was not."""

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from api.console.pages import page
from api.console.places import above, place
from api.console.reasons import cited, said
from api.language import Language, language_of
from api.v1.asking import Asking, asking
from domain.errors import NotAllowed
from domain.registry.rates import Rate, counted_for, period_of, rates_of
from domain.rules.access import Lacking, Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.divisions import LEVELS
from domain.values.places import is_within
from projections.management import registered
from projections.person_card import cards
from projections.rates import Counts, counts

router: Final = APIRouter(prefix="/rates", include_in_schema=False)

MOST: Final = 200
"""How many of those not counted a page names."""

Looking = Annotated[Asking, asking(Operation.READ_RATES)]
Naming = Annotated[Asking, asking(Operation.READ_PERSON)]


class RatesQuery(BaseModel):
    """Which month of which year, left out this one; which division, left out one's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int | None = Field(None, ge=2000, le=2100)
    month: int | None = Field(None, ge=1, le=12)
    division: str | None = Field(None, pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$")

    def of(self, today: date) -> tuple[int, int]:
        """Return year and month, those of the day where left out."""
        return self.year or today.year, self.month or today.month


@router.get("")
def show_rates(
    request: Request, asking: Looking, query: Annotated[RatesQuery, Query()]
) -> Response:
    """Show the rates of a division and of those within it."""
    year, month = query.of(shanghai_day(asking.services.clock()))
    period = period_of(year, month)
    division = _own(asking, query)
    with asking.reading() as opened:
        rows = {
            length: counts(
                opened.connection,
                division,
                period.first_day,
                period.last_day,
                length=length,
            )
            for length in _lengths(division)
        }
        position = opened.position
    language = language_of(request)
    found = [row for level in rows.values() for row in level]
    whole = found[0] if found else Counts(division, 0, 0, 0)
    may_see_people = bool(purposes(asking.principal.role, Operation.READ_PERSON))
    return page(
        request,
        "rates.html",
        rows=[
            {
                "counts": row,
                "place": place(row.division),
                "rates": rates_of(row, period.last_day),
                "opens": row.division if row.division != division else "",
            }
            for row in found or [whole]
        ],
        definitions=[
            _definition(rate, language) for rate in rates_of(whole, period.last_day)
        ],
        may_see_people=may_see_people,
        up=above(division) if division != asking.principal.division else "",
        division=division,
        year=year,
        month=month,
        first_day=period.first_day.isoformat(),
        last_day=period.last_day.isoformat(),
        position=position,
    )


@router.get("/people")
def show_not_counted(
    request: Request, asking: Naming, query: Annotated[RatesQuery, Query()]
) -> Response:
    """Show who of a division is not counted, and the first reason why not."""
    year, month = query.of(shanghai_day(asking.services.clock()))
    period = period_of(year, month)
    division = _own(asking, query)
    language = language_of(request)
    with asking.reading() as opened:
        people = registered(opened.connection, division, period.last_day.isoformat())
        against = [
            (row, counted_for(row.visits, row.registered_on, period)) for row in people
        ]
        missing = [(row, why) for row, why in against if why.not_standard][:MOST]
        known = cards(opened.connection, [row.person for row, _ in missing])
        opened.saw(known)
        position = opened.position
    return page(
        request,
        "rates_people.html",
        rows=[
            {
                "card": known[row.person],
                "place": place(row.division),
                "is_managed": why.is_managed,
                "why": said(why.not_standard, language),
                "gap": why.gap,
            }
            for row, why in missing
            if row.person in known and why.not_standard
        ],
        place_shown=place(division),
        division=division,
        year=year,
        month=month,
        position=position,
    )


def _own(asking: Asking, query: RatesQuery) -> str:
    """Return the division asked for; refuse one that is not within the asker's own."""
    own = asking.principal.division
    division = query.division or own
    if not own or not is_within(division, own):
        raise NotAllowed(lacking=Lacking.RELATION)
    return division


def _lengths(division: str) -> list[int]:
    """Return how many digits the rows have: the division itself and the level below."""
    below = [length for length in LEVELS if length > len(division)]
    return [len(division), *below[:1]]


def _definition(rate: Rate, language: Language) -> dict[str, Any]:
    definition = rate.definition
    cites, mark = cited(str(definition.clause), language)
    return {
        "title": definition.zh if language.tag == "zh-CN" else definition.en,
        "edition": rate.edition,
        "numerator": definition.numerator,
        "denominator": definition.denominator,
        "cites": cites,
        "mark": mark,
        "decisions": ", ".join(definition.decisions),
    }
