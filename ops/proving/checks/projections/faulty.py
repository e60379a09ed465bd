"""A folding that is wrong on purpose, so that the check is seen to fail.

It writes the position in one transaction and the rows in the next, and is killed in
between. The other way round the tables themselves refuse: a row version has its key.
"""

from collections import Counter
from typing import Final

from sqlalchemy import Engine

from ops.proving.checks.projections.comparing import emptied, rows_of
from ops.site import Site
from projections import rows
from projections.every import OF_THE_LOG
from projections.folding import Folding

BATCH: Final = 40


def folded_with_the_position_apart(
    other: Engine, site: Site
) -> dict[str, Counter[str]]:
    """Return every view's rows as such a folding makes them when it is killed once."""
    emptied(other, site).step(BATCH)
    [*_, last] = site.log.after(BATCH, BATCH)
    with rows.transaction(other) as connection:
        connection.execute(
            "UPDATE view.progress SET position = %s, hash = %s, origin = %s"
            " WHERE view <> 'reading'",
            (last.position, last.hash, site.log.origin),
        )
    Folding(other, site.log, OF_THE_LOG).catch_up()
    return rows_of(other)
