"""Commands of the operator at the server's keyboard and of the jobs."""

from dataclasses import replace
from typing import Any, Final
from uuid import UUID, uuid5

from domain.log import Command
from domain.values.people import Channel, Purpose, Role
from ops.site import Site

OPERATOR: Final = UUID("00000000-0000-5000-8000-00000000000a")
"""Whoever works at the server's own keyboard; nobody can sign in as this."""
JOBS: Final = UUID("00000000-0000-5000-8000-00000000000b")
"""The system's own jobs."""


def operator_command(site: Site, division: str, **named: Any) -> Command:
    """Return a command of the operator, acting as administrator of a division."""
    now = site.clock()
    command = Command(
        id=site.new_id(),
        body={},
        actor=OPERATOR,
        role=Role.ADMINISTRATOR,
        organisation=None,
        division=division,
        purpose=Purpose.ADMINISTRATION,
        channel=Channel.SCREEN,
        now=now,
        happened_at=now.isoformat(),
    )
    return replace(command, **named)


def job_command(site: Site, what: str, cause: UUID | None = None) -> Command:
    """Return a job's command; with a cause its id derives from it, so it runs once."""
    now = site.clock()
    return Command(
        id=uuid5(cause, what) if cause else site.new_id(),
        body={},
        actor=JOBS,
        role=Role.SYSTEM,
        organisation=None,
        division="",
        purpose=Purpose.REPORT,
        channel=Channel.JOB,
        now=now,
        happened_at=now.isoformat(),
        cause=cause,
    )
