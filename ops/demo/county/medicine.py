"""What an invented person is prescribed; it follows from who they are."""

from random import Random
from typing import Final

from domain.values.findings import Adherence
from domain.values.medication import DrugUse
from domain.values.registration import Disease
from ops.demo.county.calibration import ADHERENCE, DEPOTS
from ops.demo.county.people import Invented

DEPOT: Final = DrugUse(drug="paliperidone_palmitate", every_weeks=4, each_mg="100")
ANTIPSYCHOTICS: Final = (
    DrugUse(drug="risperidone", morning_mg="1", evening_mg="2"),
    DrugUse(drug="olanzapine", evening_mg="10"),
    DrugUse(drug="clozapine", morning_mg="50", evening_mg="100"),
    DrugUse(drug="aripiprazole", morning_mg="10"),
    DrugUse(drug="amisulpride", morning_mg="200", evening_mg="200"),
    DrugUse(drug="quetiapine", evening_mg="300"),
)
MOOD: Final = (
    DrugUse(drug="sodium_valproate", morning_mg="500", evening_mg="500"),
    DrugUse(drug="lithium_carbonate", morning_mg="250", evening_mg="500"),
)
WITH_A_MOOD_STABILISER: Final = frozenset({Disease.BIPOLAR, Disease.EPILEPSY})


def habitual_adherence(person: Invented) -> Adherence:
    """Return how the person is in the habit of taking the medicine."""
    chance = Random(person.id_number)  # noqa: S311 - no secret
    return chance.choices(tuple(ADHERENCE), tuple(ADHERENCE.values()))[0]


def has_depot(person: Invented) -> bool:
    """Return whether the person is given long-acting injections."""
    return DEPOT in drugs(person)


def drugs(person: Invented) -> tuple[DrugUse, ...]:
    """Return what the person is prescribed; nothing when none is needed."""
    if habitual_adherence(person) is Adherence.NONE_PRESCRIBED:
        return ()
    chance = Random(f"{person.id_number}/drugs")  # noqa: S311 - no secret
    if (
        person.disease is Disease.SCHIZOPHRENIA
        and habitual_adherence(person) is Adherence.AS_PRESCRIBED
        and chance.random() < DEPOTS
    ):
        return (DEPOT,)
    main = chance.choice(ANTIPSYCHOTICS)
    if person.disease in WITH_A_MOOD_STABILISER:
        return (chance.choice(MOOD), main)
    return (main,)
