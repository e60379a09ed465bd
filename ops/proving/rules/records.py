"""Walks of the tables about records: what is read how, taken back, merged, erased."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import product
from random import Random
from typing import Any, Final

from domain.rules import (
    danger_report,
    erasure,
    lowering,
    merging,
    national_codes,
    quick_report,
    residual,
    same_as_last,
    taking_back,
)
from domain.values.calendar import SHANGHAI
from domain.values.findings import Findings, Grade, Insight, Symptoms
from domain.values.people import Role
from domain.values.visit_details import Repeatable
from ops.proving.rules.cases import (
    FIRST,
    codes,
    every_day,
)
from ops.proving.rules.walking import Walk


def _limits(_: Random) -> Iterable[tuple[date, int]]:
    return product(list(every_day())[::30], range(60))


def _lapses(module: Any, case: tuple[date, int]) -> list[str]:
    day, later = case
    confirmed = day + timedelta(days=later)
    may = module.may_be_confirmed(day.isoformat(), confirmed.isoformat())
    return ["confirmed" if may else "lapsed"]


def _after_thirty_days(case: tuple[date, int]) -> list[str]:
    return ["lapsed" if case[1] > 30 else "confirmed"]  # noqa: PLR2004 - D-E1, D-X5


def _taken_over(fields: frozenset[Repeatable]) -> list[str]:
    return [field.value for field in same_as_last.open_fields(Findings(), fields)]


Lowered = tuple[Grade, Grade, Role, int]


def _lowerings(_: Random) -> Iterable[Lowered]:
    return product(Grade, Grade, Role, (-1, 0, 1))


def _second_person(case: Lowered) -> list[str]:
    standing, new, role, later = case
    day = (FIRST + timedelta(days=later)).isoformat()
    why = lowering.needs_second(
        lowering.Graded(standing, FIRST.isoformat()), lowering.Graded(new, day), role
    )
    return codes([why] if why else [])


def _never_a_psychiatrist(case: Lowered) -> bool:
    standing, new, role, _ = case
    is_lowered = standing.is_at_least(Grade.LEVEL_3) and not new.is_at_least(
        Grade.LEVEL_3
    )
    return not _second_person(case) or (is_lowered and role is not Role.PSYCHIATRIST)


Read = tuple[Insight | None, Symptoms | None, frozenset[residual.Residual], int]
NAMED: Final = tuple(
    frozenset(residual.Residual(word) for word in words)
    for words in ((), ("insight",), ("symptoms",), ("insight", "symptoms"))
)


def _opinions(_: Random) -> Iterable[Read]:
    return product((None, *Insight), (None, *Symptoms), NAMED, (-1, 0, 100, 400))


def _read(case: Read) -> tuple[Findings, list[str]]:
    insight, symptoms, named, days = case
    until = residual.valid_until(FIRST).isoformat()
    opinion = residual.Opinion(tuple(sorted(named)), FIRST.isoformat(), until)
    found = Findings(insight=insight, symptoms=symptoms)
    read, because = residual.read_milder(found, opinion, FIRST + timedelta(days=days))
    return read, codes(because)


def _reads_no_more_than_named(case: Read) -> bool:
    insight, symptoms, named, days = case
    read, spoke = _read(case)
    milder = {
        residual.Residual.INSIGHT: read.insight is not insight,
        residual.Residual.SYMPTOMS: read.symptoms is not symptoms,
    }
    changed = {word for word, is_milder in milder.items() if is_milder}
    return changed <= named and len(changed) == len(spoke) and (days >= 0 or not spoke)


Told = tuple[bool, int]


def _told(_: Random) -> Iterable[Told]:
    return product((False, True), range(-1, 80))


def _late(case: Told) -> list[str]:
    by_day, hours = case
    moment = datetime.combine(FIRST, time(), SHANGHAI)
    happened_at = FIRST.isoformat() if by_day else moment.isoformat()
    why = quick_report.told_late(happened_at, moment + timedelta(hours=hours))
    return codes([quick_report.FORM_FOLLOWS, *((why,) if why else ())])


def _late_after_a_day(case: Told) -> bool:
    by_day, hours = case
    return (quick_report.TOLD_LATE.code in _late(case)) is (
        hours > (48 if by_day else 24)  # D-IN2
    )


def _danger_reports(_: Random) -> Iterable[date]:
    return list(every_day())[::30]


def _kept(day: date) -> list[str]:
    looked = danger_report.assess_by(datetime.combine(day, time(), SHANGHAI))
    return codes([looked.why, danger_report.erased_on(day).why])


WALKS: Final[tuple[Walk, ...]] = (
    Walk(
        "danger_report",
        _danger_reports,
        _kept,
        frozenset(codes(danger_report.REASONS)),
        least=2,
        most=2,
        holds=lambda day: danger_report.erased_on(day).on > day,
    ),
    Walk(
        "quick_report",
        _told,
        _late,
        frozenset(codes(quick_report.REASONS)),
        least=1,
        most=2,
        holds=_late_after_a_day,
    ),
    Walk(
        "residual",
        _opinions,
        lambda case: _read(case)[1],
        frozenset(codes(residual.REASONS)),
        least=0,
        most=2,
        holds=_reads_no_more_than_named,
    ),
    Walk(
        "lowering",
        _lowerings,
        _second_person,
        frozenset(codes(lowering.REASONS)),
        least=0,
        most=1,
        holds=_never_a_psychiatrist,
    ),
    Walk(
        "national_codes",
        lambda _: national_codes.PARITY.items(),
        lambda case: [case[0].__name__],
        frozenset(kind.__name__ for kind in national_codes.PARITY),
        most=1,
        holds=lambda case: list(case[1].codes) == list(case[0]),
    ),
    Walk(
        "erasure",
        _limits,
        lambda case: _lapses(erasure, case),
        frozenset({"confirmed", "lapsed"}),
        most=1,
        holds=lambda case: _lapses(erasure, case) == _after_thirty_days(case),
    ),
    Walk(
        "merging",
        _limits,
        lambda case: _lapses(merging, case),
        frozenset({"confirmed", "lapsed"}),
        most=1,
        holds=lambda case: _lapses(merging, case) == _after_thirty_days(case),
    ),
    Walk(
        "taking_back",
        lambda _: taking_back.BY_TOPIC.values(),
        lambda answer: codes(answer.whys),
        frozenset(codes(taking_back.REASONS)),
    ),
    Walk(
        "same_as_last",
        lambda _: (frozenset({field}) for field in Repeatable),
        _taken_over,
        frozenset(field.value for field in Repeatable),
        least=0,
        most=1,
    ),
)
