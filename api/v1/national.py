"""The second entry: what waits for the national system, the sheets to copy, the marks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID, uuid5

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from api.acting import Acting, acting
from api.console.national_sheets import (
    SheetLine,
    as_csv,
    limit_of,
    sheet,
    sheets_waiting,
)
from api.language import Language, language_of
from api.printing.making import PDF
from api.printing.passing_on import print_copy
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Id, Line, code_of
from api.v1.follow_up_answer import CitedReason
from api.v1.forms import A_PDF
from api.v1.models import Answer, Body, Done
from api.v1.sight import seen_card, within_sight
from domain.errors import Refused, Unknown
from domain.registry.national import (
    EnterNational,
    NoteExport,
    UndoNational,
    parity,
    record_named,
)
from domain.registry.rule_settings import InForce, in_force
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.national import EntryState, RecordKind
from projections.national_entries import WAITING, Entry, entries_of, national, waiting

router: Final = APIRouter(prefix="/api/v1", tags=["national system"])

Looking = Annotated[Asking, asking(Operation.READ_NATIONAL)]
Entering = Annotated[Acting, acting(Operation.ENTER_NATIONAL)]
Number = Annotated[str, Field(min_length=1, max_length=40)]


class WaitingQuery(BaseModel):
    """Of which unit, and how many people at most."""

    model_config = ConfigDict(extra="forbid")

    unit: UUID | None = Field(None, description="Only those of one responsible unit.")
    limit: int = Field(200, ge=1, le=500, description="How many people at most.")


class NumberBody(Body):
    """The number the record has in the national system."""

    number: Number = Field(title="Number there", examples=["3301010000001"])


class UndoingBody(Body):
    """Why a mark of entry is taken back."""

    reason: Line = Field(title="Why", min_length=1, examples=["误标记"])


class NumberLine(Body):
    """The number of one record, of several given back at once."""

    person: Id = Field(title="Person")
    record: str = Field(
        title="Record", max_length=60, examples=["registration"], min_length=1
    )
    number: Number = Field(title="Number there", examples=["3301010000001"])


class NumbersBody(Body):
    """Numbers given back: each record is marked on its own."""

    items: list[NumberLine] = Field(title="Records", max_length=500)


class NumbersAnswer(Answer):
    """How many records were marked, and which were not."""

    position: int = Field(title="Position of the log", examples=[1204])
    entered: int = Field(title="Records marked as entered", examples=[12])
    refused: list[str] = Field(
        title="Records that were not, as person/record", examples=[[]]
    )


class ExportBody(Body):
    """Which kind of records is handed out, and what for."""

    kind: Annotated[RecordKind, code_of(RecordKind)] = Field(
        title="Kind", examples=["follow_up"]
    )
    why: Line = Field(title="What for", min_length=1, examples=["录入国家系统"])


class EntryLine(Answer):
    """One record and how far it is; the limit stands while it waits."""

    person: UUID
    record: str = Field(title="Record", examples=["registration"])
    kind: RecordKind = Field(title="Kind", examples=["registration"])
    state: EntryState = Field(title="State", examples=["pending"])
    arose_on: date | None = Field(
        title="Day of the record; none once it was retracted here",
        examples=["2026-03-02"],
    )
    number: str = Field(title="Number there", examples=[""])
    entered_at: str = Field(title="Marked at", examples=[""])
    entered_by: str = Field(title="Account that marked it", examples=[""])
    due_on: date | None = Field(title="To be entered by", examples=["2026-03-12"])
    is_overdue: bool = Field(title="Whether that has passed", examples=[False])
    because: list[CitedReason] = Field(title="Why that day")


class EntriesAnswer(Answer):
    """Records, the longest waiting first."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[EntryLine]


class SheetLineAnswer(Answer):
    """One line of a sheet, in the order of the form."""

    name: str = Field(title="Name here", examples=["insight"])
    label: str = Field(title="What the form calls it", examples=["自知力"])
    code: str = Field(title="Code to enter", examples=["1"])
    words: str = Field(title="In words", examples=["自知力完全"])
    is_verified: bool = Field(title="Whether the code was read", examples=[True])
    is_put_right: bool = Field(
        title="Whether it reads otherwise than when it was entered", examples=[False]
    )


class SheetAnswer(Answer):
    """One sheet to copy."""

    person: UUID
    record: str = Field(title="Record", examples=["registration"])
    lines: list[SheetLineAnswer]


class ParityCode(Answer):
    """One of our values and the form's code for it."""

    value: str = Field(title="Value here", examples=["severe"])
    code: str | None = Field(title="Code there; null: not verified", examples=["2"])


class ParityLine(Answer):
    """One list of codes beside the form's."""

    list_name: str = Field(title="List here", examples=["AdverseReaction"])
    form: str = Field(title="Form", examples=["8"])
    field: str = Field(title="Field of the form", examples=["药物不良反应"])
    clause: str = Field(title="Where the codes were read", examples=["R4 form 8 [R]"])
    is_verified: bool = Field(title="Whether all were read", examples=[True])
    codes: list[ParityCode]


class ParityAnswer(Answer):
    """Every list that is entered in the national system."""

    items: list[ParityLine]


@router.post(
    "/national-exports", response_class=PlainTextResponse, openapi_extra=COMMAND
)
async def export_national(
    body: ExportBody,
    request: Request,
    acting: Annotated[Acting, acting(Operation.EXPORT_NATIONAL)],
) -> PlainTextResponse:
    """Hand out what waits of one kind as CSV, once it is noted for what purpose."""
    return await handed_out(acting, body.kind, body.why, language_of(request))


@router.get("/national-codes", openapi_extra=QUESTION)
def list_national_codes(asking: Looking) -> ParityAnswer:
    """List each of our coded values with the national form's code, or that it is unread."""
    del asking
    return ParityAnswer(
        items=[
            ParityLine(
                list_name=kind.__name__,
                form=row.form,
                field=row.field,
                clause=str(row.clause),
                is_verified=row.is_verified,
                codes=[
                    ParityCode(value=str(each.value), code=code)
                    for each, code in row.codes.items()
                ],
            )
            for kind, row in parity().items()
        ]
    )


@router.get("/national-entries", openapi_extra=QUESTION)
def list_national_waiting(
    query: Annotated[WaitingQuery, Query()], asking: Looking
) -> EntriesAnswer:
    """List what waits to be entered in the national system, with its limits."""
    with asking.reading() as opened:
        unit = str(query.unit) if query.unit else None
        found = waiting(opened.connection, unit=unit, limit=query.limit)
        opened.saw(each.person for each in found)
    return _answer(opened.position, found, asking)


@router.get("/people/{person}/national-entries", openapi_extra=QUESTION)
def list_national_records(person: UUID, asking: Looking) -> EntriesAnswer:
    """List every record of one person and how far it is."""
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        row = national(opened.connection, person)
        opened.saw([person])
    return _answer(opened.position, entries_of(row) if row else [], asking)


@router.get("/people/{person}/national-entries/{record}", openapi_extra=QUESTION)
def show_national_sheet(
    person: UUID, record: str, request: Request, asking: Looking
) -> SheetAnswer:
    """Show one sheet in the order of the national form, with codes."""
    with asking.reading() as opened:
        seen_card(opened.connection, person)
        opened.saw([person])
        lines = sheet(opened, person, record_named(record), language_of(request))
        if not lines:
            raise Unknown(kind="record")
    return SheetAnswer(
        person=person, record=record, lines=[_line(each) for each in lines]
    )


@router.get(
    "/people/{person}/national-entries/{record}/sheet",
    openapi_extra=QUESTION,
    response_class=Response,
    responses=A_PDF,
)
def read_copy_sheet(person: UUID, record: str, asking: Looking) -> Response:
    """Return the same sheet as PDF, to be copied from paper."""
    return Response(print_copy(asking, person, record), media_type=PDF)


@router.post(
    "/people/{person}/national-entries/{record}",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def enter_national(
    person: UUID, record: str, body: NumberBody, response: Response, acting: Entering
) -> Done:
    """Mark a record as entered, with the number it has there."""
    use_case = EnterNational(person, (record_named(record),), body.number)
    plain = {"person": str(person), "record": record, "number": body.number}
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/people/{person}/national-entries", person, recorded)


@router.post(
    "/people/{person}/national-entries/{record}/undoing",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def undo_national_entry(
    person: UUID, record: str, body: UndoingBody, response: Response, acting: Entering
) -> Done:
    """Take a mark back: the record waits again."""
    use_case = UndoNational(person, record_named(record), body.reason)
    plain = {"person": str(person), "record": record, "reason": body.reason}
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/people/{person}/national-entries", person, recorded)


@router.post(
    "/national-numbers", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def give_back_national_numbers(
    body: NumbersBody, acting: Entering
) -> NumbersAnswer:
    """Mark several records as entered at once; each on its own, repeated harmlessly."""
    given = [(str(each.person), each.record, each.number) for each in body.items]
    position, refused = await enter_each(acting, given)
    return NumbersAnswer(
        position=position, entered=len(given) - len(refused), refused=refused
    )


async def handed_out(
    acting: Acting, kind: RecordKind, why: str, language: Language
) -> PlainTextResponse:
    """Note whom a file shows and what for, then return it: nothing leaves before."""
    asking = Asking(acting.services, acting.principal, Operation.EXPORT_NATIONAL)
    rows = await run_in_threadpool(sheets_waiting, asking, kind, language)
    people = sorted({entry.person for entry, _, _ in rows})
    what = f"national/{kind.value}"
    use_case = NoteExport(what, why, people, len(rows), acting.principal.division)
    await acting.run(use_case, {"kind": kind.value, "why": why})
    return PlainTextResponse(
        as_csv(rows),
        media_type="text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="national-{kind.value}.csv"'
        },
    )


async def enter_each(
    acting: Acting, given: Sequence[tuple[str, str, str]]
) -> tuple[int, list[str]]:
    """Mark (person, record, number) one by one; return the position, and what was refused.

    Each is a command of its own whose id derives from this one's and the record.
    """
    position, refused = 0, list[str]()
    for person, record, number in given:
        named = f"{person}/{record}"
        one = replace(acting, command_id=uuid5(acting.command_id, named))
        plain: dict[str, Any] = {"record": named, "number": number}
        try:
            use_case = EnterNational(UUID(person), (record_named(record),), number)
            recorded = await one.run(use_case, plain)
        except (Refused, ValueError):
            refused.append(named)
        else:
            position = max(position, recorded.position)
    return position, refused


def _answer(position: int, found: Sequence[Entry], asking: Asking) -> EntriesAnswer:
    today = shanghai_day(asking.services.clock())
    local = in_force(asking.services.log)
    return EntriesAnswer(
        position=position, items=[_entry(each, local, today) for each in found]
    )


def _entry(entry: Entry, local: InForce, today: date) -> EntryLine:
    limit = limit_of(entry, local) if entry.state in WAITING else None
    return EntryLine(
        person=entry.person,
        record=str(entry.key),
        kind=entry.key.kind,
        state=entry.state,
        arose_on=date.fromisoformat(entry.arose_on) if entry.arose_on else None,
        number=entry.number,
        entered_at=entry.entered_at,
        entered_by=entry.by,
        due_on=limit.due_on if limit else None,
        is_overdue=limit is not None and limit.due_on < today,
        because=[CitedReason(**why.fact()) for why in limit.because] if limit else [],
    )


def _line(line: SheetLine) -> SheetLineAnswer:
    return SheetLineAnswer(
        name=line.name,
        label=line.label,
        code=line.code,
        words=line.words,
        is_verified=line.is_verified,
        is_put_right=line.is_put_right,
    )
