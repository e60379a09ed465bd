"""Bodies of requests: everything well but what is named."""

from typing import Any
from uuid import UUID

from tests.api.township import HERE

NAME, PHONE = "演示甲", "0000-0000001"
ID_NUMBER = "990101190505050013"


def an_identity(**named: Any) -> dict[str, Any]:
    return {
        "name": NAME,
        "sex": "1",
        "birth_date": "1905-05-05",
        "id_kind": "resident_id",
        "id_number": ID_NUMBER,
        "phone": PHONE,
        **named,
    }


def unknown(**named: Any) -> dict[str, Any]:
    return an_identity(
        name="无名氏(演示)", id_kind="unknown", id_number=None, birth_date=None, **named
    )


def a_residence(**named: Any) -> dict[str, Any]:
    return {
        "village": HERE,
        "address": "演示路1号",
        "domicile": HERE,
        "domicile_address": "演示路1号",
        "since": "2026-03-02",
        **named,
    }


def a_registration(unit: UUID, /, **named: Any) -> dict[str, Any]:
    return {
        "identity": an_identity(),
        "residence": a_residence(),
        "diagnosis": {
            "disease": "schizophrenia",
            "icd10": "F20",
            "hospital": "演示医院",
            "diagnosed_on": "2025-11-03",
            "art_30": False,
        },
        "consent": {
            "answer": "agreed",
            "signed_by": "本人",
            "signed_on": "2026-03-02",
            "ask_again_on": None,
        },
        "guardian": {
            "name": "演示监护人",
            "relation": "spouse",
            "phone": "0000-0000002",
            "basis": "statutory",
            "ability": "strong",
        },
        "unit": str(unit),
        "registered_on": "2026-03-02",
        **named,
    }
