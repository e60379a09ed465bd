"""Registrations and follow-ups for tests: everything well but what is named."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from domain.log import Recorded
from domain.person.consent import Consent
from domain.person.diagnosis import Diagnosis
from domain.person.follow_up import FollowUpForm
from domain.person.guardian import Guardian
from domain.person.residence import Residence
from domain.registry.accounts import Grant, OpenAccount
from domain.registry.follow_up import RecordFollowUp
from domain.registry.offices import OpenOffice
from domain.registry.registration import RegisterPerson, Registration
from domain.values.findings import (
    Adherence,
    AdverseReaction,
    Findings,
    Grade,
    HospitalStay,
    Incidents,
    Insight,
    Level,
    PhysicalIllness,
    SocialFunction,
    Symptoms,
    WorkLevel,
)
from ops.site import Site
from tests.streams import a_command, an_identity

TOWNSHIP = "990101001"
VILLAGE = "990101001001"
AN_ID = "990101190505050013"


def an_office(site: Site, kind: str = "township_hospital", **named: Any) -> UUID:
    """Enter an office that serves the village and return its id."""
    facts: dict[str, Any] = {
        "kind": kind,
        "name": f"演示{kind}",
        "division": TOWNSHIP,
        "phone": "0000-0000000",
        "opened_on": "2026-01-01",
        "villages": (VILLAGE,),
        **named,
    }
    use_case = OpenOffice(**facts)
    return (
        site.runner.run(
            use_case,
            a_command(role="administrator", purpose="administration", division="9901"),
        )
        .facts[0]
        .stream
    )


def a_registration(unit: UUID, **named: Any) -> Registration:
    """Return what is known of an invented person; identity fields may be named."""
    return Registration(
        identity=an_identity(**named),
        residence=Residence(VILLAGE, "演示路1号", VILLAGE, "演示路1号", "2026-03-02"),
        diagnosis=Diagnosis(
            "schizophrenia", "F20", "演示医院", "2025-11-03", art_30=False
        ),
        consent=Consent("agreed", "本人", "2026-03-02", None),
        guardian=Guardian(
            "演示监护人", "spouse", "0000-0000001", "statutory", "strong"
        ),
        unit=unit,
        registered_on="2026-03-02",
    )


def register(site: Site, unit: UUID, **named: Any) -> UUID:
    """Register an unknown person and return the id."""
    use_case = RegisterPerson(a_registration(unit, **named), id_claim=None)
    recorded = site.runner.run(use_case, a_command(id=uuid4()))
    return person_of(recorded)


def person_of(recorded: Recorded) -> UUID:
    """Return whom a registration registered."""
    return next(f.stream for f in recorded.facts if f.topic == "person.registered")


def well(**named: Any) -> Findings:
    """Return findings with nothing the matter but what is named."""
    facts: dict[str, Any] = {
        "risk": Grade.LEVEL_0,
        "symptoms": Symptoms.GONE,
        "insight": Insight.COMPLETE,
        "sleep": Level.GOOD,
        "diet": Level.GOOD,
        "social": SocialFunction(
            self_care=Level.GOOD,
            housework=Level.GOOD,
            work=WorkLevel.GOOD,
            study=Level.GOOD,
            relations=Level.GOOD,
        ),
        "adverse_reaction": AdverseReaction.NONE,
        "physical_illness": PhysicalIllness.NONE_OR_STABLE,
        "other_abnormality": False,
        "adherence": Adherence.AS_PRESCRIBED,
        "hospital": HospitalStay.NONE,
        "incidents": Incidents(),
        **named,
    }
    return Findings(**facts)


def a_form(on: date = date(2026, 3, 2), **named: Any) -> FollowUpForm:
    """Return a home visit to a person who is well but for what is named."""
    findings = {n: named.pop(n) for n in list(named) if n in Findings.__slots__}
    facts: dict[str, Any] = {
        "visited_on": on,
        "form": 2,
        "spoke_with": frozenset({1}),
        "findings": well(**findings),
        **named,
    }
    return FollowUpForm(**facts)


def follow_up(site: Site, person: UUID, form: FollowUpForm, **named: Any) -> Recorded:
    """Record a follow-up."""
    return site.runner.run(RecordFollowUp(person, form), a_command(**named))


def an_account(site: Site, office: UUID, role: str, division: str) -> UUID:
    """Open an account for an office and return its id."""
    name = f"yanshi-{uuid4().hex[:8]}"
    use_case = OpenAccount(
        site.claim("sign-in name", name),
        name,
        "演示人员",
        "",
        Grant(role, str(office), division, "2026-01-01"),
    )
    command = a_command(role="administrator", purpose="administration", division="9901")
    recorded = site.runner.run(use_case, command)
    return next(f.stream for f in recorded.facts if f.topic == "account.opened")
