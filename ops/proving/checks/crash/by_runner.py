"""Wishes without the web: carried out by the runner, and noted in a journal."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from api.v1.follow_up_body import FollowUpBody
from api.v1.people import ID_NUMBER
from api.v1.person_body import RegistrationBody
from domain.registry.follow_up import RecordFollowUp
from domain.registry.registration import PROVISIONAL, RegisterPerson
from domain.registry.runner import UseCase
from domain.values.people import Purpose, Role
from ops.acting import operator_command
from ops.demo.township import TOWNSHIP
from ops.proving.checks.crash.wishes import PEOPLE, Wish
from ops.site import Site

SERIALS: Final = range(0, 300_000, 10)


def read(journal: Path) -> list[Wish]:
    """Return what a journal tells; a line that was cut off was never acted on."""
    wishes: dict[str, Wish] = {}
    for line in journal.read_text().splitlines(keepends=True):
        if not line.endswith("\n"):
            continue
        noted = json.loads(line)
        if "answer" in noted:
            wish = wishes[noted["command"]]
            wish.status, wish.answer = noted["status"], noted["answer"]
            wish.asked_at = noted["asked_at"]
        else:
            command = noted["command"]
            wishes[command] = Wish(UUID(command), noted["path"], noted["body"])
    return list(wishes.values())


def carry_out(site: Site, wish: Wish, unit: UUID) -> dict[str, Any]:
    """Run a wish through the runner; return the answer the interface would give."""
    command = replace(
        operator_command(site, TOWNSHIP, id=wish.command, body=wish.body),
        role=Role.TOWNSHIP_DOCTOR,
        organisation=unit,
        purpose=Purpose.CARE,
    )
    recorded = site.runner.run(_use_case(site, wish), command)
    person = next(f.stream for f in recorded.facts if f.stream == f.person)
    return {
        "id": str(person),
        "position": recorded.position,
        "version": recorded.version(person),
    }


def _use_case(site: Site, wish: Wish) -> UseCase:
    text = json.dumps(wish.body)
    if wish.path != PEOPLE:
        person = UUID(wish.path.split("/")[-2])
        return RecordFollowUp(
            person, FollowUpBody.model_validate_json(text).filled_in()
        )
    body = RegistrationBody.model_validate_json(text)
    number = body.identity.number
    return RegisterPerson(
        body.registration(),
        site.claim(ID_NUMBER, number) if number else None,
        numbers=site.claim(PROVISIONAL, ""),
        not_the_same=body.not_the_same or "",
    )
