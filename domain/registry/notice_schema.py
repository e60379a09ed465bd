"""What a notice may carry, as one closed JSON Schema per kind of receiver.

Made from the policy's own field lists, so that schema and notice cannot differ. Whatever
is not named is refused; no field has room for a diagnosis, a finding or a medicine.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from domain.rules.notice_policy import (
    OF_QUICK_REPORT,
    TABLE,
    TOLD_QUICK_REPORTS,
    NoticeField,
)
from domain.values.findings import Incidents
from domain.values.notices import Trigger
from domain.values.people import OfficeKind
from domain.values.quick_report import HelpWanted, InDanger, Seen

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_FLAGS: Final = "|".join(field.name for field in fields(Incidents))
_UUID: Final = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

_HELP: Final = "|".join(HelpWanted)
_IN_DANGER: Final = "|".join(InDanger)
_SEEN: Final = [*(word.value for word in Seen), ""]
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

F = NoticeField

SHAPES: Final[Mapping[NoticeField, Mapping[str, Any]]] = {
    F.REFERENCE: {"type": "string", "pattern": f"^{_UUID}$"},
    F.ISSUED_AT: {"type": "string", "format": "date-time"},
    F.NEWS: {"enum": [news.value for news in Trigger]},
    F.LEGAL_BASIS: {"type": "string", "maxLength": 60},
    F.SENDER: {"type": "string", "maxLength": 100},
    F.CALL_BACK: {"type": "string", "maxLength": 40},
    F.NAME: {"type": "string", "maxLength": 60},
    F.SEX: {"enum": ["0", "1", "2", "9", ""]},
    F.BIRTH_YEAR: {"type": "string", "pattern": "^([0-9]{4})?$"},
    F.RESIDENCE: {"type": "string", "maxLength": 200},
    F.ID_NUMBER_MASKED: {"type": "string", "pattern": r"^(\*+.{0,4})?$"},
    F.GRADE: {"enum": ["0", "1", "2", "3", "4", "5", ""]},
    F.LEVEL_BAND: {"const": "3+"},
    F.DANGER_FLAGS: {
        "type": "string",
        "pattern": f"^(({_FLAGS})(,({_FLAGS}))*)?$",
    },
    F.LEFT_AREA: {"enum": ["lost", "away", "moved", "hospital", ""]},
    F.REFUSED_VISITS: {"type": "string", "format": "date"},
    F.PLACE_NOW: {"type": "string", "maxLength": 120},
    F.HELP_WANTED: {"type": "string", "pattern": f"^(({_HELP})(,({_HELP}))*)?$"},
    F.IN_DANGER: {
        "type": "string",
        "pattern": f"^(({_IN_DANGER})(,({_IN_DANGER}))*)?$",
    },
    F.WEAPON: {"enum": _SEEN},
    F.CHILD_AT_HOME: {"enum": _SEEN},
    F.LATE_REPORT: {
        "type": "string",
        "pattern": f"^({_DAY}(T[^/]{{8,25}})?/{_DAY}T[^/]{{8,25}})?$",
    },
    F.WHAT_TO_DO: {"type": "string", "maxLength": 120},
    F.GUARDIAN_PHONE: {"type": "string", "maxLength": 40},
}
"""Each field's shape. `grade` is today's where it was put right; "" is not recorded."""


RULES: Final = TABLE
"""Everything anybody is told by the policy in force."""


def schema_for(kind: OfficeKind) -> dict[str, Any] | None:
    """Return the schema of what a kind of office is told; None for one nobody tells.

    A field every notice to it has is required; one that only some have may be there, as
    what a quick report says, and that a fact was entered late.
    """
    rules = [rule.fields for rule in RULES if rule.kind is kind]
    if not rules:
        return None
    quick = OF_QUICK_REPORT if kind in TOLD_QUICK_REPORTS else ()
    told = (*rules, quick, (F.LATE_REPORT,))
    every = dict.fromkeys(field for fields_ in told for field in fields_)
    return {
        "$schema": DIALECT,
        "title": f"notice to {kind.value}",
        "type": "object",
        "additionalProperties": False,
        "required": [f.value for f in every if all(f in some for some in rules)],
        "properties": {field.value: dict(SHAPES[field]) for field in every},
    }


def schemas() -> dict[str, dict[str, Any]]:
    """Return every schema by the kind of office."""
    kinds = dict.fromkeys(rule.kind for rule in RULES)
    return {
        kind.value: schema for kind in kinds if (schema := schema_for(kind)) is not None
    }
