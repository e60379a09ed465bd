"""What the forked processes do: the web, the clerks, the receiver, the rebuilding."""

import random
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from json import dumps
from pathlib import Path
from threading import Event, Thread
from typing import Final
from uuid import UUID, uuid4

from api.app import create_app
from domain.log import Command
from ops.acting import job_command
from ops.clerk import alarm_of, fold, foldings, watch_clerk, work
from ops.proving.bed import Bed
from ops.proving.checks.notices.workers import SharedClock
from ops.proving.checks.projections.swapping import means_of, swap_all
from ops.receiver.faults import Faults
from ops.receiver.kept import Kept
from ops.receiver.server import Station, serve
from ops.receiver.signature import sign
from ops.settings import Child
from ops.site import Site, open_site
from ops.store.bell import listen
from ops.store.recorder import bell_of
from ops.web import build_services
from ops.web import serve as serve_web
from scheduler.clerk import Clerk, Duties, Post
from scheduler.delivery import Delivery
from scheduler.follower import Follower
from scheduler.message import Answer, Channel, Delivered, Failed, Message
from scheduler.notice_follower import INBOX, Offices, Telling
from scheduler.notice_reporting import NoticeReporting

SECRET: Final = f"whsec_{b64encode(b'only for this check, in one run').decode()}"
TENURE: Final = timedelta(seconds=1)
"""How long a killed clerk's post stays taken: shorter than in earnest, to kill more often."""
TIMEOUT: Final = 1.0
OK: Final = 200
REDIRECT: Final = 300


@dataclass(frozen=True, slots=True)
class Ground:
    """What every part stands on; `keyed` is whether a message keeps its id when sent again."""

    bed: Bed
    clock: SharedClock
    root: Path
    receiver: int
    web: int
    keyed: bool
    faults: Mapping[str, float]

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


@dataclass(frozen=True, slots=True)
class Posting:
    """A signed webhook to the one receiver there is."""

    port: int
    clock: SharedClock

    def deliver(self, message: Message) -> Answer:
        """Post it; only 2xx is a delivery."""
        sent = str(int(self.clock().timestamp()))
        type_ = f"suian.{message.topic}"
        body = dumps(
            {"id": str(message.id), "type": type_, "subject": str(message.notice)}
        ).encode()
        headers = {
            "content-type": "application/cloudevents+json",
            "webhook-id": str(message.id),
            "webhook-timestamp": sent,
            "webhook-signature": f"v1,{sign(SECRET, str(message.id), sent, body)}",
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            connection.request("POST", "/webhook", body, headers)
            status = connection.getresponse().status
        except (OSError, HTTPException) as problem:
            return Failed(type(problem).__name__)
        finally:
            connection.close()
        return Delivered() if OK <= status < REDIRECT else Failed(f"http_{status}")


@dataclass(frozen=True, slots=True)
class Keyless:
    """A channel that gives a message another id each time: what a sender must not do."""

    channel: Channel

    def deliver(self, message: Message) -> Answer:
        """Bring it under an id nobody has seen."""
        return self.channel.deliver(replace(message, id=uuid4()))


def be_the_clerk(ground: Ground) -> None:
    """Fold, tell, deliver and watch, as `ops.clerk` does."""
    site = ground.site()
    folding, _ = foldings(site)
    rung, never = Event(), Event()
    telling = tells_and_delivers(ground, site)
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


def tells_and_delivers(ground: Ground, site: Site) -> Clerk:
    """Return the clerk who tells and delivers."""

    def caused(what: str, cause: UUID) -> Command:
        return job_command(site, what, cause)

    posting = Posting(ground.receiver, ground.clock)
    channel: Channel = posting if ground.keyed else Keyless(posting)
    telling = Telling(site.log, site.runner, Offices(site.engine), caused)
    alarm = alarm_of(site)
    rounds = (
        Follower(site.engine, site.log, site.log.origin, telling.following(), alarm),
        Delivery(
            site.engine,
            {INBOX: channel},
            NoticeReporting(site.runner, caused),
            random.random,
        ),
    )
    post = Post("clerk.rounds", site.new_id(), TENURE)
    return Clerk(site.engine, post, Duties(rounds=rounds), alarm)


def be_the_web(ground: Ground) -> None:
    """Serve the interface."""
    site = ground.site("web")
    settings = Child(url=ground.bed.url("web"), keys=ground.bed.keys, port=ground.web)
    serve_web(create_app(build_services(site)), settings)


def be_the_receiver(ground: Ground) -> None:
    """Receive, with faults in their shares; note what comes before it is answered."""
    heard = ground.heard.open("a", buffering=1)
    station = Station(
        secrets=[SECRET],
        kept=Kept(ground.kept),
        clock=ground.clock,
        faults=Faults(random.Random().random, ground.faults),  # noqa: S311 - no secret
        say=lambda words: print(words, file=heard),
    )
    serve(station, "127.0.0.1", ground.receiver).serve_forever()


def rebuild_everything(ground: Ground) -> None:
    """Fold the whole log afresh into every view, and swap each in."""
    swap_all(means_of(ground.bed))
