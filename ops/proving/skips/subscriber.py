"""A reading process: asks for the next page as fast as it can and keeps its position.

Started as `python -m ops.proving.skips.subscriber` with a `Reading` as JSON on its
standard input; ends when it has reached the position the file `end` names, or is killed.
"""

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ops.proving.skips.delivery import Kept
from ops.proving.skips.store import open_store

END: Final = "end"
_PAUSE: Final = 0.002
"""Seconds between two questions that found nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a subscriber is told."""

    store: str
    url: str
    keys: str
    folder: str
    name: str
    page: int

    @property
    def file(self) -> Path:
        """Return where it keeps what it was given."""
        return Path(self.folder) / f"given-{self.name}"


def main(reading: Reading) -> None:
    """Read on from the kept position until the end is named and reached."""
    store = open_store(reading.store, reading.url, Path(reading.keys), 2)
    kept, end = Kept(reading.file), Path(reading.folder) / END
    while True:
        if page := store.after(kept.position, reading.page):
            kept.take(page)
        elif end.exists() and kept.position >= int(end.read_text()):
            break
        else:
            time.sleep(_PAUSE)
    store.close()


if __name__ == "__main__":
    main(Reading(**json.load(sys.stdin)))
