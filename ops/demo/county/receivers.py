"""What the receivers of notices do in the demo county: accept, answer, send back, or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import UUID

from domain.log import Command, Logged
from domain.registry.notice_acceptance import (
    AcceptBySlip,
    Call,
    ConfirmOnBehalf,
    EnterOnBehalf,
    PrintSlip,
)
from domain.registry.notices import (
    AcceptNotice,
    CloseNotice,
    ReportOutcome,
    ReturnNotice,
)
from domain.registry.runner import UseCase
from domain.registry.shifts import TakeOverShift
from domain.values.acceptance import slip_code
from domain.values.people import Channel, OfficeKind, Purpose, Role
from ops.demo.county import offices
from ops.demo.county.diary import Entry
from ops.demo.county.places import COUNTY
from ops.demo.county.plan import Plan, evening
from ops.demo.township import COUNTY_OFFICER

RETURNED, NEVER = 0.02, 0.05
"""Of the notices are sent back by the police; are never accepted (invented)."""
BY_TELEPHONE, BY_SLIP = 0.08, 0.10
"""Up to which share the police accept by telephone, then by a signed slip (invented)."""
AT_ONCE: Final = 0.85
ANSWERED: Final = 0.85
ROLES: Final = {
    OfficeKind.COUNTY_SMI: Role.COUNTY_SMI,
    OfficeKind.POLICE_STATION: Role.POLICE,
    OfficeKind.GRID_CENTRE: Role.GRID,
    OfficeKind.CIVIL_AFFAIRS: Role.CIVIL_AFFAIRS,
    OfficeKind.DISABILITY_FEDERATION: Role.DISABILITY_COMMISSIONER,
}
OUTCOMES: Final = (
    "seen_calm",
    "settled_on_the_spot",
    "guardian_reached",
    "taken_to_hospital",
    "admitted",
    "not_found",
)
"""As the console codes them (`api/console/outcomes.py`)."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works for an office: the account, its role and its division."""

    actor: UUID
    role: Role
    division: str


def desks(plan: Plan) -> dict[str, Desk]:
    """Return who answers for each office, by the office's id."""
    found: dict[str, Desk] = {}
    for staffed in offices.offices(plan.label):
        role = ROLES.get(staffed.office.kind)
        for account in staffed.accounts:
            if account.role == role:
                actor = offices.account_id(plan, account.sign_in_name)
                desk = Desk(actor, account.role, account.division)
                found[str(offices.office_id(plan, staffed.office.key))] = desk
    return found


@dataclass(frozen=True, slots=True)
class Receivers:
    """Answers a notice as its receiver would, the same for a seed."""

    plan: Plan
    desks: dict[str, Desk]

    def answers(self, issued: Sequence[Logged], day: date) -> Iterator[Entry]:
        """Yield what becomes of notices issued on a day, on that day or later."""
        for notice in issued:
            yield from self._answer(notice, day)

    def _answer(self, issued: Logged, day: date) -> Iterator[Entry]:
        facts = vars(issued.fact)
        chance = self.plan.chance(f"notice/{issued.stream}")
        notice, is_police = issued.stream, facts["receiver_kind"] == "police_station"
        drawn = chance.random()
        if is_police and drawn < RETURNED:
            yield self._by_receiver(issued, day, ReturnNotice(notice, "非本辖区"))
        elif drawn > NEVER:
            accepted = day if chance.random() < AT_ONCE else _later(day, chance, 3)
            way = drawn if is_police else 1.0
            yield from self._accepts(issued, accepted, way)
            if chance.random() < ANSWERED:
                answer = ReportOutcome(notice, chance.choice(OUTCOMES))
                yield self._by_receiver(issued, _later(accepted, chance, 6), answer)
        closed = day + timedelta(days=chance.randrange(14, 30))
        close = CloseNotice(notice, facts["person"], "病情已平稳,事项办结")
        yield Entry(closed, self._by_county(issued, closed, "close"), close)

    def _accepts(self, issued: Logged, day: date, way: float) -> Iterator[Entry]:
        """Yield an acceptance: mostly the receiver's own, some for it by those who told."""
        notice, person = issued.stream, vars(issued.fact)["person"]
        if way >= BY_SLIP:
            yield self._on_duty(issued, day)
            yield self._by_receiver(issued, day, AcceptNotice(notice))
            return
        if way < BY_TELEPHONE:
            call = Call("演示值班民警", offices.PHONE, evening(day))
            entering = EnterOnBehalf(notice, person, call)
            yield Entry(day, self._by_county(issued, day, "telephone"), entering)
            second = self._by_county(issued, day, "second")
            confirming = ConfirmOnBehalf(notice, person)
            yield Entry(day, replace(second, actor=COUNTY_OFFICER), confirming)
            return
        code = slip_code(notice, b"demo county")
        printing = PrintSlip(notice, person, code)
        yield Entry(day, self._by_county(issued, day, "slip"), printing)
        back = AcceptBySlip(notice, person, code, "演示值班民警", day.isoformat())
        yield Entry(day, self._by_county(issued, day, "slip back"), back)

    def _on_duty(self, issued: Logged, day: date) -> Entry:
        """Return that whoever answers for the office went on duty; again, nothing happens."""
        receiver = UUID(vars(issued.fact)["receiver"])
        taking = TakeOverShift(receiver, (issued.stream,), offices.PHONE)
        return self._by_receiver(issued, day, taking)

    def _by_receiver(self, issued: Logged, day: date, use_case: UseCase) -> Entry:
        facts = vars(issued.fact)
        desk = self.desks[facts["receiver"]]
        key = f"{use_case.operation}/{issued.stream}"
        command = _command(self.plan, key, day, desk, Purpose(facts["purpose"]))
        return Entry(day, _of_office(command, UUID(facts["receiver"])), use_case)

    def _by_county(self, issued: Logged, day: date, what: str) -> Command:
        county = offices.office_id(self.plan, "smi")
        desk = self.desks[str(county)]
        key = f"{what}/{issued.stream}"
        command = _command(self.plan, key, day, desk, Purpose.CARE)
        return _of_office(command, county, Channel.SCREEN)


def _later(day: date, chance: Random, most: int) -> date:
    return day + timedelta(days=chance.randrange(1, most))


def _command(plan: Plan, key: str, day: date, desk: Desk, purpose: Purpose) -> Command:
    now = evening(day)
    return Command(
        id=plan.command_id(key),
        body={"demo": key},
        actor=desk.actor,
        role=desk.role,
        organisation=None,
        division=desk.division or COUNTY,
        purpose=purpose,
        channel=Channel.RECEIVER,
        now=now,
        happened_at=now.isoformat(),
    )


def _of_office(
    command: Command, office: UUID, channel: Channel = Channel.RECEIVER
) -> Command:
    return replace(command, organisation=office, channel=channel)
