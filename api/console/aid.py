"""Aid (救助): a household's means, what the person is due and why, and who waits for a decision."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import YES_NO, options, pairs, shown
from api.console.follow_up_fields import Line, Remark, YesNo
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.person import chart_in_sight
from api.console.reasons import kept, said
from api.console.refused import beside
from api.language import Language, language_of
from api.paging import Paged, cursors, cut
from api.principal import serving
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused
from domain.registry.aid import (
    AidOutcome,
    DecideAid,
    Insurance,
    LowIncome,
    Means,
    Payer,
    RecordMeans,
    Scheme,
    Word,
    next_step,
    payers,
)
from domain.registry.aid_plan import case_of
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from projections.accounts import names
from projections.aid import aid_of, means_of, undecided, waiting
from projections.person_card import Card, cards

router: Final = APIRouter(include_in_schema=False)

PLACES: Final[Mapping[type[Refused], str]] = {
    errors.NotYetGiven: "as_of",
    errors.CertificateNeeded: "disability_grade",
}
"""The field each refusal is about; the whole form when there is none."""

ANSWERS: Final[Mapping[str | None, bool]] = {"yes": True, "no": False}
YES_OR_NO: Final = (
    "can_pay",
    "real_hardship",
    "disability_certificate",
    "guardian_agreement",
)

Looking = Annotated[Asking, asking(Operation.READ_PERSON)]
Listing = Annotated[Asking, asking(Operation.READ_AID)]
Recording = Annotated[Acting, acting(Operation.RECORD_MEANS)]
Deciding = Annotated[Acting, acting(Operation.DECIDE_AID)]


class MeansForm(Form):
    """What a household lives on; what is left empty is not known."""

    as_of: date
    low_income: LowIncome | None = None
    insurance: Insurance = Insurance.UNKNOWN
    can_pay: YesNo | None = None
    disability_certificate: YesNo | None = None
    disability_grade: int | None = Field(None, ge=1, le=4)
    real_hardship: YesNo | None = None
    guardian_agreement: YesNo | None = None
    source: Line = ""
    valid_until: date | None = None

    def means(self) -> Means:
        """Return it in the domain's words."""
        return Means(
            as_of=self.as_of.isoformat(),
            low_income=self.low_income,
            insurance=self.insurance,
            can_pay=ANSWERS.get(self.can_pay),
            disability_certificate=ANSWERS.get(self.disability_certificate),
            disability_grade=self.disability_grade,
            real_hardship=ANSWERS.get(self.real_hardship),
            guardian_agreement=ANSWERS.get(self.guardian_agreement),
            source=self.source,
            valid_until=self.valid_until.isoformat() if self.valid_until else None,
        )


class DecisionForm(Form):
    """The decision, on the proposal that was seen."""

    outcome: AidOutcome
    proposed: AidOutcome
    why: Remark = ""


@router.get("/aid")
def list_waiting(request: Request, asking: Listing, query: Paged) -> Response:
    """List who is due something nobody has decided on."""
    key = cursors(asking.services.cursor_key, request)
    after = key.open(query.cursor)
    with asking.reading() as opened:
        found = waiting(
            opened.connection,
            after=UUID(str(after[0])) if after else None,
            limit=query.limit + 1,
        )
        lines = cut(found, query.limit, lambda row: (str(row.person),))
        known = cards(opened.connection, [row.person for row in lines.lines])
        opened.saw(known)
    further = request.url.include_query_params(cursor=key.seal(lines.after or ()))
    return page(
        request,
        "aid_waiting.html",
        lines=[
            {"card": known[row.person], "schemes": undecided(row.cases)}
            for row in lines.lines
            if row.person in known
        ],
        next=f"{further.path}?{further.query}" if lines.after else None,
    )


@router.get("/people/{person}/aid")
def show_aid(
    person: UUID, request: Request, asking: Looking, after: int = 0
) -> Response:
    """Show the means, what is proposed and decided, and the forms for both."""
    return _show(request, asking, person, None, {}, recorded=after > 0)


@router.post("/people/{person}/aid/means")
async def record_means(
    person: UUID, request: Request, acting: Recording, posted: PostedForm
) -> Response:
    """Record the means, or show the form again with what to do."""
    form, faults = posted.read(MeansForm)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    plain = {"person": str(person), **form.model_dump(mode="json")}
    use_case = RecordMeans(person, form.means())
    try:
        with within_sight("person"):
            recorded = await acting.run(use_case, plain, form.as_of.isoformat())
    except Refused as refusal:
        faults, status = beside(request, refusal, PLACES)
        return await _again(request, acting, person, posted, faults, status)
    return _back(person, recorded.position)


@router.post("/people/{person}/aid/{scheme}/decision")
async def decide_aid(
    person: UUID,
    scheme: Scheme,
    request: Request,
    acting: Deciding,
    posted: PostedForm,
) -> Response:
    """Note the decision, or say what is wanting."""
    form, faults = posted.read(DecisionForm)
    if form is None:
        return await _again(request, acting, person, None, faults)
    plain = {"person": str(person), "scheme": scheme, **form.model_dump(mode="json")}
    case = await run_in_threadpool(case_of, acting.services.log, person, scheme)
    use_case = DecideAid(person, scheme, form.outcome, form.proposed, form.why, case)
    try:
        with within_sight("person"):
            recorded = await acting.run(use_case, plain)
    except (errors.ReasonNeeded, errors.ChangedMeanwhile) as refusal:
        faults, status = beside(request, refusal)
        return await _again(request, acting, person, None, faults, status)
    return _back(person, recorded.position)


def _back(person: UUID, position: int) -> Response:
    address = f"/people/{person}/aid?after={position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


async def _again(
    request: Request,
    acting: Acting,
    person: UUID,
    posted: Posted | None,
    faults: dict[str, str],
    status: int = HTTP_422_UNPROCESSABLE_CONTENT,
) -> Response:
    seer = serving(acting.principal, Operation.READ_PERSON)
    asking = Asking(acting.services, seer, Operation.READ_PERSON)
    return await run_in_threadpool(
        _show, request, asking, person, posted, faults, status
    )


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    posted: Posted | None,
    faults: dict[str, str],
    status: int = HTTPStatus.OK,
    *,
    recorded: bool = False,
) -> Response:
    with asking.reading() as opened:
        card = chart_in_sight(opened, person).card
        facts = opened.facts(person)
        accounts = names(opened.connection)
    language, services = language_of(request), asking.services
    today, means, row = shanghai_day(services.clock()), means_of(facts), aid_of(facts)
    role = asking.principal.role
    return page(
        request,
        "aid.html",
        status_code=status,
        card=card,
        means=means,
        cases=[
            _case(scheme, case, card, today, language)
            | {
                "by": accounts.get(UUID(case["decided_by"]), "")
                if case["decided_by"]
                else "",
                "command_id": str(services.new_id()),
            }
            for scheme, case in (row.cases if row else {}).items()
        ],
        payers=[
            _payers(
                card,
                today,
                can_pay=means.can_pay if means else None,
                emergency=emergency,
                language=language,
            )
            for emergency in (True, False)
        ],
        errors=faults,
        typed=_typed(means, posted),
        low_incomes=options(LowIncome, language),
        insurances=options(Insurance, language),
        decisions=[
            each for each in options(AidOutcome, language) if each[0] != AidOutcome.ASK
        ],
        yes_no=pairs(YES_NO, language),
        today=today.isoformat(),
        recorded=recorded,
        may_record=bool(purposes(role, Operation.RECORD_MEANS)),
        may_decide=bool(purposes(role, Operation.DECIDE_AID)),
        command_id=(posted.value("command_id") if posted else "")
        or str(services.new_id()),
    )


def _typed(means: Any, posted: Posted | None) -> dict[str, str]:
    """Return what stands in the form: as typed, or as last recorded."""
    if posted:
        return {name: posted.value(name) for name in MeansForm.model_fields}
    found = {name: getattr(means, name, None) for name in MeansForm.model_fields}
    answers = {True: "yes", False: "no", None: ""}
    return {
        name: answers[value]
        if name in YES_OR_NO
        else ""
        if value is None or name == "as_of"
        else str(value)
        for name, value in found.items()
    }


def _case(
    scheme: str, case: dict[str, Any], card: Card, today: date, language: Language
) -> dict[str, Any]:
    step = next_step(Scheme(scheme), card.division, today)
    chinese = language.tag == "zh-CN"
    return {
        **case,
        "scheme": scheme,
        "reasons": kept(case["because"], language),
        "asked": [shown(Word, word, language) for word in case["missing"]],
        "office": (step.office_zh if chinese else step.office_en) if step else "",
        "documents": (step.documents_zh if chinese else step.documents_en)
        if step
        else "",
    }


def _payers(
    card: Card,
    today: date,
    *,
    can_pay: bool | None,
    emergency: bool,
    language: Language,
) -> dict[str, Any]:
    order = payers(
        card.division,
        today,
        known=not card.provisional,
        can_pay=can_pay,
        emergency=emergency,
    )
    return {
        "emergency": emergency,
        "payers": [shown(Payer, payer, language) for payer in order.payers],
        "reason": said(order.because, language),
    }
