"""The record page (档案): forms 3, 6 and 7, guardian, consent, tags; each saves on its own."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import YES_NO, options, pairs
from api.console.follow_up_fields import Line
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.record_fields import SECTIONS, Section, values_of
from api.console.refused import beside
from api.language import language_of
from api.refusals import Malformed
from api.v1.asking import Asking, asking
from api.v1.person_body import GuardianBody
from api.v1.record_body import (
    AssessmentBody,
    BasicInformationBody,
    ConsentAgainBody,
    ReportCardBody,
    SupplementBody,
    TagBody,
)
from api.v1.sight import seen_card, within_sight
from domain.errors import Refused, Unknown
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
from domain.rules.access import Operation, purposes
from projections.record import Record, record_of

router: Final = APIRouter(prefix="/people/{person}/record", include_in_schema=False)

Looking = Annotated[Asking, asking(Operation.READ_PERSON)]
Keeping = Annotated[Acting, acting(Operation.KEEP_RECORD)]
Consenting = Annotated[Acting, acting(Operation.RECORD_CONSENT)]
Tagging = Annotated[Acting, acting(Operation.TAG_PERSON)]

FIRST: Final = "supplement"
TAGS: Final = "tags"


class RemovalForm(Form):
    """Why a tag is taken away; an empty reason is refused by the person's record."""

    reason: Line = ""


@router.get("")
def show_record(
    person: UUID, request: Request, asking: Looking, section: str = FIRST
) -> Response:
    """Show one section as it stands on record; the others a click away."""
    if section not in _sections(asking):
        raise Unknown(kind="section")
    return _show(request, asking, person, SECTIONS[section], None, {})


@router.post("/consents")
async def record_consent(
    person: UUID, request: Request, acting: Consenting, posted: PostedForm
) -> Response:
    """Record the answer to the consent form."""
    return await _save(person, request, acting, posted, SECTIONS["consents"])


@router.post("/tags")
async def tag_person(
    person: UUID, request: Request, acting: Tagging, posted: PostedForm
) -> Response:
    """Tag a person as of a special group."""
    return await _save(person, request, acting, posted, SECTIONS[TAGS])


@router.post("/tags/{tag}/removal")
async def remove_tag(
    person: UUID, tag: UUID, acting: Tagging, posted: PostedForm
) -> Response:
    """Take a tag away, with the reason."""
    form, _ = posted.read(RemovalForm)
    if form is None:
        raise Malformed
    with within_sight("person"):
        await acting.run(
            RemoveTag(person, tag, form.reason),
            {"person": str(person), "tag": str(tag), "reason": form.reason},
        )
    return _back(person, TAGS)


@router.post("/{section}")
async def keep_record(
    person: UUID, section: str, request: Request, acting: Keeping, posted: PostedForm
) -> Response:
    """Save a section, or show it again; nothing typed is lost."""
    if section not in KEPT:
        raise Unknown(kind="section")
    return await _save(person, request, acting, posted, SECTIONS[section])


def _use_case(person: UUID, body: Any) -> UseCase:
    use_case: UseCase
    match body:
        case ReportCardBody():
            use_case = RecordReportCard(person, body.card())
        case BasicInformationBody():
            health = body.health.health()
            use_case = RecordBasicInformation(person, body.basics(), health)
        case SupplementBody():
            use_case = RecordSupplement(person, body.supplement())
        case GuardianBody():
            use_case = RecordGuardian(person, body.guardian())
        case AssessmentBody():
            use_case = AssessGuardian(person, body.assessment())
        case ConsentAgainBody():
            use_case = RecordConsent(person, body.consent())
        case TagBody():
            use_case = TagPerson(person, body.tag())
        case _:
            raise Unknown(kind="section")
    return use_case


KEPT: Final = frozenset(SECTIONS) - {"consents", TAGS}
"""The sections everybody at the bedside saves."""


async def _save(
    person: UUID, request: Request, acting: Acting, posted: Posted, section: Section
) -> Response:
    asking = Asking(acting.services, acting.principal, Operation.READ_PERSON)
    body, faults = section.read(posted)
    status: int = HTTP_422_UNPROCESSABLE_CONTENT
    if body is not None:
        try:
            with within_sight("person"):
                await acting.run(
                    _use_case(person, body),
                    {"person": str(person), **body.model_dump(mode="json")},
                )
            return _back(person, section.key)
        except Refused as refusal:
            faults, status = beside(request, refusal)
    return await run_in_threadpool(
        _show, request, asking, person, section, posted, faults, status=status
    )


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    section: Section,
    posted: Posted | None,
    errors: Mapping[str, str],
    *,
    status: int = HTTPStatus.OK,
) -> Response:
    with asking.reading() as opened:
        card = seen_card(opened.connection, person)
        record = record_of(opened.facts(person))
        opened.saw([person])
    language = language_of(request)
    sees_tags = TAGS in _sections(asking)
    return page(
        request,
        "record.html",
        status_code=status,
        card=card,
        section=section,
        sections=[SECTIONS[key] for key in _sections(asking)],
        values=_typed(section, posted) if posted else _on_record(section, record),
        errors=errors,
        lists={a.name: options(a.codes, language) for a in section.fields if a.codes},
        yes_no=pairs(YES_NO, language),
        consent=record.consent,
        assessment=record.guardian_assessment,
        tags=list(record.tags.values()) if sees_tags else [],
        may_save=_may_save(asking, section),
        command_id=(posted.value("command_id") if posted else "")
        or str(asking.services.new_id()),
    )


def _sections(asking: Asking) -> tuple[str, ...]:
    sees_tags = bool(purposes(asking.principal.role, Operation.READ_TAGS))
    return tuple(key for key in SECTIONS if sees_tags or key != TAGS)


def _may_save(asking: Asking, section: Section) -> bool:
    needed = {"consents": Operation.RECORD_CONSENT, TAGS: Operation.TAG_PERSON}
    operation = needed.get(section.key, Operation.KEEP_RECORD)
    return bool(purposes(asking.principal.role, operation))


def _on_record(section: Section, record: Record) -> dict[str, Any]:
    basics = {**record.basic_information, "health": record.health_history}
    of_section: Mapping[str, Callable[[], Mapping[str, Any]]] = {
        "report-card": lambda: record.report_card,
        "basic-information": lambda: basics,
        FIRST: lambda: record.supplement,
    }
    answers = of_section.get(section.key, dict[str, Any])()
    values = values_of(section, answers)
    if drugs := values.get("drugs"):
        values["drugs"] = "\n".join(drugs)
    return values


def _typed(section: Section, posted: Posted) -> dict[str, Any]:
    return {
        asked.name: _ticked(asked.codes, posted.fields.get(asked.name, ()))
        if asked.kind == "ticks" and asked.codes
        else posted.value(asked.name)
        for asked in section.fields
    }


def _ticked(codes: Any, typed: Any) -> list[Any]:
    return [member.value for member in codes if str(member.value) in typed]


def _back(person: UUID, section: str) -> Response:
    return RedirectResponse(
        f"/people/{person}/record?section={section}", status_code=HTTPStatus.SEE_OTHER
    )
