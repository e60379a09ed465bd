"""Entering the register: the unknown get a number, those alike on record a reason."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import AlreadyTaken, NameNeeded, PossiblyOnRecord
from domain.log import Recorded
from domain.registry.registration import PROVISIONAL, RegisterPerson
from ops.site import Site
from tests.registering import AN_ID, a_registration, an_office, register
from tests.streams import a_command


def enter(site: Site, unit: UUID, more: Mapping[str, Any], **named: Any) -> Recorded:
    numbered: dict[str, Any] = {
        "id_claim": None,
        "numbers": site.claim(PROVISIONAL, ""),
        **more,
    }
    return site.runner.run(
        RegisterPerson(a_registration(unit, **named), **numbered),
        a_command(id=uuid4()),
    )


def said(recorded: Recorded, topic: str) -> list[dict[str, Any]]:
    return [vars(f.fact) for f in recorded.facts if f.topic == topic]


def test_the_unknown_get_numbers_of_their_own_and_a_name_where_they_have_none(
    site: Site,
) -> None:
    unit = an_office(site)
    entered = [enter(site, unit, {}, name=name) for name in ("", "无名氏07", "")]

    numbers = [
        said(each, "person.provisional_number_given")[0]["number"] for each in entered
    ]
    names = [said(each, "person.identity_recorded")[0]["name"] for each in entered]
    assert numbers == [1, 2, 3]
    assert names == ["无名氏01", "无名氏07", "无名氏03"]


def test_who_has_a_number_gets_no_provisional_one_and_needs_a_name(site: Site) -> None:
    known = {"id_kind": "resident_id", "id_number": AN_ID}
    claim = {"id_claim": site.claim("ID number", AN_ID)}
    unit = an_office(site)

    with pytest.raises(NameNeeded):
        enter(site, unit, claim, name="", **known)
    entered = enter(site, unit, claim, **known)

    assert said(entered, "person.provisional_number_given") == []


def test_somebody_alike_on_record_asks_for_a_reason_and_the_reason_is_kept(
    site: Site,
) -> None:
    unit = an_office(site)
    alike = (register(site, unit),)

    for unsaid in ("", "  "):
        with pytest.raises(PossiblyOnRecord):
            enter(site, unit, {"alike": alike, "not_the_same": unsaid})
    entered = enter(site, unit, {"alike": alike, "not_the_same": "演示双胞胎"})

    kept = said(entered, "person.judged_not_the_same")[0]
    assert (kept["people"], kept["reason"]) == ([str(alike[0])], "演示双胞胎")


def test_a_number_on_record_is_the_more_exact_refusal(site: Site) -> None:
    unit = an_office(site)
    known = {"id_kind": "resident_id", "id_number": AN_ID}
    claim = {"id_claim": site.claim("ID number", AN_ID)}
    first = enter(site, unit, claim, **known)

    with pytest.raises(AlreadyTaken):
        enter(site, unit, {**claim, "alike": (first.facts[0].stream,)}, **known)
