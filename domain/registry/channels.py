"""How offices are told beside their inboxes: chosen, switched off and on, secrets renewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from domain.channel import Channels, SecretId, Way
from domain.errors import OfficeIsClosed
from domain.log import Command, Log
from domain.office import Office
from domain.registry.runner import Found, Touched, folded
from domain.rules.access import Operation
from domain.values.channels import OVERLAP_HOURS, SwitchedOff, WayOut

__all__ = ["Channels", "SecretId", "Way"]


def channels_of(log: Log, office: UUID, upto: int | None = None) -> Channels:
    """Return how an office is told now, or at a position; nothing chosen is the inbox alone."""
    facts = log.stream(Channels.id_for(office), upto)
    found = folded(facts) if facts else None
    return found if isinstance(found, Channels) else Channels.begin(office)


@dataclass(frozen=True, slots=True)
class _OfOffice:
    """What concerns the ways of one office, and who may touch them."""

    office: UUID

    operation = Operation.SET_CHANNELS

    def touches(self, found: Found) -> Touched:
        """Touch the division the office stands for."""
        return Touched(divisions=(found.get(Office, self.office).division,))

    def streams(self) -> Sequence[UUID]:
        """Rest on the office and its ways."""
        return (self.office, Channels.id_for(self.office))

    def _ways(self, found: Found) -> Channels:
        return found.get(Channels, Channels.id_for(self.office))


@dataclass(frozen=True, slots=True)
class ChooseChannel(_OfOffice):
    """Tell an office by a way, in a place of the order; `after_minutes` later by the next.

    A webhook chosen for the first time gets its secret with it.
    """

    channel: WayOut
    address: str
    place: int
    after_minutes: int

    def decide(self, found: Found, command: Command) -> None:
        """Choose it; a closed office is told by its stand-in."""
        if not found.get(Office, self.office).is_open:
            raise OfficeIsClosed
        stream = Channels.id_for(self.office)
        ways = found.maybe(Channels, stream) or found.begin(Channels.begin(self.office))
        ways.choose(self.channel, self.address, self.place, self.after_minutes)
        if self.channel is WayOut.WEBHOOK and not ways.secrets:
            ways.rotate(command.new_id("secret"), command.now)


@dataclass(frozen=True, slots=True)
class DisableChannel(_OfOffice):
    """Tell an office by a way no longer; by its inbox it always is."""

    channel: WayOut

    def decide(self, found: Found, command: Command) -> None:
        """Switch it off."""
        self._ways(found).disable(self.channel, SwitchedOff.BY_HAND)


@dataclass(frozen=True, slots=True)
class EnableChannel(_OfOffice):
    """Tell an office by a way again."""

    channel: WayOut

    def decide(self, found: Found, command: Command) -> None:
        """Switch it on."""
        self._ways(found).enable(self.channel)


@dataclass(frozen=True, slots=True)
class RotateSecret(_OfOffice):
    """Let the webhook sign with another secret; the old one signs too for some hours."""

    overlap_hours: int = OVERLAP_HOURS

    def decide(self, found: Found, command: Command) -> None:
        """Renew it."""
        until = command.now + timedelta(hours=self.overlap_hours)
        self._ways(found).rotate(command.new_id("secret"), until)


@dataclass(frozen=True, slots=True)
class NoteChannelGone:
    """An address said that it takes nothing any more (410): the way is switched off."""

    office: UUID
    channel: WayOut

    operation = Operation.DELIVER_NOTICE

    def touches(self, found: Found) -> Touched:
        """Touch nobody: the system itself notes it."""
        return Touched()

    def streams(self) -> Sequence[UUID]:
        """Rest on the office's ways."""
        return (Channels.id_for(self.office),)

    def decide(self, found: Found, command: Command) -> None:
        """Switch it off."""
        ways = found.get(Channels, Channels.id_for(self.office))
        ways.disable(self.channel, SwitchedOff.GONE)
