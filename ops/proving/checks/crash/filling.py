"""Fills the disk under a running installation, holds it full, and frees it again."""

from time import monotonic, sleep
from typing import Final

import psycopg

from ops.proving.checks.crash.disk import MEGABYTE, SmallDisk
from ops.proving.checks.crash.load import Load
from ops.proving.proof import Report, Said
from ops.proving.standing import NotStanding, Standing

ENOUGH: Final = 10
"""Refusals after which the disk counts as full."""
WITHIN: Final = 30.0
"""Seconds after which recording goes on by itself, once there is space."""
PATIENCE: Final = 120.0
_POLL: Final = 0.1


def keep_the_log_short(standing: Standing) -> None:
    """Let the write-ahead log fit a small disk, as an operator of one would."""
    with psycopg.connect(_super(standing), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET max_wal_size = '64MB'")
        connection.execute("ALTER SYSTEM SET min_wal_size = '32MB'")
        connection.execute("SELECT pg_reload_conf()")


def fill_and_free(
    standing: Standing,
    load: Load,
    disk: SmallDisk,
    hold: float,
    report: Report,
    said: Said,
) -> None:
    """Fill the disk, wait for refusals, hold, free, wait for the first acknowledgement."""
    heard, before, tried = load.heard, load.heard.answers[503], _tried(standing)
    taken = disk.fill()
    said(f"写满 {disk.kind} / filled: {taken // MEGABYTE} MiB")
    until = monotonic() + PATIENCE
    while heard.answers[503] - before < ENOUGH:
        _must_go_on(standing, until)
        _take_a_new_file(standing)
        sleep(_POLL)
    sleep(hold)
    report.add("refused with 503 while full", heard.answers[503] - before, least=ENOUGH)
    disk.free()
    freed = monotonic()
    until = freed + PATIENCE
    while heard.last_acknowledged <= freed:
        _must_go_on(standing, until)
        sleep(_POLL)
    back = heard.last_acknowledged - freed
    report.add("starts of the database tried", _tried(standing) - tried)
    report.add("recording again once freed", back, "s", most=WITHIN)


def _take_a_new_file(standing: Standing) -> None:
    """Let the server want a new file of its write-ahead log; on a full disk it ends."""
    try:
        with psycopg.connect(_super(standing), autocommit=True) as connection:
            connection.execute("SELECT pg_switch_wal()")
    except psycopg.OperationalError:
        return


def _tried(standing: Standing) -> int:
    return standing.said.read_text(errors="replace").count("bringing it back")


def _must_go_on(standing: Standing, until: float) -> None:
    if standing.process.poll() is not None or monotonic() > until:
        raise NotStanding(standing.said.read_text(errors="replace")[-2000:])


def _super(standing: Standing) -> str:
    return standing.prepared.url("super")
