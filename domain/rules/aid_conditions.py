"""What a scheme's row is made of: conditions as data, three-valued, and what to do next.

A fact nobody recorded is unknown: it neither opens nor bars a scheme, it is asked for.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.rules.clause import Reason
from domain.values.aid import AidOutcome, Scheme


class Word(StrEnum):
    """A fact a scheme may ask for, by its field of `Situation`."""

    LEFT = "left"
    LOW_INCOME = "low_income"
    INSURANCE = "insurance"
    CAN_PAY = "can_pay"
    DISABILITY_CERTIFICATE = "disability_certificate"
    DISABILITY_GRADE = "disability_grade"
    REAL_HARDSHIP = "real_hardship"
    GUARDIAN_AGREEMENT = "guardian_agreement"
    DISEASE = "disease"
    GRADE = "grade"
    GUARDIAN_ABILITY = "guardian_ability"
    ADHERENCE = "adherence"
    INCIDENT_EVER = "incident_ever"
    INCIDENT_IN_YEAR = "incident_in_year"


class Left(StrEnum):
    """Why somebody is off the register."""

    DEAD = "dead"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is on record of a person on a day; None is not known.

    `grade` is the standing level of risk, `adherence` form 8's code at the last
    follow-up, an incident is a 肇事 or 肇祸 of the follow-ups: ever, or in the calendar
    year.
    """

    division: str
    left: Left | None = None
    low_income: str | None = None
    insurance: str | None = None
    can_pay: bool | None = None
    disability_certificate: bool | None = None
    disability_grade: int | None = None
    real_hardship: bool | None = None
    guardian_agreement: bool | None = None
    disease: str | None = None
    grade: int | None = None
    guardian_ability: str | None = None
    adherence: int | None = None
    incident_ever: bool | None = None
    incident_in_year: bool | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact that must have one of some values."""

    word: Word
    values: frozenset[Any]

    def holds(self, situation: Situation) -> bool | None:
        """Return whether it does; None when the fact is not known."""
        value = getattr(situation, self.word)
        return None if value is None else value in self.values


def one(word: Word, *values: Any) -> Condition:
    """Return the condition that a fact has one of the values."""
    return Condition(word, frozenset(values))


def yes(word: Word) -> Condition:
    """Return the condition that a fact is so."""
    return Condition(word, frozenset({True}))


def no(word: Word) -> Condition:
    """Return the condition that a fact is on record as not so."""
    return Condition(word, frozenset({False}))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Conditions of which one must hold."""

    conditions: tuple[Condition, ...]

    def holds(self, situation: Situation) -> bool | None:
        """Return whether one holds; None when only unknown facts could tell."""
        found = {condition.holds(situation) for condition in self.conditions}
        if True in found:
            return True
        return None if None in found else False

    def unknown(self, situation: Situation) -> list[Word]:
        """Return the facts that are asked for."""
        return [c.word for c in self.conditions if c.holds(situation) is None]


def any_of(*conditions: Condition) -> AnyOf:
    """Return the demand that one of the conditions holds."""
    return AnyOf(conditions)


@dataclass(frozen=True, slots=True)
class Bar:
    """A condition that shuts somebody out whatever else holds."""

    condition: Condition
    why: Reason


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: at which office, with which documents."""

    office_en: str
    office_zh: str
    documents_en: str
    documents_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A scheme as one jurisdiction has it; `division` is a prefix, empty for everywhere.

    All `needs` must hold. Where they don't, one of `asks` holding means the office has to
    be asked rather than that nothing is due. `met` is what is proposed where they hold.
    """

    scheme: Scheme
    division: str
    needs: tuple[AnyOf, ...] = ()
    bars: tuple[Bar, ...] = ()
    asks: tuple[Condition, ...] = ()
    met: AidOutcome = AidOutcome.ELIGIBLE
    why: Reason
    unmet: Reason
    step: Step

    def words(self) -> tuple[Word, ...]:
        """Return every fact the row looks at, each once."""
        conditions = (
            *(each for need in self.needs for each in need.conditions),
            *(bar.condition for bar in self.bars),
            *self.asks,
        )
        return tuple(dict.fromkeys(condition.word for condition in conditions))


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is proposed for one scheme: the deciding reason and what has to be asked."""

    scheme: Scheme
    outcome: AidOutcome
    because: Reason
    missing: tuple[Word, ...]
    rests_on: tuple[Word, ...]
    step: Step | None
    edition: str


def weigh(
    row: Row, situation: Situation
) -> tuple[AidOutcome, Reason, tuple[Word, ...]]:
    """Return what a row says of a situation: outcome, deciding reason, what to ask."""
    barred = next((b for b in row.bars if b.condition.holds(situation)), None)
    if barred:
        return AidOutcome.NOT_ELIGIBLE, barred.why, ()
    held = [need.holds(situation) for need in row.needs]
    if False in held:
        asked = any(each.holds(situation) for each in row.asks)
        outcome = AidOutcome.ASK if asked else AidOutcome.NOT_ELIGIBLE
        return outcome, row.why if asked else row.unmet, ()
    missing = _missing(row, situation)
    return AidOutcome.ASK if missing else row.met, row.why, missing


def _missing(row: Row, situation: Situation) -> tuple[Word, ...]:
    words = [
        *(
            word
            for need in row.needs
            if need.holds(situation) is None
            for word in need.unknown(situation)
        ),
        *(b.condition.word for b in row.bars if b.condition.holds(situation) is None),
    ]
    return tuple(dict.fromkeys(words))
