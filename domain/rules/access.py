"""Say who may do and see what: the one policy table.

Decision: whether a role, for a purpose, in a relation to what is asked for, may do an
          operation, and how much it may see.
Source:   P1 arts 4, 24, 35 and 55; P2 arts 28, 34, 51 and 54; S2 二(三)2; where they leave
          it open, D-A1 to D-A5, D-B5, D-B6, D-E2, D-IN6, D-J5, D-LA3, D-LI1, D-Q1, D-X6, D-Y2
          and D-CH1 (sources.md).
Hit rule: one matching row allows; where several match, the first one's sight counts.
Silence:  no row is a refusal. A new operation without a row fails the tests.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from domain.rules.clause import Clause, Evidence
from domain.values.people import Purpose, Role


class Operation(StrEnum):
    """Everything anybody can ask for."""

    REGISTER_PERSON = "register_person"
    CORRECT_IDENTITY = "correct_identity"
    PROPOSE_ERASURE = "propose_erasure"
    ERASE_PERSON = "erase_person"
    PROPOSE_MERGE = "propose_merge"
    DECLINE_MERGE = "decline_merge"
    CONFIRM_MERGE = "confirm_merge"
    UNDO_MERGE = "undo_merge"
    RETRACT_FACT = "retract_fact"
    RECORD_MOVE = "record_move"
    RECORD_FOLLOW_UP = "record_follow_up"
    CORRECT_FOLLOW_UP = "correct_follow_up"
    NOTE_CONTACT = "note_contact"
    GRADE_RISK = "grade_risk"
    CONFIRM_FOLLOW_UP = "confirm_follow_up"
    RECORD_DEATH = "record_death"
    RECORD_LOSS = "record_loss"
    RECORD_FOUND = "record_found"
    PROPOSE_EXCLUSION = "propose_exclusion"
    EXCLUDE_DIAGNOSIS = "exclude_diagnosis"
    ENTER_CLUE = "enter_clue"
    VERIFY_CLUE = "verify_clue"
    REVIEW_CLUE = "review_clue"
    READ_CLUES = "read_clues"
    LOOK_AFTER_CLUES = "look_after_clues"
    ENTER_DANGER_REPORT = "enter_danger_report"
    ASSESS_DANGER_REPORT = "assess_danger_report"
    READ_DANGER_REPORTS = "read_danger_reports"
    READ_OWN_DANGER_REPORTS = "read_own_danger_reports"
    NOTE_DISCHARGE = "note_discharge"
    REPORT_CASE = "report_case"
    RECEIVE_PAPER = "receive_paper"
    RECEIVE_REPORT = "receive_report"
    READ_REPORTS = "read_reports"
    RECORD_INCIDENT = "record_incident"
    INVESTIGATE_INCIDENT = "investigate_incident"
    RECORD_LOCKING = "record_locking"
    NOTE_AWAY = "note_away"
    GIVE_OPINION = "give_opinion"
    CONFIRM_LOWERING = "confirm_lowering"
    REPORT_LOSS = "report_loss"
    RECORD_CHECK_UP = "record_check_up"
    KEEP_RECORD = "keep_record"
    RECORD_CONSENT = "record_consent"
    TAG_PERSON = "tag_person"
    READ_TAGS = "read_tags"
    SET_REGIMEN = "set_regimen"
    GIVE_INJECTION = "give_injection"
    NOTE_REACTION = "note_reaction"
    HAND_OUT_MEDICINE = "hand_out_medicine"
    ENTER_RESULT = "enter_result"
    RECORD_SERVICE = "record_service"
    KEEP_REHABILITATION = "keep_rehabilitation"
    ENROL = "enrol"
    KEEP_STOCK = "keep_stock"
    READ_STOCK = "read_stock"
    OPEN_EMERGENCY = "open_emergency"
    RECORD_EMERGENCY = "record_emergency"
    DECIDE_ADMISSION = "decide_admission"
    DECIDE_FUNDING = "decide_funding"
    READ_EMERGENCIES = "read_emergencies"
    SEND_REFERRAL = "send_referral"
    ANSWER_REFERRAL = "answer_referral"
    RECORD_STAY = "record_stay"
    READ_REFERRALS = "read_referrals"
    IMPORT_REGISTER = "import_register"
    READ_REVIEWS = "read_reviews"
    REVIEW_CASE = "review_case"
    READ_RETURNED = "read_returned"
    ANSWER_REVIEW = "answer_review"
    READ_NATIONAL = "read_national"
    ENTER_NATIONAL = "enter_national"
    EXPORT_NATIONAL = "export_national"
    OFFER_HANDOVER = "offer_handover"
    ANSWER_HANDOVER = "answer_handover"
    DECIDE_RESPONSIBILITY = "decide_responsibility"
    READ_RESPONSIBILITY = "read_responsibility"
    LAPSE_HANDOVER = "lapse_handover"

    READ_PERSON = "read_person"
    READ_HISTORY = "read_history"
    PRINT_FORM = "print_form"
    SEARCH_PEOPLE = "search_people"
    READ_DUE_LIST = "read_due_list"
    READ_RATES = "read_rates"
    READ_HANDOVER_LIST = "read_handover_list"

    RECORD_MEANS = "record_means"
    READ_AID = "read_aid"
    DECIDE_AID = "decide_aid"

    READ_INBOX = "read_inbox"
    READ_NOTICE_ANSWERS = "read_notice_answers"
    OPEN_NOTICE = "open_notice"
    ACCEPT_NOTICE = "accept_notice"
    RETURN_NOTICE = "return_notice"
    REPORT_OUTCOME = "report_outcome"
    CLOSE_NOTICE = "close_notice"
    ENTER_ON_BEHALF = "enter_on_behalf"
    CONFIRM_ON_BEHALF = "confirm_on_behalf"
    PRINT_SLIP = "print_slip"
    ACCEPT_BY_SLIP = "accept_by_slip"
    CHANGE_SHIFT = "change_shift"
    READ_ESCALATIONS = "read_escalations"
    TAKE_ON_NOTICE = "take_on_notice"
    NOTE_CALL = "note_call"
    READ_DELIVERIES = "read_deliveries"
    REDELIVER_NOTICE = "redeliver_notice"

    ISSUE_NOTICE = "issue_notice"
    DELIVER_NOTICE = "deliver_notice"
    ESCALATE_NOTICE = "escalate_notice"
    SEND_REMINDER = "send_reminder"
    PLAN_AFTER_OUTCOME = "plan_after_outcome"
    ASSESS_AID = "assess_aid"
    MAKE_DIGEST = "make_digest"
    RAISE_ALARM = "raise_alarm"
    READ_ALARMS = "read_alarms"
    ACKNOWLEDGE_ALARM = "acknowledge_alarm"

    OPEN_OFFICE = "open_office"
    ASSIGN_VILLAGE = "assign_village"
    CLOSE_OFFICE = "close_office"
    REOPEN_OFFICE = "reopen_office"
    READ_OFFICES = "read_offices"
    READ_CHANNELS = "read_channels"
    SET_CHANNELS = "set_channels"
    CHANGE_DIVISION = "change_division"
    RENUMBER = "renumber"
    NOTE_VACANCY = "note_vacancy"
    OPEN_ACCOUNT = "open_account"
    GRANT_ROLE = "grant_role"
    DISABLE_ACCOUNT = "disable_account"
    SET_PASSWORD = "set_password"  # noqa: S105 - an operation, not a password
    READ_ACCOUNTS = "read_accounts"
    READ_OWN_ACCOUNT = "read_own_account"
    CHANGE_OWN_PASSWORD = "change_own_password"  # noqa: S105 - an operation, not a password
    READ_RULES = "read_rules"
    TRY_RULES = "try_rules"
    SET_OVERRIDE = "set_override"
    LOAD_CALENDAR = "load_calendar"
    REBUILD_VIEW = "rebuild_view"
    READ_READING_LOG = "read_reading_log"


class Relation(StrEnum):
    """How the asker stands to what is asked for; several may hold at once."""

    OWN_VILLAGE = "own_village"
    """The person lives in a village the asker's office serves."""
    OWN_DIVISION = "own_division"
    """The person, office or figure lies within the asker's division."""
    OWN_OFFICE = "own_office"
    """The notice, alarm or list is addressed to the asker's office."""
    SELF = "self"
    """It is the asker's own account."""
    ANY = "any"
    """No relation is needed."""


class Sight(StrEnum):
    """How much an operation shows."""

    CHART = "chart"
    """Identity and clinical facts."""
    NOTICE = "notice"
    """The fields of a notice, as `notice_policy.py` allows the receiver."""
    FIGURES = "figures"
    """Counts and rates, nobody's name."""
    SITE = "site"
    """Offices, accounts, alarms, readings: no facts about anybody's health."""


@dataclass(frozen=True, slots=True)
class Row:
    """One grant: these roles, in this relation, for these purposes (the usual one first)."""

    roles: tuple[Role, ...]
    relation: Relation
    purposes: tuple[Purpose, ...]
    operations: tuple[Operation, ...]
    sight: Sight
    clause: Clause


P, D = Evidence.PRIMARY, Evidence.DECIDED
CARE_DUTY = Clause("P1", "art 55", P)
STATUTORY_TASK = Clause("P2", "art 34", P)
REPORT_DUTY = Clause("S2", "二(三)2", P)
ENTERING_DUTY = Clause("S2", "二(三)1", P)
AUDIT_DUTY = Clause("P2", "art 54", P)
AID_DUTY = Clause("P1", "art 68", P)
DELETION_DUTY = Clause("P2", "art 47", P)
ADMISSION_DUTY = Clause("P1", "art 30", P)
DIAGNOSIS_DUTY = Clause("P1", "art 35", P)
FINDING_DUTY = Clause("S2", "二(三)1", P)
ONLY_PSYCHIATRISTS = Clause("P1", "arts 23, 29", P)
CASE_REPORT = Clause("P1", "art 24", P)
RIGHTS_BY_ROLE = Clause("P2", "art 51", P)
WHO_SETS_CHANNELS = Clause("OURS", "D-CH1", D)


def _ours(number: int) -> Clause:
    return Clause("OURS", f"D-A{number}", D)


COPIED_FROM_PAPER = Clause("OURS", "D-B6", D)
TWO_TO_ERASE = Clause("OURS", "D-E2", D)
TO_ACKNOWLEDGE = Clause("K", "BR-TRF-4", Evidence.REMEMBERED)
COUNTY_DECIDES = Clause("OURS", "D-L2", D)
STOCK_OF_OWN = Clause("OURS", "D-J5", D)
REVIEW_DUTY = Clause("OURS", "D-W8", D)
TAGS_OF_FEW = Clause("OURS", "D-F6", D)
ANSWERS_WATCHED = Clause("OURS", "D-S3", D)
URGED_SEEN = Clause("OURS", "D-LA3", D)
WHO_SETS_RULES = Clause("OURS", "D-Q1", D)
TWO_TO_MERGE = Clause("OURS", "D-X6", D)
OWN_REPORTS = Clause("OURS", "D-IN6", D)
TWO_TO_ACCEPT = Clause("OURS", "D-LI1", D)
ACCURACY = Clause("P2", "art 46", P)

VILLAGE = (Role.VILLAGE_DOCTOR,)
DOCTORS = (Role.TOWNSHIP_DOCTOR, Role.PSYCHIATRIST, Role.COUNTY_SMI)
SPECIALISTS = (Role.PSYCHIATRIST, Role.COUNTY_SMI)
DISPENSERS = (Role.VILLAGE_DOCTOR, Role.TOWNSHIP_DOCTOR, Role.COUNTY_SMI)
REGISTRARS = (Role.TOWNSHIP_DOCTOR, Role.COUNTY_SMI)
CARERS = (Role.VILLAGE_DOCTOR, Role.TOWNSHIP_DOCTOR, Role.COUNTY_SMI)
RESPONDERS = (Role.POLICE, Role.GRID)
HELPERS = (Role.CIVIL_AFFAIRS, Role.DISABILITY_COMMISSIONER)
PSYCHIATRISTS = (Role.PSYCHIATRIST,)
COUNTY = (Role.COUNTY_SMI,)
BY_REFERRAL = (Role.TOWNSHIP_DOCTOR, Role.PSYCHIATRIST)
AUDITOR = (Role.AUDITOR,)
SECRETARIAT = (Role.JOINT_MEETING,)
ADMIN = (Role.ADMINISTRATOR,)
JOBS = (Role.SYSTEM,)
PEOPLE = tuple(role for role in Role if role is not Role.SYSTEM)

CARE = (Purpose.CARE,)
CARE_OR_JOINT = (Purpose.CARE, Purpose.JOINT_FOLLOW_UP)
OVERSEEING = (Purpose.CARE, Purpose.JOINT_FOLLOW_UP, Purpose.SUPERVISION)
CARE_OR_REPORT = (Purpose.CARE, Purpose.REPORT)
RESPONDING = (Purpose.RESPONSE,)
HELPING = (Purpose.JOINT_FOLLOW_UP,)
REPORTING = (Purpose.REPORT,)
SUPERVISING = (Purpose.SUPERVISION,)
ANY_PURPOSE = tuple(dict.fromkeys((Purpose.ADMINISTRATION, *Purpose)))
AUDITING = (Purpose.AUDIT,)
ADMINISTERING = (Purpose.ADMINISTRATION,)
RUNNING = (Purpose.ADMINISTRATION, Purpose.REPORT, Purpose.CARE)

OP, N, S = Operation, Relation, Sight
AT_THE_BEDSIDE = (
    OP.REGISTER_PERSON,
    OP.RECORD_MOVE,
    OP.RECORD_FOLLOW_UP,
    OP.CORRECT_FOLLOW_UP,
    OP.NOTE_CONTACT,
    OP.GRADE_RISK,
    OP.RECORD_DEATH,
    OP.RECORD_LOSS,
    OP.RECORD_FOUND,
    OP.NOTE_DISCHARGE,
    OP.RECORD_INCIDENT,
    OP.RECORD_LOCKING,
    OP.NOTE_AWAY,
    OP.GIVE_INJECTION,
    OP.NOTE_REACTION,
    OP.HAND_OUT_MEDICINE,
    OP.ENTER_RESULT,
    OP.RECORD_SERVICE,
    OP.RECORD_CHECK_UP,
    OP.KEEP_RECORD,
    OP.RECORD_CONSENT,
)
HELPING_AT_ONCE = (
    OP.OPEN_EMERGENCY,
    OP.RECORD_EMERGENCY,
    OP.SEND_REFERRAL,
    OP.RECORD_STAY,
)
SEEING_CASES = (OP.READ_EMERGENCIES, OP.READ_REFERRALS)
RECEIVING = (OP.ANSWER_REFERRAL,)
ADMITTING = (OP.DECIDE_ADMISSION,)
FUNDING = (OP.DECIDE_FUNDING,)
TAGGING = (OP.TAG_PERSON,)
SEEING_TAGS = (OP.READ_TAGS,)
LOOKING = (
    OP.READ_PERSON,
    OP.READ_HISTORY,
    OP.PRINT_FORM,
    OP.SEARCH_PEOPLE,
    OP.READ_DUE_LIST,
)
ANSWERING = (
    OP.READ_INBOX,
    OP.OPEN_NOTICE,
    OP.ACCEPT_NOTICE,
    OP.RETURN_NOTICE,
    OP.REPORT_OUTCOME,
    OP.READ_HANDOVER_LIST,
    OP.CHANGE_SHIFT,
)
SLIPS = (OP.PRINT_SLIP,)
ON_BEHALF = (OP.ENTER_ON_BEHALF,)
SECOND_PERSON = (OP.CONFIRM_ON_BEHALF, OP.PRINT_SLIP, OP.ACCEPT_BY_SLIP)
SEEING_DELIVERIES = (OP.READ_DELIVERIES,)
REDELIVERING = (OP.READ_DELIVERIES, OP.REDELIVER_NOTICE)
RUNNING_ITSELF = (
    OP.ISSUE_NOTICE,
    OP.DELIVER_NOTICE,
    OP.ESCALATE_NOTICE,
    OP.SEND_REMINDER,
    OP.PLAN_AFTER_OUTCOME,
    OP.ASSESS_AID,
    OP.MAKE_DIGEST,
    OP.RAISE_ALARM,
    OP.LAPSE_HANDOVER,
    OP.RENUMBER,
    OP.NOTE_VACANCY,
    OP.LOOK_AFTER_CLUES,
)
OFFICES = (
    OP.OPEN_OFFICE,
    OP.ASSIGN_VILLAGE,
    OP.CLOSE_OFFICE,
    OP.REOPEN_OFFICE,
    OP.CHANGE_DIVISION,
)
ACCOUNTS = (
    OP.OPEN_ACCOUNT,
    OP.GRANT_ROLE,
    OP.DISABLE_ACCOUNT,
    OP.SET_PASSWORD,
    OP.READ_ACCOUNTS,
)
PROPOSING = (OP.PROPOSE_ERASURE,)
ERASING = (OP.PROPOSE_ERASURE, OP.ERASE_PERSON)
ALARMS = (OP.READ_ALARMS, OP.ACKNOWLEDGE_ALARM)
IDENTITY = (OP.CORRECT_IDENTITY,)
ENROLLING = (OP.ENROL, OP.KEEP_REHABILITATION)
CONFIRMING = (OP.CONFIRM_FOLLOW_UP,)
REVIEWING_CASES = (OP.READ_REVIEWS, OP.REVIEW_CASE)
SEEING_REVIEWS = (OP.READ_REVIEWS,)
SEEING_RETURNED = (OP.READ_RETURNED,)
ANSWERING_REVIEW = (OP.ANSWER_REVIEW,)
ENTERING_TWICE = (OP.READ_NATIONAL, OP.ENTER_NATIONAL, OP.EXPORT_NATIONAL)
SEEING_NATIONAL = (OP.READ_NATIONAL,)
PROPOSING_EXCLUSION = (OP.PROPOSE_EXCLUSION,)
MERGING = (OP.PROPOSE_MERGE, OP.DECLINE_MERGE, OP.CONFIRM_MERGE)
PARTING = (OP.UNDO_MERGE,)
RETRACTING = (OP.RETRACT_FACT,)
EXCLUDING = (OP.EXCLUDE_DIAGNOSIS,)
FINDING = (OP.ENTER_CLUE, OP.VERIFY_CLUE)
REVIEWING = (OP.REVIEW_CLUE,)
SEEING_CLUES = (OP.READ_CLUES,)
TAKING_DANGER = (OP.ENTER_DANGER_REPORT,)
LOOKING_INTO_DANGER = (OP.ENTER_DANGER_REPORT, OP.ASSESS_DANGER_REPORT)
SEEING_DANGER = (OP.READ_DANGER_REPORTS,)
SEEING_OWN_DANGER = (OP.READ_OWN_DANGER_REPORTS,)
REPORTING_CASES = (OP.REPORT_CASE,)
TAKING_PAPERS = (OP.RECEIVE_PAPER,)
TAKING_REPORTS = (OP.RECEIVE_REPORT,)
SEEING_REPORTS = (OP.READ_REPORTS,)
LOWERING = (OP.CONFIRM_LOWERING,)
GIVING_OPINIONS = (OP.GIVE_OPINION,)
INVESTIGATING = (OP.INVESTIGATE_INCIDENT, OP.REPORT_LOSS)
PRESCRIBING = (OP.SET_REGIMEN,)
KEEPING_STOCK = (OP.KEEP_STOCK,)
SEEING_STOCK = (OP.READ_STOCK,)
IMPORTING = (OP.IMPORT_REGISTER,)
OFFERING = (OP.OFFER_HANDOVER,)
TAKING_ON = (OP.ANSWER_HANDOVER,)
SETTLING = (OP.DECIDE_RESPONSIBILITY,)
CUSTODY = (OP.READ_RESPONSIBILITY,)
RATES = (OP.READ_RATES,)
MEANS = (OP.RECORD_MEANS,)
AID = (OP.READ_AID, OP.DECIDE_AID)
SEEING_AID = (OP.READ_AID,)
CLOSING = (OP.CLOSE_NOTICE,)
URGED = (OP.READ_ESCALATIONS, OP.TAKE_ON_NOTICE)
TAKING_ON_URGED = (OP.TAKE_ON_NOTICE,)
SEEING_URGED = (OP.READ_ESCALATIONS,)
RINGING = (OP.NOTE_CALL,)
SEEING_ALARMS = (OP.READ_ALARMS,)
SEEING_OFFICES = (OP.READ_OFFICES,)
CHANNELS = (OP.READ_CHANNELS, OP.SET_CHANNELS)
SEEING_CHANNELS = (OP.READ_CHANNELS,)
SEEING_ACCOUNTS = (OP.READ_ACCOUNTS,)
SEEING_RULES = (OP.READ_RULES,)
TRYING_RULES = (OP.TRY_RULES,)
SETTING_RULES = (OP.SET_OVERRIDE, OP.LOAD_CALENDAR)
REBUILDING = (OP.REBUILD_VIEW,)
READINGS = (OP.READ_READING_LOG,)
WATCHING = (OP.READ_NOTICE_ANSWERS,)
INBOXES = (OP.READ_INBOX, OP.READ_HANDOVER_LIST)
OWN_ACCOUNT = (OP.READ_OWN_ACCOUNT, OP.CHANGE_OWN_PASSWORD)

# fmt: off
TABLE: tuple[Row, ...] = (
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE_OR_JOINT,  AT_THE_BEDSIDE,  S.CHART,   CARE_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE_OR_JOINT,  AT_THE_BEDSIDE,  S.CHART,   CARE_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE_OR_JOINT,  PRESCRIBING,     S.CHART,   CARE_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           ENROLLING,       S.CHART,   AID_DUTY),
    Row(DISPENSERS, N.OWN_OFFICE,   CARE,           KEEPING_STOCK,   S.SITE,    STOCK_OF_OWN),
    Row(DISPENSERS, N.OWN_DIVISION, OVERSEEING,     SEEING_STOCK,    S.SITE,    STOCK_OF_OWN),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_STOCK,    S.SITE,    AUDIT_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           CONFIRMING,      S.CHART,   CARE_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE,           PROPOSING_EXCLUSION, S.CHART, DIAGNOSIS_DUTY),
    Row(SPECIALISTS, N.OWN_DIVISION, CARE,          EXCLUDING,       S.CHART,   DIAGNOSIS_DUTY),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE,           FINDING,         S.CHART,   FINDING_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE,           FINDING,         S.CHART,   FINDING_DUTY),
    Row(PSYCHIATRISTS, N.OWN_DIVISION, CARE,        REVIEWING,       S.CHART,   ONLY_PSYCHIATRISTS),
    Row(COUNTY,     N.OWN_DIVISION, CARE,           REVIEWING,       S.CHART,   COPIED_FROM_PAPER),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE,           SEEING_CLUES,    S.CHART,   FINDING_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE,           SEEING_CLUES,    S.CHART,   FINDING_DUTY),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_CLUES,    S.CHART,   AUDIT_DUTY),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE_OR_JOINT,  LOOKING_INTO_DANGER, S.CHART, REPORT_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE_OR_JOINT,  LOOKING_INTO_DANGER, S.CHART, REPORT_DUTY),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE_OR_JOINT,  SEEING_DANGER,   S.CHART,   REPORT_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE_OR_JOINT,  SEEING_DANGER,   S.CHART,   REPORT_DUTY),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_DANGER,   S.CHART,   AUDIT_DUTY),
    Row(RESPONDERS, N.OWN_DIVISION, RESPONDING,     TAKING_DANGER,   S.SITE,    REPORT_DUTY),
    Row(RESPONDERS, N.OWN_OFFICE,   RESPONDING,     SEEING_OWN_DANGER, S.SITE,  OWN_REPORTS),
    Row(SPECIALISTS, N.OWN_DIVISION, CARE,          REPORTING_CASES, S.CHART,   CASE_REPORT),
    Row(COUNTY,     N.OWN_DIVISION, CARE,           TAKING_PAPERS,   S.SITE,    CASE_REPORT),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           TAKING_REPORTS,  S.CHART,   CARE_DUTY),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE,           SEEING_REPORTS,  S.CHART,   CARE_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE,           SEEING_REPORTS,  S.CHART,   CARE_DUTY),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_REPORTS,  S.CHART,   AUDIT_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE,           LOWERING,        S.CHART,   CARE_DUTY),
    Row(SPECIALISTS, N.OWN_DIVISION, CARE,          GIVING_OPINIONS, S.CHART,   DIAGNOSIS_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           INVESTIGATING,   S.CHART,   CARE_DUTY),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE_OR_JOINT,  HELPING_AT_ONCE, S.CHART,   CARE_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE_OR_JOINT,  HELPING_AT_ONCE, S.CHART,   CARE_DUTY),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE_OR_JOINT,  SEEING_CASES,    S.CHART,   CARE_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, OVERSEEING,     SEEING_CASES,    S.CHART,   CARE_DUTY),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_CASES,    S.CHART,   AUDIT_DUTY),
    Row(BY_REFERRAL, N.OWN_OFFICE,  CARE,           RECEIVING,       S.CHART,   _ours(5)),
    Row(COUNTY,     N.OWN_DIVISION, CARE,           RECEIVING,       S.CHART,   _ours(5)),
    Row(SPECIALISTS, N.OWN_DIVISION, CARE,          ADMITTING,       S.CHART,   ADMISSION_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           FUNDING,         S.CHART,   AID_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           IDENTITY,        S.CHART,   CARE_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           MERGING,         S.CHART,   TWO_TO_MERGE),
    Row(COUNTY,     N.OWN_DIVISION, CARE,           PARTING,         S.CHART,   TWO_TO_MERGE),
    Row(DOCTORS,    N.OWN_DIVISION, CARE,           RETRACTING,      S.CHART,   ACCURACY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           IMPORTING,       S.CHART,   CARE_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           OFFERING,        S.CHART,   CARE_DUTY),
    Row(CARERS,     N.OWN_OFFICE,   CARE,           TAKING_ON,       S.CHART,   TO_ACKNOWLEDGE),
    Row(COUNTY,     N.OWN_DIVISION, OVERSEEING,     SETTLING,        S.CHART,   COUNTY_DECIDES),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE,           CUSTODY,         S.CHART,   CARE_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, OVERSEEING,     CUSTODY,         S.CHART,   CARE_DUTY),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       CUSTODY,         S.CHART,   AUDIT_DUTY),
    Row(COUNTY,     N.OWN_DIVISION, SUPERVISING,    REVIEWING_CASES, S.CHART,   REVIEW_DUTY),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_REVIEWS,  S.CHART,   AUDIT_DUTY),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE,           SEEING_RETURNED, S.CHART,   REVIEW_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE,           SEEING_RETURNED, S.CHART,   REVIEW_DUTY),
    Row(VILLAGE,    N.OWN_OFFICE,   CARE,           ANSWERING_REVIEW, S.CHART,  REVIEW_DUTY),
    Row(DOCTORS,    N.OWN_OFFICE,   CARE,           ANSWERING_REVIEW, S.CHART,  REVIEW_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE_OR_REPORT, ENTERING_TWICE,  S.CHART,   ENTERING_DUTY),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_NATIONAL, S.CHART,   AUDIT_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           TAGGING,         S.CHART,   TAGS_OF_FEW),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           SEEING_TAGS,     S.CHART,   TAGS_OF_FEW),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_TAGS,     S.CHART,   AUDIT_DUTY),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE_OR_JOINT,  LOOKING,         S.CHART,   CARE_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, OVERSEEING,     LOOKING,         S.CHART,   CARE_DUTY),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       LOOKING,         S.CHART,   AUDIT_DUTY),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE,           MEANS,           S.CHART,   AID_DUTY),
    Row(DOCTORS,    N.OWN_DIVISION, CARE,           MEANS,           S.CHART,   AID_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE,           AID,             S.CHART,   AID_DUTY),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_AID,      S.CHART,   AUDIT_DUTY),
    Row(VILLAGE,    N.OWN_DIVISION, CARE,           RATES,           S.FIGURES, _ours(1)),
    Row(DOCTORS,    N.OWN_DIVISION, OVERSEEING,     RATES,           S.FIGURES, _ours(1)),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       RATES,           S.FIGURES, AUDIT_DUTY),
    Row(ADMIN,      N.OWN_DIVISION, ADMINISTERING,  RATES,           S.FIGURES, _ours(1)),
    Row(RESPONDERS, N.OWN_OFFICE,   RESPONDING,     ANSWERING,       S.NOTICE,  REPORT_DUTY),
    Row(HELPERS,    N.OWN_OFFICE,   HELPING,        ANSWERING,       S.NOTICE,  REPORT_DUTY),
    Row(RESPONDERS, N.OWN_OFFICE,   RESPONDING,     SLIPS,           S.NOTICE,  REPORT_DUTY),
    Row(HELPERS,    N.OWN_OFFICE,   HELPING,        SLIPS,           S.NOTICE,  REPORT_DUTY),
    Row(COUNTY,     N.OWN_OFFICE,   REPORTING,      ANSWERING,       S.NOTICE,  REPORT_DUTY),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       INBOXES,         S.NOTICE,  AUDIT_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, OVERSEEING,     WATCHING,        S.CHART,   ANSWERS_WATCHED),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       WATCHING,        S.CHART,   AUDIT_DUTY),
    Row(REGISTRARS, N.OWN_DIVISION, CARE_OR_REPORT, CLOSING,         S.NOTICE,  _ours(2)),
    Row(COUNTY,     N.OWN_DIVISION, CARE_OR_REPORT, ON_BEHALF,       S.NOTICE,  TWO_TO_ACCEPT),
    Row(REGISTRARS, N.OWN_DIVISION, CARE_OR_REPORT, SECOND_PERSON,   S.NOTICE,  TWO_TO_ACCEPT),
    Row(RESPONDERS, N.OWN_OFFICE,   RESPONDING,     URGED,           S.NOTICE,  URGED_SEEN),
    Row(HELPERS,    N.OWN_OFFICE,   HELPING,        URGED,           S.NOTICE,  URGED_SEEN),
    Row(COUNTY,     N.OWN_OFFICE,   REPORTING,      TAKING_ON_URGED, S.NOTICE,  URGED_SEEN),
    Row(SECRETARIAT, N.OWN_OFFICE,  SUPERVISING,    URGED,           S.NOTICE,  URGED_SEEN),
    Row(VILLAGE,    N.OWN_VILLAGE,  CARE_OR_JOINT,  SEEING_URGED,    S.NOTICE,  URGED_SEEN),
    Row(DOCTORS,    N.OWN_DIVISION, OVERSEEING,     SEEING_URGED,    S.NOTICE,  URGED_SEEN),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_URGED,    S.NOTICE,  URGED_SEEN),
    Row(VILLAGE,    N.OWN_OFFICE,   CARE,           RINGING,         S.NOTICE,  URGED_SEEN),
    Row(DOCTORS,    N.OWN_OFFICE,   CARE,           RINGING,         S.NOTICE,  URGED_SEEN),
    Row(COUNTY,     N.OWN_DIVISION, OVERSEEING,     REDELIVERING,    S.SITE,    _ours(3)),
    Row(ADMIN,      N.OWN_DIVISION, ADMINISTERING,  REDELIVERING,    S.SITE,    _ours(3)),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_DELIVERIES, S.SITE,  AUDIT_DUTY),
    Row(JOBS,       N.ANY,          RUNNING,        RUNNING_ITSELF,  S.SITE,    STATUTORY_TASK),
    Row(REGISTRARS, N.OWN_OFFICE,   OVERSEEING,     ALARMS,          S.SITE,    _ours(3)),
    Row(ADMIN,      N.OWN_DIVISION, ADMINISTERING,  ALARMS,          S.SITE,    _ours(3)),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_ALARMS,   S.SITE,    AUDIT_DUTY),
    Row(ADMIN,      N.OWN_DIVISION, ADMINISTERING,  OFFICES,         S.SITE,    RIGHTS_BY_ROLE),
    Row(ADMIN,      N.OWN_DIVISION, ADMINISTERING,  CHANNELS,        S.SITE,    WHO_SETS_CHANNELS),
    Row(COUNTY,     N.OWN_DIVISION, SUPERVISING,    CHANNELS,        S.SITE,    WHO_SETS_CHANNELS),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_CHANNELS, S.SITE,    AUDIT_DUTY),
    Row(PEOPLE,     N.ANY,          ANY_PURPOSE,    SEEING_OFFICES,  S.SITE,    _ours(4)),
    Row(PEOPLE,     N.ANY,          ANY_PURPOSE,    SEEING_RULES,    S.SITE,    WHO_SETS_RULES),
    Row(COUNTY,     N.OWN_DIVISION, SUPERVISING,    TRYING_RULES,    S.FIGURES, WHO_SETS_RULES),
    Row(ADMIN,      N.OWN_DIVISION, ADMINISTERING,  TRYING_RULES,    S.FIGURES, WHO_SETS_RULES),
    Row(COUNTY,     N.OWN_DIVISION, SUPERVISING,    SETTING_RULES,   S.SITE,    WHO_SETS_RULES),
    Row(ADMIN,      N.OWN_DIVISION, ADMINISTERING,  SETTING_RULES,   S.SITE,    WHO_SETS_RULES),
    Row(ADMIN,      N.OWN_DIVISION, ADMINISTERING,  ACCOUNTS,        S.SITE,    RIGHTS_BY_ROLE),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       SEEING_ACCOUNTS, S.SITE,    AUDIT_DUTY),
    Row(PEOPLE,     N.SELF,         ANY_PURPOSE,    OWN_ACCOUNT,     S.SITE,    RIGHTS_BY_ROLE),
    Row(COUNTY,     N.OWN_DIVISION, ADMINISTERING,  PROPOSING,       S.SITE,    TWO_TO_ERASE),
    Row(ADMIN,      N.OWN_DIVISION, ADMINISTERING,  ERASING,         S.SITE,    DELETION_DUTY),
    Row(ADMIN,      N.ANY,          ADMINISTERING,  REBUILDING,      S.SITE,    RIGHTS_BY_ROLE),
    Row(AUDITOR,    N.OWN_DIVISION, AUDITING,       READINGS,        S.SITE,    AUDIT_DUTY),
    Row(COUNTY,     N.OWN_DIVISION, SUPERVISING,    READINGS,        S.SITE,    AUDIT_DUTY),
)
# fmt: on


class Lacking(StrEnum):
    """What a refused asker lacks."""

    ROLE = "role"
    PURPOSE = "purpose"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it is allowed; by which row, or what was lacking and what would do."""

    row: Row | None
    lacking: Lacking | None
    purposes: tuple[Purpose, ...]

    @property
    def is_allowed(self) -> bool:
        """Return whether a row allows it."""
        return self.row is not None


def decide(
    role: Role, purpose: Purpose, operation: Operation, relations: AbstractSet[Relation]
) -> Decision:
    """Return whether somebody may do this, standing in these relations to it."""
    rows = tuple(_rows(role, operation))
    usual = purposes(role, operation)
    if not rows:
        return Decision(None, Lacking.ROLE, usual)
    rows = tuple(row for row in rows if purpose in row.purposes)
    if not rows:
        return Decision(None, Lacking.PURPOSE, usual)
    held = {Relation.ANY, *relations}
    row = next((row for row in rows if row.relation in held), None)
    return Decision(row, None if row else Lacking.RELATION, usual)


def allowed(role: Role, operation: Operation, purpose: Purpose) -> bool:
    """Return whether the role may do it for the purpose, in some relation or other.

    The first gate, before anything is loaded; `decide` is the whole answer.
    """
    return any(purpose in row.purposes for row in _rows(role, operation))


def purposes(role: Role, operation: Operation) -> tuple[Purpose, ...]:
    """Return the purposes for which the role may do it, the usual one first."""
    return tuple(
        dict.fromkeys(p for row in _rows(role, operation) for p in row.purposes)
    )


def relations(role: Role, operation: Operation) -> frozenset[Relation]:
    """Return the relations of which one must hold; none at all means never."""
    return frozenset(row.relation for row in _rows(role, operation))


def _rows(role: Role, operation: Operation) -> Iterator[Row]:
    return (row for row in TABLE if role in row.roles and operation in row.operations)
