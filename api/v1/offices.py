"""The offices: what they are, and which villages they serve when."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field
from starlette.requests import Request

from api.paging import PageQuery, cursors, cut, link_next
from api.v1.as_of import AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import QUESTION
from api.v1.models import Answer
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


def _is_asked_for(row: OfficeRow, query: OfficesQuery, day: str) -> bool:
    is_kind = query.kind is None or row.kind == query.kind
    return is_kind and (query.village is None or row.serves(query.village, day))


def _sorted_by(line: tuple[UUID, OfficeRow]) -> tuple[str]:
    return (str(line[0]),)
