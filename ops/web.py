"""The web's process: the API and the console, with the rights of the web's role."""

import secrets
from collections.abc import Iterable
from threading import Event, Thread
from typing import Final

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine, text

from api.app import create_app
from api.passwords import Passwords
from api.services import Check, Reading, Services, State
from ops import log
from ops.channels import ways
from ops.garbage import settle
from ops.settings import Child, Outgoing
from ops.site import Site, open_site
from ops.watch import ROUNDS, Watch
from projections.alarms import ringing
from projections.folding import positions
from scheduler.circuit_desk import standing_open
from scheduler.delivery_desk import standing
from scheduler.follower_desk import stopped
from scheduler.heartbeats import silent
from scheduler.occurrences import late
from scheduler.timetable import TIMETABLE

TOKEN: Final = 32
LATE: Final = 1000
"""Facts a view may be behind before it shows in `/readyz`."""


def build_services(site: Site) -> Services:
    """Return the web's surroundings for a site opened with the web's role."""
    return Services(
        clock=site.clock,
        new_id=site.new_id,
        new_token=lambda: secrets.token_urlsafe(TOKEN),
        engine=site.engine,
        runner=site.awaitable_runner,
        claim=site.claim,
        log=site.log,
        reading_log=site.reading_log,
        words_key=site.secrets.derived("searched words"),
        passwords=Passwords(),
        cursor_key=site.secrets.derived("cursor"),
        ways=ways(site, Outgoing()),
        checks=(
            Check("database", lambda: _answers(site.engine)),
            Check("views", lambda: _keep_up(site)),
            Check("clerk", lambda: _is_alive(site)),
            Check("alarms", lambda: _is_quiet(site.engine)),
            Check("deliveries", lambda: _gets_through(site.engine)),
        ),
        meters=(lambda: _figures(site),),
    )


def app_factory() -> FastAPI:
    """Return the application of this process, from its environment."""
    settings = Child.model_validate({})
    return app_at(open_site(settings.url, settings.keys))


def app_at(site: Site) -> FastAPI:
    """Return a site's application, whose process watches the clerk as well."""
    watch = Watch(site, ROUNDS, TIMETABLE)
    Thread(target=watch.keep, args=(Event(),), daemon=True).start()
    return create_app(build_services(site))


def _answers(engine: Engine) -> State:
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))
    return State.OK


def _keep_up(site: Site) -> State:
    return State.OK if _behind(site) <= LATE else State.WARN


def _behind(site: Site) -> int:
    with site.engine.begin() as connection:
        reached = positions(connection)
    reached.pop("reading", None)
    return site.log.last_position() - min(reached.values(), default=0)


def _is_alive(site: Site) -> State:
    troubles = (
        silent(site.engine, ROUNDS),
        late(site.engine, TIMETABLE, site.clock()),
        stopped(site.engine),
    )
    return State.WARN if any(troubles) else State.OK


def _is_quiet(engine: Engine) -> State:
    with engine.begin() as connection:
        return State.WARN if ringing(connection) else State.OK


def _gets_through(engine: Engine) -> State:
    with engine.begin() as connection:
        return State.WARN if standing_open(connection) else State.OK


def _figures(site: Site) -> Iterable[Reading]:
    yield Reading("suian_log_position", site.log.last_position())
    yield Reading("suian_views_behind", _behind(site))
    with site.engine.begin() as connection:
        yield Reading("suian_alarms_ringing", len(ringing(connection)))
        yield Reading("suian_circuits_open", len(standing_open(connection)))
        for state, count in standing(connection).items():
            yield Reading("suian_deliveries", count, (("state", state),))


def serve(app: FastAPI, settings: Child) -> None:
    """Serve an application until told to stop."""
    settle()
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
    )


def main() -> None:
    """Serve until told to stop."""
    log.set_up()
    serve(app_factory(), Child.model_validate({}))


if __name__ == "__main__":
    main()
