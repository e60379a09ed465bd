"""Referrals (双向转诊) and beds: what waits for whom, and one person's with form 10."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
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
from api.console.forms import Form, Posted, PostedForm
from api.console.medicines import all_in_words
from api.console.pages import page
from api.console.person import chart_in_sight
from api.console.reasons import kept
from api.console.referral_fields import (
    AbscondingFields,
    BedFields,
    NoBedFields,
    OfferFields,
    OutcomeFields,
    ReceivingFields,
    ReferralFields,
    RefusalFields,
    StayFields,
    WithdrawalFields,
)
from api.console.refused import beside
from api.language import language_of, msg
from api.principal import serving
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain.errors import NotAllowed, Refused, Unknown
from domain.registry.referrals import (
    AdmitPerson,
    AskBed,
    CancelBed,
    Direction,
    EndReferral,
    HaveNoBed,
    NoteAbsconding,
    OfferBed,
    ReceiveReferral,
    ReferralForm,
    ReferralOutcome,
    ReferralReason,
    ReferralRefusal,
    RefuseReferral,
    SendReferral,
    StayBasis,
    WithdrawReferral,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation, purposes
from domain.values.calendar import shanghai_day
from domain.values.people import OfficeKind, Role
from projections.beds import beds_of, waiting_beds
from projections.chart import Chart
from projections.offices import OfficeRow, all_offices
from projections.person_card import cards
from projections.referrals import lately_over, open_referrals, referrals_of

router: Final = APIRouter(include_in_schema=False)

PERSON: Final = "/people/{person}/referrals"
Listing = Annotated[Asking, asking(Operation.READ_REFERRALS)]
Sending = Annotated[Acting, acting(Operation.SEND_REFERRAL)]
Answering = Annotated[Acting, acting(Operation.ANSWER_REFERRAL)]
Staying = Annotated[Acting, acting(Operation.RECORD_STAY)]

LATELY: Final = timedelta(days=30)
"""How far back the list shows what was refused or has ended."""

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "sent": (msg("Sent, not answered"), "warning"),
    "received": (msg("Received"), "success"),
    "refused": (msg("Refused"), "danger"),
    "withdrawn": (msg("Taken back"), "light"),
    "ended": (msg("Ended"), "dark"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """An answer: the form it takes, and the use case it comes to."""

    fields: type[Form]
    wish: Callable[[UUID, UUID, Any], UseCase]


SENDERS: Final[Mapping[str, Step]] = {
    "withdrawal": Step(
        WithdrawalFields,
        lambda of, person, form: WithdrawReferral(of, person, form.reason),
    ),
    "bed-cancellation": Step(
        WithdrawalFields, lambda of, person, form: CancelBed(of, person, form.reason)
    ),
}
RECEIVERS: Final[Mapping[str, Step]] = {
    "receiving": Step(
        ReceivingFields,
        lambda of, person, form: ReceiveReferral(
            of, person, form.on, form.department, form.doctor
        ),
    ),
    "refusal": Step(
        RefusalFields,
        lambda of, person, form: RefuseReferral(
            of, person, form.on, form.refusal, form.remark
        ),
    ),
    "outcome": Step(
        OutcomeFields,
        lambda of, person, form: EndReferral(
            of, person, form.outcome, form.on, form.advice, form.stay()
        ),
    ),
    "bed-offer": Step(
        OfferFields,
        lambda of, person, form: OfferBed(of, person, form.ward, form.kept_until),
    ),
    "no-bed": Step(
        NoBedFields, lambda of, person, form: HaveNoBed(of, person, form.remark)
    ),
}


@router.get("/referrals")
def list_all(request: Request, asking: Listing) -> Response:
    """List what waits to be answered here, what was sent from here, and beds asked for."""
    now = asking.services.clock()
    since = (shanghai_day(now) - LATELY).isoformat()
    with asking.reading() as opened:
        found = open_referrals(opened.connection)
        over = lately_over(opened.connection, since)
        beds = waiting_beds(opened.connection)
        offices = all_offices(opened.connection)
        people = [row.person for _, row in (*found, *over, *beds)]
        known = cards(opened.connection, people)
        opened.saw(known)
    own, role = str(asking.principal.organisation or ""), asking.principal.role
    lines: list[dict[str, Any]] = [
        {
            "row": row,
            "card": known[row.person],
            "to": _name(offices, row.to_office) or row.institution,
            "from": _name(offices, row.from_office),
            "is_late": row.state == "sent" and row.answer_by < now,
            "ours": _answers(role, own, row.to_office) and not row.is_over,
            "look_late": row.look_by < shanghai_day(now).isoformat(),
        }
        for _, row in (*found, *over)
        if row.person in known
    ]
    return page(
        request,
        "referrals.html",
        parts=[
            (msg("To be answered here"), [line for line in lines if line["ours"]]),
            (
                msg("Sent, and still open"),
                [x for x in lines if not x["ours"] and not x["row"].is_over],
            ),
            (
                msg("Refused or ended in the last 30 days"),
                [x for x in lines if x["row"].is_over],
            ),
        ],
        beds=[
            {
                "row": row,
                "card": known[row.person],
                "hospital": _name(offices, row.hospital),
                "is_late": not row.answer and row.answer_by < now,
                "ours": _answers(role, own, row.hospital),
            }
            for _, row in beds
            if row.person in known
        ],
        states=STATES,
    )


@router.get(PERSON)
def show_referrals(
    person: UUID, request: Request, asking: Listing, emergency: str = ""
) -> Response:
    """Show a person's referrals, beds and stays, and form 10 filled from the record."""
    return _show(request, asking, person, emergency=emergency)


@router.post(PERSON)
async def send_referral(
    person: UUID, request: Request, acting: Sending, posted: PostedForm
) -> Response:
    """Refer the person, or show form 10 again; nothing typed is lost."""
    form, faults = posted.read(ReferralFields)
    use_case = form and SendReferral(person, form.form(), form.emergency)
    return await _taken(
        request, acting, person, "new", (use_case, form, posted, faults)
    )


@router.post(PERSON + "/at-once")
async def refer_at_once(person: UUID, acting: Sending) -> Response:
    """Refer an unstable person to the hospital of their village, in one tap."""
    to = await run_in_threadpool(_usual_hospital, acting, person)
    today = shanghai_day(acting.services.clock())
    if to is not None:
        form = ReferralForm(
            Direction.UP, frozenset({ReferralReason.UNSTABLE}), to, "", today
        )
        plain = {"person": str(person), "to": str(to), "on": today.isoformat()}
        with within_sight("person"):
            await acting.run(SendReferral(person, form), plain, today.isoformat())
    return RedirectResponse(f"/people/{person}/referrals", HTTPStatus.SEE_OTHER)


@router.post("/people/{person}/beds")
async def ask_bed(
    person: UUID, request: Request, acting: Sending, posted: PostedForm
) -> Response:
    """Ask for a bed."""
    form, faults = posted.read(BedFields)
    use_case = form and AskBed(
        person,
        form.hospital,
        form.pressing == "yes" or form.emergency is not None,
        form.remark,
        emergency=form.emergency,
    )
    return await _taken(
        request, acting, person, "bed", (use_case, form, posted, faults)
    )


@router.post("/people/{person}/stays")
async def note_stay(
    person: UUID, request: Request, acting: Staying, posted: PostedForm
) -> Response:
    """Note an admission no referral of ours led to."""
    form, faults = posted.read(StayFields)
    use_case = form and AdmitPerson(person, form.stay())
    return await _taken(
        request, acting, person, "stay", (use_case, form, posted, faults)
    )


@router.post("/people/{person}/stays/absconding")
async def note_absconding(
    person: UUID, request: Request, acting: Staying, posted: PostedForm
) -> Response:
    """Note that an in-patient left without leave."""
    form, faults = posted.read(AbscondingFields)
    use_case = form and NoteAbsconding(person, form.form())
    return await _taken(
        request, acting, person, "gone", (use_case, form, posted, faults)
    )


@router.post(PERSON + "/{of}/sender/{step}")
async def change_own(
    person: UUID,
    of: UUID,
    step: str,
    request: Request,
    acting: Sending,
    posted: PostedForm,
) -> Response:
    """Take a referral back, or say that a bed is no longer needed."""
    return await _step(request, acting, (person, of), SENDERS.get(step), posted)


@router.post(PERSON + "/{of}/receiver/{step}")
async def answer(
    person: UUID,
    of: UUID,
    step: str,
    request: Request,
    acting: Answering,
    posted: PostedForm,
) -> Response:
    """Answer a referral, or a bed asked for."""
    return await _step(request, acting, (person, of), RECEIVERS.get(step), posted)


async def _step(
    request: Request,
    acting: Acting,
    of: tuple[UUID, UUID],
    step: Step | None,
    posted: Posted,
) -> Response:
    if step is None:
        raise Unknown(kind="step")
    person, key = of
    form, faults = posted.read(step.fields)
    use_case = form and step.wish(key, person, form)
    return await _taken(
        request, acting, person, str(key), (use_case, form, posted, faults)
    )


async def _taken(
    request: Request,
    acting: Acting,
    person: UUID,
    of: str,
    asked: tuple[UseCase | None, Form | None, Posted, dict[str, str]],
) -> Response:
    use_case, form, posted, faults = asked
    status = HTTP_422_UNPROCESSABLE_CONTENT
    if use_case is not None and form is not None:
        plain = {"person": str(person), "of": of, **form.model_dump(mode="json")}
        try:
            with within_sight("referral"):
                await acting.run(use_case, plain)
        except Refused as refusal:
            if isinstance(refusal, NotAllowed | Unknown):
                raise
            faults, status = beside(request, refusal)
        else:
            return RedirectResponse(f"/people/{person}/referrals", HTTPStatus.SEE_OTHER)
    seer = serving(acting.principal, Operation.READ_REFERRALS)
    looking = Asking(acting.services, seer, Operation.READ_REFERRALS)
    return await run_in_threadpool(
        _show, request, looking, person, of, posted, faults, status=status
    )


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    of: str = "",
    posted: Posted | None = None,
    faults: Mapping[str, str] | None = None,
    *,
    emergency: str = "",
    status: int = HTTPStatus.OK,
) -> Response:
    with asking.reading() as opened:
        chart = chart_in_sight(opened, person)
        facts = opened.facts(person)
        offices = all_offices(opened.connection)
    language, services, principal = (
        language_of(request),
        asking.services,
        asking.principal,
    )
    today = shanghai_day(services.clock())
    own, role = str(principal.organisation or ""), principal.role
    down = role in {Role.PSYCHIATRIST, Role.COUNTY_SMI}
    return page(
        request,
        "person_referrals.html",
        status_code=status,
        card=chart.card,
        at=f"/people/{person}",
        known=_known(chart, today),
        regimen=all_in_words(chart.medication.regimen.drugs, language)
        if chart.medication.regimen
        else "",
        referrals=[
            {
                "key": key,
                "row": row,
                "to": _name(offices, row.to_office) or row.institution,
                "from": _name(offices, row.from_office),
                "because": kept(row.because, language),
                "ours": _answers(role, own, row.to_office),
                "sent_here": row.from_office == own,
                "commands": [str(services.new_id()) for _ in range(4)],
            }
            for key, row in referrals_of(facts)
        ],
        beds=[
            {
                "key": key,
                "row": row,
                "hospital": _name(offices, row.hospital),
                "ours": _answers(role, own, row.hospital),
                "sent_here": row.from_office == own,
                "commands": [str(services.new_id()) for _ in range(3)],
            }
            for key, row in beds_of(facts)
        ],
        states=STATES,
        stays=chart.stays,
        hospitals=_hospitals(offices, chart.card.division, today),
        unit=chart.card.unit,
        unit_name=_name(offices, chart.card.unit),
        down=down,
        emergency=(posted.value("emergency") if posted else "") or emergency,
        errors=dict(faults or {}),
        of=of,
        typed={n: posted.value(n) for n in posted.fields} if posted else {},
        ticked=dict(posted.fields) if posted else {},
        today=today.isoformat(),
        may={
            "send": bool(purposes(role, Operation.SEND_REFERRAL)),
            "stay": bool(purposes(role, Operation.RECORD_STAY)),
        },
        yes_no=pairs(YES_NO, language),
        **{name: options(kind, language) for name, kind in LISTS},
        commands={n: str(services.new_id()) for n in ("new", "bed", "stay", "gone")},
    )


LISTS: Final = (
    ("directions", Direction),
    ("reasons", ReferralReason),
    ("refusals", ReferralRefusal),
    ("outcomes", ReferralOutcome),
    ("bases", StayBasis),
)


def _known(chart: Chart, today: date) -> dict[str, str]:
    """Return what form 10 takes from the record: facts, never findings."""
    card = chart.card
    year = (card.birth_date or "")[:4]
    return {
        "age": str(today.year - int(year)) if year.isdigit() else "",
        "phone": card.phone or "",
        "guardian": card.guardian_name,
        "guardian_phone": card.guardian_phone or "",
        "diagnosed": f"{card.hospital} {card.diagnosed_on}".strip(),
    }


def _usual_hospital(acting: Acting, person: UUID) -> UUID | None:
    seer = serving(acting.principal, Operation.READ_REFERRALS)
    looking = Asking(acting.services, seer, Operation.READ_REFERRALS)
    with looking.reading() as opened:
        chart = chart_in_sight(opened, person)
        offices = all_offices(opened.connection)
    today = shanghai_day(acting.services.clock())
    found = _hospitals(offices, chart.card.division, today)
    return UUID(found[0][0]) if found else None


def _hospitals(
    offices: Mapping[UUID, OfficeRow], village: str, today: date
) -> list[tuple[str, str]]:
    """Return who may receive: those that serve the village first, hospitals before all."""
    kinds = (OfficeKind.HOSPITAL, OfficeKind.COUNTY_SMI)
    day = today.isoformat()
    found = [
        (not row.serves(village, day), kinds.index(OfficeKind(row.kind)), str(key), row)
        for key, row in offices.items()
        if row.is_open and row.kind in kinds
    ]
    return [(key, row.name) for *_, key, row in sorted(found, key=lambda f: f[:3])]


def _answers(role: Role, own: str, addressed: str) -> bool:
    """Return whether the asker answers: the office it is addressed to, or the county."""
    if not purposes(role, Operation.ANSWER_REFERRAL):
        return False
    return role is Role.COUNTY_SMI or (bool(addressed) and addressed == own)


def _name(offices: Mapping[UUID, OfficeRow], key: str) -> str:
    row = offices.get(UUID(key)) if key else None
    return row.name if row else ""
