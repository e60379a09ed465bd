"""Bodies of follow-ups: somebody well but for what is named."""

from typing import Any

from tests.registering import a_form


def findings(**named: Any) -> dict[str, Any]:
    return {**a_form().findings.facts(), **named}


def a_follow_up(**named: Any) -> dict[str, Any]:
    return {
        "visited_on": "2026-03-02",
        "form": 2,
        "spoke_with": [1],
        "findings": findings(),
        **named,
    }
