"""Walks of the tables about people: danger, consent, admission, aid, reports, rights."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations, product
from random import Random
from typing import Any, Final

from domain.rules import (
    access,
    admission,
    aid_schemes,
    check_up,
    consent,
    exclusion,
    guardian,
    guardian_subsidy,
    handover,
    payer_order,
    registration_scope,
    report_limits,
    risk_grade,
    under_grading,
)
from domain.rules.aid_conditions import Left, Situation, Word
from domain.rules.parameters import InForce
from domain.values.aid import Insurance, LowIncome
from domain.values.calendar import ListedWorkingDays
from domain.values.check_up import CheckUpItem
from domain.values.emergency import Danger, Dispute, Stance
from domain.values.findings import Findings, Grade, Incidents, Symptom
from domain.values.people import Purpose, Role
from domain.values.registration import ConsentAnswer, Disease
from ops.proving.rules.cases import BOTH, DRAWN, FIRST, codes, counted, is_last_of, rows
from ops.proving.rules.walking import Walk

PLACES: Final = (
    "990101001001",
    "110101001001",
    "330326001001",
    "370811001001",
)


KNOWN: Final = InForce(calendar=ListedWorkingDays.of([2024]))


def _observed(_: Random) -> Iterable[risk_grade.Observed]:
    return (
        risk_grade.Observed(
            threatens=threatens,
            smashing=smashing,
            only_at_home=at_home,
            talked_down=talked_down,
            violence=violence,
            harms_self=harms_self,
            arson_or_explosion=arson,
        )
        for threatens, smashing, at_home, talked_down, violence, harms_self, arson in product(
            BOTH, risk_grade.Smashing, BOTH, BOTH, risk_grade.Violence, BOTH, BOTH
        )
    )


def _low_grades(_: Random) -> Iterable[tuple[Findings, str]]:
    counts = ("disturbance", "public_order", "criminal", "other_harm")
    more = ("self_harm", "suicide_attempt")
    for risk, named, symptom, remark in product(
        Grade,
        ("", *counts, *more),
        (frozenset[Symptom](), frozenset({Symptom.HURTS_PEOPLE_BREAKS_THINGS})),
        ("", "持刀"),
    ):
        happened: dict[str, Any] = {named: 1} if named else {}
        yield (
            Findings(risk=risk, incidents=Incidents(**happened), symptom_codes=symptom),
            remark,
        )


def _admissions(_: Random) -> Iterable[tuple[str, admission.Situation, bool]]:
    for place, severe, danger, willing, stance, dispute, unknown in product(
        PLACES, BOTH, Danger, BOTH, Stance, Dispute, BOTH
    ):
        case = admission.Situation(
            severe=severe,
            danger=danger,
            willing=willing,
            stance=stance,
            dispute=dispute,
        )
        yield place, case, unknown


def _articles(case: tuple[str, admission.Situation, bool]) -> list[str]:
    return codes(row.why for row in admission.ROWS if row.fits(case[1]))


def _first_article_speaks(case: tuple[str, admission.Situation, bool]) -> bool:
    place, situation, unknown = case
    said = admission.admission(place, FIRST, situation, unknown_identity=unknown)
    return said.because[0].code == _articles(case)[0]


VALUES: Final[dict[Word, tuple[Any, ...]]] = {
    Word.LEFT: (None, None, None, None, None, None, None, None, *Left),
    Word.LOW_INCOME: (None, *LowIncome),
    Word.INSURANCE: (None, *Insurance),
    Word.DISEASE: (None, *Disease),
    Word.GRADE: (None, *range(6)),
    Word.GUARDIAN_ABILITY: (None, "strong", "weak", "none"),
    Word.ADHERENCE: (None, 1, 2, 3, 4),
    Word.DISABILITY_GRADE: (None, 1, 2, 3, 4),
}


AID_PLACES: Final = tuple(
    sorted({(row.division or "990101").ljust(12, "0") for row in aid_schemes.TABLE})
)


def _situations(draw: Random) -> Iterable[Situation]:
    for _ in range(6 * DRAWN):
        known: dict[str, Any] = {
            word.value: draw.choice(VALUES.get(word, (None, False, True)))
            for word in Word
        }
        yield Situation(division=draw.choice(AID_PLACES), **known)


def _aid_rows() -> Iterable[str]:
    """Yield what can speak: a row that needs nothing is never unmet."""
    for row in aid_schemes.TABLE:
        yield row.why.code
        if row.needs:
            yield row.unmet.code
        yield from codes(bar.why for bar in row.bars)
    yield from codes(aid_schemes.LEFT.values())


def _schemes(situation: Situation) -> list[str]:
    return codes(each.because for each in aid_schemes.assess(situation, FIRST))


def _payers(_: Random) -> Iterable[tuple[str, bool, bool | None, bool]]:
    return product(("990101", "230102"), BOTH, (None, False, True), BOTH)


def _payer(case: tuple[str, bool, bool | None, bool]) -> list[str]:
    place, known, can_pay, emergency = case
    found = payer_order.payer_order(
        place, FIRST, known=known, can_pay=can_pay, emergency=emergency
    )
    return [found.because.code]


def _rights(
    _: Random,
) -> Iterable[tuple[Role, Purpose, access.Operation, frozenset[Any]]]:
    held = [
        frozenset(chosen)
        for n in range(2)
        for chosen in combinations(access.Relation, n)
    ]
    return product(Role, Purpose, access.Operation, held)


def _right(case: tuple[Role, Purpose, access.Operation, frozenset[Any]]) -> list[str]:
    found = access.decide(*case)
    return [str(access.TABLE.index(found.row))] if found.row else []


def _limits(_: Random) -> Iterable[tuple[report_limits.Duty, str]]:
    return product(report_limits.Duty, PLACES)


def _limit(case: tuple[report_limits.Duty, str]) -> list[str]:
    return [report_limits.row_for(*case, FIRST).why.code]


def _limit_counted(case: tuple[report_limits.Duty, str]) -> bool:
    """Return whether the row's days are counted, and Beijing's are no more than the nation's."""
    duty, place = case
    found = report_limits.limit(duty, place, FIRST, KNOWN)
    row = report_limits.row_for(duty, place, FIRST)
    nation = report_limits.row_for(duty, "990101001001", FIRST)
    return (
        row.working_days <= nation.working_days
        and found.because == (row.why,)
        and is_last_of(row.working_days, found.due_on, FIRST, KNOWN)
    )


def _guardians(_: Random) -> Iterable[tuple[bool, bool, bool, bool]]:
    return product(BOTH, BOTH, BOTH, BOTH)


def _found_of(case: tuple[bool, bool, bool, bool]) -> list[str]:
    alive, able, willing, stand_in = case
    return codes(
        guardian.findings_of(
            alive=alive, able=able, willing=willing, has_stand_in=stand_in
        )
    )


def _answers(_: Random) -> Iterable[tuple[ConsentAnswer, bool]]:
    return product(ConsentAnswer, BOTH)


def _answered(case: tuple[ConsentAnswer, bool]) -> list[str]:
    answer, art_30 = case
    fitting = [r for r in consent.TABLE if r.answer is answer and r.art_30 is art_30]
    return codes(row.why for row in fitting)


def _asked_again(case: tuple[ConsentAnswer, bool]) -> bool:
    """Return whether the row speaks, a no counts but in danger, and who said it is asked again."""
    answer, art_30 = case
    found = consent.consequence_of(answer, FIRST, art_30=art_30)
    said_no = answer in {ConsentAnswer.REFUSED, ConsentAnswer.WITHDRAWN}
    again = {ConsentAnswer.AGREED: None, ConsentAnswer.NOT_ASKED: FIRST}
    return (
        codes([found.because]) == _answered(case)
        and found.looked_after is (art_30 or not said_no)
        and found.ask_again_on == again.get(answer, counted(FIRST, 12))
    )


def _check_ups(_: Random) -> Iterable[frozenset[CheckUpItem]]:
    return (
        frozenset(chosen)
        for n in range(len(CheckUpItem) + 1)
        for chosen in combinations(CheckUpItem, n)
    )


def _diseases(_: Random) -> Iterable[tuple[Disease, bool]]:
    return product(Disease, BOTH)


def _moves(_: Random) -> Iterable[tuple[handover.Destination, bool]]:
    return product(handover.Destination, BOTH)


def _move(case: tuple[handover.Destination, bool]) -> list[str]:
    destination, settles = case
    return codes(
        row.why
        for row in handover.TABLE
        if row.destination is destination and row.settles in (None, settles)
    )


def _half_a_year_settles(case: tuple[handover.Destination, bool]) -> bool:
    """Return whether the row speaks, and after half a year that of who settled."""
    destination, settles = case
    full = counted(FIRST, 6)

    def asked(today: date) -> handover.Proposal:
        return handover.asked_by_move(destination, FIRST, settles=settles, today=today)

    first = asked(FIRST)
    return (
        codes([first.because]) == _move(case)
        and asked(full - timedelta(days=1)) == first
        and codes([asked(full).because]) == _move((destination, True))
        and first.again_on == (full if first.step is handover.Step.WATCH else None)
    )


WALKS: Final[tuple[Walk, ...]] = (
    Walk(
        "risk_grade",
        _observed,
        lambda seen: codes(risk_grade.suggest(seen).because),
        rows(risk_grade.TABLE),
    ),
    Walk(
        "under_grading",
        _low_grades,
        lambda case: codes(under_grading.questions(*case)),
        rows(under_grading.TABLE),
        least=0,
    ),
    Walk(
        "admission",
        _admissions,
        _articles,
        rows(admission.ROWS),
        most=1,
        holds=_first_article_speaks,
    ),
    Walk(
        "aid_schemes",
        _situations,
        _schemes,
        frozenset(_aid_rows()),
    ),
    Walk(
        "payer_order",
        _payers,
        _payer,
        frozenset(codes(payer_order.REASONS)),
        most=1,
    ),
    Walk(
        "access",
        _rights,
        _right,
        frozenset(str(number) for number in range(len(access.TABLE))),
        least=0,
        most=1,
    ),
    Walk(
        "report_limits",
        _limits,
        _limit,
        rows(report_limits.TABLE),
        most=1,
        holds=_limit_counted,
    ),
    Walk("guardian", _guardians, _found_of, rows(guardian.TABLE), least=0),
    Walk(
        "consent",
        _answers,
        _answered,
        rows(consent.TABLE),
        most=1,
        holds=_asked_again,
    ),
    Walk(
        "check_up",
        _check_ups,
        lambda done: codes(check_up.missing(done, FIRST)),
        frozenset(row.why.code for row in check_up.TABLE if not row.is_local),
        least=0,
    ),
    Walk(
        "registration_scope",
        _diseases,
        lambda case: [
            registration_scope.scope_of(case[0], art_30=case[1]).because.code
        ],
        frozenset(codes(registration_scope.REASONS))
        - {registration_scope.SHORT_STAY.code},
        most=1,
    ),
    Walk(
        "exclusion",
        lambda _: (row.kind for row in exclusion.TABLE),
        lambda kind: codes(exclusion.because(kind)),
        rows(exclusion.TABLE) | {exclusion.TWO_PEOPLE.code},
        most=2,
    ),
    Walk(
        "handover",
        _moves,
        _move,
        rows(handover.TABLE),
        most=1,
        holds=_half_a_year_settles,
    ),
    Walk(
        "guardian_subsidy",
        lambda _: ("110101", "620101", "431124", "990101"),
        lambda place: codes(
            [row.why] if (row := guardian_subsidy.yearly_amount(place)) else []
        ),
        rows(guardian_subsidy.TABLE),
        least=0,
        most=1,
    ),
)
