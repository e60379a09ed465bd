"""The working-day calendar: the State Council's holidays and worked weekends, by year.

One stream for the site. A year that was not loaded is not known: limits in working days
then take the earlier natural day and say so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final
from uuid import UUID, uuid5

from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.values.calendar import ListedWorkingDays

CALENDAR: Final = uuid5(UUID(int=0), "working-day calendar")
"""The one stream of a site's calendar."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year as it was loaded; days are ISO text, `source` is where they come from."""

    year: int
    holidays: tuple[str, ...]
    worked_weekends: tuple[str, ...]
    source: str


class Begun(FirstFact):
    """The site began to keep a calendar."""

    TOPIC = "calendar.begun"
    sealed_with: ClassVar = SealedWith.SITE

    def apply(self, aggregate: "WorkingCalendar") -> None:
        """Begin with no year."""
        aggregate.years = {}


class YearLoaded(Fact):
    """A year's holidays and worked weekends were loaded, in place of earlier ones."""

    TOPIC = "calendar.year_loaded"
    sealed_with: ClassVar = SealedWith.SITE

    year: int
    holidays: list[str]
    worked_weekends: list[str]
    source: str
    reason: str

    def apply(self, aggregate: "WorkingCalendar") -> None:
        """Keep the year."""
        aggregate.years[self.year] = Year(
            self.year, tuple(self.holidays), tuple(self.worked_weekends), self.source
        )


class WorkingCalendar(Stream):
    """Which days are worked, as far as years were loaded."""

    TOPIC = "calendar"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "calendar.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "calendar.created"

    def __init__(self) -> None:
        """Begin knowing no year."""
        self.years: dict[int, Year] = {}

    @classmethod
    def begin(cls) -> "WorkingCalendar":
        """Begin to keep a calendar."""
        return cls._create(Begun, id=CALENDAR, timestamp=NOT_YET)

    def load(self, year: Year, reason: str) -> None:
        """Load a year; nothing happens when it is loaded so already."""
        if self.years.get(year.year) != year:
            self.record(
                YearLoaded,
                year=year.year,
                holidays=list(year.holidays),
                worked_weekends=list(year.worked_weekends),
                source=year.source,
                reason=reason,
            )

    def working_days(self) -> ListedWorkingDays:
        """Return the calendar of the years loaded."""
        return ListedWorkingDays.of(
            sorted(self.years),
            _days(year.holidays for year in self.years.values()),
            _days(year.worked_weekends for year in self.years.values()),
        )


def _days(lists: Iterable[Sequence[str]]) -> list[date]:
    return [date.fromisoformat(day) for days in lists for day in days]
