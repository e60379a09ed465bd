"""The offices: what they are, which villages they serve when, closed and reopened."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response, status
from pydantic import Field
from starlette.requests import Request

from api.acting import Acting, acting
from api.paging import PageQuery, cursors, cut, link_next
from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Id, Line
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.registry.offices import CloseOffice, ReopenOffice
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from domain.values.people import OfficeKind
from projections.offices import OfficeRow, all_offices

router: Final = APIRouter(prefix="/api/v1/offices", tags=["offices"])


class OfficesQuery(PageQuery, AsOfQuery):
    """Of which kind, working for which village on which day."""

    kind: OfficeKind | None = Field(None, description="Only offices of this kind.")
    village: str | None = Field(
        None,
        pattern=r"^[0-9]{12}$",
        description="Only working offices that serve it on the day.",
    )
    day: date | None = Field(None, description="That day; left out: today in China.")


class OfficeClosureBody(Body):
    """Why an office closes, and who acts for it."""

    reason: Line = Field(title="Why", min_length=1, examples=["撤并(演示)"])
    acting: Id | None = Field(
        None,
        title="The working unit that acts for it: needed where people may be its own",
    )


class ServiceAnswer(Answer):
    """A village the office serves; `until_on` is the first day it no longer does."""

    village: str = Field(title="Village", examples=["990101001001"])
    from_on: date = Field(title="From", examples=["2026-01-01"])
    until_on: date | None = Field(title="Until", examples=[None])


class OfficeAnswer(Answer):
    """One office."""

    id: UUID
    kind: OfficeKind = Field(title="Kind", examples=["police_station"])
    name: str = Field(title="Name", examples=["演示镇东派出所"])
    division: str = Field(title="Division", examples=["990101001"])
    phone: str = Field(title="Telephone", examples=["0000-0000000"])
    is_open: bool = Field(title="Whether it works")
    services: list[ServiceAnswer] = Field(title="Villages served")

    @classmethod
    def of(cls, key: UUID, row: OfficeRow) -> "OfficeAnswer":
        """Return an office's answer."""
        return cls(
            id=key,
            kind=OfficeKind(row.kind),
            name=row.name,
            division=row.division,
            phone=row.phone,
            is_open=row.is_open,
            services=[
                ServiceAnswer(
                    village=service["village"],
                    from_on=service["from_on"],
                    until_on=service["until_on"],
                )
                for service in row.services
            ],
        )


class OfficesAnswer(Answer):
    """One page of offices."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[OfficeAnswer]


@router.get("", openapi_extra=QUESTION)
def list_offices(
    query: Annotated[OfficesQuery, Query()],
    request: Request,
    response: Response,
    asking: Annotated[Asking, asking(Operation.READ_OFFICES)],
) -> OfficesAnswer:
    """List offices, now or as they stood."""
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    day = (query.day or shanghai_day(asking.services.clock())).isoformat()
    with asking.reading() as opened:
        at = position_of(query, opened)
        known = all_offices(opened.connection, at).items()
    found = [
        (office, row)
        for office, row in known
        if _is_asked_for(row, query, day)
        and (after is None or str(office) > str(after[0]))
    ]
    page = cut(found[: query.limit + 1], query.limit, _sorted_by)
    link_next(request, response, key, page.after)
    return OfficesAnswer(
        position=opened.position if at is None else at,
        items=[OfficeAnswer.of(*line) for line in page.lines],
    )


@router.post(
    "/{office}/closure", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def close_office(
    office: UUID,
    body: OfficeClosureBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.CLOSE_OFFICE)],
) -> Done:
    """Close an office from today on: its stand-in is told, and who acts has its people."""
    use_case = CloseOffice(office, _today(acting), body.reason, body.acting)
    return await _done(office, use_case, body.model_dump(mode="json"), acting, response)


@router.post(
    "/{office}/reopening", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def reopen_office(
    office: UUID,
    response: Response,
    acting: Annotated[Acting, acting(Operation.REOPEN_OFFICE)],
) -> Done:
    """Open an office again from today on: it is told itself."""
    use_case = ReopenOffice(office, _today(acting))
    return await _done(office, use_case, {}, acting, response)


def _today(acting: Acting) -> str:
    return shanghai_day(acting.services.clock()).isoformat()


async def _done(
    office: UUID,
    use_case: UseCase,
    asked: dict[str, object],
    acting: Acting,
    response: Response,
) -> Done:
    plain = {"office": str(office), "step": type(use_case).__name__, **asked}
    with within_sight("office"):
        recorded = await acting.run(use_case, plain)
    return done(response, "/offices", office, recorded)


def _is_asked_for(row: OfficeRow, query: OfficesQuery, day: str) -> bool:
    is_kind = query.kind is None or row.kind == query.kind
    return is_kind and (query.village is None or row.serves(query.village, day))


def _sorted_by(line: tuple[UUID, OfficeRow]) -> tuple[str]:
    return (str(line[0]),)
