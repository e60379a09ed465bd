"""The values of one sheet of the national system, by the names `national_form.py` gives them.

Folded from the person's own facts when asked, so that a sheet shows what was put right a
moment ago. A value is plain: a code of our lists, several codes, or text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from domain.log import Logged
from domain.person.check_up import CheckUpRecorded
from domain.person.diagnosis import DiagnosisRecorded
from domain.person.discharge import DischargeSheetRecorded
from domain.person.national import NationalEntered
from domain.person.residence import ResidenceRecorded
from domain.person.standing import DeathRecorded, FoundAgain, LostToFollowUp
from domain.values.medication import DrugUse
from domain.values.national import RecordKey, RecordKind, discharge_id
from projections.chart import Chart, chart
from projections.exclusions import exclusion_of
from projections.follow_ups import FollowUpRow

CONDUCT: Final[Mapping[str, str]] = {
    "disturbance": "1 轻度滋事",
    "public_order": "2 肇事",
    "criminal": "3 肇祸",
    "other_harm": "4 其他危害行为",
    "self_harm": "5 自伤",
    "suicide_attempt": "6 自杀未遂",
}
"""危险行为 as forms 7 and 8 number them; 7 is 无."""
NO_CONDUCT: Final = "7 无"
YES_OR_NO: Final[Mapping[bool, str]] = {True: "是", False: "否"}
REFERRED: Final[Mapping[bool, str]] = {False: "1 否", True: "2 是"}


def sheet_values(facts: Sequence[Logged], key: RecordKey) -> dict[str, Any]:
    """Return what the sheet of a record shows; empty when there is no such record."""
    seen = chart(facts)
    if seen is None:
        return {}
    match key.kind:
        case RecordKind.REGISTRATION | RecordKind.SUPPLEMENT:
            return _record(seen, facts)
        case RecordKind.FOLLOW_UP:
            return _follow_up(seen, facts, UUID(key.id))
        case RecordKind.DISCHARGE:
            return _discharge(seen, facts, key.id)
        case RecordKind.CHECK_UP:
            return _check_up(facts, key.id)
        case RecordKind.EXCLUSION:
            return _exclusion(facts)
        case _:
            return {**_loss(facts), **_death(facts)}


def values_when_entered(
    facts: Sequence[Logged], key: RecordKey
) -> dict[str, Any] | None:
    """Return what the sheet showed when it was last entered; None if it never was."""
    marks = [
        at
        for at, logged in enumerate(facts)
        if isinstance(logged.fact, NationalEntered) and str(key) in logged.fact.records
    ]
    return sheet_values(facts[: marks[-1] + 1], key) if marks else None


def _record(seen: Chart, facts: Sequence[Logged]) -> dict[str, Any]:
    record = seen.record
    said: dict[str, Any] = {
        **asdict(seen.card),
        **record.health_history,
        **record.basic_information,
        **record.supplement,
        **record.report_card,
        **record.consent,
    }
    for logged in facts:
        match logged.fact:
            case ResidenceRecorded() as lives:
                said |= {
                    "village": lives.village,
                    "address": lives.address,
                    "domicile": lives.domicile,
                    "domicile_address": lives.domicile_address,
                }
            case DiagnosisRecorded() as diagnosed:
                said["icd10"] = diagnosed.icd10
            case _:
                pass
    said["consent"] = seen.card.consent
    said["conduct"] = _conduct(record.supplement.get("conduct"))
    return {name: _plain(value) for name, value in said.items()}


def _follow_up(seen: Chart, facts: Sequence[Logged], which: UUID) -> dict[str, Any]:
    row = next((each for each in seen.follow_ups if each.follow_up == which), None)
    if row is None:
        return {}
    findings = row.findings
    social: Mapping[str, Any] = findings.get("social") or {}
    return {
        **findings,
        **social,
        **_left_by(facts, str(which)),
        **_referral(findings.get("referral")),
        "visited_on": row.visited_on,
        "form": row.form,
        "spoke_with": row.spoke_with,
        "hospital_stay": findings.get("hospital"),
        "incidents": _conduct(findings.get("incidents")),
        "reactions": "; ".join(
            f"{each['drug']}: {each['reaction']}"
            for each in findings.get("reactions") or ()
        ),
        "taking": _drugs(findings.get("taking")),
        "advised": _drugs(findings.get("advised")),
        "judged": row.judged,
        "due_on": row.due_on,
        "doctor": _collector(row),
    }


def _collector(row: FollowUpRow) -> str:
    """Return the account whose name the sheet wants; the page puts it in words."""
    return row.collected_by


def _left_by(facts: Sequence[Logged], follow_up: str) -> dict[str, Any]:
    """Return the loss or the death this follow-up found out."""
    said: dict[str, Any] = {}
    for logged in facts:
        match logged.fact:
            case LostToFollowUp() as lost if lost.follow_up == follow_up:
                said["lost"] = lost.reason
            case DeathRecorded() as death if death.follow_up == follow_up:
                said |= {
                    "died_on": death.died_on,
                    "cause": death.cause,
                    "illness": death.illness,
                }
            case _:
                pass
    return said


def _referral(kept: Mapping[str, Any] | None) -> dict[str, str]:
    if not kept:
        return {"referral": "", "referral_reason": "", "referral_to": ""}
    done = kept.get("done")
    return {
        "referral": "" if done is None else REFERRED[bool(done)],
        "referral_reason": kept.get("reason") or "",
        "referral_to": " ".join(
            filter(None, (kept.get("institution"), kept.get("department")))
        ),
    }


def _discharge(seen: Chart, facts: Sequence[Logged], which: str) -> dict[str, Any]:
    sheet = next(
        (
            logged.fact
            for logged in reversed(facts)
            if isinstance(logged.fact, DischargeSheetRecorded)
            and discharge_id(logged.fact.discharged_on) == which
        ),
        None,
    )
    if sheet is None:
        return {}
    given, supplement = sheet.answers, seen.record.supplement
    said: dict[str, Any] = {
        **given,
        "card_number": seen.record.report_card.get("card_number"),
        "name": seen.card.name,
        "id_number": seen.card.id_number,
        "discharging_hospital": given["hospital"],
        "discharge_diagnosis": given["diagnosis"],
        "diagnosed_on": seen.card.diagnosed_on,
        "conduct": _conduct(supplement.get("conduct")),
        "doctor_phone": given["phone"],
    }
    return {name: _plain(value) for name, value in said.items()}


def _check_up(facts: Sequence[Logged], which: str) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for logged in facts:
        fact = logged.fact
        if isinstance(fact, CheckUpRecorded) and fact.check_up == which:
            done = {name: item for name, item in fact.items.items() if item["done"]}
            said = {
                "checked_on": fact.checked_on,
                "agreed_by": fact.agreed_by,
                "items_done": list(done),
                "results": "; ".join(
                    item["text"] for item in done.values() if item["text"]
                ),
                "remark": fact.remark,
            }
    return said


def _loss(facts: Sequence[Logged]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for logged in facts:
        match logged.fact:
            case LostToFollowUp() as lost:
                said = {
                    "lost_on": lost.lost_on,
                    "lost": lost.reason,
                    "remark": lost.remark,
                }
            case FoundAgain() as found:
                said["found_on"] = found.found_on
            case _:
                pass
    return said


def _death(facts: Sequence[Logged]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for logged in facts:
        if isinstance(death := logged.fact, DeathRecorded):
            said = {
                "died_on": death.died_on,
                "cause": death.cause,
                "illness": death.illness,
            }
    return said


def _exclusion(facts: Sequence[Logged]) -> dict[str, Any]:
    row = exclusion_of(facts)
    if row is None:
        return {}
    stood: Mapping[str, Any] = row.excluded or {}
    return {
        **stood,
        "excluded_on": stood.get("opinion_on", ""),
        "undone": row.undone,
    }


def _conduct(counts: Mapping[str, int] | None) -> str:
    """Return dangerous conduct as the forms number it, with how many times each."""
    if counts is None:
        return ""
    happened = [
        f"{words} {counts[name]}次" for name, words in CONDUCT.items() if counts[name]
    ]
    return "; ".join(happened) or NO_CONDUCT


def _drugs(rows: Sequence[Mapping[str, Any]] | None) -> str:
    """Return the first three drugs as form 8 prints them."""
    said: list[str] = []
    for number, row in enumerate(rows or (), start=1):
        use = DrugUse.from_facts(row)
        doses = (
            f"每{use.every_weeks}周一次 每次{use.each_mg}mg"
            if use.every_weeks is not None
            else f"早{use.morning_mg or '_'}mg 中{use.noon_mg or '_'}mg 晚{use.evening_mg or '_'}mg"
        )
        said.append(
            f"药物{number} {use.title} {use.strength} {doses}".replace("  ", " ")
        )
    return "; ".join(said)


def _plain(value: Any) -> Any:
    return YES_OR_NO[value] if isinstance(value, bool) else value
