"""The position a moment stands at: the last one recorded by then."""

from datetime import timedelta

from ops.site import Site
from projections.moments import position_at
from tests.streams import NOON, a_person, append, pending

MINUTE = timedelta(minutes=1)


def test_a_moment_stands_at_the_last_position_recorded_by_then(site: Site) -> None:
    for minutes in (0, 0, 5, 7):
        append(site.log, pending(a_person()), now=NOON + minutes * MINUTE)

    at = [
        position_at(site.log, NOON + minutes * MINUTE) for minutes in (-1, 0, 4, 5, 9)
    ]

    assert at == [0, 4, 4, 6, 8]


def test_in_an_empty_log_every_moment_stands_before_the_first(site: Site) -> None:
    assert position_at(site.log, NOON) == 0
