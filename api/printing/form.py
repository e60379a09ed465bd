"""What a form is to whoever prints it: a number, a title, its occasions and its parts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from api.console.places import place
from api.printing.sheet import Field, Part, coded, text
from domain.log import Logged
from domain.values.registration import Sex
from projections.chart import Chart
from projections.person_card import Card


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form is filled in from: who heads it, and the person's chart.

    Without a chart everything but the heading is open, to be written by hand. `facts` are
    all of the person's, in order, those of notices and other streams too. `one` names the
    occasion on a form that a person may have several of. Names of offices and accounts are
    by id.
    """

    card: Card | None = None
    chart: Chart | None = None
    facts: Sequence[Logged] = ()
    one: UUID | None = None
    offices: Mapping[str, str] = field(default_factory=dict[str, str])
    actors: Mapping[str, str] = field(default_factory=dict[str, str])

    def on_card(self, name: str) -> Any:
        """Return what the person's card says, None where the form names nobody."""
        return getattr(self.card, name) if self.card else None

    def answers(self, form: str) -> Mapping[str, Any]:
        """Return the last answers of a form of the record (档案); none by hand."""
        return getattr(self.chart.record, form) if self.chart else {}

    @property
    def is_by_hand(self) -> bool:
        """Return whether every box stays open."""
        return self.chart is None

    @property
    def address(self) -> str:
        """Return the present address with the village's name."""
        return f"{place(self.card.division)}{self.card.address}" if self.card else ""

    @property
    def unit(self) -> str:
        """Return the name of the responsible unit."""
        return self.offices.get(self.card.unit, "") if self.card else ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One filled-in form among several of its kind: its id, and its day or other words."""

    one: UUID
    words: str


@dataclass(frozen=True, slots=True)
class Form:
    """A work form of 2018 (domain rules 1.5): Chinese title, and what draws it.

    `source` says where its fields come from, on the register of sources. `occasions`
    returns the filled-in ones, the latest first; None for a form a person has one of.
    """

    number: int
    title: str
    source: str
    parts: Callable[[Filled], tuple[Part, ...]]
    occasions: Callable[[Filled], list[Occasion]] | None = None
    is_official: bool = False
    paper_number: Callable[[Filled], str] | None = None
    """What an occasion was first written on; None for forms without blank sheets."""


def heading(filled: Filled) -> tuple[tuple[Field, ...], ...]:
    """Return the rows that head every form of a person: who it is and where."""
    card = filled.on_card
    return (
        (text("姓名", card("name")), coded("性别", Sex, card("sex"))),
        (text("出生日期", card("birth_date")), text("证件号码", card("id_number"))),
        (text("本人电话", card("phone")), text("现住址", filled.address)),
    )
