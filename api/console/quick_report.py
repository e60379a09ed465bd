"""Quick reports (速报): a level of 3 or higher goes first, the form follows later."""

from http import HTTPStatus
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import GRADES, pairs
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.person import chart_in_sight
from api.language import language_of
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain.registry.follow_up import GradeRisk
from domain.rules.access import Operation

router: Final = APIRouter(
    prefix="/people/{person}/quick-report", include_in_schema=False
)

Reporting = Annotated[Asking, asking(Operation.GRADE_RISK)]
Grading = Annotated[Acting, acting(Operation.GRADE_RISK)]


class QuickReportForm(Form):
    """The level, and what is happening, where, and what help is wanted."""

    grade: Literal["3", "4", "5"]
    happening: str = Field(min_length=1, max_length=2000)


@router.get("")
def show_quick_report(person: UUID, request: Request, asking: Reporting) -> Response:
    """Show the short form."""
    return _show(request, asking, person, None, {})


@router.post("")
async def send_quick_report(
    person: UUID, request: Request, acting: Grading, posted: PostedForm
) -> Response:
    """Record the level at once; the receivers are told of it."""
    form, faults = posted.read(QuickReportForm)
    if form is None:
        asking = Asking(acting.services, acting.principal, Operation.GRADE_RISK)
        return await run_in_threadpool(_show, request, asking, person, posted, faults)
    plain = {"person": str(person), "grade": form.grade, "happening": form.happening}
    with within_sight("person"):
        recorded = await acting.run(
            GradeRisk(person, int(form.grade), form.happening), plain
        )
    address = f"/people/{person}?after={recorded.position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    posted: Posted | None,
    errors: dict[str, str],
) -> Response:
    with asking.reading() as opened:
        card = chart_in_sight(opened, person).card
    high = {level: words for level, words in GRADES.items() if level >= "3"}
    return page(
        request,
        "quick_report.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if posted else HTTPStatus.OK,
        card=card,
        grades=pairs(high, language_of(request)),
        errors=errors,
        grade=posted.value("grade") if posted else "",
        happening=posted.value("happening") if posted else "",
        command_id=(posted.value("command_id") if posted else "")
        or str(asking.services.new_id()),
    )
