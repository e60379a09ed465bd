"""What of a log this program can read, and how old facts become what it knows.

A log outlives the programs that write it. An older fact is upcast, version by version, by
its class's `upcast_vX_vY` (the library's rule), in memory: bytes on disk are never
rewritten, the chain binds them. A fact, a version or a header that this edition does not
know is refused. The library would hand a newer version's values to the old class without
a word, and look for an unknown name among Python's modules.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from eventsourcing.utils import TopicError, resolve_topic

HEADER: Final = 1
"""The newest shape of headers this program knows."""

ALGORITHM: Final = "A256GCM"
"""The one way of sealing this program knows."""

Newer = Callable[..., Exception]
"""Makes what is raised; `found` names what is not known and tells nothing of a person."""


def fact_class(topic: str, newer: Newer) -> type[Any]:
    """Return the class of a stored name; refuse a name this program doesn't know."""
    try:
        kind = resolve_topic(topic)
    except TopicError:
        raise newer(found=topic) from None
    if getattr(kind, "TOPIC", None) != topic:
        raise newer(found=topic)
    return kind


def upcast(kind: type[Any], state: dict[str, Any], newer: Newer) -> None:
    """Bring a stored state to the class's version; refuse a version it hasn't reached."""
    version: int = state.pop("class_version", 1)
    known: int = getattr(kind, "class_version", 1)
    if version > known:
        raise newer(found=f"{kind.TOPIC} v{version}")
    for step in range(version, known):
        getattr(kind, f"upcast_v{step}_v{step + 1}")(state)


def need_known_header(header: Mapping[str, Any], newer: Newer) -> None:
    """Refuse a header of another shape, or a fact sealed in another way."""
    if header["schema"] != HEADER:
        raise newer(found=f"header v{header['schema']}")
    if header["algorithm"] != ALGORITHM:
        raise newer(found=f"header {header['algorithm']}")
