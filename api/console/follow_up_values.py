"""A follow-up on record as values of the form's fields, and as words beside them."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final

from api.console.choices import GRADES, YES_NO, shown
from api.console.follow_up_fields import NOT_ASSESSED
from api.console.medicine_fields import ADVISED, TAKING, values_of_drugs
from api.console.medicines import all_in_words
from api.language import Language, msg
from domain.registry.risk_aid import Smashing, Violence
from domain.values import findings as words
from domain.values import visit_details as details
from domain.values.medication import DrugUse, Severity
from projections.follow_ups import FollowUpRow

LISTS: Final[Mapping[str, type[Enum]]] = {
    "form": words.VisitForm,
    "spoke_with": words.SpokeWith,
    "symptoms": words.Symptoms,
    "symptom_codes": words.Symptom,
    "insight": words.Insight,
    "sleep": words.Level,
    "diet": words.Level,
    "self_care": words.Level,
    "housework": words.Level,
    "work": words.WorkLevel,
    "study": words.Level,
    "relations": words.Level,
    "adverse_reaction": words.AdverseReaction,
    "physical_illness": words.PhysicalIllness,
    "adherence": words.Adherence,
    "treatment_effect": words.TreatmentEffect,
    "locked": words.Locked,
    "hospital": words.HospitalStay,
    "judged": words.FollowUpClass,
    "smashing": Smashing,
    "violence": Violence,
    "lost": words.LossReason,
    "cause": words.DeathCause,
    "illness": words.IllnessCause,
    "laboratory": details.Laboratory,
    "reaction_severity": Severity,
    "rehabilitation": details.Rehabilitation,
}
"""The closed list each coded field takes its answers from."""

SOCIAL: Final = ("self_care", "housework", "work", "study", "relations")
PLAIN: Final = (
    *("symptoms", "symptom_codes", "insight", "sleep", "diet", "adverse_reaction"),
    *("physical_illness", "adherence", "treatment_effect", "locked", "hospital"),
    *("symptom_other", "laboratory", "laboratory_content", "rehabilitation"),
    *("rehabilitation_other", "discharged_on"),
)
NOT_SHOWN: Final = frozenset({"why", "due_why", "remark", "due_on", "grade_why"})
"""What the doctor thought last time is not shown beside the field."""
INCIDENTS: Final[Mapping[str, str]] = {
    "disturbance": msg("Minor disturbance"),
    "public_order": msg("Breach of public order"),
    "criminal": msg("Criminal harm"),
    "other_harm": msg("Other harm"),
    "self_harm": msg("Self-harm"),
    "suicide_attempt": msg("Suicide attempt"),
}
"""危险行为 by form 8."""


def values_of(row: FollowUpRow) -> dict[str, list[str]]:
    """Return a follow-up on record as the values its form would have been sent with."""
    found = row.findings
    values: dict[str, Any] = {
        "visited_on": row.visited_on,
        "form": row.form,
        "spoke_with": row.spoke_with,
        "grade": NOT_ASSESSED if found["risk"] is None else found["risk"],
        **{name: found.get(name) for name in PLAIN},
        **_reactions(found.get("reactions") or ()),
        **_referral(found.get("referral") or {}),
        **{name: found["social"][name] for name in SOCIAL},
        "other_abnormality": _yes_no(found["other_abnormality"]),
        "settling": "yes" if row.settling else None,
        "judged": row.judged if row.judged != row.proposed else None,
        "why": row.why,
        "due_on": row.due_on if row.due_on != row.due_proposed else None,
        "due_why": row.due_why,
        "remark": row.remark,
        "grade_why": row.grade_why,
    }
    incidents: Mapping[str, int] | None = found["incidents"]
    if incidents is not None:
        values |= {name: times or None for name, times in incidents.items()}
        values["happened"] = _yes_no(any(incidents.values()))
    values |= values_of_drugs({of: drugs_of(row, of) for of in (TAKING, ADVISED)})
    return {
        name: [str(each) for each in (value if isinstance(value, list) else [value])]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        for name, value in values.items()
        if value is not None
    }


def last_time(row: FollowUpRow | None, language: Language) -> dict[str, str]:
    """Return what a follow-up said in each field, in words, to be shown beside it."""
    if row is None:
        return {}
    said = {
        name: ", ".join(_in_words(name, each, language) for each in each_value)
        for name, each_value in values_of(row).items()
        if name not in NOT_SHOWN
        and any(each_value)
        and not name.startswith("medicine_")
    }
    for of in (TAKING, ADVISED):
        said[of] = all_in_words(drugs_of(row, of), language)
    return said


def drugs_of(row: FollowUpRow, of: str) -> tuple[DrugUse, ...]:
    """Return the drugs a follow-up found taken, or advised."""
    return tuple(map(DrugUse.from_facts, row.findings.get(of) or ()))


def _reactions(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    if not rows:
        return {}
    return {
        "reaction_drug": [row["drug"] for row in rows],
        "reaction": [row["reaction"] for row in rows],
        "reaction_severity": [row["severity"] or "" for row in rows],
    }


def _referral(said: Mapping[str, Any]) -> dict[str, str | None]:
    if not said:
        return {}
    return {
        "referral_advised": _yes_no(said["advised"]),
        "referral_reason": said["reason"],
        "referral_done": _yes_no(said["done"]),
        "institution": said["institution"],
        "department": said["department"],
    }


def _in_words(name: str, value: str, language: Language) -> str:
    if not value:
        return ""
    if name in LISTS:
        kind = LISTS[name]
        code = next(member.value for member in kind if str(member.value) == value)
        return shown(kind, code, language)
    if name == "grade":
        known = {**GRADES, NOT_ASSESSED: msg("Not assessed")}
        return language.text(known[value])
    return language.text(YES_NO[value]) if value in YES_NO else value


def _yes_no(answer: bool | None) -> str | None:  # noqa: FBT001 - a stored answer
    return None if answer is None else "yes" if answer else "no"
