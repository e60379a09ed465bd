"""A clerk's process as it is, with the check's own jobs and a clock that jumps.

With `SUIAN_UNFENCED` its jobs write past the fence: the harness must find that.
"""

from os import environ
from pathlib import Path
from threading import Event
from typing import Final

from ops.clerk import TENURE, serve, work
from ops.proving.checks.scheduler.jumping import Jumping
from ops.proving.checks.scheduler.ticks import TIMETABLE, jobs, more
from ops.settings import Child
from ops.site import Site, open_site
from scheduler.clerk import Clerk, Duties, Post

FOLDER: Final = "SUIAN_CHECK_FOLDER"
UNFENCED: Final = "SUIAN_UNFENCED"
CLOCK: Final = "clock"


def main() -> None:
    """Work until killed."""
    settings = Child.model_validate({})
    folder = Path(environ[FOLDER])
    clock = Jumping(folder / CLOCK)
    site = open_site(settings.url, settings.keys, clock=clock)
    if environ.get(UNFENCED):
        work(without_the_fence(site, folder), site, Event(), Event())
    serve(site, settings.url, more(folder))


def without_the_fence(site: Site, folder: Path) -> Clerk:
    """Return a clerk as it was before decision 0033: wrong on purpose."""
    duties = Duties(TIMETABLE, jobs(site, folder))
    post = Post("clerk.jobs", site.new_id(), TENURE)
    return Clerk(site.engine, post, duties, lambda _: None)


if __name__ == "__main__":
    main()
