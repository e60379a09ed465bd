"""Turns facts into sealed records and back.

A fact's state is sealed with AES-256-GCM under the key its class names; the associated
data is (stream, version, topic, key id), so a ciphertext moved to another row does not
open. What stands in the header or a column is taken out of the state and put back on
reading; the library's timestamp is the recording time and is not stored twice.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, LiteralString, Protocol, TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from eventsourcing.utils import get_topic

from ops.store.editions import ALGORITHM, Newer, fact_class, need_known_header, upcast
from ops.store.format import canonical, chained, plain, spelled
from ops.store.records import Row, Sealed

L = TypeVar("L")

_NONCE: Final = 12
_HEADER: Final = 7
_GENERATION: Final = 10
"""Where both stand in a row."""
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


class Cipher(Protocol):
    """Seals and opens under one key."""

    def encrypt(
        self, nonce: bytes, data: bytes, associated_data: bytes | None, /
    ) -> bytes:
        """Return the ciphertext with its tag."""
        ...

    def decrypt(
        self, nonce: bytes, data: bytes, associated_data: bytes | None, /
    ) -> bytes:
        """Return the plain text; `InvalidTag` when anything was changed."""
        ...


class DataKey(Protocol):
    """One key: the id that headers name, and what it seals with until destroyed."""

    @property
    def name(self) -> str:
        """Return its id as headers spell it."""
        ...

    @property
    def cipher(self) -> Cipher | None:
        """Return what seals and opens with it, None once destroyed."""
        ...

    @property
    def generation(self) -> int:
        """Return the generation of all keys at which it was read."""
        ...


class Keys(Protocol):
    """The key ring the mapper is handed."""

    def at_hand(
        self, wanted: Iterable[tuple[UUID | None, str]]
    ) -> Mapping[tuple[UUID | None, str], DataKey]:
        """Return those of these that can be had without asking the database."""
        ...

    def question(
        self, people: Iterable[UUID]
    ) -> tuple[LiteralString, tuple[Any, ...]] | None:
        """Return what to ask the database for people's keys, None if all are at hand."""
        ...

    def take_in(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Keep the keys that were the answer."""
        ...

    def for_sealing(
        self, wanted: Iterable[tuple[UUID | None, str]]
    ) -> Mapping[tuple[UUID | None, str], DataKey]:
        """Return the current key of each (person, kind), made if there is none."""
        ...

    def for_reading(
        self, names: Iterable[str], generation: int
    ) -> Mapping[str, DataKey]:
        """Return the keys that headers name, at this generation or a later one.

        Unknown ones are left out.
        """
        ...

    def forget(self, generation: int) -> None:
        """Forget what is known of a generation that has passed."""
        ...


class Tampered(Exception):
    """A row does not open with its own key: it was changed or moved."""

    def __init__(self, stream: UUID, version: int) -> None:
        """Name the place, never the content."""
        super().__init__(f"防篡改校验不通过 / does not verify: {stream} v{version}")


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
        self._kinds: dict[str, _Kind] = {}
        self._are_plain: dict[type, bool] = {}

    def seal_at_once(
        self, writes: Sequence[WriteShape], heads: Mapping[UUID, bytes]
    ) -> list[Sealed] | None:
        """Do what `seal` does if the keys are at hand, asking nobody; else None."""
        wanted = [_key_of(write) for write in writes]
        keys = self._keys.at_hand(wanted)
        if not all(map(keys.__contains__, wanted)):
            return None
        return self._sealed(writes, heads, keys)

    def seal(
        self, writes: Sequence[WriteShape], heads: Mapping[UUID, bytes]
    ) -> list[Sealed]:
        """Return the records of these facts, each chained to the one before it."""
        keys = self._keys.for_sealing({_key_of(write) for write in writes})
        return self._sealed(writes, heads, keys)

    def _sealed(
        self,
        writes: Sequence[WriteShape],
        heads: Mapping[UUID, bytes],
        keys: Mapping[tuple[UUID | None, str], DataKey],
    ) -> list[Sealed]:
        latest = dict(heads)
        sealed: list[Sealed] = []
        for write in writes:
            fact: DomainEventProtocol[UUID] = write.fact
            stream, version = fact.originator_id, fact.originator_version
            topic, key = get_topic(type(fact)), keys[_key_of(write)]
            if key.cipher is None:
                raise KeyDestroyed
            header = canonical(
                {**write.header, "key": key.name, "algorithm": ALGORITHM}
            )
            nonce = self._random_bytes(_NONCE)
            place = _associated(str(stream), version, topic, key.name)
            state = nonce + key.cipher.encrypt(nonce, self._state(fact), place)
            latest[stream] = digest = chained(
                previous=latest.get(stream, b""),
                stream=stream,
                version=version,
                event_id=write.event_id,
                person=write.person,
                topic=topic,
                header=header,
                state=state,
            )
            sealed.append(
                Sealed(
                    originator_id=stream,
                    originator_version=version,
                    topic=topic,
                    state=state,
                    event_id=write.event_id,
                    person=write.person,
                    header=header,
                    hash=digest,
                    generation=key.generation,
                )
            )
        return sealed

    def keys_question(
        self, people: Iterable[UUID]
    ) -> tuple[LiteralString, tuple[Any, ...]] | None:
        """Return what to ask for people's keys beside their facts, None if known."""
        return self._keys.question(people)

    def take_keys(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Keep the keys that were the answer."""
        self._keys.take_in(rows)

    def forget_keys(self, sealed: Sequence[Sealed]) -> None:
        """Forget the keys these were sealed with, so that sealing asks for them anew."""
        for record in sealed:
            if record.generation is not None:
                self._keys.forget(record.generation)

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """Return the library's record without what the header and columns hold."""
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            get_topic(type(domain_event)),
            self._state(domain_event),
        )

    def _state(self, fact: DomainEventProtocol[UUID]) -> bytes:
        """Return what is sealed of a fact.

        A class of facts whose first one does not read back as it was, because it holds
        more than plain values, is spelled by the library.
        """
        values: dict[str, Any] = vars(fact)
        state = {name: v for name, v in values.items() if name not in _OUTSIDE}
        class_version = getattr(type(fact), "class_version", 1)
        if class_version > 1:
            state["class_version"] = class_version
        kind, text = type(fact), spelled(state)
        if kind not in self._are_plain:
            self._are_plain[kind] = plain(text) == state
        return text if self._are_plain[kind] else self.transcoder.encode(state)

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """Return the fact in its class's newest version; refuse what is newer still."""
        return self._made(
            self._kind(stored_event.topic),
            plain(stored_event.state),
            stored_event.originator_id,
            stored_event.originator_version,
        )

    def open(self, rows: Sequence[Row], logged: Callable[..., L]) -> list[L]:
        """Return these facts as `logged` records; erased ones hold what was handed for it.

        `logged` is called with a record's fields in order.
        """
        if not rows:
            return []
        headers = [plain(row[_HEADER]) for row in rows]
        for header in headers:
            need_known_header(header, self._newer)
        names = {header["key"] for header in headers}
        keys = self._keys.for_reading(names, rows[0][_GENERATION])
        kinds, texts = self._kinds, _Texts()
        opened: list[L] = []
        for (
            (
                stream,
                version,
                topic,
                sealed,
                position,
                event_id,
                person,
                _,
                link,
                at,
                _,
            ),
            header,
        ) in zip(rows, headers, strict=True):
            key = keys.get(header["key"])
            if key is None or key.cipher is None:
                fact = self._erased(topic)
            else:
                place = _associated(texts[stream], version, topic, key.name)
                try:
                    state = key.cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], place)
                except InvalidTag:
                    raise Tampered(stream, version) from None
                kind, values = kinds.get(topic) or self._kind(topic), plain(state)
                fact = self._made(kind, values, stream, version)
                # What stands in the header and in columns is put back.
                values["timestamp"] = at
                if kind.happens:
                    values["happened_at"] = header.get("happened_at")
                if kind.has_editions:
                    values["editions"] = header.get("editions", [])
                if kind.names_person:
                    values["person"] = person
            opened.append(
                logged(
                    position,
                    event_id,
                    stream,
                    version,
                    person,
                    topic,
                    at,
                    header,
                    link,
                    fact,
                )
            )
        return opened

    def _kind(self, topic: str) -> "_Kind":
        of = fact_class(topic, self._newer)
        return self._kinds.setdefault(topic, _Kind.of(of))

    def _made(
        self, kind: "_Kind", values: dict[str, Any], stream: UUID | str, version: int
    ) -> Any:
        """Return the fact as the library makes it, upcast; the dict becomes its values."""
        if kind.version > 1 or "class_version" in values:
            upcast(kind.made, values, self._newer)
        values["originator_id"] = stream
        values["originator_version"] = version
        fact = object.__new__(kind.made)
        object.__setattr__(fact, "__dict__", values)
        return fact


class _Texts(dict[UUID, str]):
    """The spelling of streams: a page of the log has many facts of one."""

    def __missing__(self, stream: UUID) -> str:
        return self.setdefault(stream, str(stream))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What would be asked of a fact's class for every fact, asked once."""

    made: type[Any]
    version: int
    happens: bool
    has_editions: bool
    names_person: bool

    @classmethod
    def of(cls, made: type[Any]) -> "_Kind":
        fields = made.__dataclass_fields__
        return cls(
            made,
            getattr(made, "class_version", 1),
            "happened_at" in fields,
            "editions" in fields,
            "person" in fields,
        )


class KeyDestroyed(Exception):
    """Nothing more can be recorded under a key that has been destroyed."""


def recorded_at(fact: Any, moment: datetime) -> Any:
    """Return the fact with the moment it was recorded set, as on reading."""
    object.__setattr__(fact, "timestamp", moment)
    return fact


def _key_of(write: WriteShape) -> tuple[UUID | None, str]:
    kind = str(write.fact.sealed_with)
    return (None, kind) if kind == "site" else (write.person, kind)


def _associated(stream: str, version: int, topic: str, key: str) -> bytes:
    return f"{stream}\n{version}\n{topic}\n{key}".encode()
