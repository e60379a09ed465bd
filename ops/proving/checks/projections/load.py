"""What is recorded meanwhile: people come, are visited, move, are put right, are erased."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from threading import Event, Thread
from typing import Final
from uuid import UUID

from api.v1.follow_up_body import FollowUpBody
from domain.errors import Refused
from domain.log import Logged
from domain.person.follow_up import FollowUpRecorded
from domain.person.residence import Residence
from domain.registry.erasure import ErasePerson, ProposeErasure
from domain.registry.follow_up import CorrectFollowUp, GradeRisk
from domain.registry.registration import RecordMove
from domain.registry.runner import UseCase
from domain.values.calendar import shanghai_day
from domain.values.people import Purpose, Role
from ops.acting import operator_command
from ops.demo.township import COUNTY, TOWNSHIP, VILLAGES
from ops.proving.checks.crash.wishes import Wish, Wishing
from ops.proving.checks.crash.writer import SERIALS, carry_out
from ops.site import Site

OF_HUNDRED: Final[Mapping[str, int]] = {
    "wish": 82,
    "grade": 6,
    "correct": 5,
    "move": 5,
    "erase": 2,
}
"""How often each thing is done; a wish is a registration or a follow-up."""


@dataclass(slots=True)
class Load:
    """A thread that records through the runner until told to stop."""

    site: Site
    unit: UUID
    pause: float
    chance: Random
    wishing: Wishing
    done: Counter[str] = field(default_factory=Counter[str])
    form: FollowUpBody | None = None
    failure: BaseException | None = None
    _stopping: Event = field(default_factory=Event)
    _thread: Thread | None = None

    @classmethod
    def of(cls, site: Site, unit: UUID, seed: int, pause: float) -> "Load":
        """Return a load that records for a unit; the same seed wishes the same."""
        chance = Random(f"views/{seed}")  # noqa: S311 - drawn again from the seed
        day = shanghai_day(site.clock()).isoformat()
        wishing = Wishing(chance, str(unit), day, SERIALS)
        return cls(site, unit, pause, chance, wishing)

    def start(self) -> None:
        """Begin, or go on."""
        self._stopping.clear()
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being recorded; raise what broke the thread, if anything did."""
        self._stopping.set()
        if self._thread:
            self._thread.join()
        if self.failure:
            raise self.failure

    def turns(self, count: int) -> None:
        """Record so many times, here and now."""
        for _ in range(count):
            self._turn()

    def _work(self) -> None:
        try:
            while not self._stopping.wait(self.pause):
                self._turn()
        except BaseException as failure:  # noqa: BLE001 - raised again by `stop`
            self.failure = failure

    def _turn(self) -> None:
        [name] = self.chance.choices(list(OF_HUNDRED), list(OF_HUNDRED.values()))
        doing: dict[str, Callable[[UUID], None]] = {
            "grade": self._grade,
            "correct": self._correct,
            "move": self._move,
            "erase": self._erase,
        }
        try:
            if name == "wish" or not self.wishing.people:
                self._wish(self.wishing.wish())
            else:
                doing[name](UUID(self.chance.choice(self.wishing.people)))
        except Refused:
            name = "refused"
        self.done[name] += 1

    def _wish(self, wish: Wish) -> None:
        wish.answer = carry_out(self.site, wish, self.unit)
        wish.status = 201
        self.wishing.learn(wish)
        if wish.path.endswith("/follow-ups"):
            self.form = FollowUpBody.model_validate(wish.body)

    def _grade(self, person: UUID) -> None:
        self.run(GradeRisk(person, self.chance.randrange(6), "演示"))

    def _correct(self, person: UUID) -> None:
        facts = self.site.log.stream(person)
        made = [f.fact for f in facts if isinstance(f.fact, FollowUpRecorded)]
        if made and self.form:
            corrects = UUID(self.chance.choice(made).follow_up)
            form = self.form.filled_in()
            self.run(CorrectFollowUp(person, corrects, form, "演示"), facts[-1])

    def _move(self, person: UUID) -> None:
        there = self.chance.choice(VILLAGES)
        residence = Residence(there, "演示路2号", None, None, self.wishing.day)
        self.run(RecordMove(person, residence), self.site.log.stream(person)[-1])

    def _erase(self, person: UUID) -> None:
        proposing = operator_command(self.site, COUNTY, actor=self.site.new_id())
        confirming = operator_command(self.site, COUNTY, actor=self.site.new_id())
        self.site.runner.run(ProposeErasure(person, "保存期满(演示)"), proposing)
        self.site.runner.run(ErasePerson(person, None), confirming)
        self.site.keys.destroy(person)
        self.wishing.people.remove(str(person))

    def run(self, use_case: UseCase, seen: Logged | None = None) -> None:
        """Run a use case as the unit's doctor, who saw the stream as far as `seen`."""
        command = replace(
            operator_command(self.site, TOWNSHIP),
            role=Role.TOWNSHIP_DOCTOR,
            organisation=self.unit,
            purpose=Purpose.CARE,
            seen=seen.version if seen else None,
        )
        self.site.runner.run(use_case, command)
