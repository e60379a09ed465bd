"""`check rules`: every table of rules answers, always the same, and cites what it rests on.

Each table with an end to its inputs is walked case by case, the others over cases drawn
from a seed: something speaks in every case, the same twice, as many rows as the hit rule
allows, every row in some case, and every proposed day recomputes. Every table is read:
its clauses stand on the register, its reasons are registered with words, its editions do
not overlap. A table broken on purpose in each of these ways must be seen to be.
"""

from dataclasses import dataclass
from typing import Final

from domain.rules.book import TABLES
from ops.proving.proof import Proof, Report, Said
from ops.proving.rules import (
    duties,
    figures,
    medicine,
    notices,
    people,
    records,
    visits,
)
from ops.proving.rules.broken import BROKEN
from ops.proving.rules.reading import faults_of, register
from ops.proving.rules.walking import Walk, walked

WALKS: Final[tuple[Walk, ...]] = (
    *visits.WALKS,
    *people.WALKS,
    *notices.WALKS,
    *duties.WALKS,
    *medicine.WALKS,
    *records.WALKS,
    *figures.WALKS,
)
_SHORT: Final = 1_500
"""Cases a table in the short form."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The check."""

    name: str = "rules"
    claim: str = (
        "每张规则表:凡有问必有答,答案不变,只按命中规则说话,每行都会用到,日期可复算"
        " / every table of rules: total, steady, one hit rule, no dead row, days recompute"
    )

    def run(self, *, short: bool, said: Said) -> Report:
        """Walk and read every table, then those that are broken on purpose."""
        report = Report("rules")
        cases = 0
        for walk in WALKS:
            verdict = walked(walk, _SHORT if short else None)
            cases += verdict.cases
            for what, count in verdict.failures.items():
                named = ", ".join(sorted(verdict.unreached | verdict.strange)[:5])
                report.add(f"{walk.table}: {what}", count, most=0, note=named)
        known = register()
        faults = [fault for table in TABLES for fault in faults_of(table, known)]
        for fault in faults:
            said(fault)
        walked_tables = {walk.table for walk in WALKS}
        only_read = sorted({table.name for table in TABLES} - walked_tables)
        seen = sum(bool(walked(each).failures) for each in BROKEN)
        report.add("tables in the book", len(TABLES), least=1)
        report.add("walks", len(WALKS), least=1)
        report.add("cases walked", cases, least=len(WALKS))
        report.add("faults read", len(faults), most=0)
        report.add(
            "tables nobody walks", len(only_read), most=0, note=", ".join(only_read)
        )
        report.add("broken tables seen", seen, least=len(BROKEN), most=len(BROKEN))
        return report


PROOF: Final[Proof] = Rules()
