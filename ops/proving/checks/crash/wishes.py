"""What the load asks for: registrations and follow-ups, each under an id of its own.

The bodies are those of the interface, so one wish can be sent over HTTP or handed to the
runner, and sent again word for word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from domain.values.findings import Grade
from ops.demo.township import VILLAGES, demo_id_number
from ops.demo.visit import a_body, found

PEOPLE: Final = "/api/v1/people"
ONE_IN: Final = 12
"""One wish in so many is a registration, the others are follow-ups."""

_FIRST_DAY: Final = date(1905, 1, 1)
_DAYS: Final = 365
_BEYOND_THE_DEMO: Final = 100
"""Sequences below are those of the demo township's own people."""
_GRADES: Final = (Grade.LEVEL_0, Grade.LEVEL_0, Grade.LEVEL_1, Grade.LEVEL_3)


@dataclass(slots=True)
class Wish:
    """One command: its id, its address and body, and how it was answered.

    `status` is 0 as long as nobody knows what became of it; `asked_at` is when it was
    last sent, in seconds since 1970.
    """

    command: UUID
    path: str
    body: Mapping[str, Any]
    status: int = 0
    answer: Mapping[str, Any] = field(default_factory=dict[str, Any])
    tries: int = 0
    asked_at: float = 0.0

    @property
    def is_acknowledged(self) -> bool:
        """Return whether its sender was told that it is recorded."""
        return 200 <= self.status < 300  # noqa: PLR2004 - what HTTP calls successful

    @property
    def is_refused(self) -> bool:
        """Return whether its sender was told that it is not."""
        return bool(self.status) and not self.is_acknowledged


@dataclass(slots=True)
class Wishing:
    """Makes up wishes; `serials` of one sender never meet those of another."""

    chance: Random
    unit: str
    day: str
    serials: range
    registered: int = 0
    people: list[str] = field(default_factory=list[str])

    def wish(self) -> Wish:
        """Return the next wish: somebody new, or a visit to somebody registered before."""
        command = UUID(int=self.chance.getrandbits(128), version=4)
        if not self.people or not self.chance.randrange(ONE_IN):
            return Wish(command, PEOPLE, self._registration())
        person = self.chance.choice(self.people)
        return Wish(command, f"{PEOPLE}/{person}/follow-ups", self._follow_up())

    def learn(self, wish: Wish) -> None:
        """Remember whom a wish registered."""
        if wish.path == PEOPLE:
            self.registered += 1
            if wish.is_acknowledged:
                self.people.append(wish.answer["id"])

    def _registration(self) -> dict[str, Any]:
        serial = self.serials[self.registered]
        born = _FIRST_DAY + timedelta(days=serial % _DAYS)
        is_known = bool(serial % 2)
        sequence = _BEYOND_THE_DEMO + serial // _DAYS
        number = demo_id_number(born, sequence) if is_known else None
        village = VILLAGES[serial % len(VILLAGES)]
        return {
            "identity": {
                "name": "演示甲" if is_known else "无名氏(演示)",
                "sex": "1",
                "birth_date": born.isoformat() if is_known else None,
                "id_kind": "resident_id" if is_known else "unknown",
                "id_number": number,
                "phone": None,
            },
            "residence": {
                "village": village,
                "address": "演示路1号",
                "domicile": village,
                "domicile_address": None,
                "since": self.day,
            },
            "diagnosis": {
                "disease": "schizophrenia",
                "icd10": "F20",
                "hospital": "演示医院",
                "diagnosed_on": self.day,
                "art_30": False,
            },
            "consent": {
                "answer": "agreed",
                "signed_by": "本人",
                "signed_on": self.day,
                "ask_again_on": None,
            },
            "guardian": None,
            "unit": self.unit,
            "registered_on": self.day,
            "not_the_same": "同名同龄,不是同一人(演示)",
        }

    def _follow_up(self) -> dict[str, Any]:
        return a_body(self.day, found(self.chance.choice(_GRADES)))
