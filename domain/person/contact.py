"""Attempts to reach somebody: by phone or visit, and what each came to.

An attempt is not a follow-up. The rules propose the next step, the fact keeps what they
proposed, the doctor decides. "Remind later" pauses the doctor's reminders (暂停提醒), never
the visit that is due.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from domain.errors import AlreadyLeft, NotYetGiven, RemindAgainOutOfRange
from domain.fact import PersonFact, SealedWith
from domain.rules.contact_outcome import Tried, last_pause_day, propose_steps
from domain.rules.parameters import NATIONAL, InForce
from domain.values.contacts import ContactOutcome, ContactWay

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt as the doctor noted it."""

    tried_on: date
    way: ContactWay
    outcome: ContactOutcome
    remind_again_on: date | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A noted attempt as later decisions need it; days are ISO text."""

    tried_on: str
    outcome: str
    remind_again_on: str | None


class ContactTried(PersonFact):
    """Somebody tried to reach the person; `steps` are those proposed, in that order."""

    TOPIC = "person.contact_tried"
    sealed_with: ClassVar = SealedWith.CLINICAL

    contact: str
    tried_on: str
    way: str
    outcome: str
    remind_again_on: str | None
    remark: str
    steps: list[str]
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Keep the attempt."""
        aggregate.contacts[self.contact] = Contact(
            self.tried_on, self.outcome, self.remind_again_on
        )


def note_contact(
    person: "Person",
    contact: str,
    attempt: Attempt,
    today: date,
    local: InForce = NATIONAL,
) -> None:
    """Record an attempt and what the rules propose after it, as they hold where it was."""
    if person.has_left:
        raise AlreadyLeft
    if attempt.tried_on > today:
        raise NotYetGiven
    _check_pause(attempt, local)
    proposal = propose_steps(
        Tried(attempt.tried_on, attempt.outcome), _since_last_visit(person), local
    )
    remind = attempt.remind_again_on
    person.record(
        ContactTried,
        contact=contact,
        tried_on=attempt.tried_on.isoformat(),
        way=attempt.way.value,
        outcome=attempt.outcome.value,
        remind_again_on=remind.isoformat() if remind else None,
        remark=attempt.remark,
        steps=[step.value for step, _ in proposal.steps],
        because=[why.fact() for _, why in proposal.steps],
        happened_at=attempt.tried_on.isoformat(),
        editions=[proposal.edition, *proposal.overrides],
    )


def is_paused(person: "Person", day: str) -> bool:
    """Return whether the doctor asked not to be reminded again before a later day.

    The latest attempt counts, and only while nobody has visited since.
    """
    visit = person.last_visit()
    latest = max(
        reversed(person.contacts.values()),
        key=lambda contact: contact.tried_on,
        default=None,
    )
    return (
        latest is not None
        and latest.remind_again_on is not None
        and day < latest.remind_again_on
        and (visit is None or visit.visited_on <= latest.tried_on)
    )


def _check_pause(attempt: Attempt, local: InForce) -> None:
    remind, latest = attempt.remind_again_on, last_pause_day(attempt.tried_on, local)
    fits = remind is None
    if attempt.outcome is ContactOutcome.REMIND_LATER:
        fits = remind is not None and attempt.tried_on < remind <= latest
    if not fits:
        raise RemindAgainOutOfRange(latest=latest.isoformat())


def _since_last_visit(person: "Person") -> list[Tried]:
    visit = person.last_visit()
    return [
        Tried(date.fromisoformat(contact.tried_on), ContactOutcome(contact.outcome))
        for contact in person.contacts.values()
        if visit is None or contact.tried_on > visit.visited_on
    ]
