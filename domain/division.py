"""A division's code that changes from a day on (行政区划代码变更); one stream a change.

Facts recorded before keep the old code and stay readable; whoever lives there is found
under the new one from that day on, and figures as of then use the code of then.
"""

from typing import ClassVar
from uuid import UUID

from domain.errors import DivisionsDiffer, ReasonNeeded
from domain.fact import NOT_YET, FirstFact, SealedWith, Stream
from domain.values.places import COUNTY, is_division


class CodeChanged(FirstFact):
    """A code, and every code that begins with it, is another one from a day on."""

    TOPIC = "division.code_changed"
    sealed_with: ClassVar = SealedWith.SITE

    old: str
    new: str
    name: str
    from_on: str
    reason: str

    def apply(self, aggregate: "DivisionChange") -> None:
        """Keep the change."""
        aggregate.old = self.old
        aggregate.new = self.new
        aggregate.from_on = self.from_on


class DivisionChange(Stream):
    """One change of a division's code."""

    TOPIC = "division"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "division.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "division.created"

    def __init__(self) -> None:
        """Begin with no change."""
        self.old = ""
        self.new = ""
        self.from_on = ""

    @classmethod
    def change(
        cls, stream: UUID, *, old: str, new: str, name: str, from_on: str, reason: str
    ) -> "DivisionChange":
        """Change a code of county, township or village into another of its length."""
        same_length = len(old) == len(new) and len(old) >= COUNTY
        if not (same_length and is_division(old) and is_division(new)) or old == new:
            raise DivisionsDiffer
        if not reason.strip():
            raise ReasonNeeded
        return cls._create(
            CodeChanged,
            id=stream,
            timestamp=NOT_YET,
            old=old,
            new=new,
            name=name,
            from_on=from_on,
            reason=reason,
        )

    def renumbered(self, code: str) -> str:
        """Return a code as it is after the change; others stay as they are."""
        return self.new + code[len(self.old) :] if code.startswith(self.old) else code
