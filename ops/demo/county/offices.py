"""Offices and accounts of the demo county; the first township's are the demo township's."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final
from uuid import UUID, uuid5

from domain.account import Grant
from domain.registry.accounts import OpenAccount
from domain.registry.offices import OpenOffice
from domain.values.people import OfficeKind, Role
from ops.demo.county.places import COUNTY, name_of, townships, villages
from ops.demo.county.plan import Plan
from ops.demo.township import ACCOUNTS, DemoAccount, DemoOffice

CLINICS: Final = 2
"""Villages of a township, the first ones, that have a clinic."""
STATIONS: Final = (3, 6)
"""Where the first township's villages are cut between its three police stations."""

K = OfficeKind
PHONE: Final = "0000-0000000"
OF_A_TOWNSHIP: Final = (
    ("hospital", K.TOWNSHIP_HOSPITAL, "卫生院", Role.TOWNSHIP_DOCTOR),
    ("grid", K.GRID_CENTRE, "网格化服务管理中心", Role.GRID),
    ("civil", K.CIVIL_AFFAIRS, "民政办", Role.CIVIL_AFFAIRS),
    ("disabled", K.DISABILITY_FEDERATION, "残联", Role.DISABILITY_COMMISSIONER),
)
NAMES: Final = {
    Role.TOWNSHIP_DOCTOR: ("zhenyi", "演示镇医"),
    Role.GRID: ("wangge", "演示网格员"),
    Role.CIVIL_AFFAIRS: ("minzheng", "演示民政干事"),
    Role.DISABILITY_COMMISSIONER: ("canlian", "演示残疾人专职委员"),
    Role.POLICE: ("minjing", "演示民警"),
    Role.VILLAGE_DOCTOR: ("cunyi", "演示村医"),
}


@dataclass(frozen=True, slots=True)
class Staffed:
    """An office and the account that works for it, in which role."""

    office: DemoOffice
    accounts: tuple[DemoAccount, ...]


def offices(label: str = "") -> Iterator[Staffed]:
    """Yield the county's offices, those of the whole county first."""
    served = tuple(chain.from_iterable(villages(town) for town in townships()))
    for key, kind, name, of in (
        ("smi", K.COUNTY_SMI, "精神卫生中心", served),
        ("mental", K.HOSPITAL, "精神病医院", served),
        ("bureau", K.POLICE_STATION, "公安局", ()),
        ("meeting", K.JOINT_MEETING, "联席会议办公室", ()),
        ("audit", K.AUDIT, "审计局", ()),
        ("health", K.HEALTH_COMMISSION, "卫生健康局", ()),
    ):
        office = DemoOffice(key, kind, f"{name_of(COUNTY)}{name}{label}", COUNTY, of)
        yield Staffed(office, tuple(a for a in ACCOUNTS if a.office == key))
    for number, township in enumerate(townships(), start=1):
        yield from _of_township(number, township)


def office_id(plan: Plan, key: str) -> UUID:
    """Return an office's id."""
    return _derived(plan.command_id(f"office/{key}"), "office")


def account_id(plan: Plan, sign_in_name: str) -> UUID:
    """Return an account's id."""
    return _derived(plan.command_id(f"account/{sign_in_name}"), "account")


def open_office(plan: Plan, office: DemoOffice) -> OpenOffice:
    """Return the use case that enters an office."""
    return OpenOffice(
        office.kind, office.name, office.division, PHONE, plan.since.isoformat(),
        office.villages,
    )  # fmt: skip


def open_account(
    plan: Plan, account: DemoAccount, office: UUID, claim: UUID, hashed: str
) -> OpenAccount:
    """Return the use case that opens an account."""
    grant = Grant(account.role, str(office), account.division, plan.since.isoformat())
    return OpenAccount(claim, account.sign_in_name, account.name, hashed, grant)


def clinic_key(village: str) -> str | None:
    """Return the key of a village's clinic, None where there is none."""
    township = village[: len(village) - 3]
    if village not in villages(township)[:CLINICS]:
        return None
    return f"clinic-{village}"


def sign_in_name(role: Role, place: str) -> str:
    """Return the sign-in name of whoever works in a role for a township or a village."""
    name, _ = NAMES[role]
    first = townships()[0]
    if place in {first, villages(first)[0]}:
        return name
    return f"{name}-{place[len(COUNTY) :]}"


def _of_township(number: int, township: str) -> Iterator[Staffed]:
    here, name = villages(township), name_of(township)
    for key, kind, suffix, role in OF_A_TOWNSHIP:
        yield _staffed(f"{key}-{township}", kind, name + suffix, township, here, role)
    parts = (
        (here[: STATIONS[0]], here[STATIONS[0] : STATIONS[1]], here[STATIONS[1] :])
        if number == 1
        else (here,)
    )
    for index, part in enumerate(parts):
        side = ("东", "西", "北")[index] if len(parts) > 1 else ""
        station = _staffed(
            f"police-{township}-{index}", K.POLICE_STATION, f"{name}{side}派出所",
            township, part, Role.POLICE,
        )  # fmt: skip
        extra = f"{index + 1}" if index else ""
        yield Staffed(
            station.office,
            tuple(
                DemoAccount(
                    a.sign_in_name + extra, a.name + side, a.role, a.office, a.division
                )
                for a in station.accounts
            ),
        )
    for village in here[:CLINICS]:
        yield _staffed(
            f"clinic-{village}", K.VILLAGE_CLINIC, f"{name_of(village)}卫生室",
            village, (village,), Role.VILLAGE_DOCTOR,
        )  # fmt: skip


def _staffed(
    key: str, kind: OfficeKind, name: str, division: str,
    served: tuple[str, ...], role: Role,
) -> Staffed:  # fmt: skip
    office = DemoOffice(key, kind, name, division, served)
    account = DemoAccount(
        sign_in_name(role, division),
        f"{NAMES[role][1]}({name_of(division)})",
        role,
        key,
        division,
    )
    return Staffed(office, (account,))


def _derived(command: UUID, kind: str) -> UUID:
    return uuid5(command, f"{kind}/0")
