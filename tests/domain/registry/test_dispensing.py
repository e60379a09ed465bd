"""Dispensing and stock: what a hand-out comes to, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import (
    AnotherMedicine,
    BatchExpired,
    DaysNeeded,
    HandedOutElsewhere,
    HandOutOnRecord,
    InjectionOnRecord,
    MedicineNotNamed,
    NotAllowed,
    NotYetGiven,
    QuantityUnreadable,
    ReasonNeeded,
    ReceiverNeeded,
    Refused,
    StockTooLow,
    TooMuchReturned,
    ValidityReversed,
)
from domain.log import Recorded
from domain.registry.dispensing import (
    CountStock,
    Delivery,
    HandOutForm,
    HandOutMedicine,
    ReceiveStock,
    ReturnForm,
    ReturnMedicine,
    Stock,
    TakeOffStock,
)
from domain.registry.medication import (
    Drawn,
    GiveInjection,
    InjectionForm,
    SetRegimen,
)
from domain.values.medication import DrugUse, RegimenSource
from domain.values.stock import OffCause, Receiver
from ops.site import Site
from projections.dispensing import HandOutRow, hand_outs
from projections.stock import StockRow, movements, stock_as_logged
from tests.registering import an_office, register
from tests.streams import a_command

ON = date(2026, 3, 2)


def run(site: Site, use_case: Any, **named: Any) -> Recorded:
    return site.runner.run(use_case, a_command(id=uuid4(), **named))


def a_delivery(**named: Any) -> Delivery:
    facts: dict[str, Any] = {
        "medicine": "奥氮平",
        "strength": "5 mg/片",
        "unit": "片",
        "batch": "A1",
        "expires_on": date(2027, 6, 30),
        "quantity": 100,
        "source": "演示县精神卫生中心",
        "received_on": ON,
        **named,
    }
    return Delivery(**facts)


def a_stock(site: Site, office: UUID, **named: Any) -> str:
    """Take in a delivery and return its batch."""
    recorded = run(site, ReceiveStock(office, a_delivery(**named)), organisation=office)
    return recorded.facts[-1].fact.lot  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


def a_hand_out(person: UUID, office: UUID, lot: str, **named: Any) -> HandOutMedicine:
    facts: dict[str, Any] = {
        "lot": lot,
        "quantity": 56,
        "handed_on": ON,
        "received_by": Receiver.SELF,
        **named,
    }
    return HandOutMedicine(person, office, HandOutForm(**facts))


def shelf(site: Site, office: UUID) -> StockRow:
    row = stock_as_logged(site.log.stream(Stock.id_for(office)))
    assert row is not None
    return row


def seen(site: Site, person: UUID) -> list[HandOutRow]:
    return hand_outs(site.log.person(person))


@pytest.fixture
def office(site: Site) -> UUID:
    return an_office(site)


@pytest.fixture
def person(site: Site, office: UUID) -> UUID:
    person = register(site, office)
    olanzapine = DrugUse(drug="olanzapine", strength="5 mg/片", evening_mg="10")
    source = RegimenSource.HOSPITAL
    run(site, SetRegimen(person, (olanzapine,), ON - timedelta(days=60), source, ""))
    return person


def test_a_hand_out_leaves_the_stock_and_covers_days(
    site: Site, office: UUID, person: UUID
) -> None:
    lot = a_stock(site, office)
    guardian = {"received_by": Receiver.GUARDIAN, "receiver_name": "演示监护人"}

    run(site, a_hand_out(person, office, lot, **guardian))

    (row,) = seen(site, person)
    assert (row.name, row.days, row.covered_until) == ("奥氮平", 28, "2026-03-29")
    assert row.next_pick_up_on == "2026-03-29"
    assert (row.received_by, row.receiver_name) == ("guardian", "演示监护人")
    assert shelf(site, office).lots[lot]["balance"] == 44


def test_the_stock_says_nothing_of_the_person(
    site: Site, office: UUID, person: UUID
) -> None:
    run(site, a_hand_out(person, office, a_stock(site, office)))

    for logged in site.log.stream(Stock.id_for(office)):
        assert logged.person is None
        assert str(person) not in str(vars(logged.fact))


def test_20_two_sites_entering_one_hand_out_at_once_come_to_one(
    site: Site, office: UUID, person: UUID
) -> None:
    """Lessons test 20: one result, no duplicate."""
    other = an_office(site)
    sites = [(key, a_stock(site, key)) for key in (office, other)]
    barrier = Barrier(len(sites))

    def send(at: tuple[UUID, str]) -> str:
        barrier.wait()
        try:
            run(site, a_hand_out(person, *at), organisation=at[0])
        except HandOutOnRecord:
            return "on record"
        return "handed out"

    with ThreadPoolExecutor(len(sites)) as threads:
        outcomes = list(threads.map(send, sites))

    assert sorted(outcomes) == ["handed out", "on record"]
    assert len(seen(site, person)) == 1
    balances = [shelf(site, key).lots[lot]["balance"] for key, lot in sites]
    assert sorted(balances) == [44, 100]


def test_hand_outs_at_once_never_leave_less_than_nothing(
    site: Site, office: UUID
) -> None:
    lot = a_stock(site, office, quantity=100)
    people = [register(site, office) for _ in range(4)]
    barrier = Barrier(len(people))

    def send(person: UUID) -> str:
        use_case = a_hand_out(person, office, lot, quantity=40, days=20, reason="演示")
        barrier.wait()
        try:
            run(site, use_case)
        except StockTooLow:
            return "too low"
        return "handed out"

    with ThreadPoolExecutor(len(people)) as threads:
        outcomes = list(threads.map(send, people))

    assert sorted(outcomes) == ["handed out"] * 2 + ["too low"] * 2
    assert shelf(site, office).lots[lot]["balance"] == 20


def test_handing_out_early_needs_a_reason_and_begins_after_what_is_in_hand(
    site: Site, office: UUID, person: UUID
) -> None:
    lot = a_stock(site, office, quantity=300)
    run(site, a_hand_out(person, office, lot, handed_on=ON - timedelta(days=2)))

    with pytest.raises(ReasonNeeded):
        run(site, a_hand_out(person, office, lot))
    run(site, a_hand_out(person, office, lot, reason="外出务工"))

    last, first = seen(site, person)
    assert first.covered_until == "2026-03-27"
    assert (last.begins_on, last.covered_until) == ("2026-03-28", "2026-04-24")
    assert "dispensing.early" in {why["code"] for why in last.because}


@pytest.mark.parametrize(
    ("named", "refusal"),
    [
        ({"quantity": 0}, QuantityUnreadable),
        ({"quantity": 101}, StockTooLow),
        ({"handed_on": ON + timedelta(days=1)}, NotYetGiven),
        ({"received_by": Receiver.FAMILY}, ReceiverNeeded),
        ({"quantity": 1}, DaysNeeded),
        ({"days": 400}, DaysNeeded),
        ({"next_pick_up_on": ON}, ValidityReversed),
    ],
)
def test_a_hand_out_that_cannot_be_is_refused_on_both_sides(
    site: Site,
    office: UUID,
    person: UUID,
    named: dict[str, Any],
    refusal: type[Refused],
) -> None:
    lot = a_stock(site, office)

    with pytest.raises(refusal):
        run(site, a_hand_out(person, office, lot, **named))

    assert seen(site, person) == []
    assert shelf(site, office).lots[lot]["balance"] == 100


def test_an_expired_batch_is_taken_off_and_not_handed_out(
    site: Site, office: UUID, person: UUID
) -> None:
    earlier = ON - timedelta(days=40)
    lot = a_stock(site, office, received_on=earlier, expires_on=ON - timedelta(days=1))

    with pytest.raises(BatchExpired):
        run(site, a_hand_out(person, office, lot))
    off = TakeOffStock(office, UUID(lot), 100, OffCause.EXPIRED, ON)
    run(site, off, organisation=office)

    assert shelf(site, office).on_the_shelf() == []


def test_what_comes_back_covers_no_longer_and_goes_on_the_shelf_only_when_usable(
    site: Site, office: UUID, person: UUID
) -> None:
    lot = a_stock(site, office)
    run(site, a_hand_out(person, office, lot))
    hand_out = seen(site, person)[0].hand_out

    def back(quantity: int, *, usable: bool, at: UUID = office) -> ReturnMedicine:
        form = ReturnForm(
            quantity=quantity, returned_on=ON, is_usable=usable, reason="换药"
        )
        return ReturnMedicine(person, at, hand_out, form)

    run(site, back(14, usable=True))
    run(site, back(14, usable=False))
    with pytest.raises(TooMuchReturned):
        run(site, back(29, usable=True))
    with pytest.raises(HandedOutElsewhere):
        run(site, back(1, usable=True, at=an_office(site)))

    (row,) = seen(site, person)
    assert (row.returned, row.covered_until) == (28, "2026-03-15")
    assert shelf(site, office).lots[lot]["balance"] == 58


def test_a_count_with_a_difference_needs_its_reason_and_stands(
    site: Site, office: UUID
) -> None:
    lot = a_stock(site, office)
    again = a_stock(site, office, quantity=20)

    def count(counted: int, reason: str = "") -> CountStock:
        return CountStock(office, UUID(lot), counted, ON, reason)

    run(site, count(120), organisation=office)
    with pytest.raises(ReasonNeeded):
        run(site, count(118), organisation=office)
    run(site, count(118, "破损两片"), organisation=office)

    assert again == lot
    row = shelf(site, office)
    assert (row.lots[lot]["balance"], row.lots[lot]["counted_on"]) == (
        118,
        "2026-03-02",
    )
    book = movements(site.log.stream(Stock.id_for(office)))
    assert [(line.kind, line.change) for line in book] == [
        ("counted", -2),
        ("counted", 0),
        ("received", 20),
        ("received", 100),
    ]
    assert row.by_medicine() == {("奥氮平", "5 mg/片", "片"): 118}


def test_nobody_keeps_another_office_s_stock(site: Site, office: UUID) -> None:
    with pytest.raises(NotAllowed):
        run(site, ReceiveStock(office, a_delivery()), organisation=an_office(site))


@pytest.mark.parametrize(
    ("named", "refusal"),
    [
        ({"medicine": " "}, MedicineNotNamed),
        ({"quantity": 0}, QuantityUnreadable),
        ({"expires_on": ON - timedelta(days=1)}, ValidityReversed),
        ({"received_on": ON + timedelta(days=1)}, NotYetGiven),
    ],
)
def test_a_delivery_that_cannot_be_is_refused(
    site: Site, office: UUID, named: dict[str, Any], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        a_stock(site, office, **named)


@pytest.mark.parametrize(
    ("quantity", "cause", "reason", "refusal"),
    [
        (101, OffCause.LOST, "丢失", StockTooLow),
        (1, OffCause.DAMAGED, " ", ReasonNeeded),
    ],
)
def test_a_removal_that_cannot_be_is_refused(
    site: Site,
    office: UUID,
    quantity: int,
    cause: OffCause,
    reason: str,
    refusal: type[Refused],
) -> None:
    lot = a_stock(site, office)

    with pytest.raises(refusal):
        run(
            site,
            TakeOffStock(office, UUID(lot), quantity, cause, ON, reason),
            organisation=office,
        )


def test_an_injection_drawn_from_the_shelf_leaves_it_once(
    site: Site, office: UUID, person: UUID
) -> None:
    depot = {
        "medicine": "癸酸氟哌啶醇",
        "strength": "50 mg/支",
        "unit": "支",
        "quantity": 2,
    }
    lot, tablets = a_stock(site, office, **depot), a_stock(site, office)

    def give(days_ago: int, batch: str) -> GiveInjection:
        form = InjectionForm(
            drug="haloperidol_decanoate",
            mg="50",
            given_on=ON - timedelta(days=days_ago),
            given_by="演示护士",
        )
        return GiveInjection(person, form, Drawn(office, batch))

    run(site, give(0, lot))
    with pytest.raises(InjectionOnRecord):
        run(site, give(0, lot))
    with pytest.raises(AnotherMedicine):
        run(site, give(28, tablets))

    assert shelf(site, office).lots[lot]["balance"] == 1
    assert shelf(site, office).lots[tablets]["balance"] == 100
    given = [f for f in site.log.stream(person) if f.topic == "person.injection_given"]
    assert len(given) == 1
