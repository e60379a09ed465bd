"""How the coded answers of form 8 and of the register are written, and what they mean.

Each answer by the form's code, its words, and the short forms met in the field; codes and
words are those of R4, R5, R7, C1 and C2 (sources.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Generic, TypeVar

from domain.values.findings import (
    Adherence,
    AdverseReaction,
    FollowUpClass,
    HospitalStay,
    Insight,
    Level,
    Locked,
    PhysicalIllness,
    SpokeWith,
    Symptom,
    Symptoms,
    TreatmentEffect,
    VisitForm,
    WorkLevel,
)
from domain.values.registration import ConsentAnswer, GuardianRelation, Sex

AnswerT = TypeVar("AnswerT", bound=Enum)

NUMBERED: Final = re.compile(r"^(\d{1,2})(?:[.、:)\-]*)(.*)$")
SEVERAL: Final = re.compile(r"[,，、;；/|+\s]+")
NONE_AT_ALL: Final = frozenset({"无", "0", "没有", "无症状"})


@dataclass(frozen=True, slots=True)
class Codes(Generic[AnswerT]):
    """The answers of a coded column; the first word of each is how the form prints it."""

    answers: Mapping[AnswerT, tuple[str, ...]]
    numbers: Mapping[str, AnswerT]
    _words: dict[str, AnswerT] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = {word: answer for answer, each in self.answers.items() for word in each}
        object.__setattr__(self, "_words", words)

    def read(self, text: str) -> AnswerT | None:
        """Return the answer a code, a word, or both mean; None when they don't say."""
        if text in self._words:
            return self._words[text]
        numbered = NUMBERED.match(text)
        if numbered is None:
            return None
        number, word = numbered.groups()
        answer = self.numbers.get(str(int(number)))
        agrees = not word or self._words.get(word) is answer
        return answer if agrees else None

    def read_several(self, text: str) -> tuple[frozenset[AnswerT], bool]:
        """Return every answer found, and whether each part could be read."""
        if text in NONE_AT_ALL:
            return frozenset(), True
        parts = [part for part in SEVERAL.split(text) if part]
        if len(parts) == 1 and re.fullmatch(r"\d{1,2}(\.\d{1,2})+", text):
            parts = text.split(".")
        found = [self.read(part) for part in parts]
        read = frozenset(answer for answer in found if answer is not None)
        return read, None not in found

    @property
    def printed(self) -> tuple[tuple[str, str], ...]:
        """Return code and word of each answer, as the code sheet of a template shows."""
        number_of = {answer: number for number, answer in self.numbers.items()}
        return tuple(
            (number_of.get(answer, ""), words[0])
            for answer, words in self.answers.items()
        )


def _by_value(answers: Mapping[AnswerT, tuple[str, ...]]) -> Codes[AnswerT]:
    return Codes(answers, {str(answer.value): answer for answer in answers})


def _of_three(first: Any, second: Any, third: Any) -> dict[Any, tuple[str, ...]]:
    return {
        first: ("良好", "好"), second: ("一般", "中"), third: ("较差", "差"),
    }  # fmt: skip


# fmt: off
SEX: Final = _by_value({
    Sex.MALE: ("男", "男性"), Sex.FEMALE: ("女", "女性"),
    Sex.UNKNOWN: ("未知",), Sex.NOT_STATED: ("未说明",),
})
CONSENT: Final = Codes(
    {ConsentAnswer.AGREED: ("同意参加管理", "同意", "已同意", "是", "已签"),
     ConsentAnswer.REFUSED: ("不同意参加管理", "不同意", "拒绝", "否")},
    {"1": ConsentAnswer.AGREED, "0": ConsentAnswer.REFUSED, "2": ConsentAnswer.REFUSED},
)
RELATION: Final = Codes(
    {GuardianRelation.SPOUSE: ("配偶", "夫妻", "丈夫", "妻子", "夫", "妻"),
     GuardianRelation.PARENT: ("父母", "父亲", "母亲", "父子", "母子", "父女", "母女", "父", "母"),
     GuardianRelation.CHILD: ("子女", "儿子", "女儿", "子", "女", "长子", "次子", "长女", "次女"),
     GuardianRelation.SIBLING: ("兄弟姐妹", "兄弟", "姐妹", "兄妹", "姐弟", "哥哥", "弟弟",
                                "姐姐", "妹妹", "兄", "弟", "姐", "妹"),
     GuardianRelation.GRANDPARENT: ("祖父母", "外祖父母", "爷爷", "奶奶", "外公", "外婆"),
     GuardianRelation.OTHER_RELATIVE: ("其他亲属", "亲属", "亲戚", "侄子", "叔侄", "儿媳", "女婿"),
     GuardianRelation.OTHER_PERSON: ("其他人", "其他", "朋友", "邻居"),
     GuardianRelation.COMMITTEE: ("村(居)民委员会", "村委会", "居委会", "村委"),
     GuardianRelation.CIVIL_AFFAIRS: ("民政部门", "民政")},
    {},
)
VISIT_FORM: Final = _by_value({
    VisitForm.OUTPATIENT: ("门诊", "门诊随访"),
    VisitForm.HOME: ("家庭访视", "入户", "家访", "入户随访", "上门"),
    VisitForm.TELEPHONE: ("电话", "电话随访"),
})
SPOKE_WITH: Final = _by_value({
    SpokeWith.PERSON: ("患者本人", "本人", "患者"),
    SpokeWith.FAMILY_OR_GUARDIAN: ("患者家属、监护人", "家属", "监护人", "患者家属", "亲属"),
    SpokeWith.OTHER_INFORMANT: ("其他知情人", "知情人", "村干部", "邻居"),
})
SYMPTOM: Final = _by_value({
    Symptom.HALLUCINATIONS: ("幻觉", "幻听"),
    Symptom.DIFFICULT_TO_TALK_WITH: ("交流困难",),
    Symptom.SUSPICIOUS: ("猜疑",),
    Symptom.CHANGEABLE_MOOD: ("喜怒无常",),
    Symptom.ODD_BEHAVIOUR: ("行为怪异",),
    Symptom.EXCITED_TALKATIVE: ("兴奋话多",),
    Symptom.HURTS_PEOPLE_BREAKS_THINGS: ("伤人毁物",),
    Symptom.PESSIMISTIC_WEARY_OF_LIFE: ("悲观厌世",),
    Symptom.WANDERS_OFF: ("无故外走",),
    Symptom.TALKS_OR_LAUGHS_TO_SELF: ("自语自笑",),
    Symptom.WITHDRAWN_IDLE: ("孤僻懒散",),
    Symptom.OTHER: ("其他",),
})
SYMPTOMS: Final = Codes(
    {Symptoms.MARKED: ("症状明显", "明显", "精神症状明显", "重"),
     Symptoms.PRESENT: ("有症状但不明显", "不明显", "有但不明显", "轻"),
     Symptoms.GONE: ("基本消失", "症状基本消失", "消失", "无")},
    {},
)
INSIGHT: Final = _by_value({
    Insight.COMPLETE: ("自知力完全", "完全", "完整"),
    Insight.INCOMPLETE: ("自知力不全", "不全", "部分"),
    Insight.ABSENT: ("自知力缺失", "缺失", "缺乏", "无"),
})
LEVEL: Final = _by_value(_of_three(Level.GOOD, Level.FAIR, Level.POOR))
WORK: Final = _by_value({
    **_of_three(WorkLevel.GOOD, WorkLevel.FAIR, WorkLevel.POOR),
    WorkLevel.NOT_APPLICABLE: ("此项不适用", "不适用"),
})
ADHERENCE: Final = _by_value({
    Adherence.AS_PRESCRIBED: ("按医嘱规律用药", "规律", "规律用药", "规律服药"),
    Adherence.IRREGULAR: ("间断用药", "间断", "间断服药"),
    Adherence.NOT_TAKING: ("不用药", "不服药", "未服药"),
    Adherence.NONE_PRESCRIBED: ("医嘱勿需用药", "勿需用药", "无需用药"),
})
REACTION: Final = Codes(
    {AdverseReaction.NONE: ("无",), AdverseReaction.UNGRADED: ("有",),
     AdverseReaction.MILD: ("轻", "轻度", "轻微", "有(轻)"),
     AdverseReaction.SEVERE: ("严重", "重", "重度", "有(严重)"),
     AdverseReaction.NOT_APPLICABLE: ("此项不适用", "不适用")},
    {"1": AdverseReaction.NONE, "2": AdverseReaction.UNGRADED,
     "9": AdverseReaction.NOT_APPLICABLE},
)
ILLNESS: Final = Codes(
    {PhysicalIllness.NONE_OR_STABLE: ("无或稳定", "无", "稳定"),
     PhysicalIllness.UNSETTLED: ("不稳定", "未稳定"),
     PhysicalIllness.SEVERE: ("严重", "重")},
    {},
)
EFFECT: Final = _by_value({
    TreatmentEffect.RECOVERED: ("痊愈", "临床痊愈"), TreatmentEffect.IMPROVED: ("好转",),
    TreatmentEffect.UNCHANGED: ("无变化",), TreatmentEffect.WORSE: ("加重",),
    TreatmentEffect.NOT_APPLICABLE: ("此项不适用", "不适用"),
})
LOCKED: Final = _by_value({
    Locked.NOT: ("无关锁", "无"), Locked.LOCKED: ("关锁", "有"),
    Locked.RELEASED: ("关锁已解除", "已解除"),
})
HOSPITAL: Final = _by_value({
    HospitalStay.NONE: ("未住院", "无", "否"),
    HospitalStay.IN_HOSPITAL_NOW: ("目前正在住院", "正在住院", "住院中", "在院"),
    HospitalStay.DISCHARGED: ("曾住院,现未住院", "曾住院", "已出院"),
})
FOLLOW_UP_CLASS: Final = _by_value({
    FollowUpClass.UNSTABLE: ("不稳定", "病情不稳定"),
    FollowUpClass.BASIC: ("基本稳定", "病情基本稳定"),
    FollowUpClass.STABLE: ("稳定", "病情稳定"),
})
# fmt: on

NOT_REACHED: Final = frozenset({"0", "未访到", "0未访到", "0.未访到"})
"""The older form's class 0 (C8): nobody was met, so it was no follow-up."""
