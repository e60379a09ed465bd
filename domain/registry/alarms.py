"""Alarms: raised by jobs, acknowledged by their owners, cleared when settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.alarm import Alarm
from domain.log import Command
from domain.registry.runner import Found, Touched
from domain.rules.access import Operation


@dataclass(frozen=True, slots=True)
class RaiseAlarm:
    """Ring about a matter; one that rings already stays as it is.

    `is_news` says that it happened once more, and not only goes on: then one that somebody
    took care of rings again.
    """

    about: UUID
    kind: str
    owner_role: str
    owner_office: str | None
    division: str
    details: Mapping[str, str]
    answer_by: str
    is_news: bool = False

    operation = Operation.RAISE_ALARM

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself rings."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the alarm about this matter."""
        return (Alarm.id_for(self.about, self.kind),)

    def decide(self, found: Found, command: Command) -> None:
        """Ring, or ring again."""
        alarm = found.maybe(Alarm, Alarm.id_for(self.about, self.kind))
        if alarm is not None:
            alarm.ring_again(dict(self.details), self.answer_by, is_news=self.is_news)
            return
        found.begin(
            Alarm.ring(
                about=self.about,
                kind=self.kind,
                owner_role=self.owner_role,
                owner_office=self.owner_office,
                division=self.division,
                details=dict(self.details),
                answer_by=self.answer_by,
            )
        )


@dataclass(frozen=True, slots=True)
class AcknowledgeAlarm:
    """Say that somebody takes care of it."""

    alarm: UUID
    remark: str = ""

    operation = Operation.ACKNOWLEDGE_ALARM

    def touches(self, found: Found) -> Touched:
        """Touch the alarm's owner: its office, or the division it watches over."""
        alarm = found.get(Alarm, self.alarm)
        return Touched(
            divisions=(alarm.division,),
            office=alarm.owner_office or "",
            whole_site=not alarm.division,
        )

    def streams(self) -> Sequence[UUID]:
        """Rest on the alarm."""
        return (self.alarm,)

    def decide(self, found: Found, command: Command) -> None:
        """Note it."""
        found.get(Alarm, self.alarm).acknowledge(self.remark)


@dataclass(frozen=True, slots=True)
class ClearAlarm:
    """Silence an alarm whose matter is settled; nothing happens if there is none."""

    about: UUID
    kind: str
    reason: str

    operation = Operation.RAISE_ALARM

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself is satisfied."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the alarm about this matter."""
        return (Alarm.id_for(self.about, self.kind),)

    def decide(self, found: Found, command: Command) -> None:
        """Silence it."""
        alarm = found.maybe(Alarm, Alarm.id_for(self.about, self.kind))
        if alarm is not None:
            alarm.clear(self.reason)
