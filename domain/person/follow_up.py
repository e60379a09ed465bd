"""Follow-ups (随访): what was found, the class and the next day, proposed and decided.

The rules propose with their clauses, the doctor decides, the fact keeps both and the
reason for differing. A wrong follow-up is put right by a further fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from domain.errors import (
    ClassNeeded,
    DueDayNeeded,
    NothingToConfirm,
    NotYetGiven,
    PaperEntered,
    ReasonNeeded,
    SymptomTextNeeded,
    UnderGradingUnanswered,
    Unknown,
    VisitBeforeRegistration,
    VisitInTheFuture,
)
from domain.fact import PersonFact, SealedWith
from domain.person.asked_at_entry import (
    SameAsLastConfirmed,
    TakenFromPaper,
    UnderGradingAnswered,
)
from domain.person.incident import with_recorded
from domain.person.locking import keep_what_a_visit_found
from domain.person.plan import contact, made, open_plans, plan_visit
from domain.person.standing import (
    Death,
    Loss,
    check_on_register,
    find_again,
    lose,
    record_death,
)
from domain.rules.clause import Reason
from domain.rules.face_visit import Contact, asks
from domain.rules.follow_up_classification import Proposal, classify
from domain.rules.follow_up_interval import (
    DueProposal,
    EarlierVisit,
    propose_due,
    propose_first_due,
)
from domain.rules.parameters import NATIONAL, InForce
from domain.rules.planning import Cause, owed
from domain.rules.residual import read_milder
from domain.rules.same_as_last import missing_before, open_fields, taken_over
from domain.rules.under_grading import questions
from domain.values.findings import (
    Findings,
    FollowUpClass,
    HospitalStay,
    Locked,
    SpokeWith,
    Symptom,
    VisitForm,
)
from domain.values.visit_details import Repeatable

if TYPE_CHECKING:
    from domain.person.person import Person


@dataclass(frozen=True, slots=True)
class Visit:
    """A standing follow-up as later decisions need it; days are ISO text."""

    follow_up: str
    visited_on: str
    judged: int | None
    settling: bool
    due_on: str | None
    form: int
    spoke_with: list[int]
    findings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FollowUpForm:
    """A follow-up as the doctor filled it in (form 8).

    `judged` and `due_on` are the doctor's own, None to take what is proposed; the two
    `why` say why they differ from it. `grade_why` answers what is asked about a low grade;
    `same_as_last` are the fields asked about and confirmed to be as they were; `lost` and
    `death` say that the person was lost (失访) or has died; `paper_number` is that of the
    blank sheet it was written on first.
    """

    visited_on: date
    form: int
    spoke_with: frozenset[int]
    findings: Findings
    judged: FollowUpClass | None = None
    why: str = ""
    due_on: date | None = None
    due_why: str = ""
    settling: bool = False
    remark: str = ""
    grade_why: str = ""
    same_as_last: frozenset[Repeatable] = frozenset()
    lost: Loss | None = None
    death: Death | None = None
    paper_number: str = ""

    @property
    def found_nobody(self) -> bool:
        """Whether it tells of a loss or a death, so that no class is needed."""
        return self.lost is not None or self.death is not None


class FirstVisitDue(PersonFact):
    """The day by which a newly registered person is to be seen first."""

    TOPIC = "person.first_visit_due"
    sealed_with: ClassVar = SealedWith.CLINICAL

    due_on: str
    because: list[dict[str, str]]
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Expect the first visit."""
        aggregate.first_due_on = self.due_on


class FollowUpRecorded(PersonFact):
    """A follow-up took place, was classified, and set the next day."""

    TOPIC = "person.follow_up_recorded"
    sealed_with: ClassVar = SealedWith.CLINICAL

    follow_up: str
    visited_on: str
    form: int
    spoke_with: list[int]
    findings: dict[str, Any]
    judged: int | None
    proposed: int | None
    because: list[dict[str, str]]
    why: str
    settling: bool
    due_on: str | None
    due_proposed: str | None
    due_because: list[dict[str, str]]
    due_why: str
    joint_visit: bool
    remark: str
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Keep the visit; it says when the next one is due."""
        aggregate.visits[self.follow_up] = Visit(
            self.follow_up,
            self.visited_on,
            self.judged,
            self.settling,
            self.due_on,
            self.form,
            self.spoke_with,
            self.findings,
        )


class FollowUpCorrected(PersonFact):
    """An earlier follow-up was put right; both stay in the history."""

    TOPIC = "person.follow_up_corrected"
    sealed_with: ClassVar = SealedWith.CLINICAL

    corrects: str
    visited_on: str
    form: int
    spoke_with: list[int]
    findings: dict[str, Any]
    judged: int | None
    proposed: int | None
    because: list[dict[str, str]]
    why: str
    settling: bool
    due_on: str | None
    due_proposed: str | None
    due_because: list[dict[str, str]]
    due_why: str
    joint_visit: bool
    remark: str
    reason: str
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Person") -> None:
        """Let the corrected visit stand in place of the wrong one."""
        aggregate.visits[self.corrects] = Visit(
            self.corrects,
            self.visited_on,
            self.judged,
            self.settling,
            self.due_on,
            self.form,
            self.spoke_with,
            self.findings,
        )


def expect_first_visit(
    person: "Person", registered_on: date, local: InForce = NATIONAL
) -> None:
    """Set the day by which somebody just registered is to be seen first."""
    due = propose_first_due(registered_on, local.at(person.village))
    person.record(
        FirstVisitDue,
        due_on=_day(due.due_on),
        because=_facts(due.because),
        editions=list(due.editions),
    )


def record_follow_up(
    person: "Person",
    follow_up: str,
    form: FollowUpForm,
    today: date,
    *,
    imported: bool = False,
    local: InForce = NATIONAL,
) -> None:
    """Record a follow-up as the doctor judged it; an imported one is not asked about."""
    check_on_register(person, form.visited_on.isoformat())
    whole = completed(person, form)
    decided = _decided(person, whole.form, today, None, local)
    asked = [] if imported else _answered(person, whole.form, None)
    person.record(FollowUpRecorded, follow_up=follow_up, **decided)
    _keep_answers(person, follow_up, whole, asked)
    _keep_standing(person, follow_up, form, today, local)
    if not imported:
        _plan_after_stay(person, whole.form, local)
    locked = whole.form.findings.locked
    keep_what_a_visit_found(
        person,
        follow_up,
        form.visited_on,
        locked=locked is Locked.LOCKED,
        released=locked is Locked.RELEASED,
    )


def correct_follow_up(  # noqa: PLR0913 - a correction has these parts
    person: "Person",
    corrects: str,
    form: FollowUpForm,
    today: date,
    reason: str,
    *,
    imported: bool = False,
    local: InForce = NATIONAL,
) -> None:
    """Put an earlier follow-up right, for a reason; an imported one is not asked about."""
    if corrects not in person.visits:
        raise Unknown(kind="follow-up")
    if not reason.strip():
        raise ReasonNeeded
    whole = completed(person, form, corrects)
    decided = _decided(person, whole.form, today, corrects, local)
    asked = [] if imported else _answered(person, whole.form, corrects)
    person.record(FollowUpCorrected, corrects=corrects, reason=reason, **decided)
    _keep_answers(person, corrects, whole, asked)


def correct_standing(
    person: "Person", corrects: str, form: FollowUpForm, today: date
) -> None:
    """Add a loss or a death the corrected form tells of, if none is on record."""
    if form.death and person.death is None:
        if form.death.died_on > today.isoformat():
            raise NotYetGiven
        record_death(person, form.death, follow_up=corrects)
    elif form.lost and person.lost_on is None:
        lose(
            person,
            lost_on=form.visited_on.isoformat(),
            reason=form.lost.reason,
            remark=form.lost.remark,
            follow_up=corrects,
        )


@dataclass(frozen=True, slots=True)
class Completed:
    """A form with what was confirmed as the same as last time; which fields, since when."""

    form: FollowUpForm
    before: str = ""
    fields: Sequence[Repeatable] = ()


def completed(
    person: "Person", form: FollowUpForm, leave_out: str | None = None
) -> Completed:
    """Take the confirmed findings over from the last visit; refuse where there is none."""
    fields = open_fields(form.findings, form.same_as_last)
    if not fields:
        return Completed(form)
    before = next(iter(reversed(_earlier(person, form.visited_on, leave_out))), None)
    facts = before.findings if before else {}
    missing = missing_before(facts, fields)
    if before is None or missing:
        raise NothingToConfirm(fields=", ".join(missing))
    findings = taken_over(form.findings, facts, fields)
    return Completed(replace(form, findings=findings), before.follow_up, fields)


def _answered(person: "Person", form: FollowUpForm, leave_out: str | None) -> list[str]:
    """Return the codes of what was asked about the grade; refuse without an answer."""
    if Symptom.OTHER in form.findings.symptom_codes and not (
        form.findings.symptom_other.strip()
    ):
        raise SymptomTextNeeded
    codes = [why.code for why in grade_questions(person, form, leave_out)]
    if codes and not form.grade_why.strip():
        raise UnderGradingUnanswered(questions=", ".join(codes))
    return codes


def grade_questions(
    person: "Person", form: FollowUpForm, leave_out: str | None = None
) -> tuple[Reason, ...]:
    """Return what is asked about a low grade; incidents on record since count (D-D2)."""
    before = next(iter(reversed(_earlier(person, form.visited_on, leave_out))), None)
    after = before.visited_on if before else ""
    until = form.visited_on.isoformat()
    happened = with_recorded(person, form.findings.incidents, after, until)
    return questions(replace(form.findings, incidents=happened), form.remark)


def _keep_answers(
    person: "Person", follow_up: str, whole: Completed, asked: list[str]
) -> None:
    day = whole.form.visited_on.isoformat()
    if asked:
        person.record(
            UnderGradingAnswered,
            follow_up=follow_up,
            questions=asked,
            reason=whole.form.grade_why,
            happened_at=day,
        )
    if whole.fields:
        person.record(
            SameAsLastConfirmed,
            follow_up=follow_up,
            before=whole.before,
            fields=[each.value for each in whole.fields],
            happened_at=day,
        )
    if number := whole.form.paper_number:
        if number in person.papers:
            raise PaperEntered(sheet=number)
        person.record(
            TakenFromPaper, follow_up=follow_up, paper_number=number, happened_at=day
        )


def _keep_standing(
    person: "Person", follow_up: str, form: FollowUpForm, today: date, local: InForce
) -> None:
    """Record a loss or a death the form tells of; who was lost and is reached is found."""
    day = form.visited_on.isoformat()
    if form.death:
        if form.death.died_on > today.isoformat():
            raise NotYetGiven
        record_death(person, form.death, follow_up=follow_up)
    elif form.lost:
        lose(
            person,
            lost_on=day,
            reason=form.lost.reason,
            remark=form.lost.remark,
            follow_up=follow_up,
        )
    elif person.lost_on is not None and person.lost_on <= day:
        find_again(person, found_on=day, local=local)


def _plan_after_stay(person: "Person", form: FollowUpForm, local: InForce) -> None:
    """Plan the face visit a discharge asks for, where the form is the first to tell of it."""
    day = form.findings.discharged_on
    if form.findings.hospital is HospitalStay.DISCHARGED and day:
        plan_visit(person, Cause.DISCHARGE, date.fromisoformat(day), local)


def face_visit_asked(
    person: "Person",
    form: FollowUpForm,
    leave_out: str | None = None,
    local: InForce = NATIONAL,
) -> tuple[Reason, ...]:
    """Return why the next visit should be face to face, this follow-up included."""
    made = [
        _contact(v.visited_on, v.form, v.spoke_with)
        for v in _earlier(person, form.visited_on, leave_out)
    ]
    day = form.visited_on.isoformat()
    now = _contact(day, form.form, sorted(form.spoke_with))
    return asks([*made, now], local.at(person.village))


def proposed(
    person: "Person",
    form: FollowUpForm,
    leave_out: str | None = None,
    local: InForce = NATIONAL,
) -> tuple[Proposal, DueProposal]:
    """Return what the rules propose: the class, and the next day for the class chosen."""
    found, residual = read_milder(
        form.findings, person.planning.opinion, form.visited_on
    )
    proposal = classify(found, form.visited_on)
    if residual:
        proposal = replace(proposal, because=(*residual, *proposal.because))
    due = propose_due(
        form.judged or proposal.proposed,
        form.visited_on,
        _course(person, form.visited_on, leave_out),
        settling=form.settling,
        in_hospital=form.findings.hospital is HospitalStay.IN_HOSPITAL_NOW,
        local=local.at(person.village),
        referred_on=form.visited_on if _is_referred(form.findings) else None,
    )
    return proposal, _with_plans(person, form, due, leave_out)


def _is_referred(found: Findings) -> bool:
    return found.referral is not None and found.referral.done is True


def _with_plans(
    person: "Person", form: FollowUpForm, due: DueProposal, leave_out: str | None
) -> DueProposal:
    """Let what is still owed bring the day forward; its reasons come before the step's."""
    day = form.visited_on.isoformat()
    visits = [
        *made(person, leave_out),
        contact(day, form.form, sorted(form.spoke_with)),
    ]
    first = owed(open_plans(person, visits), form.visited_on)
    if first is None or first.on >= due.due_on:
        return due
    return replace(due, due_on=first.on, because=(*first.because, *due.because))


def _decided(
    person: "Person",
    form: FollowUpForm,
    today: date,
    leave_out: str | None,
    local: InForce,
) -> dict[str, Any]:
    if form.visited_on > today:
        raise VisitInTheFuture
    if form.visited_on.isoformat() < person.registered_on:
        raise VisitBeforeRegistration
    proposal, due = proposed(person, form, leave_out, local)
    judged = _judge(proposal, form)
    return {
        "visited_on": form.visited_on.isoformat(),
        "form": form.form,
        "spoke_with": sorted(form.spoke_with),
        "findings": form.findings.facts(),
        "judged": judged.value if judged else None,
        "proposed": proposal.proposed.value if proposal.proposed else None,
        "because": _facts(proposal.because),
        "why": form.why,
        "settling": form.settling,
        "due_on": None if form.death else _day(_next_day(due, form)),
        "due_proposed": _day(due.due_on),
        "due_because": _facts(
            (*due.because, *face_visit_asked(person, form, leave_out, local))
        ),
        "due_why": form.due_why,
        "joint_visit": due.joint_visit,
        "remark": form.remark,
        "happened_at": form.visited_on.isoformat(),
        "editions": [proposal.edition, *due.editions],
    }


def _judge(proposal: Proposal, form: FollowUpForm) -> FollowUpClass | None:
    judged = form.judged or proposal.proposed
    if judged is None and not (proposal.may_stay_open or form.found_nobody):
        raise ClassNeeded
    if proposal.needs_reason(judged) and not form.why.strip():
        raise ReasonNeeded
    return judged


def _next_day(due: DueProposal, form: FollowUpForm) -> date:
    chosen = form.due_on or due.due_on
    if chosen <= form.visited_on:
        raise DueDayNeeded
    if chosen > due.due_on and not form.due_why.strip():
        raise ReasonNeeded
    return chosen


def _course(
    person: "Person", before: date, leave_out: str | None
) -> Sequence[EarlierVisit]:
    return [
        EarlierVisit(
            date.fromisoformat(visit.visited_on),
            FollowUpClass(visit.judged) if visit.judged else None,
            visit.settling,
        )
        for visit in _earlier(person, before, leave_out)
    ]


def _earlier(person: "Person", before: date, leave_out: str | None) -> list[Visit]:
    """Return the visits of earlier days, oldest first."""
    return [
        visit
        for visit in sorted(person.visits.values(), key=lambda v: v.visited_on)
        if visit.visited_on < before.isoformat() and visit.follow_up != leave_out
    ]


def _contact(day: str, form: int, spoke_with: Sequence[int]) -> Contact:
    return Contact(
        date.fromisoformat(day),
        VisitForm(form),
        frozenset(map(SpokeWith, spoke_with)),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _facts(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    return [reason.fact() for reason in reasons]
