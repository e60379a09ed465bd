"""Records an annual check-up: which items were done, and what was found."""

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
from api.console.refused import beside
from api.language import Language, language_of, msg
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain import errors
from domain.errors import Refused
from domain.registry.check_ups import LOCAL_ITEMS, CheckUpForm, RecordCheckUp
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.check_up import AgreedBy, CheckUpItem, ItemResult, Results

router: Final = APIRouter(prefix="/people/{person}/check-ups", include_in_schema=False)

PLACES: Final[Mapping[type[Refused], str]] = {
    errors.NotYetGiven: "checked_on",
    errors.NothingChecked: "done",
}
"""The field each refusal is about; the whole form when there is none."""

Entering = Annotated[Asking, asking(Operation.RECORD_CHECK_UP)]
Recording = Annotated[Acting, acting(Operation.RECORD_CHECK_UP)]


class CheckUpFields(Form):
    """A check-up as it was filled in; a result written down means the item was done."""

    checked_on: date
    agreed_by: AgreedBy
    with_follow_up: YesNo | None = None
    done: list[CheckUpItem] = Field(default_factory=list[CheckUpItem])
    abnormal: list[CheckUpItem] = Field(default_factory=list[CheckUpItem])
    general_exam: Line = ""
    blood_pressure: Line = ""
    weight: Line = ""
    blood_count: Line = ""
    transaminases: Line = ""
    glucose: Line = ""
    ecg: Line = ""
    ultrasound: Line = ""
    lipids: Line = ""
    kidney: Line = ""
    urine: Line = ""
    remark: Remark = ""

    def filled_in(self) -> CheckUpForm:
        """Return it in the domain's words."""
        written = {item: str(getattr(self, item.value)) for item in CheckUpItem}
        return CheckUpForm(
            checked_on=self.checked_on,
            results=Results(
                {
                    item: ItemResult(text=text, abnormal=item in self.abnormal)
                    for item, text in written.items()
                    if text or item in self.done or item in self.abnormal
                }
            ),
            agreed_by=self.agreed_by,
            with_follow_up=self.with_follow_up == "yes",
            remark=self.remark,
        )


@router.get("/new")
def show_check_up(person: UUID, request: Request, asking: Entering) -> Response:
    """Show the empty form; each item's last result stands beside it."""
    return _show(request, asking, person, None, {})


@router.post("/new")
async def record_check_up(
    person: UUID, request: Request, acting: Recording, posted: PostedForm
) -> Response:
    """Record it, or show the form again with what to do; nothing typed is lost."""
    form, faults = posted.read(CheckUpFields)
    if form is None:
        return await _again(request, acting, person, posted, faults)
    plain = {"person": str(person), **form.model_dump(mode="json")}
    try:
        with within_sight("person"):
            recorded = await acting.run(
                RecordCheckUp(person, form.filled_in()),
                plain,
                form.checked_on.isoformat(),
            )
    except Refused as refusal:
        faults, status = beside(request, refusal, PLACES)
        return await _again(request, acting, person, posted, faults, status)
    address = f"/people/{person}?after={recorded.position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


async def _again(
    request: Request,
    acting: Acting,
    person: UUID,
    posted: Posted,
    faults: dict[str, str],
    status: int = HTTP_422_UNPROCESSABLE_CONTENT,
) -> Response:
    asking = Asking(acting.services, acting.principal, Operation.RECORD_CHECK_UP)
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
) -> Response:
    with asking.reading() as opened:
        chart = chart_in_sight(opened, person)
    language = language_of(request)
    last = chart.check_ups[0] if chart.check_ups else None
    services = asking.services
    return page(
        request,
        "check_up.html",
        status_code=status,
        card=chart.card,
        items=[
            _item(item, posted, last.items if last else {}, language)
            for item in CheckUpItem
        ],
        last_on=last.checked_on if last else "",
        errors=faults,
        agreed=options(AgreedBy, language),
        yes_no=pairs(YES_NO, language),
        typed={
            name: posted.value(name) if posted else ""
            for name in ("checked_on", "agreed_by", "with_follow_up", "remark")
        },
        today=shanghai_day(services.clock()).isoformat(),
        command_id=(posted.value("command_id") if posted else "")
        or str(services.new_id()),
    )


def _item(
    item: CheckUpItem, posted: Posted | None, last: dict[str, Any], language: Language
) -> dict[str, Any]:
    ticked: dict[str, Any] = dict(posted.fields) if posted else {}
    before = last.get(item.value, {})
    return {
        "code": item.value,
        "title": shown(CheckUpItem, item, language),
        "is_local": item in LOCAL_ITEMS,
        "text": posted.value(item.value) if posted else "",
        "is_done": item.value in ticked.get("done", ()),
        "is_abnormal": item.value in ticked.get("abnormal", ()),
        "last": _said(before, language) if before.get("done") else "",
    }


def _said(kept: dict[str, Any], language: Language) -> str:
    judged = {
        True: msg("abnormal"),
        False: msg("nothing abnormal"),
        None: msg("not said whether abnormal"),
    }
    return ", ".join(
        filter(None, (kept["text"], language.text(judged[kept["abnormal"]])))
    )
