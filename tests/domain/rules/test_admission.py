"""Admission law: every case walked, against an oracle written from the articles."""

from datetime import date
from itertools import product

import pytest

from domain.rules.admission import (
    REASONS,
    ROWS,
    SHANDONG,
    ZHEJIANG,
    Situation,
    admission,
    ask_second_by,
    compulsory,
)
from domain.values.emergency import (
    Admission,
    Compulsory,
    Danger,
    Dispute,
    Signer,
    Stance,
)

DAY = date(2026, 3, 2)
SHANDONG_TOWN, ZHEJIANG_TOWN, ELSEWHERE = "370801001001", "330326001001", "990101001001"
CASES = [
    Situation(severe=severe, danger=danger, willing=willing, stance=st, dispute=dispute)
    for severe, danger, willing, st, dispute in product(
        (True, False), Danger, (True, False), Stance, Dispute
    )
]


def by_the_articles(case: Situation) -> tuple[Admission, set[Signer]]:
    """Return what the articles say, read one after the other and not as a table."""
    person = set[Signer]()
    if case.dispute is Dispute.NOT_NEEDED:  # 35(1)
        return Admission.NOT_ADMITTED, person
    if not case.severe or case.danger is Danger.NONE:  # 30(1)
        if not case.willing:
            return Admission.NOT_ADMITTED, person
        may_sign = {Signer.PERSON, *([Signer.GUARDIAN] if case.severe else [])}
        return Admission.VOLUNTARY, may_sign
    if case.danger is Danger.TO_SELF:
        return to_self(case)
    return to_others(case)


def to_self(case: Situation) -> tuple[Admission, set[Signer]]:
    return {  # 31, 36(1), D-M2, Civil Code 32
        Stance.AGREES: (Admission.ADMIT, {Signer.GUARDIAN}),
        Stance.REFUSES: (Admission.BLOCKED, set[Signer]()),
        Stance.NOT_REACHED: (Admission.FIND_GUARDIAN, set[Signer]()),
        Stance.VAGRANT: (Admission.ADMIT, {Signer.SENDING_DEPARTMENT}),
        Stance.NONE: (
            Admission.FIND_GUARDIAN,
            {Signer.CIVIL_AFFAIRS, Signer.COMMITTEE},
        ),
    }[case.stance]


def to_others(case: Situation) -> tuple[Admission, set[Signer]]:
    others = {Signer.EMPLOYER, Signer.COMMITTEE}
    if case.dispute is Dispute.WAITING:  # 35(3)
        return Admission.TREAT_WHILE_WAITING, {Signer.GUARDIAN, *others}
    if case.stance is Stance.AGREES:
        return Admission.ADMIT, {Signer.GUARDIAN}
    if case.stance is Stance.VAGRANT:
        return Admission.ADMIT, {Signer.SENDING_DEPARTMENT}
    obstructs = case.stance is Stance.REFUSES and case.dispute is Dispute.NEEDED
    return (Admission.ADMIT_WITH_POLICE if obstructs else Admission.ADMIT), others


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_row_speaks_of_each_case_and_says_what_the_articles_say(
    case: Situation,
) -> None:
    fitting = [row for row in ROWS if row.fits(case)]
    found = admission(ELSEWHERE, DAY, case)

    assert len(fitting) == 1
    assert (found.step, set(found.signers)) == by_the_articles(case)
    assert found.because[0] == fitting[0].why


def test_every_row_is_reached() -> None:
    reached = {next(row.why for row in ROWS if row.fits(case)) for case in CASES}

    assert reached == {row.why for row in ROWS}
    assert len({why.code for why in REASONS}) == len(REASONS)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nobody_comes_to_hospital_unwilling_without_danger(case: Situation) -> None:
    found = admission(SHANDONG_TOWN, DAY, case)

    unwilling = not case.willing and (not case.severe or case.danger is Danger.NONE)
    assert not (unwilling and found.admits)
    assert found.is_watched is (found.step is Admission.BLOCKED)


def test_t51_danger_to_self_only_and_the_guardian_refuses_blocks_the_admission() -> (
    None
):
    case = Situation(
        severe=True, danger=Danger.TO_SELF, willing=False, stance=Stance.REFUSES
    )

    found = admission(ELSEWHERE, DAY, case)

    assert (found.step, found.admits, found.is_watched) == (
        Admission.BLOCKED,
        False,
        True,
    )
    assert str(found.because[0].clause) == "P1 art 31 [P]"


@pytest.mark.parametrize(
    ("place", "explains"), [(ELSEWHERE, False), (SHANDONG_TOWN, True)]
)
def test_t52_danger_to_others_and_an_unwilling_guardian_lets_others_sign(
    place: str, *, explains: bool
) -> None:
    case = Situation(
        severe=True, danger=Danger.TO_OTHERS, willing=False, stance=Stance.REFUSES
    )

    found = admission(place, DAY, case)

    assert found.signers == (Signer.EMPLOYER, Signer.COMMITTEE)
    assert (found.step, found.is_noted) == (Admission.ADMIT, True)
    assert found.explains is explains
    assert (SHANDONG.why in found.because) is explains


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("unknown", [True, False])
def test_zhejiang_has_to_admit_the_unknown_whom_police_bring(
    case: Situation, *, unknown: bool
) -> None:
    found = admission(ZHEJIANG_TOWN, DAY, case, unknown_identity=unknown)

    expected = unknown and case.danger is Danger.TO_OTHERS and found.admits
    assert (ZHEJIANG.why in found.because) is expected


def test_a_second_diagnosis_may_be_asked_for_until_the_third_day() -> None:
    assert ask_second_by(date(2026, 2, 27)) == date(2026, 3, 2)


ANSWERS = [True, False, None]


@pytest.mark.parametrize("terms", list(product(ANSWERS, repeat=3)))
def test_compulsory_treatment_needs_all_three_terms(
    terms: tuple[bool | None, bool | None, bool | None],
) -> None:
    violent, not_liable, may_go_on = terms
    found = compulsory(
        violent=violent,
        not_liable=not_liable,
        may_go_on=may_go_on,
        accepted_on=date(2026, 1, 31),
    )

    if all(terms):
        assert found.outcome is Compulsory.MAY_BE_ORDERED
        assert found.court_by == date(2026, 2, 28)
    else:
        ask = False not in terms
        assert found.outcome is (Compulsory.ASK if ask else Compulsory.NOT_OPEN)
        assert found.court_by is None
