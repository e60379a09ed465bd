"""`check skips` in its short form, and that what it judges by can find each fault."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from ops.proving.checks.skips import PROOF
from ops.proving.skips.batches import Place, event_id, place_of
from ops.proving.skips.delivery import (
    Given,
    Kept,
    There,
    Verdict,
    deliveries,
    judge,
)
from ops.proving.skips.examining import Clock
from ops.proving.skips.ledger import Account, Ledger, Ledgers, Outcome

EVENTS = [Given(n, UUID(int=n).bytes) for n in range(1, 21)]


@pytest.fixture
def there(tmp_path: Path) -> Iterator[There]:
    """Every event there is."""
    with There(tmp_path / "there", len(EVENTS)) as full:
        for event in EVENTS:
            full.put(event)
        yield full


@pytest.mark.timeout(300)
def test_the_log_skips_nothing_and_the_naive_store_is_seen_to_skip() -> None:
    report = PROOF.run(short=True, said=print)

    wrong = [figure.line for figure in report.figures if not figure.holds]
    assert wrong == []
    by_name = {figure.name: figure for figure in report.figures}
    assert by_name["skipped"].most == 0
    assert by_name["skipped by the naive store"].value >= 1


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (EVENTS, Verdict()),
        (EVENTS[:4] + EVENTS[5:], Verdict(skipped=1)),
        (EVENTS[:-2], Verdict(skipped=2)),
        ([], Verdict(skipped=20)),
        (EVENTS + EVENTS[-1:], Verdict(doubled=1)),
        (EVENTS[:9] + EVENTS[3:], Verdict(doubled=6)),
        (EVENTS[:6] + EVENTS[7:8] + EVENTS[6:7] + EVENTS[8:], Verdict(disordered=1)),
        (EVENTS[::-1], Verdict(disordered=19)),
        ([*EVENTS, Given(21, UUID(int=21).bytes)], Verdict(strange=1)),
        ([*EVENTS[:-1], Given(20, UUID(int=9).bytes)], Verdict(skipped=1, strange=1)),
    ],
)
def test_what_a_subscriber_got_wrong_is_counted(
    there: There, given: list[Given], verdict: Verdict
) -> None:
    assert judge(given, there) == verdict


def test_a_number_that_was_never_committed_is_not_missed(tmp_path: Path) -> None:
    with There(tmp_path / "gaps", 20) as gaps:
        for event in EVENTS[::2]:
            gaps.put(event)

        assert judge(EVENTS[::2], gaps) == Verdict()


def test_a_subscriber_goes_on_behind_its_last_whole_record(tmp_path: Path) -> None:
    path = tmp_path / "given"
    Kept(path).take(EVENTS[:5])
    with path.open("ab") as file:
        file.write(b"half a record")

    again = Kept(path)
    assert again.position == 5
    again.take(EVENTS[5:])
    assert list(deliveries(path)) == EVENTS


def test_an_event_s_id_says_whose_it_is() -> None:
    place = Place(7, 70_000, 3)

    assert place_of(event_id(place).bytes) == place


def test_a_time_that_runs_backwards_is_counted() -> None:
    clock = Clock()
    for second in (1, 2, 2, 1, 3):
        clock.meet(datetime(2026, 3, 2, 4, 0, second, tzinfo=UTC))

    assert clock.backwards == 1


def settled(folder: Path, *met: tuple[int, Place]) -> Account:
    with Ledgers(folder) as ledgers:
        for position, place in met:
            ledgers.meet(position, event_id(place).bytes)
        return ledgers.settle()


def faults(account: Account) -> dict[str, int]:
    names = ("lost", "doubled", "torn", "unwelcome", "misplaced", "strange")
    return {name: n for name in names if (n := getattr(account, name))}


FIRST, SECOND = Place(7, 0, 0), Place(7, 0, 1)


@pytest.mark.parametrize(
    ("outcome", "met", "found"),
    [
        (Outcome.ACKNOWLEDGED, [(4, FIRST), (5, SECOND)], {}),
        (Outcome.ACKNOWLEDGED, [], {"lost": 1}),
        (Outcome.ACKNOWLEDGED, [(4, FIRST)], {"lost": 1}),
        (Outcome.ACKNOWLEDGED, [(4, FIRST), (6, SECOND)], {"misplaced": 1}),
        (Outcome.ACKNOWLEDGED, [(4, FIRST), (5, SECOND), (5, SECOND)], {"doubled": 1}),
        (Outcome.REFUSED, [], {}),
        (Outcome.REFUSED, [(4, FIRST)], {"unwelcome": 1}),
        (Outcome.ROLLED_BACK, [(4, FIRST), (5, SECOND)], {"unwelcome": 2}),
        (Outcome.MEANT, [], {}),
        (Outcome.MEANT, [(4, FIRST), (5, SECOND)], {}),
        (Outcome.MEANT, [(4, FIRST)], {"torn": 1}),
        (Outcome.REFUSED, [(4, Place(7, 0, 2))], {"strange": 1}),
        (Outcome.REFUSED, [(4, Place(7, 1, 0))], {"strange": 1}),
        (Outcome.REFUSED, [(4, Place(8, 0, 0))], {"strange": 1}),
    ],
)
def test_the_log_is_held_against_what_its_writers_were_told(
    tmp_path: Path,
    outcome: Outcome,
    met: list[tuple[int, Place]],
    found: dict[str, int],
) -> None:
    ledger = Ledger(tmp_path, 7)
    ledger.note(0, Outcome.MEANT, 2)
    ledger.note(0, outcome, 2, 4 if outcome is Outcome.ACKNOWLEDGED else 0)

    assert faults(settled(tmp_path, *met)) == found


def test_the_account_counts_what_appends_came_to(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, 7)
    for number, outcome in enumerate(Outcome):
        ledger.note(number, outcome, 1)

    assert settled(tmp_path).appends == dict.fromkeys(Outcome, 1)
