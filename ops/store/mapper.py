"""Turns facts into sealed records and back.

A fact's state is sealed with AES-256-GCM under the key its class names; the associated
data is (stream, version, topic, key id), so a ciphertext moved to another row does not
open. What stands in the header or a column is taken out of the state and put back on
reading; the library's timestamp is the recording time and is not stored twice.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from eventsourcing.utils import get_topic

from ops.store.editions import ALGORITHM, Newer, fact_class, need_known_header, upcast
from ops.store.format import canonical, chained
from ops.store.records import Entry, Sealed

_NONCE: Final = 12
_OUTSIDE: Final = frozenset(
    {
        "originator_id",
        "originator_version",
        "timestamp",
        "happened_at",
        "editions",
        "person",
    }
)
"""Kept in columns and in the header, not in the sealed state."""


class DataKey(Protocol):
    """One key: its id, and its bytes unless it has been destroyed."""

    @property
    def id(self) -> UUID:
        """Return the id that headers name."""
        ...

    @property
    def secret(self) -> bytes | None:
        """Return 32 bytes, or None once destroyed."""
        ...


class Keys(Protocol):
    """The key ring the mapper is handed."""

    def for_sealing(
        self, wanted: Iterable[tuple[UUID | None, str]]
    ) -> Mapping[tuple[UUID | None, str], DataKey]:
        """Return the current key of each (person, kind), made if there is none."""
        ...

    def for_reading(self, ids: Iterable[UUID]) -> Mapping[UUID, DataKey]:
        """Return the keys of these ids; unknown ids are left out."""
        ...


class Tampered(Exception):
    """A row does not open with its own key: it was changed or moved."""

    def __init__(self, entry: StoredEvent) -> None:
        """Name the place, never the content."""
        place = f"{entry.originator_id} v{entry.originator_version}"
        super().__init__(f"防篡改校验不通过 / does not verify: {place}")


class WriteShape(Protocol):
    """A fact on its way in, as the store is handed it."""

    @property
    def event_id(self) -> UUID: ...  # noqa: D102
    @property
    def person(self) -> UUID | None: ...  # noqa: D102
    @property
    def header(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def fact(self) -> Any: ...  # noqa: D102


class SealingMapper(Mapper[UUID]):
    """Seals and opens facts; naming stays the library's, upcasting is by its rule."""

    def __init__(
        self,
        keys: Keys,
        random_bytes: Callable[[int], bytes],
        erased: Callable[[str], Any],
        newer: Newer,
    ) -> None:
        """Take the key ring, the source of nonces, and what two kinds of facts become.

        `erased` is returned for a fact whose key is destroyed; `newer` is raised for one
        that only a newer edition of the program can read.
        """
        super().__init__(JSONTranscoder())
        self._keys = keys
        self._random_bytes = random_bytes
        self._erased = erased
        self._newer = newer

    def seal(
        self, writes: Sequence[WriteShape], heads: Mapping[UUID, bytes]
    ) -> list[Sealed]:
        """Return the records of these facts, each chained to the one before it."""
        keys = self._keys.for_sealing({_key_of(write) for write in writes})
        latest = dict(heads)
        sealed: list[Sealed] = []
        for write in writes:
            plain = self.to_stored_event(write.fact)
            stream, version = plain.originator_id, plain.originator_version
            if not isinstance(stream, UUID):
                raise TypeError(stream)
            key = keys[_key_of(write)]
            if key.secret is None:
                raise KeyDestroyed
            header = canonical(
                {**write.header, "key": str(key.id), "algorithm": ALGORITHM}
            )
            nonce = self._random_bytes(_NONCE)
            place = _associated(stream, version, plain.topic, key.id)
            state = nonce + AESGCM(key.secret).encrypt(nonce, plain.state, place)
            latest[stream] = chained(
                previous=latest.get(stream, b""),
                stream=stream,
                version=version,
                event_id=write.event_id,
                person=write.person,
                topic=plain.topic,
                header=header,
                state=state,
            )
            sealed.append(
                Sealed(
                    originator_id=stream,
                    originator_version=version,
                    topic=plain.topic,
                    state=state,
                    event_id=write.event_id,
                    person=write.person,
                    header=header,
                    hash=latest[stream],
                )
            )
        return sealed

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """Return the library's record without what the header and columns hold."""
        kind: type[Any] = type(domain_event)
        values: dict[str, Any] = vars(domain_event)
        state = {name: v for name, v in values.items() if name not in _OUTSIDE}
        class_version = getattr(kind, "class_version", 1)
        if class_version > 1:
            state["class_version"] = class_version
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            get_topic(kind),
            self.transcoder.encode(state),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """Return the fact in its class's newest version; refuse what is newer still."""
        kind = fact_class(stored_event.topic, self._newer)
        state: dict[str, Any] = self.transcoder.decode(stored_event.state)
        upcast(kind, state, self._newer)
        state["originator_id"] = stored_event.originator_id
        state["originator_version"] = stored_event.originator_version
        fact: Any = object.__new__(kind)
        object.__setattr__(fact, "__dict__", state)
        return fact

    def open(
        self, entries: Sequence[Entry], headers: Sequence[Mapping[str, Any]]
    ) -> list[Any]:
        """Return the facts of these entries; erased ones as what was handed for them.

        `headers` are the entries' own, read: whoever opens facts has use for them too.
        """
        for header in headers:
            need_known_header(header, self._newer)
        keys = self._keys.for_reading({UUID(header["key"]) for header in headers})
        return [
            self._open(entry, header, keys.get(UUID(header["key"])))
            for entry, header in zip(entries, headers, strict=True)
        ]

    def _open(
        self, entry: Entry, header: Mapping[str, Any], key: DataKey | None
    ) -> Any:
        if key is None or key.secret is None:
            return self._erased(entry.topic)
        stream = entry.originator_id
        if not isinstance(stream, UUID):
            raise TypeError(stream)
        place = _associated(stream, entry.originator_version, entry.topic, key.id)
        nonce, ciphertext = entry.state[:_NONCE], entry.state[_NONCE:]
        try:
            plain = AESGCM(key.secret).decrypt(nonce, ciphertext, place)
        except InvalidTag:
            raise Tampered(entry) from None
        fact = self.to_domain_event(
            StoredEvent(stream, entry.originator_version, entry.topic, plain)
        )
        kind: Any = type(fact)
        lifted = {
            "timestamp": entry.recorded_at,
            "happened_at": header.get("happened_at"),
            "editions": header.get("editions", []),
            "person": entry.person,
        }
        for name, value in lifted.items():
            if name in kind.__dataclass_fields__:
                object.__setattr__(fact, name, value)
        return fact


class KeyDestroyed(Exception):
    """Nothing more can be recorded under a key that has been destroyed."""


def recorded_at(fact: Any, moment: datetime) -> Any:
    """Return the fact with the moment it was recorded set, as on reading."""
    object.__setattr__(fact, "timestamp", moment)
    return fact


def _key_of(write: WriteShape) -> tuple[UUID | None, str]:
    kind = str(write.fact.sealed_with)
    return (None, kind) if kind == "site" else (write.person, kind)


def _associated(stream: UUID, version: int, topic: str, key: UUID) -> bytes:
    return f"{stream}\n{version}\n{topic}\n{key}".encode()
