"""How often things happen in the demo county, and the published figures that rests on.

National 2020 (A5, rs.yiigle.com CN2021/1356254): managed 95.12 %, managed as specified
89.01, medicated 87.83, medicated regularly 68.84, stable at home 96.40. Shandong 2021
(field notes 5): 95.63 managed as specified, 97.94 seen face to face. Zibo 2019 (field
notes 5): 92.69 seen face to face. Level 3 or higher: at most about 1 % (field notes 5).
What has no figure behind it is invented, and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.values.findings import Adherence
from domain.values.registration import Disease
from ops.demo.county.plan import Profile


@dataclass(frozen=True, slots=True)
class Published:
    """A published rate in per cent, and how far from it a demo county may be."""

    percent: float
    band: float
    source: str


NATIONAL_2020: Final = "2020 national, A5"
PUBLISHED: Final[Mapping[str, Published]] = {
    "I-MGT": Published(95.12, 2.5, NATIONAL_2020),
    "I-STD-A": Published(89.01, 4.0, NATIONAL_2020),
    "I-MED": Published(87.83, 4.0, NATIONAL_2020),
    "I-REGMED": Published(68.84, 5.0, NATIONAL_2020),
    "I-STAB": Published(96.40, 3.0, NATIONAL_2020),
    "I-FACE": Published(
        94.0, 3.0, "between Zibo 2019 (92.69) and Shandong 2021 (97.94)"
    ),
    "I-CHECK": Published(79.64, 5.0, "Shandong 2021, field notes 5"),
    "high": Published(1.0, 0.6, "field notes 5: at most about 1 %"),
}
BUSY_HIGH: Final = Published(4.0, 2.0, "invented: a county with much going on")


@dataclass(frozen=True, slots=True)
class Rates:
    """How often things happen, a year or a time; what follows is for the usual county."""

    unmanaged: float = 0.04
    """Not to be seen all year: refuse, or nobody finds them."""
    irregular: float = 0.065
    """Seen, but with a visit left out now and then."""
    left_out: float = 0.42
    """Of their visits."""
    crises: float = 0.072
    """A year: at level 3 or higher for some weeks."""
    admitted: float = 0.45
    """Of those crises."""
    dips: float = 0.045
    """A year: only basically stable for a while (invented)."""
    deaths: float = 0.011
    """A year (invented)."""
    losses: float = 0.005
    """A year (invented)."""
    moves: float = 0.025
    """A year (invented)."""
    arrivals: float = 0.045
    """Of the register in a year are newly registered (invented)."""
    away: float = 0.07
    """Work elsewhere and are home for the Spring Festival (invented)."""
    late: float = 0.12
    """Of the visits are entered some days later, from paper (invented)."""
    very_late: float = 0.015
    """Of the visits are entered weeks later (invented)."""
    corrected: float = 0.008
    """Of the visits are put right later (invented)."""


RATES: Final[Mapping[Profile, Rates]] = {
    Profile.USUAL: Rates(),
    Profile.BUSY: Rates(
        crises=0.30, dips=0.10, losses=0.015, moves=0.05, late=0.2, very_late=0.03
    ),
}

ADHERENCE: Final[Mapping[Adherence, float]] = {
    Adherence.AS_PRESCRIBED: 0.745,
    Adherence.IRREGULAR: 0.190,
    Adherence.NOT_TAKING: 0.045,
    Adherence.NONE_PRESCRIBED: 0.020,
}
"""At an ordinary visit: 68.84 and 87.83 - 68.84 of 95.12 (A5)."""

DISEASES: Final[Mapping[Disease, float]] = {
    Disease.SCHIZOPHRENIA: 0.72,
    Disease.INTELLECTUAL: 0.11,
    Disease.BIPOLAR: 0.08,
    Disease.EPILEPSY: 0.06,
    Disease.SCHIZOAFFECTIVE: 0.02,
    Disease.DELUSIONAL: 0.01,
}
"""Between Fuzhou 2018 (86.31 % schizophrenia) and Bao'an 2019 (60.82 %)."""

CHECKED: Final = 0.86
"""A year, of those seen face to face: 79.64 % of the register in Shandong 2021."""
POOR, CERTIFIED, GUARDIANS_PAID = 0.4457, 0.2515, 0.2859
"""Zibo 2019 (field notes 5): poor, with a disability certificate, 监护补助."""
DEPOTS: Final = 0.10
"""Of those with schizophrenia who take their medicine: injected (invented)."""

FORMS: Final = {"outpatient": 0.30, "home": 0.56, "telephone": 0.14}
