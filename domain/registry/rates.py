"""The indicators with their definitions: what was counted, over what, by which edition."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from domain.errors import Unknown
from domain.rules.edition import Edition
from domain.rules.indicator_conditions import CountedPerson, CountedVisit, Period
from domain.rules.indicators import (
    EDITIONS,
    Definition,
    Membership,
    Target,
    definition_of,
    membership,
)
from domain.values.figures import rate


class CountsShape(Protocol):
    """What a view counted for one division."""

    def holding(self, conditions: Iterable[str]) -> int:
        """Return of how many people all these conditions hold."""
        ...


class FiledPerson(Protocol):
    """One person as the view of management keeps them; days are ISO text."""

    @property
    def registered_on(self) -> str:
        """Return the day of registration."""
        ...

    @property
    def disease(self) -> str:
        """Return the disease on record."""
        ...

    @property
    def died_on(self) -> str | None:
        """Return the day of death."""
        ...

    @property
    def excluded_on(self) -> str | None:
        """Return the day the diagnosis was excluded."""
        ...

    @property
    def visits(self) -> Sequence[Mapping[str, Any]]:
        """Return the follow-ups."""
        ...

    @property
    def check_ups(self) -> Sequence[Mapping[str, Any]]:
        """Return the check-ups."""
        ...

    @property
    def losses(self) -> Sequence[Mapping[str, Any]]:
        """Return when the person was lost and found again."""
        ...

    @property
    def consents(self) -> Sequence[Mapping[str, Any]]:
        """Return the answers to the consent form."""
        ...


@dataclass(frozen=True, slots=True)
class Rate:
    """A printed figure with what it rests on; `text` is in %, `—` over nobody.

    An indicator that is a number of people has no denominator.
    """

    definition: Definition
    edition: str
    numerator: int
    denominator: int | None
    text: str

    @property
    def targets(self) -> list[tuple[Target, bool]]:
        """Return the targets of the indicator, and whether each is met."""
        return [
            (target, target.is_met(self.numerator, self.denominator or 0))
            for target in self.definition.targets
        ]


def period_of(year: int, month: int) -> Period:
    """Return the period from January to the end of a month."""
    return Period(year, month)


def indicator(code: str, on: date) -> Edition[Definition]:
    """Return the edition of an indicator in force on a day; `Unknown` for no indicator."""
    if code not in EDITIONS:
        raise Unknown(kind="indicator")
    return definition_of(code, on)


def indicators(on: date) -> list[Edition[Definition]]:
    """Return the edition of every indicator in force on a day."""
    return [definition_of(code, on) for code in EDITIONS]


def rates_of(counts: CountsShape, on: date) -> list[Rate]:
    """Return the figures of one division's counts, by the definitions in force on a day."""
    return [rate_of(edition, counts) for edition in indicators(on)]


def rate_of(edition: Edition[Definition], counts: CountsShape) -> Rate:
    """Return one indicator's figure of one division's counts."""
    definition = edition.rule
    top = counts.holding((*definition.over, *definition.top))
    over = counts.holding(definition.over) if definition.is_rate else None
    text = str(top) if over is None else rate(top, over)
    return Rate(definition, edition.name, top, over, text)


def counted_for(
    filed: FiledPerson, definition: Definition, period: Period
) -> Membership:
    """Return whether one person is in the denominator and the numerator, and why not."""
    return membership(definition, counted_person(filed), period)


def counted_person(filed: FiledPerson) -> CountedPerson:
    """Return a person of the view in the rule's words."""
    return CountedPerson(
        registered_on=date.fromisoformat(filed.registered_on),
        disease=filed.disease,
        visits=[_visit(visit) for visit in filed.visits],
        check_ups=[
            date.fromisoformat(check_up["checked_on"])
            for check_up in filed.check_ups
            if check_up["complete"]
        ],
        died_on=_day(filed.died_on),
        excluded_on=_day(filed.excluded_on),
        losses=[
            (date.fromisoformat(loss["lost_on"]), _day(loss["found_on"]))
            for loss in filed.losses
        ],
        consents=[
            (date.fromisoformat(given["signed_on"]), given["answer"])
            for given in filed.consents
        ],
    )


def _visit(visit: Mapping[str, Any]) -> CountedVisit:
    return CountedVisit(
        visited_on=date.fromisoformat(visit["visited_on"]),
        recorded=visit["recorded"],
        has_grade=visit["graded"],
        hospital=visit["hospital"],
        adherence=visit["adherence"],
        judged=visit["judged"],
        is_face=visit["face"],
        disturbed=visit["disturbed"],
        harmed=visit["harmed"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
