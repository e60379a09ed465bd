"""What follows a person's entries: the second entry, the county's review, exclusions.

Derived from the entries themselves, so that whatever is entered about somebody is also
copied into the national system and reviewed: most of it in time, some late, some sent
back, and the last days' still waiting.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from domain.log import Command
from domain.registry.check_ups import RecordCheckUp
from domain.registry.exclusion import (
    ConfirmExclusion,
    Opinion,
    ProposeExclusion,
    UndoExclusion,
)
from domain.registry.follow_up import RecordFollowUp
from domain.registry.national import EnterNational
from domain.registry.registration import RecordMove, RegisterPerson
from domain.registry.reviews import (
    AcceptCase,
    AnswerCase,
    CallBack,
    Case,
    ReturnCase,
    drawn,
)
from domain.registry.rule_settings import InForce
from domain.registry.runner import UseCase
from domain.registry.standing import RecordDeath, RecordLoss
from domain.values.exclusion import OpinionKind
from domain.values.national import RecordKey, RecordKind
from domain.values.people import Channel, Purpose, Role
from domain.values.review import CallBackResult, ReviewKind
from ops.demo.county import offices
from ops.demo.county.people import Invented
from ops.demo.county.places import COUNTY
from ops.demo.county.plan import Plan, evening

Asked = tuple[date, Command, UseCase]
"""The day, the command, and what is asked."""

REVIEWED: Final[dict[type[object], ReviewKind]] = {
    RegisterPerson: ReviewKind.REGISTRATION,
    RecordMove: ReviewKind.MOVE,
    RecordLoss: ReviewKind.LOSS,
    RecordDeath: ReviewKind.DEATH,
}
PSYCHIATRIST, COUNTY_OFFICER = "zhuanke", "jingfang"
LATE_EVERY, FORGOTTEN_EVERY, RETURNED_EVERY, EXCLUDED_EVERY = 9, 13, 17, 83
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CountyDesk:
    """What is done about one person's entries, whose id is `who`."""

    plan: Plan
    person: Invented
    who: UUID
    entered: Sequence[Asked]

    def all(self) -> Iterator[Asked]:
        """Yield everything, in no order."""
        yield from self._marks()
        for asked in self.entered:
            yield from self._review(asked)
        yield from self._exclusion()

    def _marks(self) -> Iterator[Asked]:
        """Yield the second entry of what was entered by then, by the county."""
        number = self.person.number
        if number % FORGOTTEN_EVERY == 1:
            return
        before = 40 if number % LATE_EVERY == 0 else 3 + number % 4
        day = self.plan.until - timedelta(days=before)
        done = [asked for asked in self.entered if asked[0] <= day]
        records = tuple(dict.fromkeys(k for asked in done if (k := _record(asked))))
        if records:
            use_case = EnterNational(self.who, records, f"990101{number:07d}")
            yield from self._at(day, "national", use_case)

    def _review(self, asked: Asked) -> Iterator[Asked]:
        day, command, use_case = asked
        kind = REVIEWED.get(type(use_case))
        if kind is None or command.channel == Channel.IMPORT:
            return
        fact = command.event_id(0)
        sender = (str(command.actor), str(command.organisation))
        case = Case(self.who, fact, kind, *sender, day, InForce())
        day += timedelta(days=3 + self.person.number % 5)
        if self.person.number % RETURNED_EVERY == 2:  # noqa: PLR2004 - invented
            yield from self._at(day, f"{fact}/back", ReturnCase(case, "请补充说明"))
            day += 3 * DAY
            if day <= self.plan.until:
                answer = AnswerCase(case, "已核对,情况属实")
                yield day, self._sender(command, f"{fact}/answer", day), answer
            day += 2 * DAY
        if drawn(kind, fact, COUNTY, asked[0], InForce()).is_drawn:
            told = CallBack(case, CallBackResult.CONFIRMED, "家属", "与上报一致")
            yield from self._at(day, f"{fact}/call", told)
        yield from self._at(day, f"{fact}/passed", AcceptCase(case))

    def _exclusion(self) -> Iterator[Asked]:
        """Yield a second diagnosis of somebody nothing more is entered about."""
        number, last = self.person.number, self.entered[-1]
        left = any(
            isinstance(asked[2], RecordDeath | RecordLoss) for asked in self.entered
        )
        day = last[0] + 2 * DAY
        if number % EXCLUDED_EVERY != 4 or left or day > self.plan.until:  # noqa: PLR2004
            return
        opinion = Opinion(
            OpinionKind.SECOND_DIAGNOSIS, day.isoformat(), "演示县精神卫生中心",
            "不符合严重精神障碍诊断",
        )  # fmt: skip
        yield from self._at(
            day, "exclude", ProposeExclusion(self.who, opinion), PSYCHIATRIST
        )
        yield from self._at(day + 5 * DAY, "excluded", ConfirmExclusion(self.who))
        if number % 2:
            undone = UndoExclusion(self.who, "复核后维持原诊断")
            yield from self._at(day + 9 * DAY, "undone", undone)

    def _at(
        self, day: date, key: str, use_case: UseCase, by: str = COUNTY_OFFICER
    ) -> Iterator[Asked]:
        if day > self.plan.until:
            return
        is_review = isinstance(use_case, CallBack | AcceptCase | ReturnCase)
        key = f"person/{self.person.number}/{key}"
        command = Command(
            id=self.plan.command_id(key),
            body={"demo": key},
            actor=offices.account_id(self.plan, by),
            role=Role.PSYCHIATRIST if by == PSYCHIATRIST else Role.COUNTY_SMI,
            organisation=offices.office_id(self.plan, "smi"),
            division=COUNTY,
            purpose=Purpose.SUPERVISION if is_review else Purpose.CARE,
            channel=Channel.SCREEN,
            now=evening(day),
            happened_at=day.isoformat(),
        )
        yield day, command, use_case

    def _sender(self, like: Command, key: str, day: date) -> Command:
        """Return another command of whoever entered something, on another day."""
        key = f"person/{self.person.number}/{key}"
        return replace(
            like,
            id=self.plan.command_id(key),
            body={"demo": key},
            channel=Channel.SCREEN,
            now=evening(day),
            happened_at=day.isoformat(),
            seen=None,
        )


def _record(asked: Asked) -> RecordKey | None:
    _, command, use_case = asked
    match use_case:
        case RegisterPerson():
            return RecordKey(RecordKind.REGISTRATION)
        case RecordFollowUp():
            return RecordKey(RecordKind.FOLLOW_UP, str(command.new_id("follow_up")))
        case RecordCheckUp():
            return RecordKey(RecordKind.CHECK_UP, str(command.new_id("check_up")))
        case RecordLoss():
            return RecordKey(RecordKind.LOSS)
        case RecordDeath():
            return RecordKey(RecordKind.DEATH)
        case _:
            return None
