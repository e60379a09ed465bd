"""The log's format on disk: canonical headers and the hash that chains a stream.

Final from the first commit that writes it; a change is a new `FORMAT` and keeps reading
the old one. Hash = SHA-256 over length-prefixed parts, so no two lists of parts collide;
it covers the ciphertext and not the plain text, so destroying a key leaves it intact.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

FORMAT: Final = 1
"""The one format this program reads and writes."""

DOMAIN: Final = b"suian/event/1"
"""Sets this hash apart from every other use of SHA-256."""

_LENGTH: Final = 8
_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_STATE: Final = msgspec.json.Encoder()
plain: Final[Callable[[str | bytes], dict[str, Any]]] = msgspec.json.Decoder().decode
"""Returns what a header or an opened state says: plain values."""


class UnknownFormat(Exception):
    """The log was written by another edition of the program; nothing is read."""

    def __init__(self, found: int | None) -> None:
        """Say which format was found and what to do."""
        super().__init__(
            f"日志格式为 {found}，本程序只认 {FORMAT}：请使用写入该日志的程序版本。"
            f" / The log has format {found} and this program knows {FORMAT}:"
            " use the edition of the program that wrote it."
        )


def canonical(header: Mapping[str, Any]) -> str:
    """Return the header's one spelling: sorted names, no spaces, UTF-8 text as it is."""
    return _ENCODER.encode(header).decode()


def spelled(state: Mapping[str, Any]) -> bytes:
    """Return plain values as JSON, in their own order."""
    return _STATE.encode(state)


def chained(  # noqa: PLR0913 - the parts the hash binds
    *,
    previous: bytes,
    stream: UUID,
    version: int,
    event_id: UUID,
    person: UUID | None,
    topic: str,
    header: str,
    state: bytes,
) -> bytes:
    """Return the 32-byte hash of a fact, chained to the hash before it in its stream."""
    parts = (
        DOMAIN,
        previous,
        stream.bytes,
        version.to_bytes(_LENGTH),
        event_id.bytes,
        person.bytes if person else b"",
        topic.encode(),
        header.encode(),
        hashlib.sha256(state).digest(),
    )
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(_LENGTH))
        digest.update(part)
    return digest.digest()
