"""How often doctors differ from "unstable", by what triggered it: counts, nobody's name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from domain.log import Logged
from domain.person.follow_up import FollowUpCorrected, FollowUpRecorded
from domain.person.identity import Registered
from domain.person.residence import ResidenceRecorded
from domain.person.residual import ResidualOpinionGiven, ResidualOpinionTakenBack
from projections.view import Scope, View, by_person, changed, versioned

UNSTABLE: Final = 1
SET_ASIDE: Final = {
    "class.residual_insight": "class.insight_absent",
    "class.residual_symptoms": "class.symptoms_marked",
}
"""The trigger that each opinion's reason set aside."""


@dataclass(frozen=True)
class Triggered:
    """One person; `visits` are {day, codes, judged, proposed} by follow-up.

    Only those whose findings triggered "unstable", or would have but for an opinion.
    `opinion` is the psychiatrist's that stands, empty where there is none.
    """

    person: UUID
    division: str = ""
    visits: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    opinion: dict[str, Any] = field(default_factory=dict[str, Any])


def fold(row: Triggered | None, logged: Logged) -> Triggered | None:
    """Copy what triggered the class, and what the doctor decided."""
    fact = logged.fact
    if isinstance(fact, Registered) and logged.person:
        return Triggered(logged.person)
    if row is None:
        return None
    match fact:
        case ResidenceRecorded():
            return changed(row, division=fact.village)
        case FollowUpRecorded():
            return _visited(row, fact, fact.follow_up)
        case FollowUpCorrected():
            return _visited(row, fact, fact.corrects)
        case ResidualOpinionGiven():
            return changed(row, opinion=_opinion(fact))
        case ResidualOpinionTakenBack():
            return changed(row, opinion={})
        case _:
            return row


def _opinion(fact: ResidualOpinionGiven) -> dict[str, Any]:
    return {
        "residual": fact.residual,
        "given_on": fact.given_on,
        "valid_until": fact.valid_until,
        "psychiatrist": fact.psychiatrist,
        "hospital": fact.hospital,
        "text": fact.text,
    }


def _visited(
    row: Triggered, fact: FollowUpRecorded | FollowUpCorrected, follow_up: str
) -> Triggered:
    others = {key: visit for key, visit in row.visits.items() if key != follow_up}
    codes = [why["code"] for why in fact.because]
    if fact.proposed == UNSTABLE or SET_ASIDE.keys() & set(codes):
        others[follow_up] = {
            "day": fact.visited_on,
            "codes": codes,
            "judged": fact.judged,
            "proposed": fact.proposed,
        }
    return changed(row, visits=others)


overrides: Final = View(
    name="overrides",
    edition=1,
    row=Triggered,
    table=versioned(
        "overrides",
        Column("person", Uuid, nullable=False),
        Column("division", Text, nullable=False),
        Column("visits", JSONB, nullable=False),
        Column("opinion", JSONB, nullable=False),
    ),
    scope=Scope.DIVISION,
    key=by_person,
    fold=fold,
    indexes=(
        "CREATE INDEX ON view.overrides (key) WHERE to_position IS NULL AND visits <> '{}'",
    ),
)


@dataclass(frozen=True, slots=True)
class OverrideRate:
    """One trigger: how often it spoke, how often the doctor judged otherwise."""

    trigger: str
    triggered: int
    overridden: int
    by_opinion: int
    """How often a psychiatrist's opinion set it aside beforehand."""


def override_rates(
    connection: Connection, since: date, until: date, division: str = ""
) -> list[OverrideRate]:
    """Return the counts of each trigger among follow-ups of these days, within sight."""
    query = overrides.rows().where(overrides.table.c.visits != {})
    if division:
        query = query.where(overrides.table.c.division.startswith(division))
    rows = [overrides.from_columns(row) for row in connection.execute(query)]
    return counted(
        visit
        for row in rows
        for visit in row.visits.values()
        if since.isoformat() <= visit["day"] <= until.isoformat()
    )


def counted(visits: Iterable[dict[str, Any]]) -> list[OverrideRate]:
    """Return the counts by trigger, the most frequent first."""
    counts: dict[str, list[int]] = {}
    for visit in visits:
        aside: list[str] = [
            SET_ASIDE[code] for code in visit["codes"] if code in SET_ASIDE
        ]
        spoke: list[str] = visit["codes"] if visit["proposed"] == UNSTABLE else []
        differs = visit["judged"] != visit["proposed"]
        for trigger in spoke:
            if trigger not in SET_ASIDE:
                found = counts.setdefault(trigger, [0, 0, 0])
                found[0] += 1
                found[1] += differs
        for trigger in aside:
            counts.setdefault(trigger, [0, 0, 0])[2] += 1
    rates = [OverrideRate(trigger, *found) for trigger, found in counts.items()]
    return sorted(rates, key=lambda rate: (-rate.triggered, rate.trigger))


def opinion_of(facts: Sequence[Logged]) -> dict[str, Any]:
    """Return the opinion that stands about one person, empty where there is none."""
    row: Triggered | None = None
    for logged in facts:
        row = fold(row, logged)
    return row.opinion if row else {}
