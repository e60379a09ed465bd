"""Another process that keeps a person's keys in memory and does as it is told.

Called as `python -m tests.ops.store.keeper URL KEYS STREAM`; answers each line, `read` or
`write`, with one word.
"""

import sys
from pathlib import Path
from uuid import UUID

from domain.log import Erased, Head
from domain.person.identity import record_identity
from domain.person.person import Person
from ops.site import Site, open_site
from ops.store.mapper import KeyDestroyed
from tests.streams import an_identity, append, pending


def main(url: str, keys: str, stream: UUID) -> None:
    """Write to the person once, so that both uses of the key are known; then obey."""
    site = open_site(url, Path(keys), connections=2)
    answers = {"read": _read, "write": _write}
    for line in sys.stdin:
        said = answers[line.strip()](site, stream)
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()
    site.close()


def _read(site: Site, stream: UUID) -> str:
    facts = [logged.fact for logged in site.log.stream(stream)]
    return "erased" if isinstance(facts[1], Erased) else "read"


def _write(site: Site, stream: UUID) -> str:
    entries = site.log.recorder.select_events(stream)
    person = Person.register(stream, "2026-03-02", provisional=True)
    for _ in entries:
        record_identity(person, an_identity())
    (*_, fact) = pending(person)
    head = Head(len(entries), entries[-1].hash)
    try:
        append(site.log, [fact], head)
    except KeyDestroyed:
        return "refused"
    return "written"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], UUID(sys.argv[3]))
