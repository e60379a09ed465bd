"""The figures of a division and month: what was counted, over what, and who was not."""

from collections.abc import Sequence
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
from api.reading import Reading
from api.v1.asking import Asking, asking
from domain.errors import NotAllowed
from domain.registry.rates import (
    Definition,
    Edition,
    Rate,
    counted_for,
    indicator,
    indicators,
    period_of,
    rate_of,
    rates_of,
)
from domain.rules.access import Lacking, Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.divisions import LEVELS
from domain.values.places import is_within
from projections.management import filed
from projections.person_card import cards
from projections.rates import Counts, counts

router: Final = APIRouter(prefix="/rates", include_in_schema=False)

MOST: Final = 200
"""How many of those not counted a page names."""
USUAL: Final = "I-MGT"
"""The indicator shown by division where none is chosen."""

Looking = Annotated[Asking, asking(Operation.READ_RATES)]
Naming = Annotated[Asking, asking(Operation.READ_PERSON)]


class RatesQuery(BaseModel):
    """Which month of which year, left out this one; which division, left out one's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int | None = Field(None, ge=2000, le=2100)
    month: int | None = Field(None, ge=1, le=12)
    division: str | None = Field(None, pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$")
    indicator: str = Field(USUAL, max_length=20)

    def of(self, today: date) -> tuple[int, int]:
        """Return year and month, those of the day where left out."""
        return self.year or today.year, self.month or today.month


@router.get("")
def show_rates(
    request: Request, asking: Looking, query: Annotated[RatesQuery, Query()]
) -> Response:
    """Show every figure of a division, and one of them for each division within it."""
    year, month = query.of(shanghai_day(asking.services.clock()))
    period = period_of(year, month)
    chosen = indicator(query.indicator, period.last_day)
    division = _own(asking, query)
    with asking.reading() as opened:
        found = [
            row
            for length in _lengths(division)
            for row in _counts(opened, division, year, month, length)
        ]
        position = opened.position
    language = language_of(request)
    whole = found[0] if found else Counts(division)
    return page(
        request,
        "rates.html",
        **_asked(asking, query, division, year, month, position),
        figures=[_figure(rate, language) for rate in rates_of(whole, period.last_day)],
        chosen=_figure(rate_of(chosen, whole), language),
        rows=[
            {
                "division": row.division,
                "place": place(row.division),
                "rate": rate_of(chosen, row),
                "opens": row.division if row.division != division else "",
            }
            for row in found or [whole]
        ],
        choices=_choices(indicators(period.last_day), language),
        up=above(division) if division != asking.principal.division else "",
        first_day=period.first_day.isoformat(),
        last_day=period.last_day.isoformat(),
    )


@router.get("/months")
def show_months(
    request: Request, asking: Looking, query: Annotated[RatesQuery, Query()]
) -> Response:
    """Show one figure of a division at the end of each month of the year so far."""
    year, month = query.of(shanghai_day(asking.services.clock()))
    division = _own(asking, query)
    months = range(1, month + 1)
    with asking.reading() as opened:
        found = [
            next(iter(_counts(opened, division, year, n, len(division))), None)
            for n in months
        ]
        position = opened.position
    editions = [indicator(query.indicator, period_of(year, n).last_day) for n in months]
    language = language_of(request)
    figures = [
        rate_of(edition, row or Counts(division))
        for edition, row in zip(editions, found, strict=True)
    ]
    return page(
        request,
        "rates_months.html",
        **_asked(asking, query, division, year, month, position),
        chosen=_figure(figures[-1], language),
        rows=[
            {"month": f"{year}-{n:02d}", "rate": rate}
            for n, rate in zip(months, figures, strict=True)
        ],
    )


@router.get("/people")
def show_not_counted(
    request: Request, asking: Naming, query: Annotated[RatesQuery, Query()]
) -> Response:
    """Show who of a division an indicator does not count, and the first reason why not."""
    year, month = query.of(shanghai_day(asking.services.clock()))
    period = period_of(year, month)
    chosen = indicator(query.indicator, period.last_day)
    division = _own(asking, query)
    language = language_of(request)
    with asking.reading() as opened:
        people = filed(opened.connection, division, period.last_day.isoformat())
        against = [(row, counted_for(row, chosen.rule, period)) for row in people]
        missing = [(row, why) for row, why in against if not why.is_counted]
        known = cards(opened.connection, [row.person for row, _ in missing[:MOST]])
        opened.saw(known)
        position = opened.position
    return page(
        request,
        "rates_people.html",
        **_asked(asking, query, division, year, month, position),
        title=_title(chosen.rule, language),
        not_counted=len(missing),
        rows=[
            {
                "card": known[row.person],
                "place": place(row.division),
                "is_over": why.is_over,
                "why": said(first.reason, language),
                "gap": first.gap,
            }
            for row, why in missing[:MOST]
            if row.person in known and (first := why.outside or why.against)
        ],
    )


def _counts(
    opened: Reading, division: str, year: int, month: int, length: int
) -> Sequence[Counts]:
    period = period_of(year, month)
    return counts(
        opened.connection, division, period.first_day, period.last_day, length=length
    )


def _asked(
    asking: Asking,
    query: RatesQuery,
    division: str,
    year: int,
    month: int,
    position: int,
) -> dict[str, Any]:
    """Return what was asked for, as every page of figures says it again."""
    role = asking.principal.role
    return {
        "year": year,
        "month": month,
        "division": division,
        "place_shown": place(division),
        "indicator": query.indicator,
        "position": position,
        "may_see_people": bool(purposes(role, Operation.READ_PERSON)),
    }


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


def _choices(
    editions: Sequence[Edition[Definition]], language: Language
) -> list[tuple[str, str]]:
    return [(e.rule.code, _title(e.rule, language)) for e in editions]


def _title(definition: Definition, language: Language) -> str:
    return definition.zh if language.tag == "zh-CN" else definition.en


def _figure(rate: Rate, language: Language) -> dict[str, Any]:
    """Return a figure with what it rests on, for a reader."""
    definition = rate.definition
    cites, mark = cited(str(definition.clause), language)
    return {
        "code": definition.code,
        "title": _title(definition, language),
        "rate": rate,
        "is_rate": definition.is_rate,
        "edition": rate.edition,
        "counted": definition.numerator,
        "over": definition.denominator,
        "cites": cites,
        "mark": mark,
        "decisions": ", ".join(definition.decisions),
        "targets": [
            {
                "percent": target.percent,
                "year": target.year,
                "cites": cited(str(target.clause), language)[0],
                "is_met": is_met,
            }
            for target, is_met in rate.targets
        ],
    }
