"""Say who must be told of a level 3 or higher, for what, of which fields, by when to answer.

Decision: the kinds of office told about a grade, each with purpose, fields and clocks.
Source:   S2 二(三)2 (级别3级及以上: report to the county 精防机构, tell police station and
          grid centre, follow up jointly); P2 arts 28 and 34 for the fields (sources.md).
Hit rule: every matching row tells one kind of office; the office itself is found by the
          village of present residence on the day.
Silence:  no text sets an hour ("及时"): all clocks are ours (D-P2). That helpers are told
          by default is ours too (D-P1). A grade not assessed tells nobody.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.rules.clause import Clause, Evidence, Reason
from domain.rules.edition import Edition, in_force
from domain.rules.parameters import NATIONAL, InForce, Parameter, Unit, default
from domain.values.calendar import SHANGHAI
from domain.values.findings import Grade
from domain.values.people import OfficeKind, Purpose


class NoticeField(StrEnum):
    """What a notice may carry; nothing clinical is on this list, so nothing can be."""

    REFERENCE = "reference"
    ISSUED_AT = "issued_at"
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
class Clock:
    """How long a receiver has; a resting clock stands still from `rests_from` to `wakes_at`."""

    remind_after: timedelta
    accept_within: timedelta
    rests_from: time | None = None
    wakes_at: time | None = None

    def after(self, at: datetime, span: timedelta) -> datetime:
        """Return when a span has run out on this clock, in China's time."""
        at = at.astimezone(SHANGHAI)
        if self.rests_from is None or self.wakes_at is None:
            return at + span
        while True:
            at = _awake(at, self.wakes_at, self.rests_from)
            evening = datetime.combine(at.date(), self.rests_from, SHANGHAI)
            if at + span <= evening:
                return at + span
            span -= evening - at
            at = evening


@dataclass(frozen=True, slots=True)
class ClockRow:
    """The clock of a purpose at some levels."""

    purposes: AbstractSet[Purpose]
    levels: AbstractSet[Grade]
    clock: Clock
    why: Reason


@dataclass(frozen=True, slots=True)
class ReceiverRule:
    """One kind of office that is told: why, for what, and which fields."""

    kind: OfficeKind
    levels: AbstractSet[Grade]
    purpose: Purpose
    basis: Clause
    why: Reason
    fields: tuple[NoticeField, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """One edition: who is told, and the clocks."""

    receivers: tuple[ReceiverRule, ...]
    clocks: tuple[ClockRow, ...]


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
HIGHEST = frozenset({Grade.LEVEL_4, Grade.LEVEL_5})
THREE = frozenset({Grade.LEVEL_3})

PLAN = Clause("S2", "二(三)2", Evidence.PRIMARY)
HELPERS_BY_DEFAULT = Clause("OURS", "D-P1", Evidence.DECIDED)
CLOCKS_ARE_OURS = Clause("OURS", "D-P2", Evidence.DECIDED)

ANSWERED = frozenset({Purpose.REPORT, Purpose.RESPONSE})
JOINT = frozenset({Purpose.JOINT_FOLLOW_UP})

F = NoticeField
ENVELOPE = (F.REFERENCE, F.ISSUED_AT, F.LEGAL_BASIS, F.SENDER, F.CALL_BACK)
WHO_AND_WHERE = (F.NAME, F.SEX, F.BIRTH_YEAR, F.RESIDENCE)
DANGER = (F.GRADE, F.DANGER_FLAGS, F.WHAT_TO_DO, F.GUARDIAN_PHONE)

# fmt: off
RECEIVERS: tuple[ReceiverRule, ...] = (
    ReceiverRule(OfficeKind.COUNTY_SMI, HIGH, Purpose.REPORT, PLAN,
        Reason("notice.report_county", PLAN, "Level 3 or higher: report to the county SMI office.",
               "危险性评估3级及以上：报告县级精防机构"),
        (*ENVELOPE, *WHO_AND_WHERE, *DANGER)),
    ReceiverRule(OfficeKind.POLICE_STATION, HIGH, Purpose.RESPONSE, PLAN,
        Reason("notice.tell_police", PLAN, "Level 3 or higher: tell the police station.",
               "危险性评估3级及以上：告知公安派出所"),
        (*ENVELOPE, *WHO_AND_WHERE, F.ID_NUMBER_MASKED, *DANGER)),
    ReceiverRule(OfficeKind.GRID_CENTRE, HIGH, Purpose.RESPONSE, PLAN,
        Reason("notice.tell_grid", PLAN, "Level 3 or higher: tell the grid centre.",
               "危险性评估3级及以上：告知网格化服务管理中心"),
        (*ENVELOPE, *WHO_AND_WHERE, *DANGER)),
    ReceiverRule(OfficeKind.CIVIL_AFFAIRS, HIGH, Purpose.JOINT_FOLLOW_UP, PLAN,
        Reason("notice.joint_civil_affairs", HELPERS_BY_DEFAULT,
               "Level 3 or higher: civil affairs take part in the follow-up; our decision.",
               "危险性评估3级及以上：民政干事参与协同随访（本系统默认，可配置）"),
        (*ENVELOPE, *WHO_AND_WHERE, F.LEVEL_BAND, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
    ReceiverRule(OfficeKind.DISABILITY_FEDERATION, HIGH, Purpose.JOINT_FOLLOW_UP, PLAN,
        Reason("notice.joint_disability", HELPERS_BY_DEFAULT,
               "Level 3 or higher: the disabled persons' commissioner takes part; our decision.",
               "危险性评估3级及以上：残疾人专职委员参与协同随访（本系统默认，可配置）"),
        (*ENVELOPE, *WHO_AND_WHERE, F.LEVEL_BAND, F.WHAT_TO_DO)),
)

LEFT = Clause("E3", "Q4 D", Evidence.EXAM)
LEAVERS: tuple[ReceiverRule, ...] = (
    ReceiverRule(OfficeKind.POLICE_STATION, HIGH, Purpose.RESPONSE, LEFT,
        Reason("notice.left_police", LEFT,
               "Level 3 and higher or unstable, and gone: tell the police at once.",
               "3级及以上或病情不稳定患者离开属地：立即告知公安"),
        (*ENVELOPE, *WHO_AND_WHERE, F.ID_NUMBER_MASKED, F.LEFT_AREA, F.WHAT_TO_DO,
         F.GUARDIAN_PHONE)),
    ReceiverRule(OfficeKind.COUNTY_SMI, HIGH, Purpose.REPORT, LEFT,
        Reason("notice.left_county", LEFT,
               "Level 3 and higher or unstable, and gone: report to the higher SMI office.",
               "3级及以上或病情不稳定患者离开属地：报告上级精防机构"),
        (*ENVELOPE, *WHO_AND_WHERE, F.LEFT_AREA, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
)
"""Who is told that somebody dangerous or unstable left (BR-LOST-4), by level 3's clock."""

REFUSAL = Clause("P7", "art 45", Evidence.PRIMARY)
REFUSERS: tuple[ReceiverRule, ...] = (
    ReceiverRule(OfficeKind.GRID_CENTRE, HIGH, Purpose.RESPONSE, REFUSAL,
        Reason("notice.refused_township", REFUSAL,
               "Visits refused: report to the township or street, through its grid centre (D-M8).",
               "拒绝随访：报告乡镇（街道），由其网格化服务管理中心接收（接收机构为本系统设定）"),
        (*ENVELOPE, *WHO_AND_WHERE, F.REFUSED_VISITS, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
    ReceiverRule(OfficeKind.POLICE_STATION, HIGH, Purpose.RESPONSE, REFUSAL,
        Reason("notice.refused_police", REFUSAL, "Visits refused: tell the police station.",
               "拒绝随访：告知公安派出所"),
        (*ENVELOPE, *WHO_AND_WHERE, F.ID_NUMBER_MASKED, F.REFUSED_VISITS, F.WHAT_TO_DO,
         F.GUARDIAN_PHONE)),
    ReceiverRule(OfficeKind.COUNTY_SMI, HIGH, Purpose.REPORT, REFUSAL,
        Reason("notice.refused_county", REFUSAL, "Visits refused: report to the SMI office.",
               "拒绝随访：报告精神卫生防治机构"),
        (*ENVELOPE, *WHO_AND_WHERE, F.REFUSED_VISITS, F.WHAT_TO_DO, F.GUARDIAN_PHONE)),
)
"""Who is told in Shandong that visits are refused (BR-LOST-2), by level 3's clock."""
REFUSALS_IN = "37"
"""The province whose regulation asks for it; other places may turn it on."""

CLOCKS: tuple[ClockRow, ...] = (
    ClockRow(ANSWERED, HIGHEST, Clock(timedelta(minutes=15), timedelta(minutes=60)),
        Reason("clock.highest", CLOCKS_ARE_OURS,
               "Level 4 and 5, day and night: reminded after 15 minutes, due in 60.",
               "4、5级：昼夜15分钟催办，60分钟内签收（本系统设定）")),
    ClockRow(ANSWERED, THREE, Clock(timedelta(hours=1), timedelta(hours=4), time(20), time(8)),
        Reason("clock.three", CLOCKS_ARE_OURS,
               "Level 3: reminded after 1 hour, due in 4; the clock rests from 20:00 to 08:00.",
               "3级：1小时催办，4小时内签收，20时至次日8时不计时（本系统设定）")),
    ClockRow(JOINT, HIGH, Clock(timedelta(hours=12), timedelta(hours=24), time(20), time(8)),
        Reason("clock.joint", CLOCKS_ARE_OURS,
               "Joint follow-up: reminded after 12 hours by day, due in 24.",
               "协同随访：日间计时12小时催办，24小时内签收（本系统设定）")),
)
# fmt: on


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60


REMIND: dict[str, Parameter] = {
    row.why.code: default(
        f"{row.why.code}.remind",
        Unit.MINUTES,
        _minutes(row.clock.remind_after),
        row.why,
        at_least=1,
        at_most=24 * 60,
    )
    for row in CLOCKS
}
"""After how long a receiver who has not accepted is reminded, by clock."""
ACCEPT: dict[str, Parameter] = {
    row.why.code: default(
        f"{row.why.code}.accept",
        Unit.MINUTES,
        _minutes(row.clock.accept_within),
        row.why,
        at_least=5,
        at_most=48 * 60,
    )
    for row in CLOCKS
}
"""Within how long a receiver accepts, by clock: no text sets an hour."""
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

EDITIONS: tuple[Edition[Policy], ...] = (
    Edition("notice-policy/ours-2026", date(2017, 1, 1), Policy(RECEIVERS, CLOCKS)),
)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When to remind and by when to accept, and whose clock it is."""

    remind_at: datetime
    accept_by: datetime
    why: Reason
    overrides: tuple[str, ...] = ()


def edition_on(day: date) -> str:
    """Return the name of the policy in force on the day."""
    return in_force(EDITIONS, day).name


def must_be_told(grade: Grade) -> bool:
    """Return whether anybody has to be told: level 3 or higher, and assessed."""
    return grade.is_at_least(Grade.LEVEL_3)


def receivers_for(
    grade: Grade, on: date, local: InForce = NATIONAL
) -> tuple[ReceiverRule, ...]:
    """Return the kinds of office told about a grade; empty below level 3."""
    rules = in_force(EDITIONS, on).rule.receivers
    return tuple(
        rule
        for rule in rules
        if grade in rule.levels and grade.is_at_least(Grade(_level(rule, on, local)))
    )


def refusal_is_told(village: str, on: date, local: InForce = NATIONAL) -> bool:
    """Return whether it is told in a place that somebody refuses to be visited."""
    return village.startswith(REFUSALS_IN) or bool(local.value(REFUSAL_TOLD, on))


def deadlines(
    purpose: Purpose, grade: Grade, at: datetime, local: InForce = NATIONAL
) -> Deadlines:
    """Return the clocks of a notice issued at an instant about a grade of 3 or higher."""
    on = at.astimezone(SHANGHAI).date()
    policy = in_force(EDITIONS, on).rule
    row = next(r for r in policy.clocks if purpose in r.purposes and grade in r.levels)
    remind = local.setting(REMIND[row.why.code], on)
    accept = local.setting(ACCEPT[row.why.code], on)
    return Deadlines(
        row.clock.after(at, timedelta(minutes=remind.value)),
        row.clock.after(at, timedelta(minutes=accept.value)),
        accept.why,
        (*remind.editions, *accept.editions),
    )


def _level(rule: ReceiverRule, on: date, local: InForce) -> int:
    known = FROM_LEVEL.get(rule.why.code)
    return local.value(known, on) if known else 0


def _awake(at: datetime, wakes_at: time, rests_from: time) -> datetime:
    if at.time() < wakes_at:
        return datetime.combine(at.date(), wakes_at, SHANGHAI)
    if at.time() >= rests_from:
        return datetime.combine(at.date() + timedelta(days=1), wakes_at, SHANGHAI)
    return at
