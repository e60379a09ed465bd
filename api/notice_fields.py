"""What a receiver reads in a notice: the fields its policy names, and no others.

Those about the person are folded from the person's own stream; those of the envelope say
who tells, by which law, and what is expected of the reader.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy import Connection

from api.language import Language, msg
from domain.errors import Unknown
from domain.log import Log
from domain.registry.notice_changes import Corrected
from domain.registry.notice_content import Since, content, legal_basis, since
from domain.values.notices import Trigger
from domain.values.people import Purpose
from projections import notice_box
from projections.notice_box import NoticeRow
from projections.offices import OfficeRow, office

WHAT_TO_DO: Final[Mapping[str, str]] = {
    Purpose.REPORT: msg("Accept, arrange care, and report what came of it."),
    Purpose.RESPONSE: msg("Accept, respond at once, and report what came of it."),
    Purpose.JOINT_FOLLOW_UP: msg(
        "Accept, take part in the follow-up, and report what came of it."
    ),
}
"""What is expected of the reader, by purpose: our words, no text prescribes any."""

LOOK_FOR: Final = msg("Accept, look for the person, and report what came of it.")
GONE: Final = frozenset({Trigger.LEFT, Trigger.ABSCONDED})
"""Whoever responds to this news looks for somebody."""
HEARSAY: Final = "danger_report."
"""A report from elsewhere stands under an id that is nobody's."""
TO_STOP: Final = ("name", "reference", "sender", "call_back", "issued_at")
"""What is still shown of a notice that was withdrawn (D-LI3)."""


class Sources(Protocol):
    """What a notice's fields are folded from: an open reading, or whoever sends it."""

    @property
    def connection(self) -> Connection:
        """Return the connection to ask views with."""
        ...

    @property
    def log(self) -> Log:
        """Return the log."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """One notice on its way to a reader; `sender` is the office whose fact it tells."""

    notice: UUID
    row: NoticeRow
    sender: OfficeRow | None
    language: Language


def fields_of(
    opened: Sources, notice: UUID, row: NoticeRow, language: Language
) -> dict[str, str]:
    """Return the fields of a notice by their policy names, in the policy's order.

    Of a notice that was withdrawn only what is needed to stop: whom it was about and whom
    to ring.
    """
    told = Told(notice, row, _sender(opened, row), language)
    record = record_of(opened, row)
    fields = shown(row)
    known = content(opened.log, record, row.fact_position, fields)
    return {
        field: ENVELOPE[field](told) if field in ENVELOPE else known[field]
        for field in fields
        if field in ENVELOPE or field in known
    }


def brought(
    opened: Sources, notice: UUID, row: NoticeRow, language: Language
) -> dict[str, str]:
    """Return what is brought to a receiver: the fields as told, corrected where they were."""
    fields = fields_of(opened, notice, row, language)
    record = record_of(opened, row)
    for logged in opened.log.stream(notice):
        if isinstance(logged.fact, Corrected):
            fact = logged.fact
            now = content(opened.log, record, fact.cause_position, fact.fields)
            fields |= {name: now[name] for name in now if name in fields}
    return fields


def shown(row: NoticeRow) -> list[str]:
    """Return the names of the fields that are shown of a notice."""
    if row.withdrawn_at is None:
        return row.fields
    return [field for field in row.fields if field in TO_STOP]


def record_of(opened: Sources, row: NoticeRow) -> UUID:
    """Return the record the notice's fact stands in, whatever it was merged into."""
    facts = opened.log.with_ids([row.fact])
    about = facts[0].person if facts else None
    is_hearsay = bool(facts) and facts[0].topic.startswith(HEARSAY)
    return row.person if about is None or is_hearsay else about


def since_of(opened: Sources, row: NoticeRow) -> Since | None:
    """Return what was put right since the notice; None once it is closed.

    Of a notice that was withdrawn no field is shown any more.
    """
    if row.closed_at is not None:
        return None
    record = record_of(opened, row)
    fields = row.fields if row.withdrawn_at is None else ()
    return since(opened.log, record, row.fact, row.fact_position, fields)


def as_logged(log: Log, notice: UUID) -> NoticeRow:
    """Return a notice as the log has it, steps of a moment ago included."""
    row: NoticeRow | None = None
    for logged in log.stream(notice):
        row = notice_box.fold(row, logged)
    if row is None:
        raise Unknown(kind="notice")
    return row


def _sender(opened: Sources, row: NoticeRow) -> OfficeRow | None:
    for logged in opened.log.with_ids([row.fact]):
        if organisation := logged.header.get("organisation"):
            return office(opened.connection, UUID(organisation))
    return None


def _reference(told: Told) -> str:
    return str(told.notice)


def _issued_at(told: Told) -> str:
    return told.row.issued_at.isoformat()


def _news(told: Told) -> str:
    return told.row.trigger


def _legal_basis(told: Told) -> str:
    row = told.row
    return legal_basis(row.trigger, row.receiver_kind, row.purpose, row.fields)


def _name(told: Told) -> str:
    return told.sender.name if told.sender else ""


def _call_back(told: Told) -> str:
    return told.sender.phone if told.sender else ""


def _what_to_do(told: Told) -> str:
    row = told.row
    if row.purpose == Purpose.RESPONSE and row.trigger in GONE:
        return told.language.text(LOOK_FOR)
    return told.language.text(WHAT_TO_DO[row.purpose])


ENVELOPE: Final[Mapping[str, Callable[[Told], str]]] = {
    "reference": _reference,
    "issued_at": _issued_at,
    "news": _news,
    "legal_basis": _legal_basis,
    "sender": _name,
    "call_back": _call_back,
    "what_to_do": _what_to_do,
}
