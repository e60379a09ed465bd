"""What places have set otherwise than the tables: national, province, city, county.

One stream for the site. Who set it and when stands in each fact's header; a decision keeps
the editions that spoke, so that replaying never asks here.
"""

from dataclasses import replace
from typing import ClassVar, Final
from uuid import UUID, uuid5

from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.rules.parameters import Override

OVERRIDES: Final = uuid5(UUID(int=0), "rule overrides")
"""The one stream of a site's overrides."""


class Begun(FirstFact):
    """The site began to keep overrides."""

    TOPIC = "overrides.begun"
    sealed_with: ClassVar = SealedWith.SITE

    def apply(self, aggregate: "Overrides") -> None:
        """Begin with none."""
        aggregate.given = {}


class OverrideSet(Fact):
    """A division has a parameter otherwise, from a day on; `source` is the text it goes by."""

    TOPIC = "overrides.set"
    sealed_with: ClassVar = SealedWith.SITE

    override: str
    parameter: str
    division: str
    value: int
    from_on: str
    source: str
    reason: str

    def apply(self, aggregate: "Overrides") -> None:
        """Add it; one of the same division and day is replaced."""
        aggregate.given[self.override] = Override(
            self.parameter, self.division, self.value, self.from_on, self.source
        )
        aggregate.ended[self.override] = None


class OverrideEnded(Fact):
    """What a division had set from a day on holds no longer from a later day on."""

    TOPIC = "overrides.ended"
    sealed_with: ClassVar = SealedWith.SITE

    override: str
    parameter: str
    division: str
    until_on: str
    reason: str

    def apply(self, aggregate: "Overrides") -> None:
        """Let it end."""
        aggregate.ended[self.override] = self.until_on


def key_of(override: Override) -> str:
    """Return what tells one override from another: parameter, division, first day."""
    return f"{override.parameter}/{override.division}/{override.from_on}"


class Overrides(Stream):
    """Every override of the site, those that have ended included."""

    TOPIC = "overrides"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "overrides.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "overrides.created"

    def __init__(self) -> None:
        """Begin with none."""
        self.given: dict[str, Override] = {}
        self.ended: dict[str, str | None] = {}

    @classmethod
    def begin(cls) -> "Overrides":
        """Begin to keep overrides."""
        return cls._create(Begun, id=OVERRIDES, timestamp=NOT_YET)

    @property
    def all(self) -> tuple[Override, ...]:
        """Return every override there was, with the day it ended."""
        return tuple(
            replace(given, until_on=self.ended[key])
            for key, given in self.given.items()
        )

    def standing(self, parameter: str, division: str, day: str) -> tuple[Override, ...]:
        """Return what a division has set for a parameter and has not ended by a day."""
        return tuple(
            o
            for o in self.all
            if (o.parameter, o.division) == (parameter, division)
            and (o.until_on is None or day < o.until_on)
        )

    def set(self, new: Override, reason: str) -> None:
        """Set a parameter for a division; nothing happens where it is set so already."""
        if new not in self.all:
            self.record(
                OverrideSet,
                override=key_of(new),
                parameter=new.parameter,
                division=new.division,
                value=new.value,
                from_on=new.from_on,
                source=new.source,
                reason=reason,
            )

    def end(self, parameter: str, division: str, until_on: str, reason: str) -> None:
        """Let what a division had set end; nothing happens where nothing stands."""
        for standing in self.standing(parameter, division, until_on):
            self.record(
                OverrideEnded,
                override=key_of(standing),
                parameter=parameter,
                division=division,
                until_on=until_on,
                reason=reason,
            )
