"""The real web, its commands carried out on the library's application and recorder."""

import json
import os
from dataclasses import replace
from typing import Any, Final

import uvicorn

from api.app import create_app
from domain.registry.runner import AwaitableRunner
from ops import log
from ops.proving.benches._upstream import Facts
from ops.proving.benches._upstream_log import UpstreamLog
from ops.settings import Child
from ops.site import open_site
from ops.web import build_services

ENVIRONMENT: Final = "SUIAN_UPSTREAM"
"""The variable with the library's settings, as JSON."""


def main() -> None:
    """Serve as `ops.web` does, but for the log."""
    settings = Child.model_validate({})
    log.set_up()
    site = open_site(settings.url, settings.keys)
    theirs: Any = UpstreamLog(Facts(json.loads(os.environ[ENVIRONMENT])))
    runner = AwaitableRunner(theirs, site.secrets.derived("command"))
    uvicorn.run(
        create_app(replace(build_services(site), runner=runner)),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    main()
