"""What a page links to, whoever is shown the link may open."""

import re
from datetime import timedelta

import pytest

from domain.registry.exclusion import Opinion, ProposeExclusion
from domain.registry.merging import ProposeMerge, Side
from tests.api.console.browsing import a_person, browser
from tests.api.township import Township, key

PAGES = (
    *("/", "/due?ahead=14", "/people?words=演示", "/merges", "/exclusions", "/stock"),
    *("/clues", "/reports", "/emergencies", "/referrals", "/medicine-due"),
    *(
        "/worklists?listed=unreached",
        "/worklists?listed=home",
        "/worklists?listed=lost",
    ),
    "/worklists?listed=long_unseen",
)
"""Where people are listed; a page a role may not open at all is passed over."""
LINK = re.compile(r'href="(/[^"#]*)')
LEFT_OUT = ("/static/", "/language", "/sign-out", "/api/")


@pytest.mark.parametrize("role", ["village", "doctor", "psychiatrist", "auditor"])
def test_every_link_of_a_chart_and_of_the_lists_opens(
    township: Township, role: str
) -> None:
    person, other = a_person(township), a_person(township, name="演示乙")
    opinion = Opinion("second_diagnosis", "2026-03-01", "演示医院", "演示")
    township.run(ProposeExclusion(person, opinion))
    township.run(ProposeMerge(person, other, Side.SURVIVOR, "演示"))
    doctor = township.client("doctor")
    at = f"/api/v1/people/{person}"
    for part, body in (
        ("absences", {"left_on": "2026-02-02", "what_for": "work", "phone": "0000-1"}),
        ("returns", {"back_on": "2026-03-02", "leaves_on": "2026-03-20"}),
        (
            "contacts",
            {"tried_on": "2026-03-02", "way": "phone", "outcome": "not_reached"},
        ),
    ):
        sent = doctor.post(f"{at}/{part}", json=body, headers=key())
        assert sent.status_code == 201, sent.text
    township.web.clock.pass_by(timedelta(days=1))
    township.fold()

    by = browser(township, role)
    shown = [by.get(page) for page in (f"/people/{person}", *PAGES)]
    links = {
        link: page.url.path
        for page in shown
        if page.status_code == 200
        for link in LINK.findall(page.text.replace("&amp;", "&"))
        if not link.startswith(LEFT_OUT) and not link.endswith(".pdf")
    }

    shut = {
        (where, link): status
        for link, where in links.items()
        if (status := by.get(link).status_code) != 200
    }
    assert shown[0].status_code == 200
    assert len(links) > 20
    assert shut == {}
