"""A psychiatrist's opinion on residual findings, and how often doctors differ, by trigger."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from api.acting import Acting, acting
from api.console.choices import options
from api.console.forms import Form, Posted, PostedForm
from api.console.pages import page
from api.console.person import chart_in_sight
from api.console.reasons import kept
from api.language import language_of
from api.v1.asking import Asking, asking
from api.v1.sight import within_sight
from domain.registry.residual import (
    GiveOpinion,
    Residual,
    ResidualForm,
    TakeOpinionBack,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.calendar import shanghai_day
from projections.overrides import opinion_of, override_rates

router: Final = APIRouter(include_in_schema=False)

Needed = Annotated[str, Field(min_length=1, max_length=300)]
Looking = Annotated[Asking, asking(Operation.GIVE_OPINION)]
Giving = Annotated[Acting, acting(Operation.GIVE_OPINION)]
Counting = Annotated[Asking, asking(Operation.READ_RATES)]


class OpinionFields(Form):
    """The opinion as typed."""

    residual: list[Residual] = Field(min_length=1)
    given_on: date
    psychiatrist: Needed
    hospital: Needed
    text: str = Field(min_length=1, max_length=2000)


class WithdrawalFields(Form):
    """Why it holds no more."""

    reason: Needed


class OverridesQuery(BaseModel):
    """Follow-ups of which days; left out: this year."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    since: date | None = None
    until: date | None = None


@router.get("/people/{person}/opinion")
def show_opinion(person: UUID, request: Request, asking: Looking) -> Response:
    """Show the opinion that stands and the form for another."""
    return _show(request, asking, person, {}, {})


@router.post("/people/{person}/opinion")
async def give_opinion(
    person: UUID, request: Request, acting: Giving, posted: PostedForm
) -> Response:
    """Record an opinion."""
    form, faults = posted.read(OpinionFields)
    use_case = form and GiveOpinion(
        person,
        ResidualForm(
            frozenset(form.residual),
            form.given_on,
            form.psychiatrist,
            form.hospital,
            form.text,
        ),
    )
    return await _record(request, acting, person, (posted, form, use_case, faults))


@router.post("/people/{person}/opinion/withdrawal")
async def take_opinion_back(
    person: UUID, request: Request, acting: Giving, posted: PostedForm
) -> Response:
    """Take the opinion back."""
    form, faults = posted.read(WithdrawalFields)
    use_case = form and TakeOpinionBack(person, form.reason)
    return await _record(request, acting, person, (posted, form, use_case, faults))


@router.get("/overrides")
def show_overrides(
    request: Request, asking: Counting, query: Annotated[OverridesQuery, Query()]
) -> Response:
    """Show how often doctors judged otherwise than "unstable", by trigger."""
    today = shanghai_day(asking.services.clock())
    since, until = query.since or date(today.year, 1, 1), query.until or today
    with asking.reading() as opened:
        found = override_rates(opened.connection, since, until)
        opened.showed_nobody()
    language = language_of(request)
    return page(
        request,
        "overrides.html",
        since=since.isoformat(),
        until=until.isoformat(),
        lines=[
            (kept([{"code": rate.trigger, "clause": ""}], language)[0].text, rate)
            for rate in found
        ],
    )


Sent = tuple[Posted, Form | None, UseCase | None, Mapping[str, str]]


async def _record(
    request: Request, acting: Acting, person: UUID, sent: Sent
) -> Response:
    posted, form, use_case, faults = sent
    if form is None or use_case is None:
        asking = Asking(acting.services, acting.principal, Operation.GIVE_OPINION)
        return await run_in_threadpool(
            _show, request, asking, person, posted.fields, faults
        )
    plain = {"person": str(person), **form.model_dump(mode="json")}
    with within_sight("person"):
        recorded = await acting.run(use_case, plain)
    address = f"/people/{person}?after={recorded.position}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


def _show(
    request: Request,
    asking: Asking,
    person: UUID,
    fields: Mapping[str, Any],
    errors: Mapping[str, str],
) -> Response:
    with asking.reading() as opened:
        card = chart_in_sight(opened, person).card
        opinion = opinion_of(opened.facts(person))
    services = asking.services
    return page(
        request,
        "opinion.html",
        status_code=HTTP_422_UNPROCESSABLE_CONTENT if errors else HTTPStatus.OK,
        card=card,
        opinion=opinion,
        fields=fields,
        errors=errors,
        residual=options(Residual, language_of(request)),
        today=shanghai_day(services.clock()).isoformat(),
        command_ids=[str(services.new_id()) for _ in range(2)],
    )
