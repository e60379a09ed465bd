"""The rule book: every table with its rows and clauses, what places set, the calendar."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, ConfigDict, Field

from api.acting import Acting, acting
from api.v1.as_of import AsOf, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day
from api.v1.models import Answer, Body, Done
from domain.errors import NotAllowed
from domain.registry.rule_book import (
    CALENDAR,
    OVERRIDES,
    Line,
    Override,
    Table,
    changes,
    search,
    table,
    tables,
    unverified,
)
from domain.registry.rule_settings import (
    EndOverride,
    LoadYear,
    SetOverride,
    Year,
    settings,
)
from domain.registry.what_if import Change, Extra, what_if
from domain.rules.access import Lacking, Operation
from domain.values.calendar import shanghai_day
from domain.values.places import is_within
from projections.offices import KnownOffices, all_offices

router: Final = APIRouter(prefix="/api/v1/rules", tags=["rules"])

Looking = Annotated[Asking, asking(Operation.READ_RULES)]
Trying = Annotated[Asking, asking(Operation.TRY_RULES)]
Setting = Annotated[Acting, acting(Operation.SET_OVERRIDE)]
Loading = Annotated[Acting, acting(Operation.LOAD_CALENDAR)]
Division = Annotated[
    str,
    Field(
        title="Division: empty for the country, else province to village",
        pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?$",
        examples=["990101"],
    ),
]
Code = Annotated[str, Field(title="Parameter", examples=["interval.stable"])]
Why = Annotated[str, Field(title="Why", max_length=300, examples=["县里要求加密随访"])]


class RuleLine(Answer):
    """One row: the words it gives, the clauses it rests on, what it asks and says."""

    code: str = Field(title="Lasting code; empty where the row gives no reason")
    en: str = Field(title="In English")
    zh: str = Field(title="In Chinese")
    clauses: list[str] = Field(
        title="Clauses with grade of evidence", examples=[["R1 二(三)3 [R]"]]
    )
    is_verified: bool = Field(title="Whether a text read supports it (not K, not D)")
    cells: dict[str, str] = Field(title="What it asks and says, as the table has it")

    @classmethod
    def of(cls, line: Line) -> "RuleLine":
        """Return a row's answer."""
        return cls(
            code=line.code,
            en=line.en,
            zh=line.zh,
            clauses=[str(clause) for clause in line.clauses],
            is_verified=line.is_verified,
            cells=dict(line.cells),
        )


class RuleEdition(Answer):
    """One edition; `until_on` is the first day it no longer held."""

    name: str = Field(title="Edition", examples=["follow-up-interval/2017"])
    from_on: date = Field(title="In force from")
    until_on: date | None = Field(title="Until")
    rows: list[RuleLine] = Field(title="Rows")


class OverrideAnswer(Answer):
    """What a division has set; `until_on` is the first day it no longer holds."""

    parameter: str = Field(title="Parameter", examples=["interval.stable"])
    division: str = Field(title="Division, empty for the country", examples=["990101"])
    value: int = Field(title="Number", examples=[30])
    from_on: date = Field(title="From")
    until_on: date | None = Field(title="Until")
    source: str = Field(title="The text it goes by")
    edition: str = Field(title="What decisions keep of it")

    @classmethod
    def of(cls, override: Override) -> "OverrideAnswer":
        """Return an override's answer."""
        return cls(
            parameter=override.parameter,
            division=override.division,
            value=override.value,
            from_on=date.fromisoformat(override.from_on),
            until_on=date.fromisoformat(override.until_on)
            if override.until_on
            else None,
            source=override.source,
            edition=override.edition,
        )


class ParameterAnswer(Answer):
    """A number a place may set otherwise, within its bounds."""

    code: str = Field(title="Parameter", examples=["interval.stable"])
    unit: str = Field(title="What the number counts", examples=["days"])
    value: int = Field(title="The table's own", examples=[90])
    at_least: int = Field(title="A place may set it from", examples=[1])
    at_most: int = Field(title="A place may set it up to", examples=[90])
    only_stricter: bool = Field(title="Whether a place can only tighten it")
    en: str = Field(title="In English")
    zh: str = Field(title="In Chinese")
    clause: str = Field(title="Clause with grade of evidence")
    set_by: list[OverrideAnswer] = Field(title="What places have set, ever")


class TableLine(Answer):
    """A table of the book."""

    name: str = Field(title="Name", examples=["follow_up_interval"])
    en: str = Field(title="In English")
    zh: str = Field(title="In Chinese")
    editions: list[str] = Field(title="Editions")
    unverified: int = Field(title="Rows that rest on memory or on ourselves")


class BookAnswer(Answer):
    """Every table there is."""

    items: list[TableLine]


class TableAnswer(Answer):
    """A table, whole."""

    name: str = Field(title="Name", examples=["follow_up_interval"])
    en: str = Field(title="In English")
    zh: str = Field(title="In Chinese")
    about: str = Field(title="What it decides, source, hit rule, silence")
    editions: list[RuleEdition] = Field(title="Editions, newest first")
    more: list[RuleLine] = Field(title="Further reasons it gives")
    parameters: list[ParameterAnswer] = Field(title="What a place may set")
    position: int = Field(title="Position of the log shown", examples=[1204])


class FoundLine(RuleLine):
    """A row that was found, and its table."""

    table: str = Field(title="Table", examples=["follow_up_interval"])


class FoundAnswer(Answer):
    """Rows that hold the words."""

    items: list[FoundLine]


class YearAnswer(Answer):
    """A year of the working-day calendar."""

    year: int = Field(title="Year", examples=[2026])
    holidays: list[date] = Field(title="Days off")
    worked_weekends: list[date] = Field(title="Worked weekends")
    source: str = Field(title="Where they come from")


class ChangeAnswer(Answer):
    """An override that was set, or ended (no number)."""

    position: int = Field(title="Position", examples=[1204])
    recorded_at: datetime = Field(title="When")
    actor: UUID = Field(title="By which account")
    parameter: str = Field(title="Parameter")
    division: str = Field(title="Division")
    value: int | None = Field(title="Number; null: ended")
    day: date = Field(title="From, or until, which day")
    source: str = Field(title="The text it goes by")
    reason: str = Field(title="Why")


class SettingsAnswer(Answer):
    """What is set beside the tables."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    overrides: list[OverrideAnswer]
    years: list[YearAnswer]
    changes: list[ChangeAnswer] = Field(title="Who set or ended what, newest first")


class TryQuery(BaseModel):
    """Which parameter would have been set how, where, through which past year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parameter: str = Field(max_length=100, description="The parameter.")
    value: int = Field(description="The number it would have had.")
    year: int = Field(ge=2012, le=2100, description="The year.")
    division: str | None = Field(
        None,
        pattern=r"^[0-9]{2,12}$",
        description="Within one's own; left out: one's own.",
    )


class ExtraAnswer(Answer):
    """How many as the rules held, and how many as they would."""

    who: str = Field(title="Account or office by id, or kind of office")
    before: int = Field(title="As the rules held", examples=[8])
    after: int = Field(title="As they would hold", examples=[12])


class WhatIfAnswer(Answer):
    """What the change would have asked for."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    people: int = Field(title="People looked at", examples=[2100])
    visits: list[ExtraAnswer] = Field(title="Visits asked for, by doctor")
    reminders: list[ExtraAnswer] = Field(title="Reminders of overdue visits, by office")
    notices: list[ExtraAnswer] = Field(title="Notices of level 3 and higher, by office")


class OverrideBody(Body):
    """What a division has otherwise, from a day on."""

    parameter: Code
    division: Division
    value: int = Field(title="Number", examples=[30])
    from_on: Day = Field(title="From", examples=["2026-06-01"])
    source: str = Field(
        title="The text it goes by", max_length=200, examples=["演示县 2026年1号"]
    )
    reason: Why


class EndingBody(Body):
    """That it holds no longer from a day on."""

    parameter: Code
    division: Division
    until_on: Day = Field(title="Until (not included)", examples=["2026-12-01"])
    reason: Why


class YearBody(Body):
    """The State Council's notice of a year."""

    year: int = Field(title="Year", ge=2012, le=2100, examples=[2027])
    holidays: list[Day] = Field(title="Days off", examples=[["2027-01-01"]])
    worked_weekends: list[Day] = Field(
        title="Worked weekends", examples=[["2027-02-06"]]
    )
    source: str = Field(
        title="Which notice", max_length=200, examples=["国务院办公厅通知"]
    )
    reason: Why


@router.get("", openapi_extra=QUESTION)
def list_rules(asking: Looking) -> BookAnswer:
    """List every table of the rule book."""
    with asking.reading():
        return BookAnswer(items=[_table_line(each) for each in tables()])


@router.get("/found", openapi_extra=QUESTION)
def search_rules(
    asking: Looking,
    text: Annotated[
        str,
        Query(min_length=1, max_length=100, description="Parts of a rule's own text."),
    ],
) -> FoundAnswer:
    """Find rows by their words, clauses or codes."""
    with asking.reading():
        return FoundAnswer(
            items=[
                FoundLine(
                    table=found.table.name, **RuleLine.of(found.line).model_dump()
                )
                for found in search(text)
            ]
        )


@router.get("/settings", openapi_extra=QUESTION)
def show_rule_settings(asking: Looking, query: AsOf) -> SettingsAnswer:
    """Show what places have set and the calendar's years, now or as they stood."""
    with asking.reading() as opened:
        at = position_of(query, opened)
        known, who = settings(opened.log, at), changes(opened.log, at)
        position = opened.position if at is None else at
    return SettingsAnswer(
        position=position,
        overrides=[OverrideAnswer.of(each) for each in known.overrides],
        years=[
            YearAnswer(
                year=year.year,
                holidays=[date.fromisoformat(day) for day in year.holidays],
                worked_weekends=[
                    date.fromisoformat(day) for day in year.worked_weekends
                ],
                source=year.source,
            )
            for year in known.years
        ],
        changes=[
            ChangeAnswer(
                position=each.position,
                recorded_at=each.recorded_at,
                actor=UUID(each.actor),
                parameter=each.parameter,
                division=each.division,
                value=each.value,
                day=date.fromisoformat(each.day),
                source=each.source,
                reason=each.reason,
            )
            for each in who
        ],
    )


@router.get("/tables/{rule_table}", openapi_extra=QUESTION)
def show_rule_table(rule_table: str, asking: Looking, query: AsOf) -> TableAnswer:
    """Show a table: editions, rows, clauses, and what places have set."""
    shown = table(rule_table)
    with asking.reading() as opened:
        at = position_of(query, opened)
        known = settings(opened.log, at)
        position = opened.position if at is None else at
    return TableAnswer(
        name=shown.name,
        en=shown.en,
        zh=shown.zh,
        about=shown.about,
        editions=[
            RuleEdition(
                name=text.name,
                from_on=text.from_on,
                until_on=text.until_on,
                rows=[RuleLine.of(line) for line in text.lines],
            )
            for text in shown.texts()
        ],
        more=[RuleLine.of(line) for line in shown.more()],
        parameters=[
            ParameterAnswer(
                code=mine.code,
                unit=mine.unit,
                value=mine.value,
                at_least=mine.at_least,
                at_most=mine.at_most,
                only_stricter=mine.smaller_is_stricter,
                en=mine.why.en,
                zh=mine.why.zh,
                clause=str(mine.why.clause),
                set_by=[
                    OverrideAnswer.of(each)
                    for each in known.overrides
                    if each.parameter == mine.code
                ],
            )
            for mine in shown.parameters()
        ],
        position=position,
    )


@router.get("/what-if", openapi_extra=QUESTION)
def try_rule(asking: Trying, query: Annotated[TryQuery, Query()]) -> WhatIfAnswer:
    """Replay a past year under a changed rule: only computed, nothing sent or written."""
    own = asking.principal.division
    division = query.division or own
    if not is_within(division, own):
        raise NotAllowed(lacking=Lacking.RELATION)
    today = shanghai_day(asking.services.clock())
    change = Change(query.parameter, division, query.value, query.year)
    with asking.reading() as opened:
        known = KnownOffices(all_offices(opened.connection))
        found = what_if(opened.log, change, known, today)
        position = opened.position
    return WhatIfAnswer(
        position=position,
        people=found.people,
        visits=_extras(found.visits),
        reminders=_extras(found.reminders),
        notices=_extras(found.notices),
    )


@router.post(
    "/settings/overrides", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def set_override(body: OverrideBody, response: Response, acting: Setting) -> Done:
    """Set a parameter for a division from a day on, within the table's bounds."""
    plain = body.model_dump(mode="json")
    recorded = await acting.run(SetOverride(**plain), plain)
    return done(response, "/rules/settings", OVERRIDES, recorded)


@router.post(
    "/settings/endings", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def end_override(body: EndingBody, response: Response, acting: Setting) -> Done:
    """Let what a division had set hold no longer from a day on."""
    plain = body.model_dump(mode="json")
    recorded = await acting.run(EndOverride(**plain), plain)
    return done(response, "/rules/settings", OVERRIDES, recorded)


@router.post(
    "/settings/years", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def load_calendar_year(
    body: YearBody, response: Response, acting: Loading
) -> Done:
    """Load a year of the working-day calendar, in place of what was loaded for it."""
    plain: dict[str, Any] = body.model_dump(mode="json")
    year = Year(
        body.year,
        tuple(plain["holidays"]),
        tuple(plain["worked_weekends"]),
        body.source,
    )
    recorded = await acting.run(LoadYear(year, body.reason), plain)
    return done(response, "/rules/settings", CALENDAR, recorded)


def _extras(held: Mapping[str, Extra]) -> list[ExtraAnswer]:
    return [
        ExtraAnswer(who=who, before=extra.before, after=extra.after)
        for who, extra in sorted(held.items())
    ]


def _table_line(each: Table) -> TableLine:
    return TableLine(
        name=each.name,
        en=each.en,
        zh=each.zh,
        editions=[text.name for text in each.texts()],
        unverified=unverified(each),
    )
