"""How the offices answer: the county's page of what was told, what is late, what was missed."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from api.console.notice_steps import STATES
from api.console.pages import page
from api.console.reasons import said
from api.language import Language, language_of, msg
from api.v1.asking import Asking, asking
from domain.registry.reasons import in_words
from domain.rules.access import Operation
from domain.values.acceptance import Via
from domain.values.calendar import SHANGHAI, shanghai_day
from projections.missed import Missed, missed
from projections.notice_answers import STEPS, OfficeAnswers, by_office, late
from projections.offices import all_offices
from projections.person_card import cards

router: Final = APIRouter(prefix="/notices", include_in_schema=False)

MOST: Final = 100
DAYS: Final = (7, 30, 90, 365)
HOUR: Final = 3600
MINUTE: Final = 60

WORDS: Final = {
    "issued": msg("Issued"),
    "delivered": msg("Delivered"),
    "opened": msg("Opened"),
    "accepted": msg("Accepted"),
    "outcome": msg("Outcome reported"),
    "closed": msg("Closed"),
}

WAYS: Final = {
    Via.OWN.value: msg("by own account"),
    Via.ON_BEHALF.value: msg("on behalf, by telephone"),
    Via.SLIP.value: msg("by slip"),
}
"""The ways of acceptance, each counted apart."""

Looking = Annotated[Asking, asking(Operation.READ_NOTICE_ANSWERS)]


class AnswersQuery(BaseModel):
    """How many days back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int = Field(30, ge=1, le=366)


@router.get("")
def show_answers(
    request: Request, asking: Looking, query: Annotated[AnswersQuery, Query()]
) -> Response:
    """Show the funnel, each office's times, what is late, and grades that look too low."""
    now, language = asking.services.clock(), language_of(request)
    today = shanghai_day(now)
    first = today - timedelta(days=query.days - 1)
    after = today + timedelta(days=1)
    with asking.reading() as opened:
        answers = by_office(opened.connection, _begin(first), _begin(after), now)
        waiting = late(opened.connection, now, MOST)
        low = missed(
            opened.connection,
            first.isoformat(),
            after.isoformat(),
            MOST,
        )
        people = {row.person for _, row in waiting} | {row.person for row in low}
        known = cards(opened.connection, list(people))
        offices = all_offices(opened.connection)
        opened.saw(known)
    return page(
        request,
        "notice_answers.html",
        days=query.days,
        choices=DAYS,
        first=first.isoformat(),
        funnel=[(WORDS[step], _sum(answers, step)) for step in STEPS],
        lines=[_line(row, language) for row in answers],
        late=[(key, row, known.get(row.person)) for key, row in waiting],
        ways=[
            (words, sum(row.via[way] for row in answers)) for way, words in WAYS.items()
        ],
        own_share=_share(
            sum(row.via[Via.OWN] for row in answers), _sum(answers, "accepted")
        ),
        low=[
            (row, known[row.person], _signs(row, language))
            for row in low
            if row.person in known
        ],
        offices={key: row.name for key, row in offices.items()},
        units={str(key): row.name for key, row in offices.items()},
        states=STATES,
        position=opened.position,
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _sum(answers: list[OfficeAnswers], step: str) -> int:
    return sum(row.reached[step] for row in answers)


def _line(row: OfficeAnswers, language: Language) -> dict[str, Any]:
    receiver: UUID = row.receiver
    return {
        "receiver": receiver,
        "row": row,
        "own": _share(row.via[Via.OWN], row.reached["accepted"]),
        "median": duration(row.median, language),
        "p90": duration(row.p90, language),
    }


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "—"


def _signs(row: Missed, language: Language) -> list[str]:
    """Return what tells of it, in the words of the questions asked at entry."""
    asked = [in_words({"code": f"ask.{sign}"}) for sign in row.signs]
    return [said(why, language).text for why in asked if why]


def duration(seconds: float | None, language: Language) -> str:
    """Return a span in minutes, or in hours with one decimal; a dash for none."""
    if seconds is None:
        return "—"
    if seconds < HOUR:
        return language.text(msg("{n} min"), n=round(seconds / MINUTE))
    return language.text(msg("{hours} h"), hours=f"{seconds / HOUR:.1f}")
