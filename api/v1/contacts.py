"""Attempts to reach somebody: what each came to, and what the rules propose after it."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import Field

from api.acting import Acting, acting
from api.v1.described import COMMAND
from api.v1.done import done
from api.v1.fields import Day, Remark, code_of
from api.v1.models import Body, Done
from api.v1.sight import within_sight
from domain.registry.contacts import Attempt, NoteContact
from domain.rules.access import Operation
from domain.values.contacts import ContactOutcome, ContactWay

router: Final = APIRouter(prefix="/api/v1/people/{person}/contacts", tags=["contacts"])


class ContactBody(Body):
    """An attempt to reach a person; it is no follow-up by itself."""

    tried_on: Day = Field(title="Day of the attempt", examples=["2026-03-02"])
    way: Annotated[ContactWay, code_of(ContactWay)] = Field(
        title="By phone or at the door", examples=["phone"]
    )
    outcome: Annotated[ContactOutcome, code_of(ContactOutcome)] = Field(
        title="What it came to", examples=["not_reached"]
    )
    remind_again_on: Day | None = Field(
        None,
        title="No reminder to the doctor before (暂停提醒); with remind_later only",
        examples=["2026-03-05"],
    )
    remark: Remark = Field("", title="Remark", examples=["停机(演示)"])

    def attempt(self) -> Attempt:
        """Return the attempt in the domain's words."""
        return Attempt(
            tried_on=self.tried_on,
            way=self.way,
            outcome=self.outcome,
            remind_again_on=self.remind_again_on,
            remark=self.remark,
        )


@router.post("", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def note_contact(
    person: UUID,
    body: ContactBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.NOTE_CONTACT)],
) -> Done:
    """Note an attempt; the visit stays due whatever it came to.

    `id` is the attempt's; `version` and ETag are the person's. The due list shows it with
    the steps proposed.
    """
    plain = {"person": str(person), **body.model_dump(mode="json")}
    contact = acting.command(plain).new_id("contact")
    with within_sight("person"):
        recorded = await acting.run(
            NoteContact(person, body.attempt()), plain, body.tried_on.isoformat()
        )
    return done(response, f"/people/{person}", person, recorded, made=contact)
