"""Quick reports (速报): a level of 3 or higher goes first, the form follows later.

One tap from home and from the chart; what was typed is kept when something is refused; once
sent, the page says who is being told and how far each notice has come. No step needs scripts.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import GRADES, options, pairs
from api.console.emergency_fields import LocalMoment
from api.console.forms import Form, Posted, PostedForm
from api.console.notice_steps import STATES
from api.console.pages import page
from api.console.person import chart_in_sight
from api.console.refused import beside
from api.console.search import found_people
from api.language import language_of
from api.told_of import told_of
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused
from domain.registry.follow_up import GradeRisk, QuickReport
from domain.rules.access import Operation
from domain.values.quick_report import HelpWanted, InDanger, Seen
from projections.danger_reports import danger_report_of
from projections.duties import on_duty
from projections.person_card import cards

router: Final = APIRouter(include_in_schema=False)

SECONDS: Final = "3"
"""How often the page asks again while offices are being told."""

Reporting = Annotated[Asking, asking(Operation.GRADE_RISK)]
Grading = Annotated[Acting, acting(Operation.GRADE_RISK)]
Searching = Annotated[Asking, asking(Operation.SEARCH_PEOPLE)]

PLACES: Final[Mapping[type[Refused], str]] = {errors.NotYetGiven: "happened_at"}
LISTS: Final = ("help_wanted", "in_danger")


class QuickReportForm(Form):
    """The level, what is happening, where, what help is wanted, who is in danger."""

    grade: Literal["3", "4", "5"]
    happening: str = Field(min_length=1, max_length=2000)
    place_now: str = Field("", max_length=120)
    help_wanted: list[HelpWanted] = Field(default_factory=list[HelpWanted])
    in_danger: list[InDanger] = Field(default_factory=list[InDanger])
    weapon: Seen = Seen.UNKNOWN
    child_at_home: Seen = Seen.UNKNOWN
    happened_at: LocalMoment | None = None
    danger_report: UUID | None = None

    def asked(self, person: UUID) -> GradeRisk:
        """Return it in the domain's words."""
        report = QuickReport(
            place_now=self.place_now,
            help_wanted=frozenset(self.help_wanted),
            in_danger=frozenset(self.in_danger),
            weapon=self.weapon,
            child_at_home=self.child_at_home,
            happened_at=self.happened_at,
            danger_report=str(self.danger_report) if self.danger_report else None,
        )
        return GradeRisk(person, int(self.grade), self.happening, report)


@router.get("/quick-report")
def show_finding(request: Request, asking: Searching) -> Response:
    """Show the search for whom it is about."""
    with asking.reading() as opened:
        opened.showed_nobody()
    return page(request, "quick_find.html", words="", found=None)


@router.post("/quick-report")
def find(request: Request, asking: Searching, posted: PostedForm) -> Response:
    """Show who the words may mean, each with the way to the short form."""
    words = posted.value("words").strip()[:64]
    if not words:
        return show_finding(request, asking)
    with asking.reading() as opened:
        people = found_people(opened, asking.services, words)
        known = cards(opened.connection, people)
        opened.saw(known)
    found = [known[each] for each in people if each in known]
    return page(request, "quick_find.html", words=words, found=found)


@router.get("/people/{person}/quick-report")
def show_quick_report(
    person: UUID,
    request: Request,
    asking: Reporting,
    danger_report: UUID | None = None,
) -> Response:
    """Show the short form; from a danger report, with the place that was told."""
    return _show(request, asking, person, None, {}, led_by=danger_report)


@router.post("/people/{person}/quick-report")
async def send_quick_report(
    person: UUID, request: Request, acting: Grading, posted: PostedForm
) -> Response:
    """Record the level at once; the receivers are told of it."""
    form, faults = posted.read(QuickReportForm)
    status: int = HTTP_422_UNPROCESSABLE_CONTENT
    if form is not None:
        plain = {"person": str(person), **form.model_dump(mode="json")}
        grading = acting.command(plain).new_id("grading")
        try:
            with within_sight("person"):
                recorded = await acting.run(form.asked(person), plain)
        except (errors.Unknown, errors.NotAllowed, errors.Unreadable):
            raise
        except Refused as refusal:
            faults, status = beside(request, refusal, PLACES)
        else:
            address = (
                f"/people/{person}/quick-report/{grading}?after={recorded.position}"
            )
            return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
    asking = Asking(acting.services, acting.principal, Operation.GRADE_RISK)
    return await run_in_threadpool(
        _show, request, asking, person, posted, faults, status
    )


@router.get("/people/{person}/quick-report/{grading}")
def show_told(
    person: UUID, grading: UUID, request: Request, asking: Reporting
) -> Response:
    """Show who is being told and how far each notice is; it asks again by itself."""
    now = asking.services.clock()
    with asking.reading() as opened:
        chart = chart_in_sight(opened, person)
        told = told_of(opened, person, grading, now)
        duties = on_duty(opened.connection)
    shown = page(
        request,
        "quick_told.html",
        card=chart.card,
        told=told,
        duties=duties,
        states=STATES,
        is_waiting=told.is_waiting,
    )
    if told.is_waiting:
        shown.headers["Refresh"] = SECONDS
    return shown


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    posted: Posted | None,
    errors: Mapping[str, str],
    status: int = HTTPStatus.OK,
    *,
    led_by: UUID | None = None,
) -> Response:
    typed = _typed(posted)
    with asking.reading() as opened:
        card = chart_in_sight(opened, person).card
        led = danger_report_of(opened.connection, led_by) if led_by else None
        if led:
            opened.saw([led.person])
            typed |= {"danger_report": str(led_by), "place_now": led.place[:120]}
    language = language_of(request)
    high = {level: words for level, words in GRADES.items() if level >= "3"}
    return page(
        request,
        "quick_report.html",
        status_code=status,
        card=card,
        grades=pairs(high, language),
        helps=options(HelpWanted, language),
        endangered=options(InDanger, language),
        seen=options(Seen, language),
        errors=errors,
        typed=typed,
        command_id=(posted.value("command_id") if posted else "")
        or str(asking.services.new_id()),
    )


def _typed(posted: Posted | None) -> dict[str, Any]:
    typed: dict[str, Any] = {
        name: posted.value(name) if posted else ""
        for name in QuickReportForm.model_fields
    }
    return typed | {
        name: posted.fields.get(name, []) if posted else [] for name in LISTS
    }
