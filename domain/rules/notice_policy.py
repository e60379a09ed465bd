"""Say who is told of which news about a person: for what, by which law, of which fields.

Decision: for each kind of news the kinds of office told, each with its purpose, its legal
          basis and its fields. By when they answer is `notice_clocks.py`, what becomes of a
          notice that no longer holds `notice_changes.py`.
Source:   BR-NOT-1 to -8: S2 二(三)2 (level 3 and higher; joint follow-up), P1 art 28(2)
          (harm), R1 (police when necessary), E3 (left the area), P7 arts 25 (left the
          hospital), 43 (guardian) and 45 (refused), R17 and R18 (emergencies); P2 arts 28
          and 34 for the fields (sources.md).
Hit rule: every row of the news and the level tells one kind of office; the office itself is
          found by the village of present residence on the day. Of two kinds of news in one
          command the one that stands first in `URGENCY` is told.
Silence:  that helpers are told by default is ours (D-P1). D-PO3: joint follow-up below level
          3 is off by default. D-PO4: which incidents are told of below level 3. D-PO5: an
          emergency that endangers nobody is told to nobody below level 3. A grade not
          assessed is no level and never 0: it tells nobody by itself.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import NATIONAL, InForce, Parameter, Unit, default
from domain.values.danger import IncidentKind
from domain.values.danger_report import DangerChannel
from domain.values.emergency import Trigger as SetOffBy
from domain.values.findings import Grade
from domain.values.notices import Trigger
from domain.values.people import OfficeKind, Purpose
from domain.values.quick_report import HelpWanted


class NoticeField(StrEnum):
    """What a notice may carry; nothing clinical is on this list, so nothing can be."""

    REFERENCE = "reference"
    ISSUED_AT = "issued_at"
    NEWS = "news"
    """Which news it is: a first level 3, a rise, an incident, somebody gone."""
    LEGAL_BASIS = "legal_basis"
    SENDER = "sender"
    CALL_BACK = "call_back"
    NAME = "name"
    SEX = "sex"
    BIRTH_YEAR = "birth_year"
    RESIDENCE = "residence"
    ID_NUMBER_MASKED = "id_number_masked"
    GRADE = "grade"
    LEVEL_BAND = "level_band"
    """Only that it is level 3 or higher."""
    DANGER_FLAGS = "danger_flags"
    LEFT_AREA = "left_area"
    """That the person is lost or away, and nothing else."""
    REFUSED_VISITS = "refused_visits"
    """The day on which visits were refused."""
    PLACE_NOW = "place_now"
    """Where the person is now, by a quick report."""
    HELP_WANTED = "help_wanted"
    IN_DANGER = "in_danger"
    WEAPON = "weapon"
    CHILD_AT_HOME = "child_at_home"
    LATE_REPORT = "late_report"
    """When it happened and when it was entered, where that was late (迟报)."""
    WHAT_TO_DO = "what_to_do"
    GUARDIAN_PHONE = "guardian_phone"


@dataclass(frozen=True, slots=True)
class ReceiverRule:
    """Of this news one kind of office is told: at which levels, for what, of which fields."""

    news: AbstractSet[Trigger]
    kind: OfficeKind
    levels: AbstractSet[Grade]
    purpose: Purpose
    basis: Clause
    why: Reason
    fields: tuple[NoticeField, ...]


OF_QUICK_REPORT = (
    NoticeField.PLACE_NOW,
    NoticeField.HELP_WANTED,
    NoticeField.IN_DANGER,
    NoticeField.WEAPON,
    NoticeField.CHILD_AT_HOME,
)
"""What only a quick report says; told beside a rule's own fields (D-IN3)."""
TOLD_QUICK_REPORTS = frozenset(
    {OfficeKind.COUNTY_SMI, OfficeKind.POLICE_STATION, OfficeKind.GRID_CENTRE}
)
"""Who is told what a quick report says: whoever comes or coordinates, never helpers."""

HIGH = frozenset({Grade.LEVEL_3, Grade.LEVEL_4, Grade.LEVEL_5})
BELOW = frozenset(Grade) - HIGH
"""Not assessed too: it is no level."""
ANY_LEVEL = frozenset(Grade)

OF_LEVEL = frozenset(
    {
        Trigger.FIRST_HIGH,
        Trigger.RISE,
        Trigger.UNCHANGED,
        Trigger.LOWERED,
        Trigger.INCIDENT,
        Trigger.MOVED,
        Trigger.EMERGENCY,
    }
)
"""The news whose receivers learn the level where it is 3 or higher."""
INCIDENT = frozenset({Trigger.INCIDENT})
EMERGENCY = frozenset({Trigger.EMERGENCY})
ASKING = frozenset({Trigger.ASKED})
SEEING = frozenset({Trigger.DANGER_REPORT})
ABSCONDING = frozenset({Trigger.ABSCONDED})
LEAVING = frozenset({Trigger.LEFT})
REFUSING = frozenset({Trigger.REFUSED})
JOINING = frozenset({Trigger.JOINT})

URGENCY: Final = (
    Trigger.EMERGENCY,
    Trigger.FIRST_HIGH,
    Trigger.RISE,
    Trigger.INCIDENT,
    Trigger.LOWERED,
    Trigger.UNCHANGED,
)
"""Which news of a level is told where one command brings two, most urgent first."""

PLAN = Clause("S2", "二(三)2", Evidence.PRIMARY)
HELPERS_BY_DEFAULT = Clause("OURS", "D-P1", Evidence.DECIDED)

F = NoticeField
ENVELOPE = (F.REFERENCE, F.ISSUED_AT, F.LEGAL_BASIS, F.SENDER, F.CALL_BACK)
ALERT = (*ENVELOPE, F.NEWS)
"""Who answers learns why, helpers do not: a rise or a fall would tell them the level."""
WHO_AND_WHERE = (F.NAME, F.SEX, F.BIRTH_YEAR, F.RESIDENCE)
DANGER = (F.GRADE, F.DANGER_FLAGS, F.WHAT_TO_DO, F.GUARDIAN_PHONE)
WITHOUT_LEVEL = (F.DANGER_FLAGS, F.WHAT_TO_DO, F.GUARDIAN_PHONE)

# fmt: off
RECEIVERS: tuple[ReceiverRule, ...] = (
    ReceiverRule(OF_LEVEL, OfficeKind.COUNTY_SMI, HIGH, Purpose.REPORT, PLAN,
        Reason("notice.report_county", PLAN, "Level 3 or higher: report to the county SMI office.",
               "危险性评估3级及以上：报告县级精防机构"),
        (*ALERT, *WHO_AND_WHERE, *DANGER)),
    ReceiverRule(OF_LEVEL, OfficeKind.POLICE_STATION, HIGH, Purpose.RESPONSE, PLAN,
        Reason("notice.tell_police", PLAN, "Level 3 or higher: tell the police station.",
               "危险性评估3级及以上：告知公安派出所"),
        (*ALERT, *WHO_AND_WHERE, F.ID_NUMBER_MASKED, *DANGER)),
    ReceiverRule(OF_LEVEL, OfficeKind.GRID_CENTRE, HIGH, Purpose.RESPONSE, PLAN,
        Reason("notice.tell_grid", PLAN, "Level 3 or higher: tell the grid centre.",
               "危险性评估3级及以上：告知网格化服务管理中心"),
        (*ALERT, *WHO_AND_WHERE, *DANGER)),
    ReceiverRule(OF_LEVEL, OfficeKind.CIVIL_AFFAIRS, HIGH, Purpose.JOINT_FOLLOW_UP, PLAN,
        Reason("notice.joint_civil_affairs", HELPERS_BY_DEFAULT,
               "Level 3 or higher: civil affairs take part in the follow-up; our decision.",
               "危险性评估3级及以上：民政干事参与协同随访（本系统默认，可配置）"),
        (*ENVELOPE, *WHO_AND_WHERE, F.LEVEL_BAND, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
    ReceiverRule(OF_LEVEL, OfficeKind.DISABILITY_FEDERATION, HIGH, Purpose.JOINT_FOLLOW_UP, PLAN,
        Reason("notice.joint_disability", HELPERS_BY_DEFAULT,
               "Level 3 or higher: the disabled persons' commissioner takes part; our decision.",
               "危险性评估3级及以上：残疾人专职委员参与协同随访（本系统默认，可配置）"),
        (*ENVELOPE, *WHO_AND_WHERE, F.LEVEL_BAND, F.WHAT_TO_DO)),
)

LEFT = Clause("E3", "Q4 D", Evidence.EXAM)
LEAVERS: tuple[ReceiverRule, ...] = (
    ReceiverRule(LEAVING, OfficeKind.POLICE_STATION, ANY_LEVEL, Purpose.RESPONSE, LEFT,
        Reason("notice.left_police", LEFT,
               "Level 3 and higher or unstable, and gone: tell the police at once.",
               "3级及以上或病情不稳定患者离开属地：立即告知公安"),
        (*ALERT, *WHO_AND_WHERE, F.ID_NUMBER_MASKED, F.LEFT_AREA, F.WHAT_TO_DO,
         F.GUARDIAN_PHONE)),
    ReceiverRule(LEAVING, OfficeKind.COUNTY_SMI, ANY_LEVEL, Purpose.REPORT, LEFT,
        Reason("notice.left_county", LEFT,
               "Level 3 and higher or unstable, and gone: report to the higher SMI office.",
               "3级及以上或病情不稳定患者离开属地：报告上级精防机构"),
        (*ALERT, *WHO_AND_WHERE, F.LEFT_AREA, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
)
"""Who is told that somebody dangerous or unstable left (BR-LOST-4), by level 3's clock."""

ABSENCE = Clause("P7", "art 25", Evidence.PRIMARY)
ABSCONDERS: tuple[ReceiverRule, ...] = (
    ReceiverRule(ABSCONDING, OfficeKind.POLICE_STATION, ANY_LEVEL, Purpose.RESPONSE, ABSENCE,
        Reason("notice.absconded_police", ABSENCE,
               "Left the hospital without leave and was not found: tell the police.",
               "擅自离院去向不明：告知公安"),
        (*ALERT, *WHO_AND_WHERE, F.ID_NUMBER_MASKED, F.LEFT_AREA, F.WHAT_TO_DO,
         F.GUARDIAN_PHONE)),
    ReceiverRule(ABSCONDING, OfficeKind.COUNTY_SMI, ANY_LEVEL, Purpose.REPORT, ABSENCE,
        Reason("notice.absconded_county", Clause("OURS", "D-PO8", Evidence.DECIDED),
               "The police look for somebody who left the hospital: the county SMI office too.",
               "擅自离院已告知公安：同时报告县级精防机构（本系统设定）"),
        (*ALERT, *WHO_AND_WHERE, F.LEFT_AREA, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
)
"""Who is told that an in-patient left and was not found; the guardian is rung first."""

REFUSAL = Clause("P7", "art 45", Evidence.PRIMARY)
REFUSERS: tuple[ReceiverRule, ...] = (
    ReceiverRule(REFUSING, OfficeKind.GRID_CENTRE, ANY_LEVEL, Purpose.RESPONSE, REFUSAL,
        Reason("notice.refused_township", REFUSAL,
               "Visits refused: report to the township or street, through its grid centre (D-M8).",
               "拒绝随访：报告乡镇（街道），由其网格化服务管理中心接收（接收机构为本系统设定）"),
        (*ALERT, *WHO_AND_WHERE, F.REFUSED_VISITS, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
    ReceiverRule(REFUSING, OfficeKind.POLICE_STATION, ANY_LEVEL, Purpose.RESPONSE, REFUSAL,
        Reason("notice.refused_police", REFUSAL, "Visits refused: tell the police station.",
               "拒绝随访：告知公安派出所"),
        (*ALERT, *WHO_AND_WHERE, F.ID_NUMBER_MASKED, F.REFUSED_VISITS, F.WHAT_TO_DO,
         F.GUARDIAN_PHONE)),
    ReceiverRule(REFUSING, OfficeKind.COUNTY_SMI, ANY_LEVEL, Purpose.REPORT, REFUSAL,
        Reason("notice.refused_county", REFUSAL, "Visits refused: report to the SMI office.",
               "拒绝随访：报告精神卫生防治机构"),
        (*ALERT, *WHO_AND_WHERE, F.REFUSED_VISITS, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
)
"""Who is told in Shandong that visits are refused (BR-LOST-2), by level 3's clock."""
REFUSALS_IN = "37"
"""The province whose regulation asks for it; other places may turn it on."""


HARM = Clause("P1", "art 28(2)", Evidence.PRIMARY)
HARMERS: tuple[ReceiverRule, ...] = (
    ReceiverRule(INCIDENT, OfficeKind.POLICE_STATION, BELOW, Purpose.RESPONSE, HARM,
        Reason("notice.incident_police", HARM,
               "Somebody was harmed or about to be: the police stop it, whatever the level.",
               "发生或可能发生伤害自身、危害他人安全的行为：告知公安予以制止，不论等级"),
        (*ALERT, *WHO_AND_WHERE, F.ID_NUMBER_MASKED, *WITHOUT_LEVEL)),
    ReceiverRule(INCIDENT, OfficeKind.COUNTY_SMI, BELOW, Purpose.REPORT, HARM,
        Reason("notice.incident_county", Clause("OURS", "D-PO4", Evidence.DECIDED),
               "The police are told of an incident: the county SMI office hears of it, too.",
               "已将危险行为告知公安：同时报告县级精防机构（本系统设定）"),
        (*ALERT, *WHO_AND_WHERE, *WITHOUT_LEVEL)),
)
"""Who is told of an incident of somebody below level 3 (BR-NOT-3), without the level."""

FLOW = Clause("R18", "应急处置", Evidence.REPRODUCED)
CALLED_OUT: tuple[ReceiverRule, ...] = (
    ReceiverRule(EMERGENCY, OfficeKind.POLICE_STATION, BELOW, Purpose.RESPONSE, FLOW,
        Reason("notice.emergency_police", FLOW,
               "An emergency that endangers somebody: the police station at once.",
               "应急处置涉及自伤或危害他人：立即告知派出所"),
        (*ALERT, *WHO_AND_WHERE, F.ID_NUMBER_MASKED, *WITHOUT_LEVEL)),
    ReceiverRule(EMERGENCY, OfficeKind.GRID_CENTRE, BELOW, Purpose.RESPONSE, FLOW,
        Reason("notice.emergency_grid", Clause("OURS", "D-PO5", Evidence.DECIDED),
               "An emergency that endangers somebody: the village committee, through the "
               "grid centre.",
               "应急处置涉及自伤或危害他人：经网格化服务管理中心告知村（居）委会（接收机构为本系统设定）"),
        (*ALERT, *WHO_AND_WHERE, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
    ReceiverRule(EMERGENCY, OfficeKind.COUNTY_SMI, BELOW, Purpose.REPORT, FLOW,
        Reason("notice.emergency_county", FLOW,
               "An emergency that endangers somebody: reported to the county SMI office.",
               "应急处置涉及自伤或危害他人：报告县级精防机构"),
        (*ALERT, *WHO_AND_WHERE, *WITHOUT_LEVEL)),
)
"""Who is told of an emergency of somebody below level 3, without the level."""

SEEN = Clause("P7", "art 43", Evidence.PRIMARY)
SEERS: tuple[ReceiverRule, ...] = (
    ReceiverRule(SEEING, OfficeKind.POLICE_STATION, ANY_LEVEL, Purpose.RESPONSE, SEEN,
        Reason("notice.seen_police", SEEN,
               "A guardian sees dangerous behaviour: the police are told at once.",
               "监护人发现危险行为：立即报告公安派出所"),
        (*ALERT, *WHO_AND_WHERE, F.ID_NUMBER_MASKED, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
    ReceiverRule(SEEING, OfficeKind.GRID_CENTRE, ANY_LEVEL, Purpose.RESPONSE, SEEN,
        Reason("notice.seen_grid", Clause("OURS", "D-PO9", Evidence.DECIDED),
               "A guardian sees dangerous behaviour: the village committee is told, through "
               "the grid centre.",
               "监护人发现危险行为：经网格化服务管理中心告知村（居）委会（接收机构为本系统设定）"),
        (*ALERT, *WHO_AND_WHERE, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
)
"""Who is told what a guardian reports (BR-NOT-7), before a doctor looked: no level."""

NECESSARY = Clause("R1", "二(三)1", Evidence.REPRODUCED)
CALLED_FOR: tuple[ReceiverRule, ...] = (
    ReceiverRule(ASKING, OfficeKind.POLICE_STATION, BELOW, Purpose.RESPONSE, NECESSARY,
        Reason("notice.asked_police", NECESSARY,
               "Below level 3 and the doctor asks for the police: told when necessary.",
               "3级以下，医生认为必要时报告当地公安"),
        (*ALERT, *WHO_AND_WHERE, F.ID_NUMBER_MASKED, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
)
"""The police where the doctor's quick report asks for them (BR-NOT-2), without the level."""

JOINTLY = Reason("notice.joint_unstable", Clause("OURS", "D-PO3", Evidence.DECIDED),
    "Unstable below level 3: followed up jointly where the place turns it on.",
    "3级以下病情不稳定：协同随访（本系统默认关闭，可配置）")
JOINERS: tuple[ReceiverRule, ...] = (
    ReceiverRule(JOINING, OfficeKind.POLICE_STATION, BELOW, Purpose.JOINT_FOLLOW_UP, PLAN,
        Reason("notice.joint_unstable_police", PLAN, "Unstable: the police join the follow-up.",
               "病情不稳定：民警参与协同随访"),
        (*ENVELOPE, *WHO_AND_WHERE, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
    ReceiverRule(JOINING, OfficeKind.GRID_CENTRE, BELOW, Purpose.JOINT_FOLLOW_UP, PLAN,
        Reason("notice.joint_unstable_grid", PLAN,
               "Unstable: the grid centre joins the follow-up.", "病情不稳定：网格员参与协同随访"),
        (*ENVELOPE, *WHO_AND_WHERE, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
    ReceiverRule(JOINING, OfficeKind.CIVIL_AFFAIRS, BELOW, Purpose.JOINT_FOLLOW_UP, PLAN,
        Reason("notice.joint_unstable_civil_affairs", PLAN,
               "Unstable: civil affairs join the follow-up.", "病情不稳定：民政干事参与协同随访"),
        (*ENVELOPE, *WHO_AND_WHERE, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
    ReceiverRule(JOINING, OfficeKind.DISABILITY_FEDERATION, BELOW, Purpose.JOINT_FOLLOW_UP, PLAN,
        Reason("notice.joint_unstable_disability", PLAN,
               "Unstable: the disabled persons' commissioner joins the follow-up.",
               "病情不稳定：残疾人专职委员参与协同随访"),
        (*ENVELOPE, *WHO_AND_WHERE, F.WHAT_TO_DO)),
)
"""Who joins the follow-up of an unstable person below level 3 (BR-NOT-8)."""
# fmt: on

TABLE: tuple[ReceiverRule, ...] = (
    *RECEIVERS,
    *HARMERS,
    *CALLED_OUT,
    *CALLED_FOR,
    *SEERS,
    *LEAVERS,
    *ABSCONDERS,
    *REFUSERS,
    *JOINERS,
)
"""Everything anybody is told, news by news."""

HARMFUL: Final = frozenset(IncidentKind) - {IncidentKind.DISTURBANCE}
"""What is told to the police below level 3; for a minor disturbance they only admonish."""
ENDANGERING: Final = frozenset({SetOffBy.DANGER_TO_OTHERS, SetOffBy.SELF_HARM})
"""What makes an emergency told below level 3."""
FETCHING: Final = frozenset(
    {HelpWanted.POLICE_ON_THE_SPOT, HelpWanted.ESCORT_TO_HOSPITAL}
)
"""What a quick report asks the police for, who are then told whatever the level."""

TOLD_UNSEEN: Final = frozenset({DangerChannel.GUARDIAN})
"""By which way a report comes that is told before a doctor looked: others name somebody on
hearsay, and the doctor's grade tells (D-PO9)."""

INCIDENT_DAYS: Final = default(
    "notice.incident", Unit.DAYS, 7, HARMERS[1].why, at_least=1, at_most=90
)
"""For how many days after it happened an incident below level 3 is still told."""
JOINT_TOLD: Final = default(
    "notice.joint_unstable", Unit.YES, 0, JOINTLY, at_least=0, at_most=1
)
"""Whether the unstable below level 3 are followed up jointly."""

FROM_LEVEL: dict[str, Parameter] = {
    rule.why.code: default(
        f"{rule.why.code}.level",
        Unit.LEVEL,
        3,
        rule.why,
        at_least=3,
        at_most=5,
    )
    for rule in RECEIVERS
    if rule.why.clause == HELPERS_BY_DEFAULT
}
"""From which level helpers are told, who are told by our default; never below 3."""

REFUSAL_TOLD = default(
    "notice.refused", Unit.YES, 0, REFUSERS[0].why, at_least=0, at_most=1
)
"""Whether a place outside Shandong tells of refused visits too."""

EDITIONS: tuple[Edition[tuple[ReceiverRule, ...]], ...] = (
    Edition("notice-policy/ours-2026", date(2017, 1, 1), TABLE),
)


def edition_on(day: date) -> str:
    """Return the name of the policy in force on the day."""
    return in_force(EDITIONS, day).name


def must_be_told(grade: Grade) -> bool:
    """Return whether anybody has to be told: level 3 or higher, and assessed."""
    return grade.is_at_least(Grade.LEVEL_3)


def receivers_for(
    trigger: Trigger, grade: Grade, on: date, local: InForce = NATIONAL
) -> tuple[ReceiverRule, ...]:
    """Return the rows of some news at a level: whom to tell, and of what."""
    return tuple(
        rule
        for rule in in_force(EDITIONS, on).rule
        if trigger in rule.news
        and grade in rule.levels
        and _level(rule, on, local) <= (grade.value or 0)
    )


def rule_told_by(
    trigger: Trigger, kind: str, purpose: str, fields: AbstractSet[str]
) -> ReceiverRule | None:
    """Return the row a notice was issued by, by what it says; None for one of no row.

    A notice from before notices kept their news is read as one of a level; the news itself
    was not named then.
    """
    news = Trigger.FIRST_HIGH if trigger is Trigger.GRADED else trigger
    return next(
        (
            rule
            for rule in TABLE
            if news in rule.news
            and (rule.kind, rule.purpose) == (kind, purpose)
            and fields >= set(rule.fields) - {NoticeField.NEWS}
        ),
        None,
    )


def most_urgent(*news: Trigger) -> Trigger:
    """Return the news of a level that is told where one command brings several."""
    return min(news, key=URGENCY.index)


def incident_is_told(
    kind: IncidentKind, happened_on: date, on: date, local: InForce = NATIONAL
) -> bool:
    """Return whether an incident is told of somebody below level 3: harm, and fresh."""
    days = (on - happened_on).days
    return kind in HARMFUL and days <= local.value(INCIDENT_DAYS, on)


def joint_is_told(on: date, local: InForce = NATIONAL) -> bool:
    """Return whether a place lets the unstable below level 3 be followed up jointly."""
    return bool(local.value(JOINT_TOLD, on))


def refusal_is_told(village: str, on: date, local: InForce = NATIONAL) -> bool:
    """Return whether it is told in a place that somebody refuses to be visited."""
    return village.startswith(REFUSALS_IN) or bool(local.value(REFUSAL_TOLD, on))


def _level(rule: ReceiverRule, on: date, local: InForce) -> int:
    known = FROM_LEVEL.get(rule.why.code)
    return local.value(known, on) if known else 0
