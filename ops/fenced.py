"""A site whose every append is made in the name of a lease: a clerk's own way into the log.

A process that slept through its lease in the middle of a job is refused by the append's
own transaction, as its desk rows are by `Lease.check` in theirs (decision 0033).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain.log import Logged
from domain.registry.many import BatchRunner
from domain.registry.runner import Runner
from ops.site import Site
from ops.store.group import EpochPassed
from ops.store.log import EventLog, HeadShape
from ops.store.mapper import WriteShape
from ops.store.recorder import LogRecorder
from ops.store.records import Fence
from scheduler.lease import Holding, LeaseLost


class FencedLog(EventLog[Logged]):
    """Appends as long as the lease is held, and raises `LeaseLost` from then on."""

    def append(
        self,
        writes: Sequence[WriteShape],
        heads: Mapping[UUID, HeadShape],
        now: datetime,
    ) -> list[Logged]:
        """Record all facts or none; `LeaseLost` when somebody else holds the lease."""
        try:
            return super().append(writes, heads, now)
        except EpochPassed:
            raise LeaseLost from None


def fenced(site: Site, holding: Holding) -> Site:
    """Return the same site for whoever holds a lease; closing the site closes it too."""

    def fence() -> Fence:
        held = holding.must()
        return Fence(held.name, held.epoch)

    recorder = LogRecorder(site.pool, site.clock, fence=fence)
    log = FencedLog(recorder, site.mapper, Logged)
    site.beside.append(log)
    digest_key = site.secrets.derived("command")
    return replace(
        site,
        log=log,
        runner=Runner(log, digest_key),
        batch_runner=BatchRunner(log, digest_key),
    )
