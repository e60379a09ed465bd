"""The real web as `ops.web` serves it, but for the log behind the commands."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import uvicorn

from api.app import create_app
from domain.registry.runner import AwaitableRunner
from ops import log
from ops.settings import Child
from ops.site import Site, open_site
from ops.web import build_services


def serve(other: Callable[[Site], Any]) -> None:
    """Serve with another log, as much of it as a command uses."""
    settings = Child.model_validate({})
    log.set_up()
    site = open_site(settings.url, settings.keys)
    runner = AwaitableRunner(other(site), site.secrets.derived("command"))
    uvicorn.run(
        create_app(replace(build_services(site), runner=runner)),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
    )
