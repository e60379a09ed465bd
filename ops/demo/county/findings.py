"""What is found at a visit, given how the person is: always enough to be classified."""

from dataclasses import dataclass, replace
from random import Random
from typing import Final

from domain.values.findings import (
    Adherence,
    AdverseReaction,
    Findings,
    Grade,
    HospitalStay,
    Incidents,
    Insight,
    Level,
    Locked,
    PhysicalIllness,
    SocialFunction,
    Symptom,
    Symptoms,
    TreatmentEffect,
    WorkLevel,
)
from ops.demo.county.calibration import ADHERENCE
from ops.demo.county.medicine import drugs, habitual_adherence
from ops.demo.county.people import Invented

HABITS: Final = 0.93
"""How often somebody takes the medicine as they are in the habit of."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How a person is: well, dip, crisis, in hospital, after a crisis."""

    name: str
    grade: int
    discharged: bool = False

    @property
    def is_unwell(self) -> bool:
        """Return whether the person is not in their ordinary state."""
        return self.name != "well"


def findings(condition: Condition, person: Invented, chance: Random) -> Findings:
    """Return what a doctor finds."""
    usual = _adherence(person, chance)
    if condition.name == "in hospital":
        return Findings(
            hospital=HospitalStay.IN_HOSPITAL_NOW, adherence=Adherence.AS_PRESCRIBED
        )
    well = _well(usual, chance)
    if usual in {Adherence.AS_PRESCRIBED, Adherence.IRREGULAR}:
        well = replace(well, taking=drugs(person))
    if condition.name == "well":
        return well
    if condition.name == "crisis":
        return _crisis(condition, well, chance)
    return replace(
        well,
        risk=Grade(chance.choice((1, 1, 2))),
        symptoms=Symptoms.PRESENT,
        symptom_codes=frozenset(chance.sample(tuple(Symptom)[:6], 2)),
        insight=Insight.INCOMPLETE,
        sleep=Level.FAIR,
        treatment_effect=TreatmentEffect.IMPROVED,
        hospital=HospitalStay.DISCHARGED if condition.discharged else HospitalStay.NONE,
    )


def _well(adherence: Adherence, chance: Random) -> Findings:
    fair = chance.random() < 0.4  # noqa: PLR2004 - invented
    none = adherence in {Adherence.NONE_PRESCRIBED, Adherence.NOT_TAKING}
    reaction = AdverseReaction.NOT_APPLICABLE if none else AdverseReaction.NONE
    return Findings(
        risk=Grade.LEVEL_0,
        symptoms=Symptoms.GONE,
        insight=Insight.COMPLETE,
        sleep=Level.GOOD,
        diet=Level.GOOD,
        social=SocialFunction(
            self_care=Level.GOOD,
            housework=Level.FAIR if fair else Level.GOOD,
            work=chance.choice((WorkLevel.FAIR, WorkLevel.NOT_APPLICABLE)),
            study=Level.FAIR,
            relations=Level.FAIR if fair else Level.GOOD,
        ),
        adverse_reaction=reaction,
        physical_illness=PhysicalIllness.NONE_OR_STABLE,
        other_abnormality=False,
        adherence=adherence,
        treatment_effect=TreatmentEffect.NOT_APPLICABLE
        if none
        else TreatmentEffect.IMPROVED,
        locked=Locked.NOT,
        hospital=HospitalStay.NONE,
        incidents=Incidents(),
    )


def _crisis(condition: Condition, well: Findings, chance: Random) -> Findings:
    happened = chance.random() < 0.35  # noqa: PLR2004 - invented
    return replace(
        well,
        risk=Grade(condition.grade),
        symptoms=Symptoms.MARKED,
        symptom_codes=frozenset(chance.sample(tuple(Symptom)[:8], 3)),
        insight=chance.choice((Insight.INCOMPLETE, Insight.ABSENT)),
        sleep=Level.POOR,
        diet=Level.FAIR,
        social=replace(well.social, relations=Level.POOR),
        adverse_reaction=AdverseReaction.NONE,
        adherence=chance.choice((Adherence.IRREGULAR, Adherence.NOT_TAKING)),
        treatment_effect=TreatmentEffect.WORSE,
        incidents=Incidents(
            disturbance=int(happened),
            public_order=int(happened and condition.grade > 3),  # noqa: PLR2004
        ),
    )


def _adherence(person: Invented, chance: Random) -> Adherence:
    """Return how the medicine is taken: mostly as the person is in the habit of."""
    kinds, weights = tuple(ADHERENCE), tuple(ADHERENCE.values())
    habit = habitual_adherence(person)
    return habit if chance.random() < HABITS else chance.choices(kinds, weights)[0]
