"""Carries a command from a route to its use case: who, what for, once only.

A route that records takes `Annotated[Acting, acting(Operation.X)]` and calls `run`. Systems
name the command in Idempotency-Key and If-Match, forms in the fields `command_id` and
`seen`.
"""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request

from api.bodies import FORM
from api.preconditions import etag, idempotency_key, if_match
from api.principal import Guard, Principal, services_of
from api.services import Services
from domain.log import Command, Recorded
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.people import Channel, Role

RECEIVERS: Final = frozenset(
    {
        Role.POLICE,
        Role.GRID,
        Role.CIVIL_AFFAIRS,
        Role.DISABILITY_COMMISSIONER,
        Role.JOINT_MEETING,
    }
)
"""Those whose facts reach the log by the channel *receiver*."""


@dataclass(frozen=True, slots=True)
class Acting:
    """One command on its way: its principal, its id, the version its sender saw."""

    services: Services
    principal: Principal
    command_id: UUID
    seen: int | None

    async def run(
        self,
        use_case: UseCase,
        body: Mapping[str, Any],
        happened_at: str | None = None,
        on_behalf_of: UUID | None = None,
        *,
        on_paper: bool = False,
    ) -> Recorded:
        """Carry out a use case; `body` is what was asked, in plain values.

        `happened_at` is an instant or a day; left out, it happened now. `on_behalf_of` is
        the account for whom the principal types (代录). `on_paper` says that it was
        written on paper first.
        """
        command = self.command(body, happened_at, on_behalf_of)
        if on_paper:
            command = replace(command, channel=Channel.PAPER)
        return await self.services.runner.run(use_case, command)

    def command(
        self,
        body: Mapping[str, Any],
        happened_at: str | None = None,
        on_behalf_of: UUID | None = None,
    ) -> Command:
        """Return the command a use case decides on."""
        now = self.services.clock()
        is_receiver = self.principal.role in RECEIVERS
        return Command(
            id=self.command_id,
            body=body,
            actor=self.principal.account,
            role=self.principal.role,
            organisation=self.principal.organisation,
            division=self.principal.division,
            purpose=self.principal.purpose,
            channel=Channel.RECEIVER if is_receiver else Channel.SCREEN,
            now=now,
            happened_at=happened_at or now.isoformat(),
            on_behalf_of=on_behalf_of,
            typed_by=self.principal.account if on_behalf_of else None,
            seen=self.seen,
        )


def acting(named: Operation) -> Any:
    """Return the dependency that guards a recording route and gives it its `Acting`."""
    return Depends(_acting(Guard(named)))


def _acting(guard: Guard) -> Callable[..., Coroutine[Any, Any, Acting]]:
    async def dependency(
        request: Request, principal: Annotated[Principal, Depends(guard)]
    ) -> Acting:
        headers = request.headers
        key, version = headers.get("idempotency-key"), headers.get("if-match")
        if headers.get("content-type", "").split(";")[0] in FORM:
            form = await request.form()
            key = key or str(form.get("command_id", ""))
            seen = str(form.get("seen", ""))
            version = version or (etag(int(seen)) if seen.isdecimal() else None)
        return Acting(
            services_of(request), principal, idempotency_key(key), if_match(version)
        )

    return dependency
