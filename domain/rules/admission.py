"""Say whether somebody may be admitted, and whose signature it takes.

Decision: what the Mental Health Law says about an admission; who may sign; what has to be
          noted; and, apart from it, whether a court may order compulsory treatment.
Source:   P1 arts 30 to 36; P7 art 40 (Shandong) and P8 art 25 (Zhejiang) for what a
          province adds; P3 art 32; P6 arts 302 to 306 (sources.md).
Hit rule: exactly one row fits each case. What a province adds comes beside it.
Silence:  D-M1: danger to others goes before danger to self, and where there is danger the
          guardian's word counts, not the person's. D-M2: a guardian who is not reached, or
          whom nobody is yet, is found first where the danger is to self only; where it is
          to others, whoever may sign for a refusing guardian signs.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.values.calendar import ONE_MONTH, Interval
from domain.values.emergency import (
    Admission,
    Compulsory,
    Danger,
    Dispute,
    Signer,
    Stance,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the psychiatrist found, what the person and the guardian want, any dispute."""

    severe: bool
    danger: Danger
    willing: bool
    stance: Stance
    dispute: Dispute = Dispute.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the law says of one kind of case; a condition left out matches everything."""

    then: Admission
    why: Reason
    signers: tuple[Signer, ...] = ()
    is_noted: bool = False
    is_watched: bool = False
    severe: AbstractSet[bool] = frozenset({True, False})
    danger: AbstractSet[Danger] = frozenset(Danger)
    willing: AbstractSet[bool] = frozenset({True, False})
    stance: AbstractSet[Stance] = frozenset(Stance)
    dispute: AbstractSet[Dispute] = frozenset(Dispute)

    def fits(self, case: Situation) -> bool:
        """Return whether the row speaks of this case."""
        return (
            case.severe in self.severe
            and case.danger in self.danger
            and case.willing in self.willing
            and case.stance in self.stance
            and case.dispute in self.dispute
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What a province adds to some answers, by division prefix."""

    prefix: str
    danger: Danger
    stance: Stance | None
    unknown_identity: bool | None
    then: frozenset[Admission]
    explains: bool
    why: Reason


@dataclass(frozen=True, slots=True)
class Law:
    """One edition: the rows, and what provinces add."""

    rows: tuple[Row, ...]
    additions: tuple[Addition, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law says: one step, who may sign, and what has to go with it."""

    step: Admission
    signers: tuple[Signer, ...]
    is_noted: bool
    """It is noted in the person's record (病历) that somebody else signed."""
    is_watched: bool
    """The guardian watches over the person at home, and that is on record."""
    explains: bool
    """A written explanation goes with the record."""
    because: tuple[Reason, ...]
    edition: str

    @property
    def admits(self) -> bool:
        """Return whether the person comes to hospital."""
        return self.step in ADMITTING


P, D = Evidence.PRIMARY, Evidence.DECIDED
A, ST = Admission, Stance

ADMITTING: Final = frozenset(
    {A.VOLUNTARY, A.ADMIT, A.ADMIT_WITH_POLICE, A.TREAT_WHILE_WAITING}
)
"""The steps by which somebody comes to hospital, or stays there."""

YES, NO = frozenset({True}), frozenset({False})
SELF, OTHERS = frozenset({Danger.TO_SELF}), frozenset({Danger.TO_OTHERS})
HARMLESS = frozenset({Danger.NONE})
STILL_OPEN = frozenset(Dispute) - {Dispute.NOT_NEEDED}
UNDISPUTED = frozenset({Dispute.NONE})
CONFIRMED = frozenset({Dispute.NEEDED})
SETTLED = UNDISPUTED | CONFIRMED
BY_OTHERS = (Signer.EMPLOYER, Signer.COMMITTEE)


def _law(place: str) -> Clause:
    return Clause("P1", place, P)


# fmt: off
ROWS: tuple[Row, ...] = (
    Row(then=A.NOT_ADMITTED, dispute=frozenset({Dispute.NOT_NEEDED}),
        why=Reason("admission.not_needed", _law("art 35(1)"),
            "The second diagnosis or the opinion does not confirm it: no admission.",
            "再次诊断或鉴定不能确定为严重精神障碍或不需住院：不得实施住院治疗")),
    Row(then=A.VOLUNTARY, signers=(Signer.PERSON,), severe=NO, willing=YES, dispute=STILL_OPEN,
        why=Reason("admission.voluntary", _law("art 30(1)"),
            "Not severe: in hospital only as the person wishes.",
            "非严重精神障碍：住院实行自愿原则，本人自愿办理")),
    Row(then=A.NOT_ADMITTED, severe=NO, willing=NO, dispute=STILL_OPEN,
        why=Reason("admission.not_severe", _law("art 30(1)"),
            "Not severe and not willing: no admission.",
            "非严重精神障碍且本人不同意：不得实施住院治疗")),
    Row(then=A.VOLUNTARY, signers=(Signer.PERSON, Signer.GUARDIAN), severe=YES, danger=HARMLESS,
        willing=YES, dispute=STILL_OPEN,
        why=Reason("admission.voluntary_severe", _law("arts 30(1) and 36(1)"),
            "No danger: as the person wishes; who cannot sign has the guardian sign.",
            "无危险情形：实行自愿原则；本人无能力办理的由监护人办理住院手续")),
    Row(then=A.NOT_ADMITTED, severe=YES, danger=HARMLESS, willing=NO, dispute=STILL_OPEN,
        why=Reason("admission.no_danger", _law("art 30"),
            "No danger to self or others and not willing: no admission.",
            "无伤害自身或危害他人情形且本人不同意：不得实施住院治疗")),
    Row(then=A.ADMIT, signers=(Signer.GUARDIAN,), severe=YES, danger=SELF,
        stance=frozenset({ST.AGREES}), dispute=STILL_OPEN,
        why=Reason("admission.self_agreed", _law("arts 30(2)(1) and 31"),
            "Danger to self, the guardian agrees: admit.",
            "伤害自身或有危险：经监护人同意，应当实施住院治疗")),
    Row(then=A.BLOCKED, is_watched=True, severe=YES, danger=SELF,
        stance=frozenset({ST.REFUSES}), dispute=STILL_OPEN,
        why=Reason("admission.self_refused", _law("art 31"),
            "Danger to self only, the guardian refuses: no admission; the guardian watches.",
            "仅伤害自身情形，监护人不同意：不得住院，监护人应做好看护管理")),
    Row(then=A.FIND_GUARDIAN, severe=YES, danger=SELF,
        stance=frozenset({ST.NOT_REACHED}), dispute=STILL_OPEN,
        why=Reason("admission.self_not_reached", Clause("OURS", "D-M2", D),
            "Danger to self, the guardian is not reached: reach them, observe meanwhile.",
            "伤害自身情形，监护人联系不上：先联系监护人，其间留观（本系统设定）")),
    Row(then=A.ADMIT, signers=(Signer.SENDING_DEPARTMENT,), severe=YES, danger=SELF,
        stance=frozenset({ST.VAGRANT}), dispute=STILL_OPEN,
        why=Reason("admission.self_vagrant", _law("art 36(1)"),
            "A vagrant without a guardian: the office that brought the person signs.",
            "查找不到监护人的流浪乞讨人员：由送诊的有关部门办理住院手续")),
    Row(then=A.FIND_GUARDIAN, signers=(Signer.CIVIL_AFFAIRS, Signer.COMMITTEE), severe=YES,
        danger=SELF, stance=frozenset({ST.NONE}), dispute=STILL_OPEN,
        why=Reason("admission.self_no_guardian", Clause("P3", "art 32", P),
            "Nobody is guardian by law: civil affairs or the committee are, and decide.",
            "没有依法具有监护资格的人：由民政部门或具备条件的村（居）委会担任监护人后决定")),
    Row(then=A.TREAT_WHILE_WAITING, signers=(Signer.GUARDIAN, *BY_OTHERS), severe=YES,
        danger=OTHERS, dispute=frozenset({Dispute.WAITING}),
        why=Reason("admission.waiting", _law("art 35(3)"),
            "Until the second diagnosis or the opinion is there, treatment continues.",
            "再次诊断结论、鉴定报告出具前：按诊疗规范继续实施住院治疗")),
    Row(then=A.ADMIT, signers=(Signer.GUARDIAN,), severe=YES, danger=OTHERS,
        stance=frozenset({ST.AGREES}), dispute=SETTLED,
        why=Reason("admission.others_agreed", _law("arts 30(2)(2) and 36(1)"),
            "Danger to others: admit; the guardian signs.",
            "危害他人安全或有危险：应当实施住院治疗，由监护人办理住院手续")),
    Row(then=A.ADMIT, signers=BY_OTHERS, is_noted=True, severe=YES, danger=OTHERS,
        stance=frozenset({ST.REFUSES}), dispute=UNDISPUTED,
        why=Reason("admission.others_refused", _law("art 36(2)"),
            "Danger to others, the guardian does not sign: employer or committee sign, noted.",
            "危害他人安全情形，监护人不办理：由所在单位或村（居）委会办理，并在病历中记录")),
    Row(then=A.ADMIT_WITH_POLICE, signers=BY_OTHERS, is_noted=True, severe=YES, danger=OTHERS,
        stance=frozenset({ST.REFUSES}), dispute=CONFIRMED,
        why=Reason("admission.obstructed", _law("art 35(2)"),
            "Confirmed, and the guardian obstructs: police may help the hospital to admit.",
            "再次诊断或鉴定确认后监护人应当同意；阻碍的，可由公安机关协助实施住院治疗")),
    Row(then=A.ADMIT, signers=BY_OTHERS, is_noted=True, severe=YES, danger=OTHERS,
        stance=frozenset({ST.NOT_REACHED, ST.NONE}), dispute=SETTLED,
        why=Reason("admission.others_nobody", Clause("OURS", "D-M2", D),
            "Danger to others, no guardian there to sign: employer or committee sign, noted.",
            "危害他人安全情形，监护人联系不上或没有监护人：由所在单位或村（居）委会办理，"
            "并在病历中记录（本系统设定）")),
    Row(then=A.ADMIT, signers=(Signer.SENDING_DEPARTMENT,), severe=YES, danger=OTHERS,
        stance=frozenset({ST.VAGRANT}), dispute=SETTLED,
        why=Reason("admission.others_vagrant", _law("art 36(1)"),
            "Danger to others, a vagrant: the office that brought the person signs.",
            "危害他人安全情形，流浪乞讨人员：由送诊的有关部门办理住院手续")),
)

SHANDONG = Addition(
    prefix="37", danger=Danger.TO_OTHERS, stance=Stance.REFUSES, unknown_identity=None,
    then=ADMITTING, explains=True,
    why=Reason("admission.shandong", Clause("P7", "art 40", P),
        "Shandong: a written explanation goes with the record.",
        "山东：另附书面说明"))
ZHEJIANG = Addition(
    prefix="33", danger=Danger.TO_OTHERS, stance=None, unknown_identity=True,
    then=ADMITTING, explains=False,
    why=Reason("admission.zhejiang", Clause("P8", "art 25", P),
        "Zhejiang: brought by police, identity unknown: the hospital has to admit; the "
        "emergency fund may pay.",
        "浙江：公安机关送治的身份不明患者，医疗机构应当收治；急救费用可由疾病应急救助基金支付"))
ADDITIONS = (SHANDONG, ZHEJIANG)

SECOND_WITHIN = Interval(days=3)
SECOND_DIAGNOSIS = Reason("admission.second_diagnosis", _law("art 32"),
    "Who disputes the diagnosis may ask for a second one within three days of the result, "
    "and after it for an expert opinion.",
    "对诊断结论有异议：自收到诊断结论之日起3日内可要求再次诊断，仍有异议的可委托鉴定")

MAY_BE_ORDERED = Reason("compulsory.may_be_ordered", Clause("P6", "arts 302 and 305", P),
    "Violent, not criminally liable by expert opinion, likely to go on: a court may order "
    "compulsory treatment, within one month.",
    "实施暴力行为危害公共安全或严重危害人身安全，经鉴定不负刑事责任，有继续危害社会可能：人民法院可"
    "决定强制医疗，一个月内作出决定")
NOT_OPEN = Reason("compulsory.not_open", Clause("P6", "art 302", P),
    "One of the three conditions is not met: no compulsory treatment.",
    "三项条件不全具备：不适用强制医疗")
ASK = Reason("compulsory.ask", Clause("P6", "art 303", P),
    "Not all three are known yet: police may restrain to protect until the court decides.",
    "三项条件尚未查明：法院决定前公安机关可采取临时的保护性约束措施")
# fmt: on

COURT_WITHIN: Final = ONE_MONTH

REASONS = (
    *(row.why for row in ROWS),
    *(addition.why for addition in ADDITIONS),
    SECOND_DIAGNOSIS,
    MAY_BE_ORDERED,
    NOT_OPEN,
    ASK,
)

EDITIONS: tuple[Edition[Law], ...] = (
    Edition("admission/2018", date(2013, 5, 1), Law(ROWS, ADDITIONS)),
)


def admission(
    division: str, on: date, case: Situation, *, unknown_identity: bool = False
) -> Answer:
    """Return what the law says about admitting somebody; the psychiatrist decides."""
    edition = in_force(EDITIONS, on)
    row = next(row for row in edition.rule.rows if row.fits(case))
    added = [
        each
        for each in edition.rule.additions
        if division.startswith(each.prefix)
        and case.danger is each.danger
        and each.stance in (None, case.stance)
        and each.unknown_identity in (None, unknown_identity)
        and row.then in each.then
    ]
    may_dispute = case.danger is Danger.TO_OTHERS and case.dispute is Dispute.NONE
    open_to_them = [SECOND_DIAGNOSIS] if may_dispute and row.then in ADMITTING else []
    return Answer(
        row.then,
        row.signers,
        row.is_noted,
        row.is_watched,
        any(each.explains for each in added),
        tuple(chain([row.why], (each.why for each in added), open_to_them)),
        edition.name,
    )


def ask_second_by(result_on: date) -> date:
    """Return the last day for asking a second diagnosis after the result came (art 32)."""
    return SECOND_WITHIN.after(result_on)


@dataclass(frozen=True, slots=True)
class CompulsoryAnswer:
    """Whether a court may order it, why, and by when it has to decide."""

    outcome: Compulsory
    because: Reason
    court_by: date | None


def compulsory(
    *,
    violent: bool | None,
    not_liable: bool | None,
    may_go_on: bool | None,
    accepted_on: date | None = None,
) -> CompulsoryAnswer:
    """Return whether compulsory treatment is open; None is what nobody has found yet."""
    terms = (violent, not_liable, may_go_on)
    if False in terms:
        return CompulsoryAnswer(Compulsory.NOT_OPEN, NOT_OPEN, None)
    if None in terms:
        return CompulsoryAnswer(Compulsory.ASK, ASK, None)
    by = COURT_WITHIN.after(accepted_on) if accepted_on else None
    return CompulsoryAnswer(Compulsory.MAY_BE_ORDERED, MAY_BE_ORDERED, by)
