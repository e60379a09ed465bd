"""Dangerous behaviour by itself, form 13, locking up and release, and what is on record."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Line, Name, Remark, code_of
from api.v1.models import Answer, Body, Done
from api.v1.sight import seen_card, within_sight
from domain.registry.danger import (
    CorrectIncident,
    IncidentForm,
    Investigate,
    LockingForm,
    RecordIncident,
    RecordLocking,
    RecordRelease,
    ReleaseForm,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.danger import (
    GuardianDuty,
    IncidentCause,
    IncidentKind,
    Informant,
    Investigation,
    LockedUpBy,
    ReleasedTo,
    StateThen,
)
from domain.values.findings import Grade
from projections.danger import danger_of
from projections.follow_ups import follow_ups

router: Final = APIRouter(prefix="/api/v1/people/{person}", tags=["danger"])

Locking = Annotated[Acting, acting(Operation.RECORD_LOCKING)]


class IncidentBody(Body):
    """Something dangerous that happened, with the danger assessment made then."""

    kind: Annotated[IncidentKind, code_of(IncidentKind)] = Field(
        title="Kind of dangerous behaviour (危险行为)", examples=["public_order"]
    )
    happened_on: Day = Field(title="Happened on", examples=["2026-03-02"])
    what: Remark = Field(title="What happened", min_length=1, examples=["演示:摔物"])
    place: Line = Field("", title="Where")
    informant: Annotated[Informant, code_of(Informant)] | None = Field(
        None, title="Who told of it", examples=["family"]
    )
    police_came: bool | None = Field(None, title="Whether the police came")
    grade: int | None = Field(
        None, title="Danger assessment, 0 to 5; null: not assessed", ge=0, le=5
    )
    grade_why: Line = Field("", title="Why a grade lower than the incident suggests")

    def form(self) -> IncidentForm:
        """Return it in the domain's words."""
        return IncidentForm(
            self.kind,
            self.happened_on,
            self.what,
            self.place,
            self.informant,
            self.police_came,
            Grade(self.grade),
            self.grade_why,
        )


class IncidentCorrectionBody(Body):
    """What an incident on record was in truth; its danger assessment is not touched."""

    kind: Annotated[IncidentKind, code_of(IncidentKind)] = Field(
        title="Kind of dangerous behaviour (危险行为)", examples=["self_harm"]
    )
    happened_on: Day = Field(title="Happened on", examples=["2026-03-02"])
    what: Remark = Field(title="What happened", min_length=1, examples=["演示:自伤"])
    place: Line = Field("", title="Where")
    informant: Annotated[Informant, code_of(Informant)] | None = Field(
        None, title="Who told of it", examples=["family"]
    )
    police_came: bool | None = Field(None, title="Whether the police came")
    reason: Line = Field(
        title="Why it is put right", min_length=1, examples=["家属更正(演示)"]
    )

    def form(self) -> IncidentForm:
        """Return it in the domain's words."""
        return IncidentForm(
            self.kind,
            self.happened_on,
            self.what,
            self.place,
            self.informant,
            self.police_came,
        )


class InvestigationBody(Body):
    """Form 13 (肇事肇祸案（事）件调查表) about one incident."""

    investigated_on: Day = Field(title="Investigated on", examples=["2026-03-02"])
    triggers: list[Annotated[IncidentCause, code_of(IncidentCause)]] = Field(
        default_factory=list[IncidentCause], title="What set it off", max_length=7
    )
    state: Annotated[StateThen, code_of(StateThen)] | None = Field(
        None, title="How the illness stood then", examples=["relapsed"]
    )
    managed: bool | None = Field(None, title="Whether managed when it happened")
    managed_since: Day | None = Field(None, title="Managed since")
    reimbursed_percent: int | None = Field(
        None, title="Share of the treatment cost reimbursed, per cent", ge=0, le=100
    )
    guardian_duty: Annotated[GuardianDuty, code_of(GuardianDuty)] | None = Field(
        None, title="How the guardian's duty was done", examples=["in_part"]
    )
    injured: int | None = Field(None, title="People injured", ge=0, le=999)
    dead: int | None = Field(None, title="People killed", ge=0, le=999)
    taken_to: Line = Field("", title="Where the person is now")
    remark: Remark = Field("", title="Remark")

    def investigation(self) -> Investigation:
        """Return it in the domain's words."""
        since = self.managed_since
        return Investigation(
            investigated_on=self.investigated_on.isoformat(),
            triggers=tuple(self.triggers),
            state=self.state,
            managed=self.managed,
            managed_since=since.isoformat() if since else None,
            reimbursed_percent=self.reimbursed_percent,
            guardian_duty=self.guardian_duty,
            injured=self.injured,
            dead=self.dead,
            taken_to=self.taken_to,
            remark=self.remark,
        )


class LockingBody(Body):
    """Since when somebody is locked up (关锁), by whom and why."""

    locked_on: Day = Field(title="Locked up since", examples=["2026-03-01"])
    by: Annotated[LockedUpBy, code_of(LockedUpBy)] = Field(
        title="By whom", examples=["family"]
    )
    reason: Line = Field(title="Why", min_length=1, examples=["夜间外走(演示)"])
    place: Line = Field("", title="Where")


class ReleaseBody(Body):
    """When a locking-up ended (解锁), how and why."""

    released_on: Day = Field(title="Released on", examples=["2026-03-02"])
    to: Annotated[ReleasedTo, code_of(ReleasedTo)] = Field(
        title="How it ended", examples=["treatment"]
    )
    reason: Line = Field(title="Why", min_length=1, examples=["送治(演示)"])
    helped_by: Name = Field("", title="Who helped")


class IncidentAnswer(Answer):
    """One incident; `investigation` is form 13, empty before it was filled in."""

    incident: UUID
    kind: IncidentKind = Field(title="Kind", examples=["public_order"])
    happened_on: date = Field(title="Happened on")
    place: str = Field(title="Where")
    what: str = Field(title="What happened")
    informant: Informant | None = Field(title="Who told of it")
    police_came: bool | None = Field(title="Whether the police came")
    corrected: str = Field(
        title="Why it was put right; empty when it was not", examples=[""]
    )
    investigated_on: date | None = Field(title="Form 13 of")
    investigation: Mapping[str, Any] = Field(title="Form 13")


class LockingAnswer(Answer):
    """One locking-up; `released_on` is null while it lasts."""

    locked_on: date = Field(title="Locked up since")
    by: LockedUpBy = Field(title="By whom", examples=["family"])
    place: str = Field(title="Where")
    reason: str = Field(title="Why")
    released_on: date | None = Field(title="Released on")
    to: ReleasedTo | None = Field(title="How it ended")
    release_reason: str = Field(title="Why released")
    helped_by: str = Field(title="Who helped")


class DangerAnswer(Answer):
    """Incidents and lockings-up, the latest first, and the counts since the last visit."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    incidents: list[IncidentAnswer]
    since_last_follow_up: Mapping[str, int] = Field(
        title="How often each kind happened since the last follow-up",
        examples=[{"public_order": 1}],
    )
    lockings: list[LockingAnswer]


@router.get("/danger", openapi_extra=QUESTION)
def read_danger(
    person: UUID, asking: Annotated[Asking, asking(Operation.READ_PERSON)]
) -> DangerAnswer:
    """Show what happened and whether the person is locked up, as the log has it."""
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        facts = opened.facts(person)
        opened.saw([person])
    danger, visits = danger_of(facts), follow_ups(facts)
    return DangerAnswer(
        position=facts[-1].position,
        incidents=[
            IncidentAnswer(
                incident=UUID(row.incident),
                kind=IncidentKind(row.kind),
                happened_on=date.fromisoformat(row.happened_on),
                place=row.place,
                what=row.what,
                informant=Informant(row.informant) if row.informant else None,
                police_came=row.police_came,
                corrected=row.corrected,
                investigated_on=_day(row.investigated_on),
                investigation=row.investigation,
            )
            for row in danger.incidents
        ],
        since_last_follow_up=danger.since(visits[0].visited_on if visits else ""),
        lockings=[
            LockingAnswer(
                locked_on=date.fromisoformat(row.locked_on),
                by=LockedUpBy(row.by),
                place=row.place,
                reason=row.reason,
                released_on=_day(row.released_on),
                to=ReleasedTo(row.to) if row.to else None,
                release_reason=row.release_reason,
                helped_by=row.helped_by,
            )
            for row in danger.lockings
        ],
    )


@router.post("/incidents", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_incident(
    person: UUID,
    body: IncidentBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_INCIDENT)],
) -> Done:
    """Record an incident by itself; a grade of 3 or more tells the receivers at once.

    `id` is the incident's; `version` and ETag are the person's.
    """
    plain = {"person": str(person), **body.model_dump(mode="json")}
    incident = acting.command(plain).new_id("incident")
    use_case = RecordIncident(person, body.form())
    day = body.happened_on.isoformat()
    return await _run(use_case, plain, response, acting, (person, incident, day))


@router.post(
    "/incidents/{incident}/corrections",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def correct_incident(
    person: UUID,
    incident: UUID,
    body: IncidentCorrectionBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_INCIDENT)],
) -> Done:
    """Put an incident right; it stays in the history, and so does its danger assessment."""
    plain = {
        "person": str(person),
        "incident": str(incident),
        **body.model_dump(mode="json"),
    }
    use_case = CorrectIncident(person, incident, body.form(), body.reason)
    day = body.happened_on.isoformat()
    return await _run(use_case, plain, response, acting, (person, incident, day))


@router.post(
    "/incidents/{incident}/investigations",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def investigate_incident(
    person: UUID,
    incident: UUID,
    body: InvestigationBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.INVESTIGATE_INCIDENT)],
) -> Done:
    """Fill in form 13 about an incident; the one before stays in the history."""
    plain = {
        "person": str(person),
        "incident": str(incident),
        **body.model_dump(mode="json"),
    }
    use_case = Investigate(person, incident, body.investigation())
    day = body.investigated_on.isoformat()
    return await _run(use_case, plain, response, acting, (person, incident, day))


@router.post("/lockings", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_locking(
    person: UUID, body: LockingBody, response: Response, acting: Locking
) -> Done:
    """Record that somebody is locked up; they stay on the list until released."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    form = LockingForm(body.locked_on, body.by, body.reason, body.place)
    day = body.locked_on.isoformat()
    return await _run(
        RecordLocking(person, form), plain, response, acting, (person, person, day)
    )


@router.post("/releases", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_release(
    person: UUID, body: ReleaseBody, response: Response, acting: Locking
) -> Done:
    """Record that somebody was released."""
    plain = {"person": str(person), **body.model_dump(mode="json")}
    form = ReleaseForm(body.released_on, body.to, body.reason, body.helped_by)
    day = body.released_on.isoformat()
    return await _run(
        RecordRelease(person, form), plain, response, acting, (person, person, day)
    )


async def _run(
    use_case: UseCase,
    plain: Mapping[str, Any],
    response: Response,
    acting: Acting,
    made: tuple[UUID, UUID, str],
) -> Done:
    person, what, happened_on = made
    with within_sight("person"):
        recorded = await acting.run(use_case, plain, happened_on)
    return done(response, f"/people/{person}/danger", person, recorded, made=what)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
