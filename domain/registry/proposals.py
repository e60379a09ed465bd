"""What the rules propose for a follow-up before it is recorded; nothing is written."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.log import Log
from domain.person.follow_up import (
    FollowUpForm,
    completed,
    face_visit_asked,
    grade_questions,
    proposed,
)
from domain.registry.known import person_known
from domain.registry.rule_settings import in_force
from domain.rules.clause import Reason
from domain.values.findings import FollowUpClass


@dataclass(frozen=True, slots=True)
class Proposed:
    """The proposed class (None: the doctor decides) and next day, with the reasons."""

    follow_up_class: FollowUpClass | None
    may_stay_open: bool
    because: tuple[Reason, ...]
    due_on: date
    due_because: tuple[Reason, ...]
    joint_visit: bool
    refer_at_once: bool
    questions: tuple[Reason, ...] = ()
    """What is asked about the grade before it is kept."""
    face_visit: tuple[Reason, ...] = ()
    """Why the next visit should be face to face."""


def propose(
    log: Log, person: UUID, form: FollowUpForm, corrects: str | None = None
) -> Proposed:
    """Return what the rules propose; the next day follows the class chosen, if any.

    The follow-up the form `corrects` is left out of the course: it is being replaced.
    """
    stream = person_known(log, person)
    form = completed(stream, form, corrects).form
    local = in_force(log)
    proposal, due = proposed(stream, form, corrects, local)
    return Proposed(
        follow_up_class=proposal.proposed,
        may_stay_open=proposal.may_stay_open,
        because=proposal.because,
        due_on=due.due_on,
        due_because=due.because,
        joint_visit=due.joint_visit,
        refer_at_once=due.refer_at_once,
        questions=grade_questions(stream, form, corrects),
        face_visit=face_visit_asked(stream, form, corrects, local),
    )
