"""The alarms somebody hears: on their home page and here, and taken care of from there."""

from collections import defaultdict
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.acting import Acting, acting
from api.console.choices import shown
from api.console.forms import Form, PostedForm
from api.console.pages import page
from api.console.places import place
from api.language import Language, language_of, msg
from api.principal import serving
from api.ringing import heard
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from api.words import word
from domain.registry.alarms import AcknowledgeAlarm
from domain.rules.access import Operation, purposes
from domain.values.escalation import Rung
from domain.values.people import OfficeKind
from projections.accounts import names
from projections.alarms import AlarmRow

router: Final = APIRouter(prefix="/alarms", include_in_schema=False)

KINDS: Final[Mapping[str, str]] = {
    "receiver_missing": msg("Nobody to tell in {village}: no {office_kind} serves it"),
    "notice_returned": msg("{office} sent a notice back: see that somebody has it"),
    "change_not_accepted": msg(
        "{office} has not accepted {count} corrections or withdrawals in time: ring there"
    ),
    "receiver_closed": msg("{office} is closed: whoever acts for it is told instead"),
    "receiver_empty": msg(
        "Nobody can sign in for {office}, which is told: its stand-in is told as well"
    ),
    "notice_undeliverable": msg("A notice could not be delivered by {channel}"),
    "channel_gone": msg("{office} takes nothing by {channel} any more"),
    "channel_stuck": msg("Nothing gets through to {office} by {channel}"),
    "notice_gap": msg(
        "{count} facts that oblige to tell {office_kind} have no notice and no exception"
    ),
    "danger_report_late": msg(
        "Nobody has looked into a danger report in time ({village})"
    ),
    "rung_empty": msg("Nobody to turn to while a notice is not accepted: {rung}"),
    "notice_gap_at_night": msg(
        "The night's count: {count} facts that oblige to tell {office_kind} have no notice"
    ),
    "receiver_list_differs": msg(
        "A receiver's own list lacks {lacks} notices and has {beyond} never sent: {notices}"
    ),
    "receiver_list_unread": msg(
        "The night's comparison could not get the list that {office} keeps"
    ),
    "view_parked": msg("The list {view} stopped taking in somebody's record"),
    "job_in_trouble": msg("The job {name} fails"),
    "follower_in_trouble": msg("The follower {name} stands still"),
    "part_silent": msg("The work on {name} gives no sign of life"),
    "job_late": msg("The job {name} is not done in time"),
    "round_in_trouble": msg("The work on {name} stands still"),
}
"""What rings, by kind; any other shows under its own name."""

NOTHING: Final = "—"

Listening = Annotated[Asking, asking(Operation.READ_ALARMS)]
Acknowledging = Annotated[Acting, acting(Operation.ACKNOWLEDGE_ALARM)]


class AcknowledgementForm(Form):
    """That somebody takes care of it."""

    remark: str = Field("", max_length=300)


@router.get("")
def show_alarms(request: Request, asking: Listening) -> Response:
    """Show what rings."""
    return _shown(request, asking, {})


@router.post("/{alarm}/acknowledge")
async def acknowledge_alarm(
    alarm: UUID, request: Request, acting: Acknowledging, posted: PostedForm
) -> Response:
    """Say that somebody takes care of it; it rings until its matter is settled."""
    form, faults = posted.read(AcknowledgementForm)
    if form is None:
        seer = serving(acting.principal, Operation.READ_ALARMS)
        asking = Asking(acting.services, seer, Operation.READ_ALARMS)
        typed = {alarm: (posted.value("remark"), faults.get("remark", ""))}
        return await run_in_threadpool(_shown, request, asking, typed)
    with within_sight("alarm"):
        await acting.run(
            AcknowledgeAlarm(alarm, form.remark),
            {"alarm": str(alarm), "remark": form.remark},
        )
    return RedirectResponse("/alarms", HTTPStatus.SEE_OTHER)


def alarm_lines(
    request: Request,
    asking: Asking,
    typed: Mapping[UUID, tuple[str, str]] | None = None,
) -> list[dict[str, Any]]:
    """Return what rings for the asker, for the lines' template.

    `typed` are remarks that could not be taken, each with what is wrong.
    """
    language, services = language_of(request), asking.services
    with asking.reading() as opened:
        found = heard(opened, asking.principal)
        actors = names(opened.connection)
    now = services.clock()
    may = bool(purposes(asking.principal.role, Operation.ACKNOWLEDGE_ALARM))
    return [
        {
            "key": key,
            "row": row,
            "what": _what(row, language),
            "cause": row.details.get("reason") or row.details.get("failure", ""),
            "by": actors.get(row.acknowledged_by, "") if row.acknowledged_by else "",
            "is_late": row.acknowledged_at is None and row.answer_by < now,
            "may_acknowledge": may and row.acknowledged_at is None,
            "command_id": str(services.new_id()),
            "typed": (typed or {}).get(key, ("", "")),
        }
        for key, row in found
    ]


def _shown(
    request: Request, asking: Asking, typed: Mapping[UUID, tuple[str, str]]
) -> Response:
    lines = alarm_lines(request, asking, typed)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if typed else HTTPStatus.OK
    return page(request, "alarms.html", status_code=status, alarms=lines)


def _what(row: AlarmRow, language: Language) -> str:
    said = KINDS.get(row.kind)
    if said is None:
        return row.kind
    details = defaultdict(lambda: NOTHING, row.details)
    if "village" in details:
        details["village"] = place(details["village"])
    if "office_kind" in details:
        kind = OfficeKind(details["office_kind"])
        details["office_kind"] = language.text(word(kind))
    if "rung" in details:
        details["rung"] = shown(Rung, details["rung"], language)
    return language.text(said).format_map(details)
