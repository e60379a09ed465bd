"""Holds what was received against what was issued, and that against what the policy asks."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Final
from uuid import UUID

from domain.log import Logged
from domain.notice import Issued
from domain.registry.reconciliation import State, reconciled
from ops.proving.checks.notices.load import Load
from ops.proving.checks.notices.parts import Ground
from ops.proving.proof import Report
from ops.receiver.kept import Kept
from ops.site import Site
from projections.alarms import ringing
from scheduler.reconciliation import KIND, offices_at

ISSUED: Final = "suian.notice.issued"
BATCH: Final = 500


def hold_against_each_other(ground: Ground, load: Load, report: Report) -> None:
    """Add what was lost, doubled, or came from nowhere."""
    site = ground.site()
    try:
        facts = list(_facts(site))
        _acknowledged(facts, load, report)
        _received(facts, ground, report)
        _owed(site, facts, report)
    finally:
        site.close()


def _acknowledged(facts: list[Logged], load: Load, report: Report) -> None:
    commands = Counter(
        str(fact.header["command"]["id"])
        for fact in facts
        if fact.topic in {"person.risk_graded", "person.lowering_asked"}
    )
    told = load.acknowledged()
    lost = [line for line in told if not commands[line["command"]]]
    high = [line for line in told if line["grade"] >= 3]  # noqa: PLR2004 - level 3
    report.add("reports acknowledged", len(told), least=1)
    report.add("of level 3 and higher", len(high), least=1)
    report.add("reports lost", len(lost), most=0)
    doubled = sum(count - 1 for count in commands.values())
    report.add("reports recorded twice", doubled, most=0)


def _received(facts: list[Logged], ground: Ground, report: Report) -> None:
    issued = Counter(fact.stream for fact in facts if isinstance(fact.fact, Issued))
    received = Counter(_effects(ground))
    heard = ground.heard.read_text().splitlines() if ground.heard.exists() else []
    report.add("facts in the log", len(facts))
    report.add("notices issued", len(issued), least=1)
    twice = issued.total() - len(issued)
    report.add("notices issued twice", twice, most=0)
    report.add("messages that reached the receiver", len(heard))
    report.add("notices lost", len(issued.keys() - received.keys()), most=0)
    doubled = received.total() - len(received)
    report.add("notices doubled at the receiver", doubled, most=0)
    report.add("notices from nowhere", len(received.keys() - issued.keys()), most=0)


def _owed(site: Site, facts: list[Logged], report: Report) -> None:
    found = reconciled(site.log, facts, offices_at(site.engine), site.clock())
    states = Counter(each.state for each in found)
    because = Counter(str(each.because) for each in found if each.because)
    report.add("owed by the policy, all receivers", len(found), least=1)
    report.add("told", states[State.TOLD], least=1)
    for name, count in sorted(because.items()):
        report.add(f"excepted: {name}", count)
    report.add("neither told nor excepted", states[State.GAP], most=0)
    with site.engine.begin() as connection:
        rings = [row for _, row in ringing(connection) if row.kind == KIND]
    report.add("alarms about gaps that ring", len(rings), most=0)


def _effects(ground: Ground) -> Iterator[UUID]:
    """Yield the notice of each message of an issued notice that was taken in."""
    kept = Kept(ground.kept)
    with closing(kept):
        after = 0
        while lines := kept.list(after):
            for line in lines:
                after = line.number
                if line.type == ISSUED:
                    yield UUID(json.loads(kept.body(line.id) or b"{}")["subject"])


def _facts(site: Site) -> Iterator[Logged]:
    position = 0
    while facts := site.log.after(position, BATCH):
        yield from facts
        position = facts[-1].position
