"""The real web as `ops.web` serves it, but for the log behind the commands."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from api.app import create_app
from domain.registry.runner import AwaitableRunner
from ops import log, web
from ops.settings import Child
from ops.site import Site, open_site


def serve(other: Callable[[Site], Any]) -> None:
    """Serve with another log, as much of it as a command uses."""
    settings = Child.model_validate({})
    log.set_up()
    site = open_site(settings.url, settings.keys)
    runner = AwaitableRunner(other(site), site.secrets.derived("command"))
    services = replace(web.build_services(site), runner=runner)
    web.serve(create_app(services), settings)
