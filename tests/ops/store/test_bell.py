"""The bell: listeners in other processes hear of an append soon after it is durable."""

from threading import Event, Thread

import psycopg

from ops.site import Site
from ops.store.bell import listen
from ops.store.recorder import bell_of
from tests.databases import Database
from tests.streams import a_person, append, pending

PATIENCE = 10.0


def test_a_listener_hears_of_an_append_and_again_after_it_was_cut_off(
    site: Site, database: Database
) -> None:
    heard, stopping = Event(), Event()
    listener = Thread(
        target=listen, args=(database.web_url, bell_of("log"), heard.set, stopping)
    )
    listener.start()
    assert heard.wait(PATIENCE), "it looks once as soon as it listens"
    heard.clear()

    append(site.log, pending(a_person()))
    assert heard.wait(PATIENCE)

    heard.clear()
    with psycopg.connect(database.web_url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND query LIKE 'LISTEN%'"
        )
    assert heard.wait(PATIENCE), "it looks once after it was cut off"
    stopping.set()
    listener.join()


def test_each_log_rings_a_bell_of_its_own(site: Site, database: Database) -> None:
    with psycopg.connect(database.web_url, autocommit=True) as connection:
        for name in ("log", "reading"):
            connection.execute(f"LISTEN {bell_of(name)}".encode())
        rung: list[str] = []
        for log in (site.reading_log, site.log):
            append(log, pending(a_person()))
            heard = connection.notifies(timeout=PATIENCE, stop_after=1)
            rung += [notify.channel for notify in heard]

    assert rung == [bell_of("reading"), bell_of("log")]
