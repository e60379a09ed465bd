"""The words a person enters the register with: document, sex, guardian, disease, consent.

Codes are those of the forms where a form has them (C2, C6, GB/T 2261.1; sources.md).
"""

from dataclasses import dataclass
from enum import StrEnum


class IdKind(StrEnum):
    """What a person's number is; the unknown have none and are identified later."""

    RESIDENT_ID = "resident_id"
    OTHER_DOCUMENT = "other_document"
    UNKNOWN = "unknown"


def provisional_name(number: int) -> str:
    """Return what somebody unknown without any name is called: 无名氏07 (D-F5)."""
    return f"无名氏{number:02d}"


class Sex(StrEnum):
    """GB/T 2261.1."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    NOT_STATED = "9"


class GuardianRelation(StrEnum):
    """How the guardian stands to the person (Civil Code arts 27, 28 and 31)."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    OTHER_RELATIVE = "other_relative"
    OTHER_PERSON = "other_person"
    COMMITTEE = "committee"
    """村(居)民委员会."""
    CIVIL_AFFAIRS = "civil_affairs"
    """民政部门."""


class GuardianBasis(StrEnum):
    """What the guardianship rests on."""

    STATUTORY = "statutory"
    """法定, arts 27 and 28."""
    AGREED = "agreed"
    """协议或意定, arts 30 and 33."""
    APPOINTED = "appointed"
    """村(居)委会或民政部门指定, art 31."""
    COURT = "court"
    """人民法院指定, art 31."""


class GuardianAbility(StrEnum):
    """监护能力 强, 弱, 无; asked again every year (field notes, grade K)."""

    STRONG = "strong"
    WEAK = "weak"
    NONE = "none"


class ConsentAnswer(StrEnum):
    """知情同意 on form 5: the form's 1 and 0, not asked yet, and agreed but withdrawn since."""

    AGREED = "agreed"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"
    WITHDRAWN = "withdrawn"


class Use(StrEnum):
    """What a record may be used for beyond what the law itself asks for."""

    FOLLOW_UP = "follow_up"
    CHECK_UP = "check_up"
    JOINT_FOLLOW_UP = "joint_follow_up"
    """Sharing with helpers: civil affairs, the disabled persons' commissioner."""


class Disease(StrEnum):
    """The six managed diseases (BR-DIS-1) and any other."""

    SCHIZOPHRENIA = "schizophrenia"
    SCHIZOAFFECTIVE = "schizoaffective"
    DELUSIONAL = "delusional"
    BIPOLAR = "bipolar"
    EPILEPSY = "epilepsy"
    """癫痫所致精神障碍."""
    INTELLECTUAL = "intellectual"
    """精神发育迟滞伴发精神障碍."""
    OTHER = "other"
    """Any other: in scope only under art 30(2)(2) of the Mental Health Law."""


@dataclass(frozen=True, slots=True)
class DiseaseName:
    """A disease's Chinese name, its 综治 code (C6), and the ICD-10 codes that mean it."""

    disease: Disease
    zh: str
    code: str
    icd10: tuple[str, ...]


# fmt: off
DISEASES: tuple[DiseaseName, ...] = (
    DiseaseName(Disease.SCHIZOPHRENIA,   "精神分裂症",               "01", ("F20",)),
    DiseaseName(Disease.SCHIZOAFFECTIVE, "分裂情感性障碍",           "02", ("F25",)),
    DiseaseName(Disease.DELUSIONAL,      "偏执性精神病",             "03", ("F22",)),
    DiseaseName(Disease.BIPOLAR,         "双相(情感)障碍",           "04", ("F31",)),
    DiseaseName(Disease.EPILEPSY,        "癫痫所致精神障碍",         "05", ("F06", "G40")),
    DiseaseName(Disease.INTELLECTUAL,    "精神发育迟滞伴发精神障碍", "06", tuple(
        f"F7{digit}" for digit in range(10))),
    DiseaseName(Disease.OTHER,           "其他",                     "99", ()),
)
# fmt: on


def disease_of(icd10: str) -> Disease:
    """Return the disease an ICD-10 code means, `OTHER` when it is none of the six.

    F31, F06 and G40 are general knowledge (grade K): the national list was not found.
    """
    code = icd10.strip().upper()
    known = (name.disease for name in DISEASES if code[:3] in name.icd10)
    return next(known, Disease.OTHER)
