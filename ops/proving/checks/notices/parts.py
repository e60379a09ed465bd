"""What the forked processes do: the web, the clerks, the receiver, the rebuilding."""

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from time import time
from typing import Final

from api.app import create_app
from domain.registry.channels import ChooseChannel, channels_of
from domain.values.channels import WayOut
from domain.values.people import OfficeKind
from ops.acting import operator_command
from ops.channels import ways
from ops.clerk import fold, foldings, rounds_clerk, watch_clerk, work
from ops.demo.township import COUNTY
from ops.proving.bed import Bed
from ops.proving.checks.notices.workers import SharedClock
from ops.proving.checks.projections.swapping import means_of, swap_all
from ops.receiver.faults import Faults
from ops.receiver.kept import Kept
from ops.receiver.server import Station, serve
from ops.settings import Child, Outgoing
from ops.site import Site, open_site
from ops.store.bell import listen
from ops.store.recorder import bell_of
from ops.web import build_services
from ops.web import serve as serve_web
from projections.offices import all_offices

OUTGOING: Final = Outgoing(webhook_networks="127.0.0.0/8")
TENURE: Final = timedelta(seconds=2)
"""How long a killed clerk's post stays taken: shorter than in earnest, to kill more often."""
RECEIVERS: Final = frozenset(
    {
        OfficeKind.COUNTY_SMI,
        OfficeKind.POLICE_STATION,
        OfficeKind.GRID_CENTRE,
        OfficeKind.CIVIL_AFFAIRS,
        OfficeKind.DISABILITY_FEDERATION,
    }
)
"""The kinds of office that are told; here all by webhook, beside their inboxes."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What every part stands on; `keyed` is whether the receiver goes by a message's id."""

    bed: Bed
    clock: SharedClock
    root: Path
    receiver: int
    web: int
    keyed: bool
    faults: Mapping[str, float]
    secrets: list[str] = field(default_factory=list[str])
    """What the offices' webhooks are signed with."""

    def site(self, role: str = "clerk", connections: int = 8) -> Site:
        """Open the site on the shared clock; the caller closes it."""
        return open_site(
            self.bed.url(role),
            self.bed.keys,
            connections=connections,
            clock=self.clock,
        )

    @property
    def kept(self) -> Path:
        """Return the receiver's file."""
        return self.root / "receiver.sqlite"

    @property
    def heard(self) -> Path:
        """Return the file with a line for each message that came, repeats too."""
        return self.root / "heard"


def choose_webhooks(ground: Ground, site: Site) -> None:
    """Let every office that is told have a webhook to the one receiver there is."""
    address = f"http://127.0.0.1:{ground.receiver}/webhook"
    shown = ways(site, OUTGOING).shown_secret
    with site.engine.begin() as connection:
        known = all_offices(connection)
    for office, row in known.items():
        if row.kind in RECEIVERS:
            choosing = ChooseChannel(office, WayOut.WEBHOOK, address, 1, 5)
            site.runner.run(choosing, operator_command(site, COUNTY))
            signing = channels_of(site.log, office).signing(site.clock())
            ground.secrets.extend(shown(office, each) for each in signing)


def be_the_clerk(ground: Ground, tenure: timedelta = TENURE) -> None:
    """Fold, tell, deliver and watch, as `ops.clerk` does."""
    site = ground.site()
    folding, _ = foldings(site)
    rung, never = Event(), Event()
    telling = rounds_clerk(site, folding, site.new_id(), OUTGOING, tenure)
    watching = watch_clerk(site, site.new_id())
    bell = bell_of("log")
    threads = [
        Thread(target=fold, args=(folding, site, rung, never)),
        Thread(target=listen, args=(ground.bed.url("clerk"), bell, rung.set, never)),
        Thread(target=work, args=(watching, site, Event(), never, 1.0)),
    ]
    for thread in threads:
        thread.start()
    work(telling, site, Event(), never)


def be_the_web(ground: Ground) -> None:
    """Serve the interface."""
    site = ground.site("web")
    settings = Child(url=ground.bed.url("web"), keys=ground.bed.keys, port=ground.web)
    serve_web(create_app(build_services(site)), settings)


def be_the_receiver(ground: Ground) -> None:
    """Receive, with faults in their shares; note what comes before it is answered."""
    heard = os.open(ground.heard, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    station = Station(
        secrets=ground.secrets,
        kept=Kept(ground.kept, honours_ids=ground.keyed),
        clock=ground.clock,
        faults=Faults(random.Random().random, ground.faults),  # noqa: S311 - no secret
        say=lambda words: _note(heard, words),
    )
    serve(station, "127.0.0.1", ground.receiver).serve_forever()


def _note(heard: int, words: str) -> None:
    """Write a line at once and whole, whichever thread it comes from."""
    os.write(heard, f"{time()} {words}\n".encode())


def rebuild_everything(ground: Ground) -> None:
    """Fold the whole log afresh into every view, and swap each in."""
    swap_all(means_of(ground.bed))
