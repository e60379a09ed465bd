"""Form 6 (个人基本信息表) beside name, sex, birth, number and phone: codes and the form.

Codes are those of the third edition's record as people who use it remember them (grade
K, D-F1): to be checked against the printed form before release.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class ResidenceType(IntEnum):
    """常住类型."""

    REGISTERED = 1
    NOT_REGISTERED = 2


class AddressType(IntEnum):
    """户籍所在地类型, 现住址类型."""

    THIS_COUNTY = 1
    THIS_CITY = 2
    THIS_PROVINCE = 3
    ANOTHER_PROVINCE = 4
    HONG_KONG_MACAO_TAIWAN = 5
    FOREIGN = 6


class Nation(StrEnum):
    """民族: the form's two; a minority is named beside it."""

    HAN = "01"
    MINORITY = "99"


class BloodType(IntEnum):
    """血型."""

    A = 1
    B = 2
    O = 3  # noqa: E741 - the blood group's own name
    AB = 4
    UNKNOWN = 5


class RhType(IntEnum):
    """RH."""

    NEGATIVE = 1
    POSITIVE = 2
    UNKNOWN = 3


class Education(IntEnum):
    """文化程度."""

    POSTGRADUATE = 1
    UNIVERSITY = 2
    COLLEGE = 3
    SECONDARY_SPECIALISED = 4
    TECHNICAL_SCHOOL = 5
    SENIOR_SECONDARY = 6
    JUNIOR_SECONDARY = 7
    PRIMARY = 8
    ILLITERATE = 9
    UNKNOWN = 10


class Occupation(IntEnum):
    """职业."""

    LEADER = 0
    PROFESSIONAL = 1
    CLERK = 2
    COMMERCE = 3
    AGRICULTURE = 4
    PRODUCTION = 5
    SOLDIER = 6
    OTHER = 7
    NONE = 8


class Marriage(IntEnum):
    """婚姻状况."""

    UNMARRIED = 1
    MARRIED = 2
    WIDOWED = 3
    DIVORCED = 4
    NOT_STATED = 5


class Payment(IntEnum):
    """医疗费用支付方式; several may be ticked."""

    URBAN_EMPLOYEES = 1
    URBAN_RESIDENTS = 2
    RURAL_COOPERATIVE = 3
    POVERTY_RELIEF = 4
    COMMERCIAL = 5
    FULLY_PUBLIC = 6
    OWN_MEANS = 7
    OTHER = 8


class Allergy(IntEnum):
    """药物过敏史."""

    NONE = 1
    PENICILLIN = 2
    SULFONAMIDE = 3
    STREPTOMYCIN = 4
    OTHER = 5


class Exposure(IntEnum):
    """暴露史."""

    NONE = 1
    CHEMICALS = 2
    POISONS = 3
    RADIATION = 4


class PastIllness(IntEnum):
    """既往史, 疾病."""

    NONE = 1
    HYPERTENSION = 2
    DIABETES = 3
    CORONARY = 4
    COPD = 5
    TUMOUR = 6
    STROKE = 7
    SMI = 8
    TUBERCULOSIS = 9
    HEPATITIS = 10
    OTHER_INFECTIOUS = 11
    OCCUPATIONAL = 12
    OTHER = 13


class FamilyIllness(IntEnum):
    """家族史."""

    NONE = 1
    HYPERTENSION = 2
    DIABETES = 3
    CORONARY = 4
    COPD = 5
    TUMOUR = 6
    STROKE = 7
    SMI = 8
    TUBERCULOSIS = 9
    HEPATITIS = 10
    MALFORMATION = 11
    OTHER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicInformation:
    """Who somebody is in everyday life, and whom to reach; `None` is "not recorded"."""

    work_unit: str = ""
    contact: str = ""
    contact_phone: str = ""
    residence_type: ResidenceType | None = None
    nationality: str = ""
    nation: Nation | None = None
    minority: str = ""
    education: Education | None = None
    occupation: Occupation | None = None
    marriage: Marriage | None = None
    payment: tuple[Payment, ...] = ()
    address_type: AddressType | None = None
    domicile_type: AddressType | None = None
    guardian_address: str = ""
    guardian_second_phone: str = ""
    committee_contact: str = ""
    """辖区村(居)委会联系人."""
    committee_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthHistory:
    """Blood, allergies, exposure, past illnesses and the family's; form 6's lower half."""

    blood_type: BloodType | None = None
    rh: RhType | None = None
    allergies: tuple[Allergy, ...] = ()
    allergies_other: str = ""
    exposure: tuple[Exposure, ...] = ()
    illnesses: tuple[PastIllness, ...] = ()
    illnesses_remark: str = ""
    operations: str = ""
    injuries: str = ""
    transfusions: str = ""
    father: tuple[FamilyIllness, ...] = ()
    mother: tuple[FamilyIllness, ...] = ()
    siblings: tuple[FamilyIllness, ...] = ()
    children: tuple[FamilyIllness, ...] = ()
    hereditary: str = ""
