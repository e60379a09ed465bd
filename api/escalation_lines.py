"""What an office of the ladder reads of a notice nobody accepted, by whatever way."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from api.language import Language, msg
from api.notice_fields import Sources, as_logged, brought
from domain.registry.notice_escalation import Escalated, Reminded, Rung
from projections.escalations import LadderRow

BAND: Final = "level_band"
REFERENCE: Final = "reference"
"""All a reminder says: the office that told knows of whom."""
ASKED: Final[Mapping[str, str]] = {
    Rung.STAND_IN: msg(
        "Take it on in place of the office that is silent, and respond."
    ),
    Rung.COUNTY: msg(
        "Press the office that has not accepted, and see that help comes."
    ),
    Rung.JOINT_MEETING: msg("Press the office that has not accepted."),
}
"""What is expected of each office of the ladder: our words, no text prescribes any."""


def urged_fields(
    opened: Sources, notice: UUID, rung: Mapping[str, Any], language: Language
) -> dict[str, str]:
    """Return the fields that the rung's office may read, corrected, and no others.

    Nobody is asked for anything about a notice that was withdrawn.
    """
    allowed: list[str] = rung["fields"]
    row = as_logged(opened.log, notice)
    known = brought(opened, notice, row, language)
    found = {name: known[name] for name in allowed if name in known}
    if row.withdrawn_at is not None:
        return found
    if BAND in allowed:
        found[BAND] = "3+"
    if "what_to_do" in allowed:
        found["what_to_do"] = language.text(ASKED[rung["rung"]])
    return found


def turn_fields(
    opened: Sources, notice: UUID, turn: Reminded | Escalated, language: Language
) -> dict[str, str]:
    """Return what is brought to the office that was turned to: the rung's own fields."""
    if isinstance(turn, Escalated):
        rung = {"rung": turn.rung, "fields": turn.fields}
        return urged_fields(opened, notice, rung, language)
    row = replace(as_logged(opened.log, notice), fields=[REFERENCE])
    return brought(opened, notice, row, language)


def rung_for(row: LadderRow, office: UUID | None) -> Mapping[str, Any] | None:
    """Return the rung at which an office was told higher up; None if it never was."""
    return row.turned_to(office) if office else None


def call_for(row: LadderRow, office: UUID | None) -> Mapping[str, Any] | None:
    """Return the rung at which an office was asked to ring; None if it never was."""
    return next(
        (
            each
            for each in row.rungs or ()
            if each["rung"] == Rung.SENDER and each["office"] == str(office)
        ),
        None,
    )
