from datetime import date

import pytest

from domain.rules.face_visit import Contact, asks
from domain.values.findings import SpokeWith, VisitForm

PERSON, FAMILY = SpokeWith.PERSON, SpokeWith.FAMILY_OR_GUARDIAN
HOME, TELEPHONE = VisitForm.HOME, VisitForm.TELEPHONE


def contact(on: str, form: VisitForm, *spoke_with: SpokeWith) -> Contact:
    return Contact(date.fromisoformat(on), form, frozenset(spoke_with))


def asked(*contacts: Contact) -> list[str]:
    return [reason.code for reason in asks(contacts)]


def test_one_contact_with_relatives_asks_nothing_and_two_in_a_row_ask() -> None:
    first = contact("2026-01-10", TELEPHONE, FAMILY)
    second = contact("2026-02-10", HOME, FAMILY, SpokeWith.OTHER_INFORMANT)

    assert asked(first) == []
    assert asked(first, second) == ["face.relatives_only"]
    assert asked(first, contact("2026-02-10", TELEPHONE, PERSON, FAMILY)) == []


@pytest.mark.parametrize(
    ("last", "codes"), [("2026-07-09", []), ("2026-07-10", ["face.half_a_year"])]
)
def test_half_a_year_counts_from_the_last_face_visit(
    last: str, codes: list[str]
) -> None:
    met = contact("2026-01-10", HOME, PERSON)

    assert asked(met, contact(last, TELEPHONE, PERSON)) == codes


def test_d_f2_without_any_face_visit_it_counts_from_the_first_contact() -> None:
    first = contact("2026-01-10", TELEPHONE, PERSON)

    assert asked(first, contact("2026-07-10", TELEPHONE, PERSON)) == [
        "face.half_a_year"
    ]


def test_nobody_visited_yet_asks_nothing() -> None:
    assert asked() == []
