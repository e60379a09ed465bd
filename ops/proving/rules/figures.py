"""Walks of the tables of figures: who counts, and who is drawn for a call-back."""

from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from itertools import product
from random import Random
from typing import Final
from uuid import UUID

from domain.rules import (
    indicator_conditions,
    indicators,
    review_sampling,
)
from domain.rules.indicator_conditions import (
    Condition,
    CountedPerson,
    CountedVisit,
    Period,
)
from domain.values.registration import ConsentAnswer, Disease
from ops.proving.rules.cases import (
    BOTH,
    DRAWN,
    FIRST,
    HERE,
    codes,
    rows,
)
from ops.proving.rules.walking import Walk


def _draws(draw: Random) -> Iterable[tuple[review_sampling.Row, UUID]]:
    cases = [UUID(int=draw.getrandbits(128)) for _ in range(500)]
    return product(review_sampling.TABLE, cases)


def _drawn(case: tuple[review_sampling.Row, UUID]) -> list[str]:
    row, stream = case
    found = review_sampling.draw(row.kind, stream, HERE, FIRST)
    return codes(found.because)


def _draws_as_an_auditor_would(case: tuple[review_sampling.Row, UUID]) -> bool:
    row, stream = case
    found = review_sampling.draw(row.kind, stream, HERE, FIRST)
    number = int(sha256(stream.bytes).hexdigest()[:16], 16) % 100
    return found.share == row.share and found.is_drawn is (number < row.share)


def _people(draw: Random) -> Iterable[tuple[Condition, CountedPerson]]:
    for condition in Condition:
        for _ in range(DRAWN // 4):
            yield condition, _counted(draw)


def _few_people(draw: Random) -> Iterable[tuple[Condition, CountedPerson]]:
    return ((condition, _counted(draw)) for condition in Condition for _ in range(60))


def _counted(draw: Random) -> CountedPerson:
    def day() -> date:
        return date(2025, 1, 1) + timedelta(days=draw.randrange(500))

    visits = [
        CountedVisit(
            visited_on=day(),
            recorded=n,
            has_grade=bool(draw.randrange(5)),
            hospital=draw.choice((None, 0, 0, 1, 2)),
            adherence=draw.choice((None, 1, 1, 2, 3, 4)),
            judged=draw.choice((None, 1, 2, 3, 3)),
            is_face=draw.choice(BOTH),
            disturbed=draw.choice(BOTH),
            harmed=draw.choice(BOTH),
        )
        for n in range(draw.randrange(9))
    ]
    return CountedPerson(
        registered_on=day() - timedelta(days=draw.randrange(300)),
        disease=draw.choice([each.value for each in Disease]),
        visits=visits,
        check_ups=[day() for _ in range(draw.randrange(2))],
        died_on=draw.choice((None, None, None, day())),
        excluded_on=draw.choice((None, None, None, None, day())),
        losses=[(day(), None)] if draw.randrange(6) == 0 else [],
        consents=[(day(), draw.choice([each.value for each in ConsentAnswer]))],
    )


PERIODS: Final = tuple(Period(2026, month) for month in (1, 3, 4, 12))


def _against(case: tuple[Condition, CountedPerson]) -> list[str]:
    condition, person = case
    found = [indicator_conditions.against(condition, person, p) for p in PERIODS]
    return codes(each.reason for each in found if each)


def _numerator_within(case: tuple[Condition, CountedPerson]) -> bool:
    """Return whether nobody is counted in a numerator who is not in the denominator."""
    _, person = case
    found = [
        indicators.membership(edition.rule, person, period)
        for row in indicators.ROWS
        for edition in row
        for period in PERIODS
    ]
    return all(each.is_over or not each.is_counted for each in found)


WALKS: Final[tuple[Walk, ...]] = (
    Walk(
        "review_sampling",
        _draws,
        _drawn,
        rows(review_sampling.TABLE),
        most=1,
        holds=_draws_as_an_auditor_would,
    ),
    Walk(
        "indicator_conditions",
        _people,
        _against,
        frozenset(why.code for why in indicator_conditions.AGAINST),
        least=0,
    ),
    Walk(
        "indicators",
        _few_people,
        lambda case: [case[0].value],
        frozenset(condition.value for condition in Condition),
        holds=_numerator_within,
    ),
)
