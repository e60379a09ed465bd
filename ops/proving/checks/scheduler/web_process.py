"""A web's process as it is, by the clock that jumps: it watches clerks who live by that one."""

from os import environ
from pathlib import Path

from ops.proving.checks.scheduler.jumping import Jumping
from ops.proving.checks.scheduler.process import CLOCK, FOLDER
from ops.settings import Child
from ops.site import open_site
from ops.web import app_at, serve


def main() -> None:
    """Serve until told to stop."""
    settings = Child.model_validate({})
    clock = Jumping(Path(environ[FOLDER]) / CLOCK)
    serve(app_at(open_site(settings.url, settings.keys, clock=clock)), settings)


if __name__ == "__main__":
    main()
