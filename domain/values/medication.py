"""Medicines: the table of drugs, and one row of form 8's 用药情况 and 用药指导.

Source:   CAT for the names: no national code list was found, so a drug that is not in the
          table is written as free text. K where people remember it, and for every label
          interval (D-Y1). Form 8 (R5) for the row: strength, 早 中 晚 in mg, and for
          long-acting drugs 每_周一次, 每次_mg.
          An injected drug a later regimen leaves out is due no more (D-Y3).
Silence:  a dose left out was not recorded; it is never read as no dose.

Doses are decimal text, because an event keeps plain values and 0.1 has no exact float.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Self

PRINTED_ROWS: Final = 3
"""Rows form 8 prints for each of 用药情况 and 用药指导."""

MOST_DRUGS: Final = 10
"""Rows kept of each; nobody is treated with more at once."""

LONGEST_WEEKS: Final = 26
LONGEST_TEXT: Final = 60

MILLIGRAMS: Final = r"\d{1,5}(\.\d{1,3})?"
"""A dose in mg as it is typed."""


class DrugClass(StrEnum):
    """What a drug is given for, as the catalogues group them."""

    ANTIPSYCHOTIC = "antipsychotic"
    """抗精神病药."""
    MOOD_STABILISER = "mood_stabiliser"
    """心境稳定剂."""
    ANTICHOLINERGIC = "anticholinergic"
    """抗胆碱能药."""


class Route(StrEnum):
    """How a drug is given."""

    MOUTH = "mouth"
    INJECTION = "injection"


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug: its code, its Chinese name, and where the name and the interval come from.

    `label_weeks` is the usual interval of a long-acting one, grade K for all of them; the
    interval that was prescribed always wins (D-Y1).
    """

    code: str
    zh: str
    drug_class: DrugClass
    route: Route
    label_weeks: int | None
    source: str
    evidence: str

    @property
    def is_long_acting(self) -> bool:
        """Return whether it is a long-acting drug (长效药), with an interval in weeks."""
        return self.label_weeks is not None


def _oral(code: str, zh: str, drug_class: DrugClass) -> Drug:
    return Drug(code, zh, drug_class, Route.MOUTH, None, "CAT", "C")


def _depot(code: str, zh: str, weeks: int, source: str, evidence: str) -> Drug:
    return Drug(code, zh, A, Route.INJECTION, weeks, source, evidence)


A, M, X = DrugClass.ANTIPSYCHOTIC, DrugClass.MOOD_STABILISER, DrugClass.ANTICHOLINERGIC

# fmt: off
DRUGS: Final[tuple[Drug, ...]] = (
    _oral("clozapine",                "氯氮平",           A),
    _oral("olanzapine",               "奥氮平",           A),
    _oral("risperidone",              "利培酮",           A),
    _oral("aripiprazole",             "阿立哌唑",         A),
    _oral("quetiapine",               "喹硫平",           A),
    _oral("ziprasidone",              "齐拉西酮",         A),
    _oral("amisulpride",              "氨磺必利",         A),
    _oral("paliperidone",             "帕利哌酮",         A),
    _oral("lurasidone",               "鲁拉西酮",         A),
    _oral("haloperidol",              "氟哌啶醇",         A),
    _oral("perphenazine",             "奋乃静",           A),
    _oral("chlorpromazine",           "氯丙嗪",           A),
    _oral("sulpiride",                "舒必利",           A),
    _oral("tiapride",                 "硫必利",           A),
    Drug("penfluridol",               "五氟利多",         A, Route.MOUTH, 1, "CAT", "C"),
    _oral("lithium_carbonate",        "碳酸锂",           M),
    _oral("sodium_valproate",         "丙戊酸钠",         M),
    _oral("carbamazepine",            "卡马西平",         M),
    _oral("lamotrigine",              "拉莫三嗪",         M),
    _oral("oxcarbazepine",            "奥卡西平",         M),
    _oral("trihexyphenidyl",          "苯海索",           X),
    _depot("haloperidol_decanoate",   "癸酸氟哌啶醇",     4, "CAT", "C"),
    _depot("fluphenazine_depot",      "氟奋乃静长效制剂", 2, "CAT", "C"),
    _depot("paliperidone_palmitate",  "棕榈酸帕利哌酮",   4, "CAT", "C"),
    _depot("risperidone_microspheres", "利培酮微球",      2, "K", "K"),
    _depot("aripiprazole_depot",      "阿立哌唑长效制剂", 4, "K", "K"),
)
# fmt: on

_BY_CODE: Final[Mapping[str, Drug]] = {drug.code: drug for drug in DRUGS}
_BY_NAME: Final[Mapping[str, Drug]] = {drug.zh: drug for drug in DRUGS}


def drug_of(code: str) -> Drug | None:
    """Return the drug of a code, None when the table has none."""
    return _BY_CODE.get(code)


def drug_named(name: str) -> Drug | None:
    """Return the drug of exactly this Chinese name, None when it is free text."""
    return _BY_NAME.get(name.strip())


class RegimenSource(StrEnum):
    """Where a regimen comes from."""

    FOLLOW_UP = "follow_up"
    """用药指导 of a follow-up."""
    HOSPITAL = "hospital"
    """A discharge sheet (出院信息单) or an out-patient prescription."""
    PSYCHIATRIST = "psychiatrist"
    """A psychiatrist's advice outside a follow-up."""


class Severity(StrEnum):
    """How severe an adverse reaction is; the form has no code for it."""

    MILD = "mild"
    SEVERE = "severe"
    UNGRADED = "ungraded"


class IntervalFrom(StrEnum):
    """Where the interval to the next injection comes from; the first there is wins."""

    GIVEN = "given"
    """Whoever gave it said so."""
    PRESCRIBED = "prescribed"
    """The standing regimen."""
    LABEL = "label"
    """The label as remembered, grade K (D-Y1)."""


class DrugFault(StrEnum):
    """What keeps a row of medicine from being recorded."""

    NO_NAME = "no_name"
    """Neither a code of the table nor a name, or both."""
    UNKNOWN_CODE = "unknown_code"
    DOSE = "dose"
    """A dose that is no number of milligrams."""
    BOTH_WAYS = "both_ways"
    """Doses by the day and an interval in weeks in one row."""
    HALF = "half"
    """An interval without its dose, or a dose without its interval."""
    WEEKS = "weeks"
    """An interval nobody prescribes."""
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugUse:
    """One drug as it is taken or advised: by the day, or every so many weeks.

    Either `drug` (a code of the table) or `name` (free text) says what it is; "" and None
    are "not recorded". Nothing is checked on the way in, `fault` says what is wrong.
    """

    drug: str = ""
    name: str = ""
    strength: str = ""
    morning_mg: str = ""
    noon_mg: str = ""
    evening_mg: str = ""
    every_weeks: int | None = None
    each_mg: str = ""

    @classmethod
    def called(cls, name: str, **rest: Any) -> Self:
        """Return the row for a drug as it is called: its code when the table knows it."""
        known = drug_named(name)
        if known is not None:
            return cls(drug=known.code, **rest)
        return cls(name=name.strip(), **rest)

    @property
    def title(self) -> str:
        """Return what the drug is called in Chinese."""
        known = drug_of(self.drug)
        return known.zh if known else self.name or self.drug

    @property
    def is_long_acting(self) -> bool:
        """Return whether it is taken every so many weeks."""
        return self.every_weeks is not None

    @property
    def daily_mg(self) -> str | None:
        """Return the milligrams a day, None where no daily dose was recorded."""
        doses = [Decimal(dose) for dose in self._daily() if dose]
        return _plain(sum(doses, Decimal(0))) if doses else None

    @property
    def fault(self) -> DrugFault | None:
        """Return what is wrong with the row, None when it can be recorded."""
        doses = (*self._daily(), self.each_mg)
        daily = any(self._daily())
        interval, each = self.every_weeks is not None, bool(self.each_mg)
        faults = {
            DrugFault.NO_NAME: bool(self.drug) == bool(self.name.strip()),
            DrugFault.UNKNOWN_CODE: bool(self.drug) and drug_of(self.drug) is None,
            DrugFault.TOO_LONG: max(len(self.name), len(self.strength)) > LONGEST_TEXT,
            DrugFault.DOSE: any(
                dose and not re.fullmatch(MILLIGRAMS, dose, re.ASCII) for dose in doses
            ),
            DrugFault.BOTH_WAYS: daily and (interval or each),
            DrugFault.HALF: interval != each,
            DrugFault.WEEKS: interval
            and not 1 <= (self.every_weeks or 0) <= LONGEST_WEEKS,
        }
        return next((fault for fault, found in faults.items() if found), None)

    def meaning(self) -> tuple[str | int | None, ...]:
        """Return what the row says, however its numbers were typed."""
        doses = (*self._daily(), self.each_mg)
        amounts = [_plain(Decimal(dose)) if dose else "" for dose in doses]
        return (self.title, self.strength.strip(), self.every_weeks, *amounts)

    def facts(self) -> dict[str, Any]:
        """Return it as plain values: what an event keeps."""
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Return the row `facts()` was made from; what is missing was not recorded."""
        return cls(**facts)

    def _daily(self) -> tuple[str, str, str]:
        return (self.morning_mg, self.noon_mg, self.evening_mg)


def leaves_out(drugs: tuple[DrugUse, ...], title: str) -> bool:
    """Return whether a regimen doesn't have the drug of this name (D-Y3)."""
    return all(use.title != title for use in drugs)


def same_drugs(some: tuple[DrugUse, ...], others: tuple[DrugUse, ...]) -> bool:
    """Return whether two lists say the same, in whatever order."""
    return {use.meaning() for use in some} == {use.meaning() for use in others}


def _plain(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text
