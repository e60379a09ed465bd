"""What is proposed before recording is what recording would propose."""

from datetime import date

from domain.person.follow_up import FollowUpRecorded
from domain.registry.proposals import propose
from domain.values.findings import FollowUpClass, Grade
from ops.site import Site
from tests.registering import a_form, an_office, follow_up, register


def test_a_correction_is_proposed_for_without_the_visit_it_replaces(
    site: Site,
) -> None:
    person = register(site, an_office(site))
    recorded = follow_up(site, person, a_form(date(2026, 3, 2), risk=Grade.LEVEL_1))
    facts = [logged.fact for logged in recorded.facts]
    (wrong,) = [f.follow_up for f in facts if isinstance(f, FollowUpRecorded)]
    moved = a_form(date(2026, 3, 3), risk=Grade.LEVEL_1)

    further = propose(site.log, person, moved)
    instead = propose(site.log, person, moved, corrects=wrong)

    assert further.follow_up_class is instead.follow_up_class is FollowUpClass.BASIC
    assert further.due_on == date(2026, 4, 3), "not settled at the check: a month"
    assert instead.due_on == date(2026, 3, 17), "found basic for the first time"
