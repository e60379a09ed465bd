"""A person's record (档案): forms 3, 6 and 7, guardian, consent, tags of special groups."""

from collections.abc import Mapping
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.models import Answer, Body, Done
from api.v1.person_body import GuardianBody
from api.v1.record_body import (
    AssessmentBody,
    BasicInformationBody,
    ConsentAgainBody,
    RemovalBody,
    ReportCardBody,
    SupplementBody,
    TagBody,
)
from api.v1.sight import seen_card, within_sight
from domain.registry.record import (
    AssessGuardian,
    RecordBasicInformation,
    RecordConsent,
    RecordGuardian,
    RecordReportCard,
    RecordSupplement,
    RemoveTag,
    TagPerson,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from projections.record import record_of

router: Final = APIRouter(prefix="/api/v1/people/{person}", tags=["record"])

Keeping = Annotated[Acting, acting(Operation.KEEP_RECORD)]
Tagging = Annotated[Acting, acting(Operation.TAG_PERSON)]


class RecordAnswer(Answer):
    """Each form's last answers by its fields; empty where it was never recorded."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    supplement: Mapping[str, Any] = Field(title="Form 7")
    basic_information: Mapping[str, Any] = Field(title="Form 6, upper half")
    health_history: Mapping[str, Any] = Field(title="Form 6, lower half")
    report_card: Mapping[str, Any] = Field(title="Form 3")
    guardian_assessment: Mapping[str, Any] = Field(title="The last yearly look")
    consent: Mapping[str, Any] = Field(title="The last answer, and when to ask again")


class TagsAnswer(Answer):
    """The tags that stand; whether one still holds its dates say."""

    items: list[Mapping[str, Any]]


@router.get("/record", openapi_extra=QUESTION)
def read_record(
    person: UUID, asking: Annotated[Asking, asking(Operation.READ_PERSON)]
) -> RecordAnswer:
    """Show the record as the log has it; tags are shown by themselves, to few."""
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        facts = opened.facts(person)
        opened.saw([person])
    record = record_of(facts)
    return RecordAnswer(
        position=facts[-1].position,
        supplement=record.supplement,
        basic_information=record.basic_information,
        health_history=record.health_history,
        report_card=record.report_card,
        guardian_assessment=record.guardian_assessment,
        consent=record.consent,
    )


@router.post("/supplement", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_supplement(
    person: UUID, body: SupplementBody, response: Response, acting: Keeping
) -> Done:
    """Record form 7; the one before stays in the history."""
    use_case = RecordSupplement(person, body.supplement())
    return await _kept(person, body, response, acting, use_case)


@router.post(
    "/basic-information", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def record_basic_information(
    person: UUID, body: BasicInformationBody, response: Response, acting: Keeping
) -> Done:
    """Record form 6."""
    use_case = RecordBasicInformation(person, body.basics(), body.health.health())
    return await _kept(person, body, response, acting, use_case)


@router.post("/report-card", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_report_card(
    person: UUID, body: ReportCardBody, response: Response, acting: Keeping
) -> Done:
    """Record form 3."""
    use_case = RecordReportCard(person, body.card())
    return await _kept(person, body, response, acting, use_case)


@router.post("/guardian", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_guardian(
    person: UUID, body: GuardianBody, response: Response, acting: Keeping
) -> Done:
    """Record who is the guardian now."""
    use_case = RecordGuardian(person, body.guardian())
    return await _kept(person, body, response, acting, use_case)


@router.post(
    "/guardian-assessments", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def assess_guardian(
    person: UUID, body: AssessmentBody, response: Response, acting: Keeping
) -> Done:
    """Record the yearly look at the guardian; the next is due a year later."""
    use_case = AssessGuardian(person, body.assessment())
    return await _kept(person, body, response, acting, use_case)


@router.post("/consents", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def record_consent(
    person: UUID,
    body: ConsentAgainBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.RECORD_CONSENT)],
) -> Done:
    """Record the answer to the consent form; below fourteen the guardian's."""
    use_case = RecordConsent(person, body.consent())
    return await _kept(person, body, response, acting, use_case)


@router.get("/tags", openapi_extra=QUESTION)
def read_tags(
    person: UUID, asking: Annotated[Asking, asking(Operation.READ_TAGS)]
) -> TagsAnswer:
    """Show the tags of special groups, to the few who may see them."""
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        facts = opened.facts(person)
        opened.saw([person])
    return TagsAnswer(items=list(record_of(facts).tags.values()))


@router.post("/tags", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def tag_person(
    person: UUID, body: TagBody, response: Response, acting: Tagging
) -> Done:
    """Tag a person as of a special group, on another office's word."""
    return await _kept(person, body, response, acting, TagPerson(person, body.tag()))


@router.post(
    "/tags/{tag}/removal", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def remove_tag(
    person: UUID, tag: UUID, body: RemovalBody, response: Response, acting: Tagging
) -> Done:
    """Take a tag away, and say why."""
    use_case = RemoveTag(person, tag, body.reason)
    return await _kept(person, body, response, acting, use_case, tag=str(tag))


async def _kept(
    person: UUID,
    body: Body,
    response: Response,
    acting: Acting,
    use_case: UseCase,
    **more: str,
) -> Done:
    with within_sight("person"):
        recorded = await acting.run(
            use_case, {"person": str(person), **more, **body.model_dump(mode="json")}
        )
    return done(response, f"/people/{person}/record", person, recorded)
