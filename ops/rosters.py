"""The sealed nightly roster: who is at level 3 or above, for each office, for an outage.

A PDF for each office that answers dangers, sealed with AES-256-GCM under a key of that
office alone. It is never plain on disk; only last night's is kept (decision 0028).
"""

import json
import os
from base64 import b32decode, b32encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.console.notice_words import in_words
from api.console.pages import written
from api.language import language
from api.printing.paper import pdf
from api.printing.sheet import CHINESE, Sheet, Table, Words
from domain.registry.known import END
from domain.registry.notice_content import content, fields_for
from domain.values.calendar import shanghai_day
from domain.values.people import OfficeKind
from ops.keys.files import Secrets
from ops.site import Site
from projections.duties import OnDuty, on_duty
from projections.handover_list import high_cases
from projections.offices import OfficeRow, all_offices
from projections.person_card import cards
from scheduler.timetable import CatchUp, Cron, Entry

_log: Final = structlog.stdlib.get_logger("ops.rosters")

KINDS: Final = (
    OfficeKind.POLICE_STATION,
    OfficeKind.GRID_CENTRE,
    OfficeKind.COUNTY_SMI,
)
"""Who answers dangers, and so needs to know in an outage (D-LI6)."""
FORMAT: Final = "suian roster 1"
SUFFIX: Final = ".roster"
NONCE: Final = 12
CODE: Final = 20
"""Bytes of an office's code: 160 random bits, 32 letters."""
GROUP: Final = 4
HEADINGS: Final = ("姓名", "住址", "等级", "危险行为", "监护人电话", "出生年")
SHARES: Final = (5, 12, 5, 8, 8, 4)
PHONES: Final = ("单位", "电话", "值班", "值班电话")
PHONE_SHARES: Final = (10, 8, 6, 8)
ROSTERS: Final = Entry(
    job="make_rosters",
    schedule=Cron("50 16 * * *"),  # 00:50 in China
    catch_up=CatchUp.LATEST,
    late_by=timedelta(hours=6),
)


class RosterProblem(Exception):
    """A roster cannot be opened; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands outside the seal: whose roster, of which night."""

    office: str
    name: str
    made_at: str

    def bound(self) -> bytes:
        """Return it as bytes the seal is bound to."""
        told = {"format": FORMAT, **{n: getattr(self, n) for n in self.__slots__}}
        return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def code_of(secrets: Secrets, office: UUID) -> str:
    """Return an office's code in groups, to be kept there in a sealed envelope."""
    letters = b32encode(secrets.derived(f"roster/{office}")[:CODE]).decode()
    groups = range(0, len(letters), GROUP)
    return "-".join(letters[at : at + GROUP] for at in groups)


def seal(plain: bytes, head: Head, code: str, chance: Callable[[int], bytes]) -> bytes:
    """Return a roster sealed under an office's code."""
    nonce = chance(NONCE)
    sealed = AESGCM(_key(code, head)).encrypt(nonce, plain, head.bound())
    return head.bound() + b"\n" + nonce + sealed


def head_of(sealed: bytes) -> Head:
    """Return what stands outside a roster's seal."""
    try:
        told: dict[str, Any] = json.loads(sealed.partition(b"\n")[0])
        head = Head(told["office"], told["name"], told["made_at"])
    except (ValueError, KeyError, TypeError):
        raise RosterProblem("不是夜间名册 / not a nightly roster") from None
    if head.bound() != sealed.partition(b"\n")[0]:
        raise RosterProblem("未知的名册格式 / of a format we do not know")
    return head


def unseal(sealed: bytes, code: str) -> bytes:
    """Return the PDF of a roster; `RosterProblem` under another office's code."""
    head, body = head_of(sealed), sealed.partition(b"\n")[2]
    try:
        key = _key(code, head)
        return AESGCM(key).decrypt(body[:NONCE], body[NONCE:], head.bound())
    except (InvalidTag, ValueError):
        raise RosterProblem(
            "密码不对,或文件已损坏 / another code, or the file is damaged"
        ) from None


def _key(code: str, head: Head) -> bytes:
    letters = "".join(sign for sign in code.upper() if sign.isalnum())
    stretched = HKDF(SHA256(), 32, None, f"{FORMAT}/{head.office}".encode())
    return stretched.derive(b32decode(letters))


@dataclass(frozen=True, slots=True)
class MakeRosters:
    """Makes every office's roster anew; the one of the night before is replaced."""

    site: Site
    folder: Path
    chance: Callable[[int], bytes] = os.urandom

    def __call__(self, due_at: datetime) -> int:
        """Return how many rosters were made for the day in China."""
        day = shanghai_day(due_at).isoformat()
        with self.site.engine.begin() as connection:
            offices, duties = all_offices(connection), on_duty(connection)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = [
            key for key, row in offices.items() if row.is_open and row.kind in KINDS
        ]
        for key in told:
            now = self.site.clock()
            plain = pdf([self.sheet(key, offices, duties, day)], now)
            head = Head(str(key), offices[key].name, now.isoformat())
            sealed = seal(plain, head, code_of(self.site.secrets, key), self.chance)
            _replace(self.folder / f"{key}{SUFFIX}", sealed)
        kept = {f"{key}{SUFFIX}" for key in told}
        for file in self.folder.glob(f"*{SUFFIX}"):
            if file.name not in kept:
                file.unlink()
        _log.info("rosters_made", day=day, made=len(told))
        return len(told)

    def sheet(
        self,
        office: UUID,
        offices: dict[UUID, OfficeRow],
        duties: dict[UUID, OnDuty],
        day: str,
    ) -> Sheet:
        """Return what an office's roster says."""
        now, row = self.site.clock(), offices[office]
        villages = [s["village"] for s in row.services if row.serves(s["village"], day)]
        with self.site.engine.begin() as connection:
            people = [case.person for case in high_cases(connection, villages)]
            known = cards(connection, people)
        people = [who for who in people if who in known and not known[who].left_by]
        lines = tuple(self._line(person, row.kind) for person in people)
        near = {
            k: o for k, o in offices.items() if (o.is_open and o.phone) or k in duties
        }
        phones = tuple(_phones(key, each, duties) for key, each in near.items())
        return Sheet(
            0,
            "3级及以上人员夜间名册（系统中断时使用）",
            (
                Words(("仅供值班处置使用，恢复联网后销毁；以系统内最新通知为准。",)),
                Table("人员", HEADINGS, SHARES, lines),
                Table("值班电话", PHONES, PHONE_SHARES, phones),
            ),
            f"截至 {written(now)}，共 {len(lines)} 人",
            is_official=True,
            unit=row.name,
        )

    def _line(self, person: UUID, kind: str) -> tuple[str, ...]:
        fields = content(self.site.log, person, END, fields_for(kind))
        said = in_words(fields, language(CHINESE))
        grade = said.get("grade", "")
        return (
            said.get("name", ""),
            said.get("residence", ""),
            f"{grade}级" if grade else said.get("level_band", ""),
            said.get("danger_flags", ""),
            said.get("guardian_phone", ""),
            said.get("birth_year", ""),
        )


def _phones(key: UUID, row: OfficeRow, duties: dict[UUID, OnDuty]) -> tuple[str, ...]:
    duty = duties.get(key)
    return (
        row.name,
        row.phone,
        duty.name if duty else "",
        duty.phone if duty else "",
    )


def _replace(path: Path, sealed: bytes) -> None:
    """Write a file whole or not at all, for its owner's eyes alone."""
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
