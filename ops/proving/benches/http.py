"""`bench http`: a full follow-up over HTTP, beside the same on the library's own store.

Every side is the real web process: the same route, validation, rights, session and use
case, the same people; only the log behind the runner differs. A third side has no store at
all: what it answers is the most any store could. No clerk runs on any side.

The processor time of the web process tells the sides apart even where other work disturbs
the clock: on two loaded cores an answer took 2.8 ms without a store, 4.0 with ours and 5.3
with the library's. What they share is the limit: framework, validation, session, rights,
the decision and the note of the request (py-spy).
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from time import monotonic, sleep
from typing import Final
from uuid import UUID, uuid4

from domain.log import Logged
from domain.values.calendar import shanghai_day
from domain.values.people import Role
from ops.child import dies_with_parent
from ops.clock import now
from ops.demo.county.offices import sign_in_name
from ops.demo.county.places import township_of
from ops.demo.visit import a_body
from ops.proving.bed import Bed, throwaway
from ops.proving.benches import _county
from ops.proving.benches._clients import Answers, crowd, once, post
from ops.proving.benches._upstream import Facts, environment, take_over
from ops.proving.benches._upstream_web import ENVIRONMENT
from ops.proving.proof import Report, Said
from ops.proving.spread import spread, tail
from ops.settings import CHECKOUT
from ops.site import Site

CLIENTS: Final = 32
FACTS: Final = range(10, 21)
"""How many facts somebody's stream holds before the first round."""
CREATED: Final = 201
RETIRED: Final = "person.retired"
PATIENCE: Final = 60.0
"""Seconds a web process may take to answer first."""
SIDES: Final = {
    "ours": "ops.web",
    "theirs": "ops.proving.benches._upstream_web",
    "no store": "ops.proving.benches._storeless_web",
}
"""The web processes that take turns, and the module each of them runs."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is asked, and the floors of that."""

    people: int
    facts: int
    rounds: int
    seconds: float
    ratio: float
    within: float
    """Milliseconds within which 99 of 100 are answered."""
    note: str = ""


LONG: Final = Sizes(240, 40_000, 9, 4, 3, 150)
SHORT: Final = Sizes(24, 3000, 2, 1, 0.3, 5000, "short form, generous limit")


@dataclass(frozen=True, slots=True)
class Web:
    """A web process that answers."""

    port: int
    process: int

    @property
    def worked(self) -> float:
        """Return the seconds its processors have worked (Linux), else 0."""
        told = Path(f"/proc/{self.process}/stat")
        if not told.exists():
            return 0.0
        user, system = told.read_text().rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Http:
    """The bench."""

    name: str = "http"
    claim: str = (
        "一次完整随访经接口入账有多快 / how fast a full follow-up is recorded over HTTP"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Measure on a throwaway server."""
        sizes = SHORT if short else LONG
        report = Report(self.name)
        with throwaway() as bed:
            site = bed.site()
            try:
                people = _people(bed, site, sizes)
                said(f"{len(people)} people of {FACTS.start} to {FACTS.stop - 1} facts")
                env = environment(bed.url("owner"))
                with Facts(env) as app:
                    take_over(app, site.log.after(0, site.log.last_position()))
            finally:
                site.close()
            with ExitStack() as stack:
                more = {ENVIRONMENT: json.dumps(env)}
                webs = {
                    side: stack.enter_context(_web(bed, module, more))
                    for side, module in SIDES.items()
                }
                tell(report, _rounds(people, webs, sizes), sizes)
        return report


PROOF: Final = Http()


def _people(bed: Bed, site: Site, sizes: Sizes) -> list[tuple[UUID, str]]:
    """Return whom a township's doctor may visit, with the township."""
    county = _county.found(bed, _county.plan_of(sizes.people))
    villages, lengths = _lengths(county)
    fitting = {who for who, length in lengths.items() if length in FACTS}
    some = [
        fact
        for fact in county
        if fact.topic.startswith(_county.SHARED) or fact.person in fitting
    ]
    last = site.log.last_position()
    _county.copy(site, some, sizes.facts)
    copied, _ = _lengths(site.log.after(last, sizes.facts))
    villages = {who: villages[who] for who in fitting} | copied
    return [(who, township_of(village)) for who, village in villages.items()]


def _lengths(facts: Sequence[Logged]) -> tuple[dict[UUID, str], dict[UUID, int]]:
    """Return in which village people live, and how long their streams are.

    A record that was merged into another is left out: nobody records on it any more.
    """
    villages: dict[UUID, str] = {}
    lengths: dict[UUID, int] = {}
    for fact in facts:
        if fact.stream == fact.person:
            lengths[fact.stream] = fact.version
        if fact.topic == "person.residence_recorded":
            villages[fact.stream] = getattr(fact.fact, "village")  # noqa: B009
    for fact in facts:
        if fact.topic == RETIRED:
            villages.pop(fact.stream, None)
            lengths.pop(fact.stream, None)
    return villages, lengths


def _rounds(
    people: Sequence[tuple[UUID, str]], webs: Mapping[str, Web], sizes: Sizes
) -> dict[str, list[Answers]]:
    """Ask all sides in turns; the first round only warms up."""
    towns = {town for _, town in people}
    tokens = {town: _token(webs["ours"].port, town) for town in towns}
    asked = {side: (web, _requests(people, tokens)) for side, web in webs.items()}
    found: dict[str, list[Answers]] = {side: [] for side in asked}
    for turn in range(sizes.rounds + 1):
        for side in list(asked) if turn % 2 else reversed(asked):
            web, requests = asked[side]
            before = web.worked
            answers = crowd(web.port, requests, CLIENTS, sizes.seconds, CREATED)
            answers.worked = web.worked - before
            if turn:
                found[side].append(answers)
    return found


def tell(report: Report, found: Mapping[str, Sequence[Answers]], sizes: Sizes) -> None:
    """Add what all sides answered, and the ratios by rounds."""
    for side, rounds in found.items():
        report.add(f"{side}: answers", median(a.rate for a in rounds), "/s")
        waits = [s for a in rounds for s in a.seconds]
        report.add(f"{side}: median", median(waits) * 1000, "ms")
        most, note = (sizes.within, sizes.note) if side == "ours" else (None, "")
        report.add(f"{side}: p99", tail(waits, 0.99) * 1000, "ms", most=most, note=note)
        report.add(f"{side}: processor time of the web process for an answer",
                   median(a.worked / len(a.seconds) for a in rounds) * 1000, "ms")  # fmt: skip
        refused = sum(sum(a.others.values()) for a in rounds)
        report.add(f"{side}: refused", refused, most=0)
    ratio, note = _ratio(found["ours"], found["theirs"])
    report.add("a follow-up, ours by the library's store", ratio, "×",
               least=sizes.ratio, note=f"{note}; {sizes.note}".removesuffix("; "))  # fmt: skip
    if "no store" in found:
        ratio, note = _ratio(found["no store"], found["theirs"])
        report.add("the most a store could reach: none at all by the library's", ratio,
                   "×", note=note)  # fmt: skip


def _ratio(these: Sequence[Answers], those: Sequence[Answers]) -> tuple[float, str]:
    pairs = zip(these, those, strict=True)
    ratios = spread([this.rate / that.rate for this, that in pairs])
    return ratios.middle, f"{ratios.words} of {len(these)} rounds"


def _requests(
    people: Sequence[tuple[UUID, str]], tokens: Mapping[str, str]
) -> Iterator[bytes]:
    body = json.dumps(a_body(shanghai_day(now()).isoformat())).encode()
    for person, town in cycle(people):
        yield post(
            f"/api/v1/people/{person}/follow-ups",
            body,
            authorization=f"Bearer {tokens[town]}",
            idempotency_key=str(uuid4()),
        )


def _token(port: int, town: str) -> str:
    name = sign_in_name(Role.TOWNSHIP_DOCTOR, town)
    body = {"sign_in_name": name, "password": _county.PASSWORD}
    request = post("/api/v1/sessions", json.dumps(body).encode())
    return str(json.loads(once(port, request)[1])["token"])


@contextmanager
def _web(bed: Bed, module: str, more: Mapping[str, str]) -> Generator[Web]:
    """Run a web process; give it once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    environment_ = {
        **os.environ,
        "SUIAN_URL": bed.url("web"),
        "SUIAN_KEYS": str(bed.keys),
        "SUIAN_PORT": str(port),
        **more,
    }
    with subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=CHECKOUT,
        env=environment_,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=dies_with_parent(signal.SIGKILL),  # noqa: PLW1509 - it only asks the kernel
    ) as child:
        try:
            _wait_for(port, child)
            yield Web(port, child.pid)
        finally:
            child.terminate()
            child.wait()


def _wait_for(port: int, child: subprocess.Popen[bytes]) -> None:
    until = monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if child.poll() is not None or monotonic() > until:
                raise
            sleep(0.1)
        else:
            return
