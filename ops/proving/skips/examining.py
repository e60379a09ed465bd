"""Holds what a run left behind against itself: log, ledgers, subscribers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from ops.proof.chain import ChainCheck
from ops.proving.proof import Said
from ops.proving.skips.course import Course
from ops.proving.skips.delivery import (
    Given,
    There,
    Verdict,
    deliveries,
    judge,
)
from ops.proving.skips.ledger import Account, Ledgers, Outcome
from ops.proving.skips.log_store import LogStore
from ops.proving.skips.store import Store
from ops.store.records import Entry

_PAGE: Final = 5_000
_WORDS: Final = 1_000_000


@dataclass(slots=True)
class LogVerdict:
    """What is wrong in the log itself, and between it and its writers."""

    breaks: Counter[str] = field(default_factory=Counter[str])
    backwards: int = 0
    account: Account = field(default_factory=Account)
    slow: int = 0


class Clock:
    """Counts where the recording time runs backwards."""

    def __init__(self) -> None:
        """Begin before any time."""
        self._latest: datetime | None = None
        self.backwards = 0

    def meet(self, moment: datetime) -> None:
        """Take the next event's recording time."""
        if self._latest and moment < self._latest:
            self.backwards += 1
        self._latest = moment


def examine_log(
    store: LogStore, course: Course, there: There, said: Said
) -> LogVerdict:
    """Walk the log once, in pages: chain, times, ledgers; enter every event in `there`."""
    verdict, chain, clock = LogVerdict(), ChainCheck(), Clock()
    with Ledgers(course.folder) as ledgers:
        for page in _pages(store):
            verdict.breaks.update(found.what for found in chain.breaks(page))
            for entry in page:
                clock.meet(entry.recorded_at)
                given = Given(entry.id, entry.event_id.bytes)
                ledgers.meet(*given)
                there.put(given)
            if page[-1].id % _WORDS < _PAGE:
                said(f"{page[-1].id:,} compared")
        verdict.backwards, verdict.account = clock.backwards, ledgers.settle()
        verdict.slow = sum(
            ledgers.tally(writers, outcome)
            for writers in course.of_kind("slow")
            for outcome in (Outcome.ACKNOWLEDGED, Outcome.ROLLED_BACK)
        )
    return verdict


def survey(store: Store, there: There) -> None:
    """Enter every event of a quiet store in `there`."""
    position = 0
    while page := store.after(position, _PAGE):
        for given in page:
            there.put(given)
        position = page[-1].position


def judged(course: Course, there: There) -> dict[int, Verdict]:
    """Return each subscriber's verdict, by its page size."""
    return {
        reading.page: judge(deliveries(reading.file), there)
        for reading in course.readings
    }


def _pages(store: LogStore) -> Iterator[list[Entry]]:
    position = 0
    recorder = store.site.log.recorder
    while page := recorder.select_notifications(
        position, _PAGE, inclusive_of_start=False
    ):
        yield page
        position = page[-1].id
