"""A row of the list of people, read into what a registration asks for."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from domain.person.consent import Consent
from domain.person.diagnosis import Diagnosis
from domain.person.guardian import Guardian
from domain.person.identity import Identity
from domain.person.residence import Residence
from domain.registry.registration import RawRow
from domain.registry.township_register import codes
from domain.registry.township_register.columns import PEOPLE, ColumnKind, heading_of
from domain.registry.township_register.fault_texts import FaultCode
from domain.registry.township_register.faults import Fault, RefusedRow
from domain.registry.township_register.sheet import Cell, CellKind, SheetRow
from domain.registry.township_register.terms import Faults, Terms
from domain.registry.township_register.written import (
    is_phone,
    is_rounded,
    read_day,
    read_partly,
)
from domain.values.calendar import months_after
from domain.values.identity import IdNumberFault, ResidentId, read
from domain.values.places import is_division, is_village, is_within
from domain.values.registration import (
    DISEASES,
    ConsentAnswer,
    Disease,
    GuardianRelation,
    IdKind,
    Sex,
    disease_of,
)

ICD10: Final = re.compile(r"[A-Z]\d{2}(?:\.\d{1,3})?", re.ASCII)
FOURTEEN_YEARS: Final = 14 * 12
"""Younger than 14, the guardian consents (PIPL art 31, source P2)."""
A_YEAR: Final = 12
"""A refusal is asked again every year (BR-CON-3)."""

OF_ID: Final = {
    IdNumberFault.OLD_FIFTEEN_DIGITS: FaultCode.ID_OLD,
    IdNumberFault.WRONG_LENGTH: FaultCode.ID_LENGTH,
    IdNumberFault.WRONG_CHARACTER: FaultCode.ID_CHARACTER,
    IdNumberFault.NO_SUCH_BIRTH_DATE: FaultCode.ID_BIRTH_DATE,
    IdNumberFault.BORN_IN_THE_FUTURE: FaultCode.ID_FUTURE,
    IdNumberFault.WRONG_CHECK_DIGIT: FaultCode.ID_CHECK_DIGIT,
}

NO_NUMBER: Final = frozenset({"", "无", "不详", "未知", "暂无", "无身份证"})

# fmt: off
DIAGNOSES: Final[dict[str, Disease]] = {
    **{name.zh: name.disease for name in DISEASES},
    **{name.code: name.disease for name in DISEASES},
    **{name.code.lstrip("0"): name.disease for name in DISEASES},
    "双相障碍": Disease.BIPOLAR, "双相情感障碍": Disease.BIPOLAR, "双相": Disease.BIPOLAR,
    "持久的妄想性障碍": Disease.DELUSIONAL, "妄想性障碍": Disease.DELUSIONAL,
    "持久的妄想性障碍(偏执性精神病)": Disease.DELUSIONAL,
    "分裂情感障碍": Disease.SCHIZOAFFECTIVE, "精神分裂": Disease.SCHIZOPHRENIA,
    "癫痫性精神障碍": Disease.EPILEPSY, "精神发育迟滞": Disease.INTELLECTUAL,
    "精神发育迟滞伴精神障碍": Disease.INTELLECTUAL,
    "07": Disease.OTHER, "7": Disease.OTHER, "08": Disease.OTHER, "8": Disease.OTHER,
    "重度抑郁发作": Disease.OTHER, "抑郁症": Disease.OTHER,
    "精神活性物质所致精神障碍": Disease.OTHER, "其他精神障碍": Disease.OTHER,
}
"""How the diseases are written, the codes being those of the 综治 list (C6)."""
# fmt: on


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as the register knows them; `doubts` are shown, the row is recorded."""

    key: str
    identity: Identity
    residence: Residence
    diagnosis: Diagnosis
    consent: Consent
    guardian: Guardian | None
    registered_on: date
    row: RawRow
    doubts: tuple[Fault, ...]


def read_person_row(row: SheetRow, terms: Terms) -> PersonRow | RefusedRow:
    """Return the person of a row, or every reason for which it can't be recorded."""
    faults = Faults()
    key = read_key(row, faults)
    identity = _identity(row, terms, faults)
    residence = _residence(row, terms, faults)
    diagnosis = _diagnosis(row, faults)
    guardian = _guardian(row, faults)
    registered_on = _registered_on(row, terms, faults)
    consent = _consent(row, registered_on or terms.today, faults)
    consent = _of_minor(identity, guardian, consent, terms, faults)
    if row.cell("died_on").plain:
        faults.add(FaultCode.DIED)
    if faults.refusals or registered_on is None:
        return RefusedRow(row.sheet, row.number, faults.refusals)
    return PersonRow(
        key,
        identity,
        replace(residence, since=registered_on.isoformat()),
        diagnosis,
        consent,
        guardian,
        registered_on,
        raw_row(row, terms),
        faults.doubts,
    )


def read_key(row: SheetRow, faults: Faults) -> str:
    """Return the person's number in the register, blanks and case aside."""
    key = row.cell("key").tight.upper()
    if not key:
        faults.add(FaultCode.KEY_MISSING)
    return key


def raw_row(row: SheetRow, terms: Terms) -> RawRow:
    """Return the row as it was found, for keeping."""
    return RawRow(
        terms.source,
        row.sheet,
        row.number,
        row.raw(ColumnKind.IDENTITY),
        row.raw(ColumnKind.CLINICAL),
        terms.map_name,
    )


def _identity(row: SheetRow, terms: Terms, faults: Faults) -> Identity:
    name = row.cell("name").plain
    name = name if name.isascii() else row.cell("name").tight
    if not name:
        faults.add(FaultCode.NAME_MISSING)
    sex = codes.SEX.read(row.cell("sex").tight)
    birth = _birth(row.cell("birth_date"), terms.today)
    phone = _phone(row, "phone", faults)
    resident = _resident_id(row.cell("id_number"), terms, faults)
    if resident is None:
        if sex is None:
            faults.add(FaultCode.SEX_MISSING)
        if birth is None:
            faults.add(FaultCode.BIRTH_MISSING)
        known = (sex or Sex.UNKNOWN).value
        return Identity(name, known, birth, IdKind.UNKNOWN.value, None, phone)
    born = resident.birth_date.isoformat()
    if sex not in {None, Sex.UNKNOWN, Sex.NOT_STATED, resident.sex}:
        faults.add(FaultCode.SEX_DIFFERS)
    if birth is not None and not born.startswith(birth):
        faults.add(FaultCode.BIRTH_DIFFERS)
    return Identity(
        name,
        resident.sex.value,
        born,
        IdKind.RESIDENT_ID.value,
        resident.number,
        phone,
    )


def _resident_id(cell: Cell, terms: Terms, faults: Faults) -> ResidentId | None:
    if cell.tight in NO_NUMBER:
        faults.add(FaultCode.IDENTITY_UNKNOWN)
        return None
    if is_rounded(cell) or (cell.kind is CellKind.NUMBER and "E" in cell.tight.upper()):
        faults.add(FaultCode.ID_ROUNDED)
        return None
    found = read(cell.tight, terms.today)
    if isinstance(found, IdNumberFault):
        faults.add(OF_ID[found])
        return None
    if terms.known_counties and found.is_from_unknown_county(terms.known_counties):
        faults.add(FaultCode.ID_COUNTY_UNKNOWN)
    return found


def _birth(cell: Cell, today: date) -> str | None:
    known = read_partly(cell)
    if not known or known > today.isoformat():
        return None
    return known if len(known) == len("2025-03-01") else known[:4]


def _phone(row: SheetRow, column: str, faults: Faults) -> str | None:
    phone = row.cell(column).tight
    if phone in NO_NUMBER:
        return None
    if not is_phone(phone):
        faults.add(FaultCode.PHONE_DOUBTFUL, heading_of(PEOPLE, column))
    return phone


def _residence(row: SheetRow, terms: Terms, faults: Faults) -> Residence:
    code, name = row.cell("village").tight, row.cell("village_name").tight
    if not code and name:
        named = [each for each, known in terms.villages.items() if known == name]
        code = named[0] if len(named) == 1 else ""
    if not code:
        faults.add(FaultCode.VILLAGE_MISSING)
    elif not is_village(code):
        faults.add(FaultCode.VILLAGE_WRONG)
    elif not is_within(code, terms.scope):
        faults.add(FaultCode.VILLAGE_OUTSIDE)
    elif terms.villages and code not in terms.villages:
        faults.add(FaultCode.VILLAGE_WRONG)
    elif name and terms.villages.get(code, name) != name:
        faults.add(FaultCode.VILLAGE_NAME_DIFFERS)
    domicile = row.cell("domicile").tight
    return Residence(
        code,
        row.cell("address").plain,
        domicile if is_division(domicile) else None,
        row.cell("domicile_address").plain or None,
        "",
    )


def _diagnosis(row: SheetRow, faults: Faults) -> Diagnosis:
    written = row.cell("diagnosis").tight.upper()
    code = ICD10.search(row.cell("icd10").tight.upper() or written)
    word = written.replace(code[0], "").strip("()-,") if code else written
    disease = DIAGNOSES.get(word) or (disease_of(code[0]) if code else None)
    if not written and code is None:
        faults.add(FaultCode.DIAGNOSIS_MISSING)
    elif disease is None or (word and word not in DIAGNOSES):
        faults.add(FaultCode.DIAGNOSIS_UNREADABLE)
    elif disease is Disease.OTHER:
        faults.add(FaultCode.DIAGNOSIS_OUTSIDE_SIX)
    diagnosed_on = read_partly(row.cell("diagnosed_on"))
    if read_day(row.cell("diagnosed_on")) is None:
        faults.add(FaultCode.DIAGNOSED_ON_UNCLEAR)
    return Diagnosis(
        (disease or Disease.OTHER).value,
        code[0] if code else None,
        row.cell("hospital").plain,
        diagnosed_on,
        art_30=False,
    )


def _guardian(row: SheetRow, faults: Faults) -> Guardian | None:
    name = row.cell("guardian").tight
    if not name or name in NO_NUMBER:
        return None
    relation = codes.RELATION.read(row.cell("guardian_relation").tight)
    if relation is None:
        faults.add(FaultCode.RELATION_UNCLEAR)
    return Guardian(
        name,
        (relation or GuardianRelation.OTHER_PERSON).value,
        _phone(row, "guardian_phone", faults),
        None,
        None,
    )


def _registered_on(row: SheetRow, terms: Terms, faults: Faults) -> date | None:
    cell = row.cell("registered_on")
    day = read_day(cell)
    if not cell.plain:
        faults.add(FaultCode.REGISTERED_MISSING)
    elif day is None:
        faults.add(FaultCode.REGISTERED_UNREADABLE)
    elif day > terms.today:
        faults.add(FaultCode.REGISTERED_IN_FUTURE)
    return day


def _consent(row: SheetRow, registered_on: date, faults: Faults) -> Consent:
    answer = codes.CONSENT.read(row.cell("consent").tight)
    signed_on = read_day(row.cell("consent_on"))
    if answer is None:
        faults.add(FaultCode.CONSENT_UNCLEAR)
        return Consent(ConsentAnswer.NOT_ASKED.value, "", "", None)
    if signed_on is None:
        faults.add(FaultCode.CONSENT_DAY_UNCLEAR)
    again = None
    if answer is ConsentAnswer.REFUSED:
        again = months_after(signed_on or registered_on, A_YEAR).isoformat()
    day = signed_on.isoformat() if signed_on else ""
    return Consent(answer.value, row.cell("consent_by").tight, day, again)


def _of_minor(
    identity: Identity,
    guardian: Guardian | None,
    consent: Consent,
    terms: Terms,
    faults: Faults,
) -> Consent:
    grown = months_after(terms.today, -FOURTEEN_YEARS).isoformat()
    if identity.birth_date is None or identity.birth_date <= grown:
        return consent
    if guardian is None:
        faults.add(FaultCode.GUARDIAN_NEEDED)
        return consent
    faults.add(FaultCode.UNDER_FOURTEEN)
    return replace(consent, signed_by=consent.signed_by or guardian.name)
