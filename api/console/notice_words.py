"""The fields of a notice in words: how each is called, and what its codes say."""

from collections.abc import Mapping
from typing import Final

from api.console.reasons import cited
from api.console.reported_words import reported_words
from api.language import Language, msg
from domain.values.notice_changes import ChangeReason
from domain.values.notices import Trigger

LABELS: Final[Mapping[str, str]] = {
    "news": msg("Why you are told"),
    "name": msg("Person"),
    "place_now": msg("Present place"),
    "residence": msg("Residence"),
    "in_danger": msg("Who is in danger"),
    "weapon": msg("A weapon or dangerous tool"),
    "child_at_home": msg("A child at home"),
    "danger_flags": msg("Dangerous behaviour"),
    "help_wanted": msg("Help wanted"),
    "what_to_do": msg("What to do"),
    "call_back": msg("Whom to call"),
    "guardian_phone": msg("Telephone of the guardian"),
    "left_area": msg("Left the area"),
    "refused_visits": msg("Visits refused on"),
    "late_report": msg("Reported late"),
    "sex": msg("Sex"),
    "birth_year": msg("Year of birth"),
    "id_number_masked": msg("ID number"),
    "sender": msg("Told by"),
    "issued_at": msg("Told at"),
    "legal_basis": msg("Legal basis"),
    "reference": msg("Reference"),
}
"""The fields of a notice in the order shown: where, what danger, what to do, whom to ring.

The level stands at the top.
"""

WHYS: Final[Mapping[str, str]] = {
    ChangeReason.LOWERED: msg("A newer assessment is below level 3."),
    ChangeReason.PUT_RIGHT: msg(
        "The level was entered wrongly and is below 3 as put right."
    ),
    ChangeReason.DETAILS: msg("Something told reads otherwise now."),
    ChangeReason.RETRACTED: msg("What was told never was; it was entered by mistake."),
    ChangeReason.EXCLUDED: msg("The diagnosis was excluded."),
    ChangeReason.DIED: msg("The person has died."),
    ChangeReason.WRONG_MERGE: msg(
        "It was told of another person: two records had been merged by mistake."
    ),
    ChangeReason.WRONG_PERSON: msg(
        "It was told of another person than the danger report is about."
    ),
    ChangeReason.NO_DANGER: msg(
        "A doctor looked into the danger report; there is no danger."
    ),
}
"""Why a notice was put right or withdrawn."""

FLAGS: Final[Mapping[str, str]] = {
    "disturbance": msg("Minor disturbance"),
    "public_order": msg("Breach of public order"),
    "criminal": msg("Criminal harm"),
    "other_harm": msg("Other harm"),
    "self_harm": msg("Self-harm"),
    "suicide_attempt": msg("Suicide attempt"),
}
"""危险行为 by form 8."""

NEWS: Final[Mapping[str, str]] = {
    Trigger.GRADED: msg("Level 3 or higher"),
    Trigger.FIRST_HIGH: msg("Level 3 or higher for the first time"),
    Trigger.RISE: msg("The level rose"),
    Trigger.UNCHANGED: msg("The level is unchanged"),
    Trigger.LOWERED: msg("The level fell and is still 3 or higher"),
    Trigger.INCIDENT: msg("Dangerous behaviour happened"),
    Trigger.MOVED: msg("Moved into your area"),
    Trigger.EMERGENCY: msg("An emergency at this moment"),
    Trigger.DANGER_REPORT: msg(
        "A guardian reports dangerous behaviour; no doctor has looked yet"
    ),
    Trigger.ASKED: msg("The doctor asks for your help"),
    Trigger.ABSCONDED: msg("Left the hospital and was not found"),
    Trigger.LEFT: msg("Gone from the area"),
    Trigger.REFUSED: msg("Refuses to be visited"),
    Trigger.JOINT: msg("Joint follow-up"),
}
"""Why a receiver is told."""

LEFT: Final[Mapping[str, str]] = {
    "lost": msg("Lost to follow-up: whereabouts unknown"),
    "away": msg("Away from home"),
    "moved": msg("Moved away"),
    "hospital": msg("Left the hospital without leave"),
}
"""How somebody left, as a notice tells it."""


def in_words(fields: Mapping[str, str], language: Language) -> dict[str, str]:
    """Return the fields with their codes in words."""
    said = dict(fields)
    if basis := said.get("legal_basis"):
        title, mark = cited(basis, language)
        said["legal_basis"] = f"{title} ({mark})" if mark else title
    if flags := said.get("danger_flags"):
        named = [language.text(FLAGS[flag]) for flag in flags.split(",")]
        said["danger_flags"] = ", ".join(named)
    if news := said.get("news"):
        said["news"] = language.text(NEWS[news])
    if left := said.get("left_area"):
        said["left_area"] = language.text(LEFT[left])
    return said | reported_words(said, language)
