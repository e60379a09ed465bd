"""By which ways an office is told beside its inbox, and in which order.

A secret never stands in a fact: it is derived from the site's key and the id kept here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from domain.errors import AddressNotUsable, Unknown
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.values.channels import LONGEST_ADDRESS, SwitchedOff, WayOut


@dataclass(slots=True)
class Way:
    """A way as it was chosen; `place` orders them, `after_minutes` is left to it alone."""

    channel: str
    address: str
    place: int
    after_minutes: int
    off_because: str = ""

    @property
    def is_on(self) -> bool:
        """Return whether it is used."""
        return not self.off_because


@dataclass(frozen=True, slots=True)
class SecretId:
    """What a secret is derived from, and until when it signs; None for good."""

    id: str
    until: str | None = None


class Begun(FirstFact):
    """An office begins to be told by other ways than its inbox."""

    TOPIC = "channel.begun"
    sealed_with: ClassVar = SealedWith.SITE

    office: str

    def apply(self, aggregate: "Channels") -> None:
        """Keep whose they are."""
        aggregate.office = self.office


class Chosen(Fact):
    """A way was chosen, or chosen otherwise: where to, in which place, for how long alone."""

    TOPIC = "channel.chosen"
    sealed_with: ClassVar = SealedWith.SITE

    channel: str
    address: str
    place: int
    after_minutes: int

    def apply(self, aggregate: "Channels") -> None:
        """Use it from now on."""
        aggregate.ways[self.channel] = Way(
            self.channel, self.address, self.place, self.after_minutes
        )


class Disabled(Fact):
    """A way is not used any more: by hand, or because its address is gone."""

    TOPIC = "channel.disabled"
    sealed_with: ClassVar = SealedWith.SITE

    channel: str
    reason: str

    def apply(self, aggregate: "Channels") -> None:
        """Leave it out."""
        aggregate.ways[self.channel].off_because = self.reason


class Enabled(Fact):
    """A way that was switched off is used again."""

    TOPIC = "channel.enabled"
    sealed_with: ClassVar = SealedWith.SITE

    channel: str

    def apply(self, aggregate: "Channels") -> None:
        """Use it again."""
        aggregate.ways[self.channel].off_because = ""


class SecretRotated(Fact):
    """The webhook signs with another secret; the one before still does for a while."""

    TOPIC = "channel.secret_rotated"
    sealed_with: ClassVar = SealedWith.SITE

    secret: str
    old_until: str

    def apply(self, aggregate: "Channels") -> None:
        """Sign with both until the old one ends."""
        newest = aggregate.secrets[:1]
        old = [SecretId(each.id, self.old_until) for each in newest]
        aggregate.secrets = [SecretId(self.secret), *old]


class Channels(Stream):
    """The ways of one office."""

    TOPIC = "channel"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "channel.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "channel.created"

    def __init__(self) -> None:
        """Begin with the inbox alone."""
        self.office = ""
        self.ways: dict[str, Way] = {}
        self.secrets: list[SecretId] = []

    @staticmethod
    def id_for(office: UUID) -> UUID:
        """Return the one stream an office's ways have."""
        return uuid5(office, "channels")

    @classmethod
    def begin(cls, office: UUID) -> "Channels":
        """Begin choosing."""
        return cls._create(
            Begun, id=cls.id_for(office), timestamp=NOT_YET, office=str(office)
        )

    def choose(
        self, channel: WayOut, address: str, place: int, after_minutes: int
    ) -> None:
        """Use a way from now on; choosing the same again changes nothing."""
        address = address.strip()
        if len(address) > LONGEST_ADDRESS or not IS_ADDRESS[channel](address):
            raise AddressNotUsable
        wanted = Way(channel.value, address, place, after_minutes)
        if self.ways.get(channel.value) != wanted:
            self.record(
                Chosen,
                channel=channel.value,
                address=address,
                place=place,
                after_minutes=after_minutes,
            )

    def disable(self, channel: WayOut, reason: SwitchedOff) -> None:
        """Use a way no longer; asking twice switches it off once."""
        if self._way(channel).is_on:
            self.record(Disabled, channel=channel.value, reason=reason.value)

    def enable(self, channel: WayOut) -> None:
        """Use a way again; nothing happens while it is used."""
        if not self._way(channel).is_on:
            self.record(Enabled, channel=channel.value)

    def rotate(self, secret: UUID, old_until: datetime) -> None:
        """Sign with another secret, and with the one before until a moment."""
        self._way(WayOut.WEBHOOK)
        self.record(SecretRotated, secret=str(secret), old_until=old_until.isoformat())

    def in_order(self) -> list[Way]:
        """Return the ways in use, the first one first."""
        used = [way for way in self.ways.values() if way.is_on]
        return sorted(used, key=lambda way: (way.place, way.channel))

    def signing(self, now: datetime) -> list[str]:
        """Return the ids of the secrets that sign at a moment, the newest first."""
        return [
            each.id
            for each in self.secrets
            if each.until is None or now < datetime.fromisoformat(each.until)
        ]

    def _way(self, channel: WayOut) -> Way:
        way = self.ways.get(channel.value)
        if way is None:
            raise Unknown(kind="channel")
        return way


def _is_web_address(address: str) -> bool:
    """Return whether it is https, or http to this very machine (an operator may allow it)."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    is_plain = parts.scheme == "http" and host == "127.0.0.1"
    return (
        (parts.scheme == "https" or is_plain)
        and bool(host)
        and parts.username is None
        and not parts.fragment
        and address.isascii()
        and address.isprintable()
        and " " not in address
    )


_MAILBOX: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,250}", re.ASCII)
_NUMBER: Final = re.compile(r"\+?[0-9]{5,20}", re.ASCII)

IS_ADDRESS: Final[Mapping[WayOut, Callable[[str], object]]] = {
    WayOut.WEBHOOK: _is_web_address,
    WayOut.EMAIL: _MAILBOX.fullmatch,
    WayOut.SMS: _NUMBER.fullmatch,
}
"""What an address of each way looks like."""
