"""Clues (线索): the list with what is next and why, form 1, and one clue with its next forms."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal, TypeVar
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import YES_NO, options, pairs
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.printed import as_file
from api.console.reasons import kept
from api.console.refused import beside
from api.console.register import villages_within
from api.language import language_of
from api.printing.form import Filled
from api.printing.form import Form as PrintedForm
from api.printing.making import form_numbered, printed, printer, sheet_of
from api.v1.asking import Asking, asking
from api.v1.clues import OF_CLUES
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused, Unknown
from domain.registry.clues import (
    CorrectClue,
    EnterClue,
    ReviewClue,
    Reviewed,
    SendClue,
    Verified,
    VerifyClue,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.clue import (
    ClueSign,
    ClueSource,
    Described,
    ReviewOutcome,
    Verification,
)
from domain.values.people import Role
from domain.values.registration import Disease, Sex
from projections.clues import ClueRow, clue_of, ended_clues, open_clues
from projections.offices import all_offices

router: Final = APIRouter(prefix="/clues", include_in_schema=False)

MOST: Final = 200
"""How many clues a list shows."""

Line = Annotated[str, Field(max_length=300)]
Needed = Annotated[str, Field(min_length=1, max_length=300)]
Remark = Annotated[str, Field(max_length=2000)]
F = TypeVar("F", bound=Form)

Looking = Annotated[Asking, asking(Operation.READ_CLUES)]
Filling = Annotated[Asking, asking(Operation.ENTER_CLUE)]
Entering = Annotated[Acting, acting(Operation.ENTER_CLUE)]
Righting = Annotated[Asking, asking(Operation.VERIFY_CLUE)]
Verifying = Annotated[Acting, acting(Operation.VERIFY_CLUE)]
Reviewing = Annotated[Acting, acting(Operation.REVIEW_CLUE)]

PLACES: Final[Mapping[type[Refused], str]] = {
    errors.NothingAnswered: "signs",
    errors.PsychiatristNeeded: "psychiatrist",
    errors.NotACase: "disease",
}
"""The field each refusal is about; the whole form when there is none."""


class ClueForm(Form):
    """Form 1, and whom it is about."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    sex: Sex = Sex.UNKNOWN
    birth_date: (
        Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$")] | None
    ) = None
    village: Annotated[str, Field(pattern=r"^[0-9]{12}$")]
    address: Needed
    phone: Annotated[str, Field(max_length=40)] = ""
    contact: Line = ""
    source: ClueSource
    signs: list[ClueSign] = Field(default_factory=list[ClueSign])
    entered_on: date
    remark: Remark = ""

    def asked(self) -> EnterClue:
        """Return it in the domain's words."""
        return EnterClue(
            Described(
                name=self.name,
                sex=self.sex.value,
                birth_date=self.birth_date,
                village=self.village,
                address=self.address,
                phone=self.phone,
                contact=self.contact,
            ),
            self.source,
            frozenset(self.signs),
            self.entered_on,
            self.remark,
        )


class VerificationForm(Form):
    """Form 2."""

    verified_on: date
    outcome: Verification
    verifiers: Needed
    told_diagnosis: Line = ""
    remark: Remark = ""

    def form(self) -> Verified:
        """Return it in the domain's words."""
        return Verified(
            verified_on=self.verified_on,
            outcome=self.outcome,
            verifiers=self.verifiers,
            told_diagnosis=self.told_diagnosis,
            remark=self.remark,
        )


class SendingForm(Form):
    """Where it is sent."""

    hospital: Needed
    sent_on: date
    is_higher: Literal["yes", "no"] = "no"


class ReviewForm(Form):
    """A psychiatrist's word."""

    result: ReviewOutcome
    reviewed_on: date
    review_hospital: Line = ""
    psychiatrist: Line = ""
    disease: Disease | None = None
    icd10: Annotated[str, Field(max_length=10)] = ""
    art_30: Literal["yes", "no"] = "no"
    review_remark: Remark = ""

    def said(self) -> Reviewed:
        """Return it in the domain's words."""
        return Reviewed(
            outcome=self.result,
            reviewed_on=self.reviewed_on,
            hospital=self.review_hospital,
            psychiatrist=self.psychiatrist,
            disease=self.disease,
            icd10=self.icd10,
            art_30=self.art_30 == "yes",
            remark=self.review_remark,
        )


@router.get("")
def show_clues(request: Request, asking: Looking) -> Response:
    """Show the clues something is to be done about, and those that have ended."""
    with asking.reading() as opened:
        waiting = open_clues(opened.connection, limit=MOST)
        ended = ended_clues(opened.connection, limit=MOST)
        opened.saw(row.person for _, row in (*waiting, *ended))
    language = language_of(request)
    today = shanghai_day(asking.services.clock())
    return page(
        request,
        "clues.html",
        waiting=[
            {
                "key": key,
                "row": row,
                "days": (today - date.fromisoformat(row.due_on)).days,
                "reasons": kept(row.because, language),
            }
            for key, row in waiting
        ],
        ended=[
            {"key": key, "row": row, "reasons": kept(row.because, language)}
            for key, row in ended
        ],
        may_enter=bool(purposes(asking.principal.role, Operation.ENTER_CLUE)),
    )


@router.get("/new")
def show_form(request: Request, asking: Filling) -> Response:
    """Show form 1, empty."""
    return _form(request, asking, None, {})


@router.post("/new")
async def enter_clue(
    request: Request, acting: Entering, posted: PostedForm
) -> Response:
    """Enter the clue, or show the form again; nothing typed is lost."""
    form, faults = posted.read(ClueForm)
    status: int = HTTP_422_UNPROCESSABLE_CONTENT
    if form is not None:
        try:
            recorded = await acting.run(
                form.asked(),
                form.model_dump(mode="json"),
                form.entered_on.isoformat(),
            )
        except Refused as refusal:
            faults, status = beside(request, refusal, PLACES)
        else:
            return _seen(recorded.facts[0].stream, recorded.position)
    asking = Asking(acting.services, acting.principal, Operation.ENTER_CLUE)
    return await run_in_threadpool(_form, request, asking, posted, faults, status)


@router.get("/{clue}/correction")
def show_correction(clue: UUID, request: Request, asking: Righting) -> Response:
    """Show form 1 as it is on record, to be put right."""
    return _form(request, asking, None, {}, clue=clue)


@router.post("/{clue}/correction")
async def correct_clue(
    clue: UUID, request: Request, acting: Verifying, posted: PostedForm
) -> Response:
    """Put the clue right, or show the form again; what was wrong stays on record."""
    form, faults = posted.read(ClueForm)
    status: int = HTTP_422_UNPROCESSABLE_CONTENT
    if form is not None:
        right = form.asked()
        asked = CorrectClue(clue, right.whom, right.signs, right.remark)
        plain = {"clue": str(clue), **form.model_dump(mode="json")}
        try:
            with within_sight("clue"):
                recorded = await acting.run(asked, plain)
        except (errors.Unknown, errors.NotAllowed, errors.Unreadable):
            raise
        except Refused as refusal:
            faults, status = beside(request, refusal, PLACES)
        else:
            return _seen(clue, recorded.position)
    asking = Asking(acting.services, acting.principal, Operation.VERIFY_CLUE)
    return await run_in_threadpool(
        _form, request, asking, posted, faults, status, clue=clue
    )


@router.get("/forms/{number}.pdf")
def print_blank(number: int, asking: Looking) -> Response:
    """Show form 1 or 2 as a PDF to be filled in by hand."""
    by = printer(asking)
    sheet = sheet_of(_form_of_clues(number), Filled(), None, by)
    return as_file(printed([sheet], by), f"form-{number}-blank")


@router.get("/{clue}/forms/{number}.pdf")
def print_clue(clue: UUID, number: int, asking: Looking) -> Response:
    """Show form 1 or 2 of a clue as a PDF; a noted look like any other."""
    by, form = printer(asking), _form_of_clues(number)
    with asking.reading() as opened:
        row = clue_of(opened.connection, clue)
        if row is None:
            raise Unknown(kind="clue")
        opened.saw([row.person])
        filled = Filled(facts=opened.log.stream(clue))
    return as_file(printed([sheet_of(form, filled, clue, by)], by), f"form-{number}")


def _form_of_clues(number: int) -> PrintedForm:
    if number not in OF_CLUES:
        raise Unknown(kind="form")
    return form_numbered(number)


@router.get("/{clue}")
def show_clue(clue: UUID, request: Request, asking: Looking) -> Response:
    """Show one clue, and the forms of its next steps to whom may fill them in."""
    return _show(request, asking, clue, None, {})


@router.post("/{clue}/verification")
async def verify_clue(
    clue: UUID, request: Request, acting: Verifying, posted: PostedForm
) -> Response:
    """Record form 2."""
    form, faults = posted.read(VerificationForm)
    use_case = form and VerifyClue(clue, form.form())
    return await _record(request, acting, clue, posted, form, use_case, faults)


@router.post("/{clue}/review-requests")
async def send_clue(
    clue: UUID, request: Request, acting: Verifying, posted: PostedForm
) -> Response:
    """Record where it was sent."""
    form, faults = posted.read(SendingForm)
    use_case = form and SendClue(
        clue, form.hospital, form.sent_on, form.is_higher == "yes"
    )
    return await _record(request, acting, clue, posted, form, use_case, faults)


@router.post("/{clue}/reviews")
async def review_clue(
    clue: UUID, request: Request, acting: Reviewing, posted: PostedForm
) -> Response:
    """Record a psychiatrist's word."""
    form, faults = posted.read(ReviewForm)
    use_case = form and ReviewClue(clue, form.said())
    return await _record(request, acting, clue, posted, form, use_case, faults)


async def _record(  # noqa: PLR0917 - what a page's form came with
    request: Request,
    acting: Acting,
    clue: UUID,
    posted: Posted,
    form: Form | None,
    use_case: UseCase | None,
    faults: dict[str, str],
) -> Response:
    status: int = HTTP_422_UNPROCESSABLE_CONTENT
    if form is not None and use_case is not None:
        plain = {"clue": str(clue), **form.model_dump(mode="json")}
        try:
            with within_sight("clue"):
                recorded = await acting.run(use_case, plain)
        except (errors.Unknown, errors.NotAllowed, errors.Unreadable):
            raise
        except Refused as refusal:
            faults, status = beside(request, refusal, PLACES)
        else:
            return _seen(clue, recorded.position)
    asking = Asking(acting.services, acting.principal, Operation.READ_CLUES)
    return await run_in_threadpool(_show, request, asking, clue, posted, faults, status)


def _seen(clue: UUID, position: int) -> Response:
    address = f"/clues/{clue}?after={position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


def _form(
    request: Request,
    asking: Asking,
    posted: Posted | None,
    faults: Mapping[str, str],
    status: int = HTTPStatus.OK,
    *,
    clue: UUID | None = None,
) -> Response:
    row: ClueRow | None = None
    with asking.reading() as opened:
        offices = all_offices(opened.connection)
        within = tuple(opened.divisions)
        if clue is None:
            opened.showed_nobody()
        else:
            row = clue_of(opened.connection, clue)
            if row is None:
                raise Unknown(kind="clue")
            opened.saw([row.person])
    language = language_of(request)
    today = shanghai_day(asking.services.clock()).isoformat()
    return page(
        request,
        "clue_new.html",
        status_code=status,
        values=_typed(
            posted, ClueForm, **(_on_record(row) if row else {"entered_on": today})
        ),
        ticked=posted.fields.get("signs", [])
        if posted
        else [str(sign) for sign in (row.signs if row else ())],
        clue=clue,
        seen=row.version if row else None,
        errors=faults,
        signs=[(str(code), words) for code, words in options(ClueSign, language)],
        sources=options(ClueSource, language),
        sexes=options(Sex, language),
        villages=villages_within(offices, within),
        command_id=_command_id(posted, asking),
    )


def _show(
    request: Request,
    asking: Asking,
    clue: UUID,
    posted: Posted | None,
    faults: Mapping[str, str],
    status: int = HTTPStatus.OK,
) -> Response:
    with asking.reading() as opened:
        row = clue_of(opened.connection, clue)
        if row is None:
            raise Unknown(kind="clue")
        opened.saw([row.person])
    language, role = language_of(request), asking.principal.role
    today = shanghai_day(asking.services.clock()).isoformat()
    return page(
        request,
        "clue.html",
        status_code=status,
        key=clue,
        row=row,
        reasons=kept(row.because, language),
        errors=faults,
        values={
            **_typed(posted, VerificationForm, verified_on=today),
            **_typed(posted, SendingForm, sent_on=today, is_higher="no"),
            **_typed(
                posted,
                ReviewForm,
                reviewed_on=today,
                art_30="no",
                review_hospital=row.sent[-1]["hospital"] if row.sent else "",
                psychiatrist=(
                    asking.principal.name if role is Role.PSYCHIATRIST else ""
                ),
            ),
        },
        may_verify=bool(purposes(role, Operation.VERIFY_CLUE)),
        may_review=bool(purposes(role, Operation.REVIEW_CLUE)),
        may_register=bool(purposes(role, Operation.REGISTER_PERSON)),
        outcomes=options(Verification, language),
        results=options(ReviewOutcome, language),
        diseases=options(Disease, language),
        yes_no=pairs(YES_NO, language),
        command_ids=[str(asking.services.new_id()) for _ in range(3)],
    )


def _on_record(row: ClueRow) -> dict[str, str]:
    return {
        "name": row.name,
        "sex": row.sex,
        "birth_date": row.birth_date or "",
        "village": row.division,
        "address": row.address,
        "phone": row.phone,
        "contact": row.contact,
        "source": row.source,
        "entered_on": row.entered_on,
        "remark": row.remark,
    }


def _typed(posted: Posted | None, kind: type[F], **usual: str) -> dict[str, Any]:
    names = kind.model_fields
    if posted is not None and any(name in posted.fields for name in names):
        return {name: posted.value(name) for name in names}
    return {**dict.fromkeys(names, ""), **usual}


def _command_id(posted: Posted | None, asking: Asking) -> str:
    sent = posted.value("command_id") if posted else ""
    return sent or str(asking.services.new_id())
