"""Every refusal has its own words and its own status."""

import re
from string import Formatter

from api.problems import STATUS_OF
from domain.errors import Refused
from tests.house.tree import domain_modules, subclasses

PERSONAL = re.compile(
    r"name|number|phone|address|birth|diagnos|grade|person", re.IGNORECASE
)


def refusals() -> set[type[Refused]]:
    domain_modules()
    return {
        each
        for each in subclasses(Refused)
        if each.__module__.startswith(("domain.", "api."))
    }


def test_every_refusal_has_a_status_and_every_status_a_refusal() -> None:
    assert set(STATUS_OF) == refusals()


def test_every_status_is_a_refusal_s() -> None:
    assert {status for status in STATUS_OF.values() if not 400 <= status < 600} == set()


def test_every_refusal_says_what_to_do_in_words_of_its_own() -> None:
    assert [each for each in refusals() if "message" not in vars(each)] == []
    assert len({each.message for each in refusals()}) == len(refusals())


def test_no_two_refusals_share_a_name() -> None:
    assert len({each.__name__ for each in refusals()}) == len(refusals())


def test_no_refusal_repeats_what_a_person_is() -> None:
    telling = [
        each
        for each in refusals()
        for _, detail, _, _ in Formatter().parse(each.message)
        if detail and PERSONAL.search(detail)
    ]

    assert telling == []
