"""How an office is told beside its inbox: its ways, their order, secrets, tests and tries."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.acting import Acting, acting
from api.channels import (
    TryLine,
    chosen_ways,
    latest_tries,
    new_secret,
    office_in_sight,
)
from api.v1.asking import Asking, asking
from api.v1.described import COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import code_of
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.registry.channels import (
    Channels,
    ChooseChannel,
    DisableChannel,
    EnableChannel,
    RotateSecret,
    Way,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.channels import (
    LONGEST_ADDRESS,
    MOST_MINUTES,
    MOST_OVERLAP_HOURS,
    OVERLAP_HOURS,
    SwitchedOff,
    WayOut,
)

router: Final = APIRouter(prefix="/api/v1/offices/{office}/channels", tags=["channels"])

MADE: Final = status.HTTP_201_CREATED
Looking = Annotated[Asking, asking(Operation.READ_CHANNELS)]
Setting = Annotated[Acting, acting(Operation.SET_CHANNELS)]


class WayBody(Body):
    """A way to be used, in place of how it was used before."""

    channel: Annotated[WayOut, code_of(WayOut)] = Field(
        title="Way", examples=["webhook"]
    )
    address: str = Field(
        title="Where to: an https address, a mailbox, a telephone number",
        min_length=1,
        max_length=LONGEST_ADDRESS,
        examples=["https://duty.example/suian"],
    )
    place: int = Field(
        title="Place in the order, the first used first", ge=1, le=9, examples=[1]
    )
    after_minutes: int = Field(
        10,
        title="Minutes left to it before the next one takes its turn",
        ge=0,
        le=MOST_MINUTES,
    )


class SecretBody(Body):
    """How long the old secret signs beside the new one."""

    overlap_hours: int = Field(
        OVERLAP_HOURS, title="Hours", ge=0, le=MOST_OVERLAP_HOURS, examples=[24]
    )


class WayAnswer(Answer):
    """One way."""

    channel: WayOut = Field(title="Way", examples=["webhook"])
    address: str = Field(title="Where to", examples=["https://duty.example/suian"])
    place: int = Field(title="Place in the order", examples=[1])
    after_minutes: int = Field(title="Minutes left to it alone", examples=[10])
    is_on: bool = Field(title="Whether it is used")
    off_because: SwitchedOff | None = Field(title="Why not", examples=[None])
    is_set_up: bool = Field(title="Whether the operator has set this way up")

    @classmethod
    def of(cls, way: Way, usable: frozenset[str]) -> "WayAnswer":
        """Return a way's answer."""
        return cls(
            channel=WayOut(way.channel),
            address=way.address,
            place=way.place,
            after_minutes=way.after_minutes,
            is_on=way.is_on,
            off_because=SwitchedOff(way.off_because) if way.off_because else None,
            is_set_up=way.channel in usable,
        )


class ChannelsAnswer(Answer):
    """An office's ways; the inbox and the feed are always there and not listed."""

    office: UUID
    ways: list[WayAnswer] = Field(title="In the order they are used")
    secrets: int = Field(title="How many secrets sign at present", examples=[1])


class MadeAnswer(Done):
    """What a command came to; a secret it made is shown here and nowhere again."""

    secret: str | None = Field(
        None, title="The webhook's new secret", examples=["whsec_…"]
    )


class PingAnswer(Answer):
    """What a test by hand came to."""

    failure: str = Field(title="What went wrong; empty when it arrived", examples=[""])
    status: int | None = Field(title="The receiver's HTTP status", examples=[204])
    millis: int = Field(title="How long it took, in milliseconds", examples=[41])


class TryAnswer(Answer):
    """One try; nothing that was sent or answered is kept."""

    tried_at: datetime = Field(title="When")
    channel: WayOut = Field(title="Way", examples=["webhook"])
    message: UUID | None = Field(title="Which message; none for a test by hand")
    outcome: str = Field(title="What came of it", examples=["delivered"])
    status: int | None = Field(title="Status the other side gave", examples=[204])
    millis: int = Field(title="How long it took, in milliseconds", examples=[41])

    @classmethod
    def of(cls, line: TryLine) -> "TryAnswer":
        """Return a try's answer."""
        return cls(
            tried_at=line.tried_at,
            channel=WayOut(line.channel),
            message=line.message,
            outcome=line.outcome,
            status=line.status,
            millis=line.millis,
        )


class TriesAnswer(Answer):
    """The latest tries, the last one first."""

    items: list[TryAnswer]


@router.get("", openapi_extra=QUESTION)
def read_channels(office: UUID, asking: Looking) -> ChannelsAnswer:
    """Show how an office is told beside its inbox; no secret is ever shown here."""
    with asking.reading() as opened:
        office_in_sight(opened, asking.principal, office)
        chosen = chosen_ways(opened, office)
    usable = asking.services.ways.usable
    now = asking.services.clock()
    return ChannelsAnswer(
        office=office,
        ways=[WayAnswer.of(way, usable) for way in _sorted(chosen)],
        secrets=len(chosen.signing(now)),
    )


@router.get("/tries", openapi_extra=QUESTION)
def list_tries(office: UUID, asking: Looking) -> TriesAnswer:
    """List the latest tries to reach an office, by every way."""
    with asking.reading() as opened:
        office_in_sight(opened, asking.principal, office)
        lines = latest_tries(opened.connection, office)
    return TriesAnswer(items=[TryAnswer.of(line) for line in lines])


@router.post("", status_code=MADE, openapi_extra=COMMAND)
async def choose_channel(
    office: UUID, body: WayBody, response: Response, acting: Setting
) -> MadeAnswer:
    """Tell the office by this way; a first webhook's secret is in the answer, once."""
    use_case = ChooseChannel(
        office, body.channel, body.address, body.place, body.after_minutes
    )
    return await _made(office, use_case, body.model_dump(mode="json"), acting, response)


@router.post("/webhook/secret", status_code=MADE, openapi_extra=COMMAND)
async def rotate_secret(
    office: UUID, body: SecretBody, response: Response, acting: Setting
) -> MadeAnswer:
    """Make another secret, shown once; the old one signs too for some hours."""
    use_case = RotateSecret(office, body.overlap_hours)
    return await _made(office, use_case, body.model_dump(), acting, response)


@router.post("/webhook/ping", openapi_extra=QUESTION)
def ping_webhook(
    office: UUID, asking: Annotated[Asking, asking(Operation.SET_CHANNELS)]
) -> PingAnswer:
    """Send the webhook a signed test that tells of nobody, and say what came back."""
    with asking.reading() as opened:
        office_in_sight(opened, asking.principal, office)
    came = asking.services.ways.ping(office)
    return PingAnswer(failure=came.failure, status=came.status, millis=came.millis)


@router.post("/{channel}/disabling", status_code=MADE, openapi_extra=COMMAND)
async def disable_channel(
    office: UUID, channel: WayOut, response: Response, acting: Setting
) -> MadeAnswer:
    """Tell the office by this way no longer."""
    return await _made(office, DisableChannel(office, channel), {}, acting, response)


@router.post("/{channel}/enabling", status_code=MADE, openapi_extra=COMMAND)
async def enable_channel(
    office: UUID, channel: WayOut, response: Response, acting: Setting
) -> MadeAnswer:
    """Tell the office by this way again."""
    return await _made(office, EnableChannel(office, channel), {}, acting, response)


async def _made(
    office: UUID,
    use_case: UseCase,
    asked: dict[str, object],
    acting: Acting,
    response: Response,
) -> MadeAnswer:
    plain = {"office": str(office), "step": type(use_case).__name__, **asked}
    with within_sight("office"):
        recorded = await acting.run(use_case, plain)
    secret = await run_in_threadpool(new_secret, acting.services, office, recorded)
    stream = Channels.id_for(office)
    came = done(response, f"/offices/{office}/channels", stream, recorded)
    return MadeAnswer(**came.model_dump(), secret=secret)


def _sorted(chosen: Channels) -> list[Way]:
    return sorted(chosen.ways.values(), key=lambda way: (way.place, way.channel))
