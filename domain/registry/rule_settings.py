"""What places set otherwise than the tables, and the working-day calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.errors import (
    NotAllowed,
    OverrideInThePast,
    OverrideOutOfBounds,
    ReasonNeeded,
    Unknown,
    YearNotWhole,
)
from domain.log import Command, Log, Logged
from domain.overrides import OVERRIDES, Overrides
from domain.registry.runner import Found, Touched, folded, in_force_of
from domain.rules.access import Lacking, Operation
from domain.rules.book import PARAMETERS
from domain.rules.parameters import InForce, Override
from domain.values.calendar import SATURDAY, shanghai_day
from domain.values.places import is_division, is_within
from domain.working_calendar import CALENDAR, WorkingCalendar, Year

__all__ = [
    "EndOverride",
    "InForce",
    "LoadYear",
    "Override",
    "SetOverride",
    "Year",
    "in_force",
    "settings",
]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every override there was, and every year loaded, as the log has them."""

    overrides: tuple[Override, ...]
    years: tuple[Year, ...]
    in_force: InForce


def settings(log: Log, upto: int | None = None) -> Settings:
    """Return what is set, now or up to a position."""
    loaded = _loaded(log, upto)
    streams = {stream: folded(facts) for stream, facts in loaded.items()}
    overrides, calendar = streams.get(OVERRIDES), streams.get(CALENDAR)
    return Settings(
        overrides.all if isinstance(overrides, Overrides) else (),
        tuple(calendar.years[y] for y in sorted(calendar.years))
        if isinstance(calendar, WorkingCalendar)
        else (),
        in_force_of(streams.values()),
    )


def in_force(log: Log, upto: int | None = None) -> InForce:
    """Return what holds beside the tables, for whoever asks outside a command."""
    return settings(log, upto).in_force


def _loaded(log: Log, upto: int | None) -> Mapping[UUID, Sequence[Logged]]:
    if upto is None:
        return log.streams([OVERRIDES, CALENDAR])
    found = {stream: log.stream(stream, upto) for stream in (OVERRIDES, CALENDAR)}
    return {stream: facts for stream, facts in found.items() if facts}


@dataclass(frozen=True, slots=True)
class SetOverride:
    """Set a parameter of a table for a division from a day on (D-Q1, D-Q2)."""

    parameter: str
    division: str
    value: int
    from_on: str
    source: str
    reason: str

    operation = Operation.SET_OVERRIDE

    def touches(self, found: Found) -> Touched:
        """Touch the site: it may be a rule of a division above the author's."""
        return Touched(whole_site=True)

    def streams(self) -> Sequence[UUID]:
        """Rest on the overrides."""
        return (OVERRIDES,)

    def decide(self, found: Found, command: Command) -> None:
        """Set it within its bounds, never for a day that is over."""
        known = PARAMETERS.get(self.parameter)
        if known is None:
            raise Unknown(kind="parameter")
        _check_division(self.division, command)
        if not known.allows(self.value):
            raise OverrideOutOfBounds(least=known.at_least, most=known.at_most)
        _check_day(self.from_on, command)
        _check_reason(self.reason)
        overrides = found.maybe(Overrides, OVERRIDES) or found.begin(Overrides.begin())
        new = Override(
            self.parameter, self.division, self.value, self.from_on, self.source.strip()
        )
        overrides.set(new, self.reason)


@dataclass(frozen=True, slots=True)
class EndOverride:
    """Let what a division had set hold no longer from a day on."""

    parameter: str
    division: str
    until_on: str
    reason: str

    operation = Operation.SET_OVERRIDE

    def touches(self, found: Found) -> Touched:
        """Touch the site: it may be a rule of a division above the author's."""
        return Touched(whole_site=True)

    def streams(self) -> Sequence[UUID]:
        """Rest on the overrides."""
        return (OVERRIDES,)

    def decide(self, found: Found, command: Command) -> None:
        """End it, never from a day that is over."""
        overrides = found.get(Overrides, OVERRIDES)
        _check_division(self.division, command)
        _check_day(self.until_on, command)
        _check_reason(self.reason)
        if not overrides.standing(self.parameter, self.division, self.until_on):
            raise Unknown(kind="override")
        overrides.end(self.parameter, self.division, self.until_on, self.reason)


@dataclass(frozen=True, slots=True)
class LoadYear:
    """Load a year of the working-day calendar, in place of what was loaded for it."""

    year: Year
    reason: str

    operation = Operation.LOAD_CALENDAR

    def touches(self, found: Found) -> Touched:
        """Touch the site."""
        return Touched(whole_site=True)

    def streams(self) -> Sequence[UUID]:
        """Rest on the calendar."""
        return (CALENDAR,)

    def decide(self, found: Found, command: Command) -> None:
        """Load it if every day is of that year and every worked weekend a weekend."""
        _check_reason(self.reason)
        _check_year(self.year)
        calendar = found.maybe(WorkingCalendar, CALENDAR) or found.begin(
            WorkingCalendar.begin()
        )
        calendar.load(self.year, self.reason)


def _check_division(division: str, command: Command) -> None:
    if division and not is_division(division):
        raise Unknown(kind="division")
    own = command.division
    if not (own.startswith(division) or is_within(division, own)):
        raise NotAllowed(lacking=Lacking.RELATION)


def _check_day(day: str, command: Command) -> None:
    if date.fromisoformat(day) < shanghai_day(command.now):
        raise OverrideInThePast


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonNeeded


def _check_year(loaded: Year) -> None:
    holidays = [date.fromisoformat(day) for day in loaded.holidays]
    worked = [date.fromisoformat(day) for day in loaded.worked_weekends]
    of_the_year = all(day.year == loaded.year for day in (*holidays, *worked))
    weekends = all(day.weekday() >= SATURDAY for day in worked)
    if not (holidays and of_the_year and weekends and not set(holidays) & set(worked)):
        raise YearNotWhole(year=loaded.year)
