"""Take a finding over from last time, where the doctor asked and confirmed it (同上次，已核实).

Decision: which findings may be taken over, and what goes with each.
Source:   field notes 1 (K): findings are never pre-filled; "same as last time, asked and
          confirmed" is a fact of its own, which names the fields.
Hit rule: a field that was typed stays as typed and is not counted as confirmed.
Silence:  D-V1: the danger assessment is made afresh at every visit, and what happened in
          the period (dangerous behaviour, hospital, locked up, tests, referral) is asked
          afresh; neither can be taken over.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from domain.values.findings import Findings
from domain.values.visit_details import Repeatable

SOCIAL: Final = frozenset(
    {
        Repeatable.SELF_CARE,
        Repeatable.HOUSEWORK,
        Repeatable.WORK,
        Repeatable.STUDY,
        Repeatable.RELATIONS,
    }
)
ALONG: Final[Mapping[Repeatable, str]] = {
    Repeatable.SYMPTOM_CODES: "symptom_other",
    Repeatable.ADVERSE_REACTION: "reactions",
    Repeatable.REHABILITATION: "rehabilitation_other",
}
"""The words that go with a code."""
OPEN: Final[Sequence[object]] = (None, "", [])


def open_fields(
    found: Findings, fields: AbstractSet[Repeatable]
) -> tuple[Repeatable, ...]:
    """Return those of the fields that were left open, in the form's order."""
    facts = found.facts()
    return tuple(
        field
        for field in Repeatable
        if field in fields and _part(field, facts).get(field.value) in OPEN
    )


def missing_before(
    before: Mapping[str, Any], fields: Sequence[Repeatable]
) -> tuple[Repeatable, ...]:
    """Return the fields that were not recorded last time, so that nothing is confirmed."""
    return tuple(f for f in fields if _part(f, before).get(f.value) in OPEN)


def taken_over(
    found: Findings, before: Mapping[str, Any], fields: Sequence[Repeatable]
) -> Findings:
    """Return the findings with these fields as they were last time."""
    facts = found.facts()
    for field in fields:
        _part(field, facts)[field.value] = _part(field, before)[field.value]
        along = ALONG.get(field)
        if along and facts[along] in OPEN:
            facts[along] = before.get(along)
    return Findings.from_facts(facts)


def _part(field: Repeatable, facts: Mapping[str, Any]) -> Any:
    """Return where the field stands: social function has a part of its own."""
    return (facts.get("social") or {}) if field in SOCIAL else facts
