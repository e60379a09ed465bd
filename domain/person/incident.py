"""Dangerous behaviour (危险行为) by itself, when it is known: what happened, and form 13.

A follow-up counts what happened since the last one; an incident does not wait for it. It
comes with its own danger assessment, which tells whoever must be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from domain.errors import (
    NotYetGiven,
    ReasonNeeded,
    UnderGradingUnanswered,
    Unknown,
)
from domain.fact import PersonFact, SealedWith
from domain.person.lowering import Lowering
from domain.rules.under_grading import questions
from domain.values.danger import (
    IncidentKind,
    Informant,
    Investigation,
    at_least,
    counted,
)
from domain.values.findings import Findings, Grade, Incidents

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident on record as later decisions need it; days are ISO text."""

    kind: str
    happened_on: str


@dataclass(slots=True)
class Danger:
    """What happened, and since when the person is locked up."""

    incidents: dict[str, Incident] = field(default_factory=dict[str, Incident])
    investigated: dict[str, str] = field(default_factory=dict[str, str])
    locked_on: str | None = None
    lowering: Lowering | None = None
    """A lower grade that waits for a second person."""
    quick_report: str = ""
    """The grade the latest quick report came with."""


@dataclass(frozen=True, slots=True)
class IncidentForm:
    """What happened, as somebody wrote it down; `grade_why` answers for a low grade."""

    kind: IncidentKind
    happened_on: date
    what: str
    place: str = ""
    informant: Informant | None = None
    police_came: bool | None = None
    grade: Grade = Grade.NOT_ASSESSED
    grade_why: str = ""


class IncidentRecorded(PersonFact):
    """Something dangerous happened; `asked` are the codes asked about a low grade."""

    TOPIC = "person.incident_recorded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    incident: str
    kind: str
    happened_on: str
    place: str
    what: str
    informant: str | None
    police_came: bool | None
    asked: list[str]
    grade_why: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the incident."""
        aggregate.danger.incidents[self.incident] = Incident(
            self.kind, self.happened_on
        )


class IncidentCorrected(PersonFact):
    """An incident was put right; both stay in the history. No grade comes with it (D-SC1)."""

    TOPIC = "person.incident_corrected"
    sealed_with: ClassVar = SealedWith.CLINICAL

    incident: str
    kind: str
    happened_on: str
    place: str
    what: str
    informant: str | None
    police_came: bool | None
    reason: str
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Let it stand in place of the wrong one; one that was retracted stays so."""
        known = aggregate.danger.incidents
        right = Incident(self.kind, self.happened_on)
        aggregate.danger.incidents = {
            key: right if key == self.incident else known[key] for key in known
        }


class IncidentInvestigated(PersonFact):
    """Form 13 was filled in about an incident; the one before stays in the history."""

    TOPIC = "person.incident_investigated"
    sealed_with: ClassVar = SealedWith.CLINICAL

    incident: str
    investigated_on: str
    answers: dict[str, Any]
    happened_at: str

    def apply(self, aggregate: "Person") -> None:
        """Keep the day."""
        aggregate.danger.investigated[self.incident] = self.investigated_on


def record_incident(
    person: "Person", incident: str, form: IncidentForm, today: date
) -> None:
    """Record an incident; a grade that looks too low for it takes a reason."""
    if form.happened_on > today:
        raise NotYetGiven
    found = Findings(risk=form.grade, incidents=counted([form.kind]))
    asked = [why.code for why in questions(found, form.what)]
    if asked and not form.grade_why.strip():
        raise UnderGradingUnanswered(questions=", ".join(asked))
    person.record(
        IncidentRecorded,
        incident=incident,
        kind=form.kind.value,
        happened_on=form.happened_on.isoformat(),
        place=form.place,
        what=form.what,
        informant=form.informant.value if form.informant else None,
        police_came=form.police_came,
        asked=asked,
        grade_why=form.grade_why,
        happened_at=form.happened_on.isoformat(),
    )


def correct_incident(
    person: "Person", incident: str, form: IncidentForm, reason: str, today: date
) -> None:
    """Put an incident on record right, with a reason; the grade is another matter."""
    if incident not in person.danger.incidents:
        raise Unknown(kind="incident")
    if form.happened_on > today:
        raise NotYetGiven
    if not reason.strip():
        raise ReasonNeeded
    person.record(
        IncidentCorrected,
        incident=incident,
        kind=form.kind.value,
        happened_on=form.happened_on.isoformat(),
        place=form.place,
        what=form.what,
        informant=form.informant.value if form.informant else None,
        police_came=form.police_came,
        reason=reason.strip(),
        happened_at=form.happened_on.isoformat(),
    )


def investigate(
    person: "Person", incident: str, found: Investigation, today: date
) -> None:
    """Fill in form 13 about an incident on record."""
    on_record = person.danger.incidents.get(incident)
    if on_record is None:
        raise Unknown(kind="incident")
    on = found.investigated_on
    if not on_record.happened_on <= on <= today.isoformat():
        raise NotYetGiven
    person.record(
        IncidentInvestigated,
        incident=incident,
        investigated_on=on,
        answers=found.facts(),
        happened_at=on,
    )


def incidents_between(
    incidents: Sequence[Incident], after: str, until: str
) -> Incidents:
    """Return how often what happened after one day, up to another (form 8's period)."""
    return counted([i.kind for i in incidents if after < i.happened_on <= until])


def with_recorded(
    person: "Person", said: Incidents | None, after: str, until: str
) -> Incidents:
    """Return a form's counts, raised to what is on record for the period."""
    recorded = incidents_between(list(person.danger.incidents.values()), after, until)
    return at_least(said, recorded)
