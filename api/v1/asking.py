"""Carries a question from a route to the reading seam: who asks, and under which operation.

A route that shows records takes `Annotated[Asking, asking(Operation.X)]` and opens its
`reading()`.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from api.principal import Guard, Principal, services_of
from api.reading import Reading, reading
from api.services import Services
from domain.rules.access import Operation


@dataclass(frozen=True, slots=True)
class Asking:
    """One question on its way."""

    services: Services
    principal: Principal
    operation: Operation

    def reading(self) -> AbstractContextManager[Reading]:
        """Open a reading for the route's own operation; it is noted when it ends well."""
        return reading(self.services, self.principal, self.operation)


def asking(named: Operation) -> Any:
    """Return the dependency that guards a showing route and gives it its `Asking`."""
    return Depends(_asking(Guard(named)))


def _asking(guard: Guard) -> Callable[..., Asking]:
    def dependency(
        request: Request, principal: Annotated[Principal, Depends(guard)]
    ) -> Asking:
        return Asking(services_of(request), principal, guard.operation)

    return dependency
