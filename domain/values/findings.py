"""What a follow-up found: form 8 (随访服务记录表) and what the class rule needs beside it.

Codes are the form's own, so that copying into the national system needs no table. Three
words the rule uses have no code on the form and are asked of the doctor: how marked the
symptoms are, how severe a reaction is, and whether a physical illness is severe. `None`
means "not recorded" (imports, old paper) and is never read as "nothing wrong".
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum, IntEnum, StrEnum
from typing import Any, Self, TypeVar

from domain.values.medication import MOST_DRUGS, DrugUse
from domain.values.visit_details import (
    Laboratory,
    Reaction,
    Referral,
    Rehabilitation,
)

EnumT = TypeVar("EnumT", bound=Enum)


class Grade(Enum):
    """Danger assessment 危险性评估 0-5级; "not assessed" is a value of its own, never 0."""

    LEVEL_0 = 0
    LEVEL_1 = 1
    LEVEL_2 = 2
    LEVEL_3 = 3
    LEVEL_4 = 4
    LEVEL_5 = 5
    NOT_ASSESSED = None

    @property
    def is_assessed(self) -> bool:
        """Return whether somebody graded the risk at all."""
        return self.value is not None

    def is_at_least(self, floor: "Grade") -> bool:
        """Return whether it was assessed and is as high as the floor, or higher."""
        return (
            self.value is not None
            and floor.value is not None
            and self.value >= floor.value
        )


class Symptoms(StrEnum):
    """How marked the psychotic symptoms are, in the doctor's judgement (not on the form)."""

    MARKED = "marked"
    """精神症状明显."""
    PRESENT = "present"
    """Some, not marked."""
    GONE = "gone"
    """精神症状基本消失."""


class Symptom(IntEnum):
    """目前症状, the twelve boxes of form 8."""

    HALLUCINATIONS = 1
    DIFFICULT_TO_TALK_WITH = 2
    SUSPICIOUS = 3
    CHANGEABLE_MOOD = 4
    ODD_BEHAVIOUR = 5
    EXCITED_TALKATIVE = 6
    HURTS_PEOPLE_BREAKS_THINGS = 7
    PESSIMISTIC_WEARY_OF_LIFE = 8
    WANDERS_OFF = 9
    TALKS_OR_LAUGHS_TO_SELF = 10
    WITHDRAWN_IDLE = 11
    OTHER = 12


class Insight(IntEnum):
    """自知力."""

    COMPLETE = 1
    INCOMPLETE = 2
    ABSENT = 3


class Level(IntEnum):
    """良好, 一般 or 较差: sleep, diet and social function."""

    GOOD = 1
    FAIR = 2
    POOR = 3


class WorkLevel(IntEnum):
    """The same for 生产劳动及工作, the one item that may not apply."""

    GOOD = 1
    FAIR = 2
    POOR = 3
    NOT_APPLICABLE = 9


class AdverseReaction(StrEnum):
    """药物不良反应; the form knows only none, present and not applicable."""

    NONE = "none"
    MILD = "mild"
    SEVERE = "severe"
    UNGRADED = "ungraded"
    """Present, severity not recorded: what an import of the form's code 2 says."""
    NOT_APPLICABLE = "not_applicable"


class PhysicalIllness(StrEnum):
    """躯体疾病, in the doctor's judgement (not on the form)."""

    NONE_OR_STABLE = "none_or_stable"
    UNSETTLED = "unsettled"
    SEVERE = "severe"


class Adherence(IntEnum):
    """用药依从性."""

    AS_PRESCRIBED = 1
    IRREGULAR = 2
    NOT_TAKING = 3
    NONE_PRESCRIBED = 4


class TreatmentEffect(IntEnum):
    """治疗效果."""

    RECOVERED = 1
    IMPROVED = 2
    UNCHANGED = 3
    WORSE = 4
    NOT_APPLICABLE = 9


class Locked(IntEnum):
    """关锁情况 since the last follow-up."""

    NOT = 1
    LOCKED = 2
    RELEASED = 3


class HospitalStay(IntEnum):
    """住院情况 since the last follow-up."""

    NONE = 0
    IN_HOSPITAL_NOW = 1
    """目前正在住院: counts as managed, and no class is needed."""
    DISCHARGED = 2


class VisitForm(IntEnum):
    """本次随访形式."""

    OUTPATIENT = 1
    HOME = 2
    TELEPHONE = 3


class SpokeWith(IntEnum):
    """本次随访对象; several may be ticked."""

    PERSON = 1
    FAMILY_OR_GUARDIAN = 2
    OTHER_INFORMANT = 3


class FollowUpClass(IntEnum):
    """本次随访分类."""

    UNSTABLE = 1
    BASIC = 2
    STABLE = 3


class LossReason(IntEnum):
    """若失访，原因."""

    WORKING_AWAY = 1
    MOVED_AWAY = 2
    WENT_MISSING = 3
    NOT_REACHED_THREE_TIMES = 4
    OTHER = 5


class DeathCause(IntEnum):
    """死亡原因."""

    PHYSICAL_ILLNESS = 1
    SUICIDE = 2
    HOMICIDE = 3
    ACCIDENT = 4
    COMPLICATION_OF_MENTAL_ILLNESS = 5
    OTHER = 6


class IllnessCause(IntEnum):
    """躯体疾病, which one, where that was the cause of death."""

    INFECTION = 1
    TUMOUR = 2
    HEART = 3
    STROKE = 4
    RESPIRATORY = 5
    DIGESTIVE = 6
    OTHER = 7
    UNKNOWN = 8


def is_face_visit(form: VisitForm, spoke_with: frozenset[SpokeWith]) -> bool:
    """Return whether it was a face visit (面访): met out of hospital or at home, in person."""
    return form is not VisitForm.TELEPHONE and SpokeWith.PERSON in spoke_with


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidents:
    """危险行为 since the last follow-up: how many times each."""

    disturbance: int = 0
    """轻度滋事."""
    public_order: int = 0
    """肇事."""
    criminal: int = 0
    """肇祸."""
    other_harm: int = 0
    """其他危害行为."""
    self_harm: int = 0
    """自伤."""
    suicide_attempt: int = 0
    """自杀未遂."""

    def __post_init__(self) -> None:
        """Refuse a negative count."""
        if any(count < 0 for count in asdict(self).values()):
            msg = "a count of incidents is negative"
            raise ValueError(msg)

    @property
    def any_happened(self) -> bool:
        """Return whether anything at all happened."""
        return any(asdict(self).values())


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialFunction:
    """社会功能, the five items of the form."""

    self_care: Level | None = None
    housework: Level | None = None
    work: WorkLevel | None = None
    study: Level | None = None
    relations: Level | None = None

    def items(self) -> tuple[Level | WorkLevel | None, ...]:
        """Return the five answers in the form's order."""
        return (self.self_care, self.housework, self.work, self.study, self.relations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found at one follow-up; `None` is "not recorded"."""

    risk: Grade = Grade.NOT_ASSESSED
    symptoms: Symptoms | None = None
    symptom_codes: frozenset[Symptom] = frozenset()
    insight: Insight | None = None
    sleep: Level | None = None
    diet: Level | None = None
    social: SocialFunction = field(default_factory=SocialFunction)
    adverse_reaction: AdverseReaction | None = None
    physical_illness: PhysicalIllness | None = None
    other_abnormality: bool | None = None
    adherence: Adherence | None = None
    treatment_effect: TreatmentEffect | None = None
    locked: Locked | None = None
    hospital: HospitalStay | None = None
    incidents: Incidents | None = None
    symptom_other: str = ""
    """What 目前症状 12 其他 stands for."""
    laboratory: Laboratory | None = None
    laboratory_content: str = ""
    reactions: tuple[Reaction, ...] = ()
    referral: Referral | None = None
    rehabilitation: frozenset[Rehabilitation] = frozenset()
    rehabilitation_other: str = ""
    discharged_on: str | None = None
    """末次出院时间, a plain day."""
    taking: tuple[DrugUse, ...] = ()
    """用药情况: what is really taken."""
    advised: tuple[DrugUse, ...] = ()
    """用药指导: what the doctor advises from now on."""

    def __post_init__(self) -> None:
        """Refuse more drugs than anybody is treated with."""
        if max(len(self.taking), len(self.advised)) > MOST_DRUGS:
            msg = "there are too many drugs"
            raise ValueError(msg)

    def facts(self) -> dict[str, Any]:
        """Return it as plain values: what an event keeps."""
        return {
            "risk": self.risk.value,
            "symptoms": _plain(self.symptoms),
            "symptom_codes": sorted(code.value for code in self.symptom_codes),
            "insight": _plain(self.insight),
            "sleep": _plain(self.sleep),
            "diet": _plain(self.diet),
            "social": {
                "self_care": _plain(self.social.self_care),
                "housework": _plain(self.social.housework),
                "work": _plain(self.social.work),
                "study": _plain(self.social.study),
                "relations": _plain(self.social.relations),
            },
            "adverse_reaction": _plain(self.adverse_reaction),
            "physical_illness": _plain(self.physical_illness),
            "other_abnormality": self.other_abnormality,
            "adherence": _plain(self.adherence),
            "treatment_effect": _plain(self.treatment_effect),
            "locked": _plain(self.locked),
            "hospital": _plain(self.hospital),
            "incidents": None if self.incidents is None else asdict(self.incidents),
            "taking": [use.facts() for use in self.taking],
            "advised": [use.facts() for use in self.advised],
            "symptom_other": self.symptom_other,
            "laboratory": _plain(self.laboratory),
            "laboratory_content": self.laboratory_content,
            "reactions": [reaction.facts() for reaction in self.reactions],
            "referral": self.referral.facts() if self.referral else None,
            "rehabilitation": sorted(code.value for code in self.rehabilitation),
            "rehabilitation_other": self.rehabilitation_other,
            "discharged_on": self.discharged_on,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """Return the findings `facts()` was made from; a wrong code is a ValueError.

        What is missing was not recorded.
        """
        social: Mapping[str, Any] = facts.get("social") or {}
        incidents: Mapping[str, int] | None = facts.get("incidents")
        referral: Mapping[str, Any] | None = facts.get("referral")
        return cls(
            risk=Grade(facts.get("risk")),
            symptoms=_read(Symptoms, facts.get("symptoms")),
            symptom_codes=frozenset(map(Symptom, facts.get("symptom_codes") or ())),
            insight=_read(Insight, facts.get("insight")),
            sleep=_read(Level, facts.get("sleep")),
            diet=_read(Level, facts.get("diet")),
            social=SocialFunction(
                self_care=_read(Level, social.get("self_care")),
                housework=_read(Level, social.get("housework")),
                work=_read(WorkLevel, social.get("work")),
                study=_read(Level, social.get("study")),
                relations=_read(Level, social.get("relations")),
            ),
            adverse_reaction=_read(AdverseReaction, facts.get("adverse_reaction")),
            physical_illness=_read(PhysicalIllness, facts.get("physical_illness")),
            other_abnormality=facts.get("other_abnormality"),
            adherence=_read(Adherence, facts.get("adherence")),
            treatment_effect=_read(TreatmentEffect, facts.get("treatment_effect")),
            locked=_read(Locked, facts.get("locked")),
            hospital=_read(HospitalStay, facts.get("hospital")),
            incidents=None if incidents is None else Incidents(**incidents),
            taking=tuple(map(DrugUse.from_facts, facts.get("taking") or ())),
            advised=tuple(map(DrugUse.from_facts, facts.get("advised") or ())),
            symptom_other=facts.get("symptom_other") or "",
            laboratory=_read(Laboratory, facts.get("laboratory")),
            laboratory_content=facts.get("laboratory_content") or "",
            reactions=tuple(map(Reaction.from_facts, facts.get("reactions") or ())),
            referral=None if referral is None else Referral(**referral),
            rehabilitation=frozenset(
                map(Rehabilitation, facts.get("rehabilitation") or ())
            ),
            rehabilitation_other=facts.get("rehabilitation_other") or "",
            discharged_on=facts.get("discharged_on"),
        )


def _plain(word: IntEnum | StrEnum | None) -> int | str | None:
    return None if word is None else word.value


def _read(kind: type[EnumT], code: int | str | None) -> EnumT | None:
    return None if code is None else kind(code)
