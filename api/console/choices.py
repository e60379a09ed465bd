"""The answers a form offers and a page shows: each code of a closed list with its words."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from api.console.emergency_choices import EMERGENCY_CHOICES
from api.console.finding_choices import FINDING_CHOICES
from api.console.medicine_choices import MEDICINE_CHOICES
from api.console.record_choices import RECORD_CHOICES
from api.language import Language, msg
from domain.registry.aid import Word
from domain.registry.away import ReportTo
from domain.registry.residual import Residual
from domain.registry.responsibility import HandoverCause
from domain.registry.risk_aid import Smashing, Violence
from domain.values.aid import AidOutcome, Insurance, LowIncome, Payer, Scheme
from domain.values.away import AwayFor
from domain.values.channels import SwitchedOff, WayOut
from domain.values.check_up import AgreedBy, CheckUpItem
from domain.values.contacts import ContactOutcome, ContactWay
from domain.values.danger import (
    GuardianDuty,
    IncidentCause,
    IncidentKind,
    Informant,
    LockedUpBy,
    ReleasedTo,
    StateThen,
)
from domain.values.danger_report import Assessment, DangerChannel, DangerReportState
from domain.values.escalation import CallOutcome, Lacking, PromptedBy, Rung
from domain.values.exclusion import OpinionKind
from domain.values.findings import (
    Adherence,
    AdverseReaction,
    DeathCause,
    FollowUpClass,
    HospitalStay,
    IllnessCause,
    Insight,
    Level,
    Locked,
    LossReason,
    PhysicalIllness,
    SpokeWith,
    Symptom,
    Symptoms,
    TreatmentEffect,
    VisitForm,
    WorkLevel,
)
from domain.values.groups import SpecialGroup
from domain.values.medication import (
    DrugClass,
    IntervalFrom,
    RegimenSource,
    Route,
    Severity,
)
from domain.values.merging import Side
from domain.values.national import EntryState, RecordKind
from domain.values.quick_report import HelpWanted, InDanger, Seen
from domain.values.registration import (
    ConsentAnswer,
    Disease,
    GuardianAbility,
    GuardianBasis,
    GuardianRelation,
    IdKind,
    Sex,
)
from domain.values.review import CallBackResult, ReviewKind, ReviewState
from domain.values.visit_details import (
    Laboratory,
    Rehabilitation,
    Repeatable,
)

GOOD, FAIR, POOR = msg("Good"), msg("Fair"), msg("Poor")

CHOICES: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    VisitForm: {
        VisitForm.OUTPATIENT: msg("Out-patient"),
        VisitForm.HOME: msg("Home visit"),
        VisitForm.TELEPHONE: msg("Telephone"),
    },
    SpokeWith: {
        SpokeWith.PERSON: msg("The person"),
        SpokeWith.FAMILY_OR_GUARDIAN: msg("Family or guardian"),
        SpokeWith.OTHER_INFORMANT: msg("Another informant"),
    },
    Symptoms: {
        Symptoms.MARKED: msg("Marked"),
        Symptoms.PRESENT: msg("Present, not marked"),
        Symptoms.GONE: msg("Basically gone"),
    },
    Symptom: {
        Symptom.HALLUCINATIONS: msg("Hallucinations"),
        Symptom.DIFFICULT_TO_TALK_WITH: msg("Difficult to talk with"),
        Symptom.SUSPICIOUS: msg("Suspicious"),
        Symptom.CHANGEABLE_MOOD: msg("Changeable mood"),
        Symptom.ODD_BEHAVIOUR: msg("Odd behaviour"),
        Symptom.EXCITED_TALKATIVE: msg("Excited, talkative"),
        Symptom.HURTS_PEOPLE_BREAKS_THINGS: msg("Hurts people, breaks things"),
        Symptom.PESSIMISTIC_WEARY_OF_LIFE: msg("Pessimistic, weary of life"),
        Symptom.WANDERS_OFF: msg("Wanders off"),
        Symptom.TALKS_OR_LAUGHS_TO_SELF: msg("Talks or laughs to self"),
        Symptom.WITHDRAWN_IDLE: msg("Withdrawn, idle"),
        Symptom.OTHER: msg("Other"),
    },
    Insight: {
        Insight.COMPLETE: msg("Complete"),
        Insight.INCOMPLETE: msg("Incomplete"),
        Insight.ABSENT: msg("Absent"),
    },
    Level: {Level.GOOD: GOOD, Level.FAIR: FAIR, Level.POOR: POOR},
    WorkLevel: {
        WorkLevel.GOOD: GOOD,
        WorkLevel.FAIR: FAIR,
        WorkLevel.POOR: POOR,
        WorkLevel.NOT_APPLICABLE: msg("Not applicable"),
    },
    AdverseReaction: {
        AdverseReaction.NONE: msg("None"),
        AdverseReaction.MILD: msg("Present, not severe"),
        AdverseReaction.SEVERE: msg("Severe"),
        AdverseReaction.UNGRADED: msg("Present, severity not recorded"),
        AdverseReaction.NOT_APPLICABLE: msg("Not applicable"),
    },
    PhysicalIllness: {
        PhysicalIllness.NONE_OR_STABLE: msg("None, or stable"),
        PhysicalIllness.UNSETTLED: msg("Neither severe nor stable"),
        PhysicalIllness.SEVERE: msg("Severe"),
    },
    Adherence: {
        Adherence.AS_PRESCRIBED: msg("Regularly, as prescribed"),
        Adherence.IRREGULAR: msg("Irregularly"),
        Adherence.NOT_TAKING: msg("Not taking it"),
        Adherence.NONE_PRESCRIBED: msg("None needed, by the doctor's advice"),
    },
    TreatmentEffect: {
        TreatmentEffect.RECOVERED: msg("Recovered"),
        TreatmentEffect.IMPROVED: msg("Improved"),
        TreatmentEffect.UNCHANGED: msg("Unchanged"),
        TreatmentEffect.WORSE: msg("Worse"),
        TreatmentEffect.NOT_APPLICABLE: msg("Not applicable"),
    },
    Locked: {
        Locked.NOT: msg("Not locked up"),
        Locked.LOCKED: msg("Locked up"),
        Locked.RELEASED: msg("Released since"),
    },
    HospitalStay: {
        HospitalStay.NONE: msg("Not in hospital"),
        HospitalStay.IN_HOSPITAL_NOW: msg("In hospital now"),
        HospitalStay.DISCHARGED: msg("Was in hospital, discharged"),
    },
    Smashing: {
        Smashing.NONE: msg("Smashes nothing"),
        Smashing.SOME: msg("Smashes things"),
        Smashing.CONTINUOUS: msg("Goes on and on smashing things"),
    },
    Violence: {
        Violence.NONE: msg("Hurts nobody"),
        Violence.BARE_HANDS: msg("Hurts people with bare hands"),
        Violence.ARMED: msg("Hurts or attacks people with any implement"),
    },
    Laboratory: {
        Laboratory.NOT_DONE: msg("None made"),
        Laboratory.DONE: msg("Made"),
    },
    Rehabilitation: {
        Rehabilitation.DAILY_LIVING: msg("Daily living"),
        Rehabilitation.VOCATIONAL: msg("Vocational training"),
        Rehabilitation.LEARNING: msg("Ability to learn"),
        Rehabilitation.SOCIAL: msg("Getting on with people"),
        Rehabilitation.OTHER: msg("Other"),
    },
    Repeatable: {
        Repeatable.SYMPTOMS: msg("Psychotic symptoms"),
        Repeatable.SYMPTOM_CODES: msg("Symptoms present"),
        Repeatable.INSIGHT: msg("Insight"),
        Repeatable.SLEEP: msg("Sleep"),
        Repeatable.DIET: msg("Diet"),
        Repeatable.SELF_CARE: msg("Self-care"),
        Repeatable.HOUSEWORK: msg("Housework"),
        Repeatable.WORK: msg("Work"),
        Repeatable.STUDY: msg("Ability to learn"),
        Repeatable.RELATIONS: msg("Getting on with people"),
        Repeatable.ADVERSE_REACTION: msg("Adverse drug reaction"),
        Repeatable.PHYSICAL_ILLNESS: msg("Physical illness"),
        Repeatable.OTHER_ABNORMALITY: msg("Anything else abnormal"),
        Repeatable.ADHERENCE: msg("Takes the medicine"),
        Repeatable.TREATMENT_EFFECT: msg("Effect of the treatment"),
        Repeatable.REHABILITATION: msg("Rehabilitation"),
    },
    LossReason: {
        LossReason.WORKING_AWAY: msg("Working away"),
        LossReason.MOVED_AWAY: msg("Moved elsewhere"),
        LossReason.WENT_MISSING: msg("Went missing"),
        LossReason.NOT_REACHED_THREE_TIMES: msg("Not reached three times running"),
        LossReason.OTHER: msg("Other"),
    },
    ReviewKind: {
        ReviewKind.CARD: msg("Report card"),
        ReviewKind.REGISTRATION: msg("New record"),
        ReviewKind.MOVE: msg("Move"),
        ReviewKind.HANDOVER: msg("Hand-over"),
        ReviewKind.LOSS: msg("Lost to follow-up"),
        ReviewKind.DEATH: msg("Death"),
        ReviewKind.EXCLUSION: msg("Diagnosis excluded"),
    },
    DangerChannel: {
        DangerChannel.CALL_110: msg("110 call"),
        DangerChannel.HOTLINE: msg("Hotline (12345, 96525)"),
        DangerChannel.GRID: msg("Grid worker"),
        DangerChannel.VILLAGE_COMMITTEE: msg("Village committee"),
        DangerChannel.GUARDIAN: msg("Guardian"),
        DangerChannel.POLICE_STATION: msg("Police station"),
        DangerChannel.OTHER: msg("Another way"),
    },
    DangerReportState: {
        DangerReportState.RECEIVED: msg("To be looked into"),
        DangerReportState.LINKED: msg("On the register, to be looked into"),
        DangerReportState.ASSESSED: msg("Looked into"),
        DangerReportState.CLOSED: msg("Closed"),
    },
    Assessment: {
        Assessment.GRADED: msg("A danger assessment was given"),
        Assessment.NO_DANGER: msg("No danger found"),
        Assessment.NOT_REGISTERED: msg("Nobody on the register"),
    },
    HelpWanted: {
        HelpWanted.POLICE_ON_THE_SPOT: msg("Police on the spot"),
        HelpWanted.ESCORT_TO_HOSPITAL: msg("Escort to hospital"),
        HelpWanted.HOME_VISIT_TOGETHER: msg("Home visit together"),
        HelpWanted.BE_REACHABLE: msg("Be reachable"),
        HelpWanted.OTHER: msg("Other help: please ring"),
    },
    InDanger: {
        InDanger.SELF: msg("The person themselves"),
        InDanger.FAMILY: msg("Family"),
        InDanger.NEIGHBOURS: msg("Neighbours"),
        InDanger.STAFF: msg("Staff on a visit"),
        InDanger.PUBLIC: msg("Anybody nearby"),
    },
    Seen: {
        Seen.YES: msg("Yes"),
        Seen.NO: msg("No"),
        Seen.UNKNOWN: msg("Not known"),
    },
    ReviewState: {
        ReviewState.WAITING: msg("Waits for review"),
        ReviewState.RETURNED: msg("Sent back"),
        ReviewState.ACCEPTED: msg("Passed"),
    },
    CallBackResult: {
        CallBackResult.CONFIRMED: msg("As reported"),
        CallBackResult.DIFFERS: msg("Differs from the report"),
        CallBackResult.NOT_REACHED: msg("Nobody reached"),
    },
    RecordKind: {
        RecordKind.REGISTRATION: msg("Basic information"),
        RecordKind.SUPPLEMENT: msg("Supplement (form 7)"),
        RecordKind.FOLLOW_UP: msg("Follow-up"),
        RecordKind.DISCHARGE: msg("Discharge sheet (form 4)"),
        RecordKind.CHECK_UP: msg("Check-up"),
        RecordKind.LOSS: msg("Lost to follow-up"),
        RecordKind.DEATH: msg("Death"),
        RecordKind.EXCLUSION: msg("Correction of the report"),
    },
    EntryState: {
        EntryState.PENDING: msg("To be entered"),
        EntryState.CHANGED: msg("To be put right there"),
        EntryState.ENTERED: msg("Entered"),
        EntryState.IMPORTED: msg("Imported, not asked for"),
    },
    Rung: {
        Rung.SENDER: msg("Whoever told rings"),
        Rung.STAND_IN: msg("Stand-in"),
        Rung.COUNTY: msg("County SMI office"),
        Rung.JOINT_MEETING: msg("Secretariat of the joint meeting"),
    },
    PromptedBy: {
        PromptedBy.DUE: msg("nobody accepted in time"),
        PromptedBy.RETURNED: msg("sent back"),
        PromptedBy.PASSED_OVER: msg("nobody to turn to before"),
    },
    Lacking: {
        Lacking.MISSING: msg("no such office has been entered"),
        Lacking.CLOSED: msg("the office is closed"),
        Lacking.EMPTY: msg("nobody can sign in for the office"),
    },
    CallOutcome: {
        CallOutcome.PROMISED: msg("Answered, will accept"),
        CallOutcome.NO_ANSWER: msg("No answer"),
        CallOutcome.WRONG_NUMBER: msg("Wrong number"),
    },
    OpinionKind: {
        OpinionKind.SECOND_DIAGNOSIS: msg("Second diagnosis"),
        OpinionKind.FORENSIC_OPINION: msg("Expert opinion"),
    },
    DeathCause: {
        DeathCause.PHYSICAL_ILLNESS: msg("Physical illness"),
        DeathCause.SUICIDE: msg("Suicide"),
        DeathCause.HOMICIDE: msg("Killed by somebody"),
        DeathCause.ACCIDENT: msg("Accident"),
        DeathCause.COMPLICATION_OF_MENTAL_ILLNESS: msg(
            "Complication of the mental illness"
        ),
        DeathCause.OTHER: msg("Other"),
    },
    IllnessCause: {
        IllnessCause.INFECTION: msg("Infection or parasites"),
        IllnessCause.TUMOUR: msg("Tumour"),
        IllnessCause.HEART: msg("Heart disease"),
        IllnessCause.STROKE: msg("Cerebrovascular disease"),
        IllnessCause.RESPIRATORY: msg("Disease of the respiratory system"),
        IllnessCause.DIGESTIVE: msg("Disease of the digestive system"),
        IllnessCause.OTHER: msg("Other disease"),
        IllnessCause.UNKNOWN: msg("Not known"),
    },
    FollowUpClass: {
        FollowUpClass.UNSTABLE: msg("Unstable"),
        FollowUpClass.BASIC: msg("Basically stable"),
        FollowUpClass.STABLE: msg("Stable"),
    },
    CheckUpItem: {
        CheckUpItem.GENERAL_EXAM: msg("General physical examination"),
        CheckUpItem.BLOOD_PRESSURE: msg("Blood pressure"),
        CheckUpItem.WEIGHT: msg("Weight"),
        CheckUpItem.BLOOD_COUNT: msg("Blood count with white-cell differential"),
        CheckUpItem.TRANSAMINASES: msg("Transaminases"),
        CheckUpItem.GLUCOSE: msg("Blood glucose"),
        CheckUpItem.ECG: msg("Electrocardiogram"),
        CheckUpItem.ULTRASOUND: msg("B-ultrasound"),
        CheckUpItem.LIPIDS: msg("Blood lipids"),
        CheckUpItem.KIDNEY: msg("Kidney function"),
        CheckUpItem.URINE: msg("Urine"),
    },
    AgreedBy: {
        AgreedBy.PERSON: msg("The person"),
        AgreedBy.GUARDIAN: msg("Guardian"),
        AgreedBy.BOTH: msg("The person and the guardian"),
    },
    ContactWay: {
        ContactWay.PHONE: msg("By telephone"),
        ContactWay.VISIT: msg("At the door"),
    },
    ContactOutcome: {
        ContactOutcome.REACHED: msg("Reached"),
        ContactOutcome.NOT_REACHED: msg("Not reached"),
        ContactOutcome.MOVED: msg("Has moved"),
        ContactOutcome.REFUSED: msg("Refuses follow-up"),
        ContactOutcome.DIED: msg("Has died"),
        ContactOutcome.REMIND_LATER: msg("Remind later"),
    },
    Sex: {
        Sex.MALE: msg("Male"),
        Sex.FEMALE: msg("Female"),
        Sex.UNKNOWN: msg("Unknown"),
        Sex.NOT_STATED: msg("Not stated"),
    },
    IdKind: {
        IdKind.RESIDENT_ID: msg("Resident identity card"),
        IdKind.OTHER_DOCUMENT: msg("Other document"),
        IdKind.UNKNOWN: msg("Identity unknown"),
    },
    Disease: {
        Disease.SCHIZOPHRENIA: msg("Schizophrenia"),
        Disease.SCHIZOAFFECTIVE: msg("Schizoaffective disorder"),
        Disease.DELUSIONAL: msg("Delusional disorder"),
        Disease.BIPOLAR: msg("Bipolar disorder"),
        Disease.EPILEPSY: msg("Mental disorder due to epilepsy"),
        Disease.INTELLECTUAL: msg("Intellectual disability with mental disorder"),
        Disease.OTHER: msg("Other disease (art 30(2)(2) only)"),
    },
    ConsentAnswer: {
        ConsentAnswer.AGREED: msg("Agreed"),
        ConsentAnswer.REFUSED: msg("Refused"),
        ConsentAnswer.NOT_ASKED: msg("Not asked yet"),
        ConsentAnswer.WITHDRAWN: msg("Consent withdrawn"),
    },
    GuardianRelation: {
        GuardianRelation.SPOUSE: msg("Spouse"),
        GuardianRelation.PARENT: msg("Parent"),
        GuardianRelation.CHILD: msg("Son or daughter"),
        GuardianRelation.SIBLING: msg("Brother or sister"),
        GuardianRelation.GRANDPARENT: msg("Grandparent"),
        GuardianRelation.OTHER_RELATIVE: msg("Other relative"),
        GuardianRelation.OTHER_PERSON: msg("Somebody else"),
        GuardianRelation.COMMITTEE: msg("Village or residents' committee"),
        GuardianRelation.CIVIL_AFFAIRS: msg("Civil affairs department"),
    },
    GuardianBasis: {
        GuardianBasis.STATUTORY: msg("By law"),
        GuardianBasis.AGREED: msg("By agreement"),
        GuardianBasis.APPOINTED: msg("Appointed by committee or civil affairs"),
        GuardianBasis.COURT: msg("Appointed by a court"),
    },
    GuardianAbility: {
        GuardianAbility.STRONG: msg("Strong"),
        GuardianAbility.WEAK: msg("Weak"),
        GuardianAbility.NONE: msg("No ability"),
    },
    SpecialGroup: {
        SpecialGroup.VETERAN: msg("Veteran"),
        SpecialGroup.POOR: msg("Poor household"),
        SpecialGroup.COMMUNITY_CORRECTION: msg("In community correction"),
        SpecialGroup.RELEASED_PRISONER: msg("Released from prison"),
        SpecialGroup.DETAINEE: msg("In custody"),
        SpecialGroup.DRUG_USER: msg("Drug user"),
    },
    DrugClass: {
        DrugClass.ANTIPSYCHOTIC: msg("Antipsychotic"),
        DrugClass.MOOD_STABILISER: msg("Mood stabiliser"),
        DrugClass.ANTICHOLINERGIC: msg("Anticholinergic"),
    },
    Route: {
        Route.MOUTH: msg("By mouth"),
        Route.INJECTION: msg("By injection"),
    },
    RegimenSource: {
        RegimenSource.FOLLOW_UP: msg("Advised at a follow-up"),
        RegimenSource.HOSPITAL: msg("From a hospital"),
        RegimenSource.PSYCHIATRIST: msg("From a psychiatrist"),
    },
    LowIncome: {
        LowIncome.NONE: msg("No recognised hardship"),
        LowIncome.DIBAO: msg("Minimum living allowance (dibao)"),
        LowIncome.TEKUN: msg("Extreme poverty support (tekun)"),
        LowIncome.DIBAO_EDGE: msg("Just above the minimum living allowance"),
        LowIncome.ILLNESS_POVERTY: msg("Poor through illness"),
        LowIncome.MONITORED: msg("Monitored low-income household"),
        LowIncome.OTHER: msg("Otherwise recognised as poor"),
    },
    Insurance: {
        Insurance.RESIDENT: msg("Residents' medical insurance"),
        Insurance.EMPLOYEE: msg("Employees' medical insurance"),
        Insurance.NONE: msg("Not insured"),
        Insurance.UNKNOWN: msg("Insurance not known"),
    },
    Scheme: {
        Scheme.INSURANCE_CONTRIBUTION: msg("Insurance contribution paid"),
        Scheme.MEDICAL_AID: msg("Medical aid"),
        Scheme.OUTPATIENT_CHRONIC: msg("Chronic and special out-patient diseases"),
        Scheme.MINIMUM_LIVING: msg("Minimum living allowance"),
        Scheme.EXTREME_POVERTY: msg("Extreme poverty support"),
        Scheme.TEMPORARY_AID: msg("Temporary aid"),
        Scheme.FREE_MEDICATION: msg("Free medication"),
        Scheme.LONG_ACTING_INJECTION: msg("Long-acting injections"),
        Scheme.DISABILITY_CERTIFICATE: msg("Disability certificate (mental)"),
        Scheme.DISABILITY_ALLOWANCES: msg("The two allowances for disabled people"),
        Scheme.GUARDIAN_AWARD: msg("Guardian's award in place of subsidy"),
        Scheme.GUARDIANSHIP_ALLOWANCE: msg("Guardianship subsidy"),
        Scheme.CARE_ALLOWANCE: msg("Care allowance"),
    },
    AidOutcome: {
        AidOutcome.ELIGIBLE: msg("Eligible"),
        AidOutcome.NOT_ELIGIBLE: msg("Not eligible"),
        AidOutcome.ASK: msg("To be asked"),
    },
    Payer: {
        Payer.EMERGENCY_FUND: msg("Emergency aid fund"),
        Payer.VAGRANT_FUND: msg("Funds for vagrants"),
        Payer.LIABLE_PERSON: msg("Whoever is liable"),
        Payer.INSURANCE: msg("Basic and other insurance"),
        Payer.TRAFFIC_FUND: msg("Road traffic accident fund"),
        Payer.ORDINARY: msg("Settled as usual"),
    },
    Word: {
        Word.LEFT: msg("Off the register"),
        Word.LOW_INCOME: msg("Recognised hardship"),
        Word.INSURANCE: msg("Basic medical insurance"),
        Word.CAN_PAY: msg("Can pay for treatment"),
        Word.DISABILITY_CERTIFICATE: msg("Has a disability certificate"),
        Word.DISABILITY_GRADE: msg("Disability grade, 1 the most severe"),
        Word.REAL_HARDSHIP: msg("Really in difficulty now"),
        Word.GUARDIAN_AGREEMENT: msg("The guardian signed the undertaking"),
        Word.DISEASE: msg("Which disease"),
        Word.GRADE: msg("Current danger assessment"),
        Word.GUARDIAN_ABILITY: msg("The guardian's ability"),
        Word.ADHERENCE: msg("Whether medicines are taken"),
        Word.INCIDENT_EVER: msg("Disturbance or serious incident on record"),
        Word.INCIDENT_IN_YEAR: msg("Disturbance or serious incident this year"),
    },
    Severity: {
        Severity.MILD: msg("Mild"),
        Severity.SEVERE: msg("Severe"),
        Severity.UNGRADED: msg("Severity not recorded"),
    },
    IntervalFrom: {
        IntervalFrom.GIVEN: msg("as said when it was given"),
        IntervalFrom.PRESCRIBED: msg("as prescribed"),
        IntervalFrom.LABEL: msg("usual interval from memory, not verified"),
    },
    Residual: {
        Residual.INSIGHT: msg("Lack of insight"),
        Residual.SYMPTOMS: msg("Marked symptoms"),
    },
    AwayFor: {
        AwayFor.WORK: msg("Works elsewhere"),
        AwayFor.FAMILY: msg("With family"),
        AwayFor.TREATMENT: msg("Treatment"),
        AwayFor.OTHER: msg("Other"),
        AwayFor.UNKNOWN: msg("Unknown"),
    },
    ReportTo: {
        ReportTo.MANAGEMENT_GROUP: msg("Management group"),
        ReportTo.HIGHER_OFFICE: msg("Higher SMI office"),
    },
    IncidentKind: {
        IncidentKind.DISTURBANCE: msg("Minor disturbance"),
        IncidentKind.PUBLIC_ORDER: msg("Breach of public order"),
        IncidentKind.CRIMINAL: msg("Criminal act"),
        IncidentKind.OTHER_HARM: msg("Other harm"),
        IncidentKind.SELF_HARM: msg("Self-harm"),
        IncidentKind.SUICIDE_ATTEMPT: msg("Suicide attempt"),
    },
    Informant: {
        Informant.FAMILY: msg("Family or guardian"),
        Informant.VILLAGE: msg("Village committee or neighbours"),
        Informant.POLICE: msg("Police"),
        Informant.GRID: msg("Grid officer"),
        Informant.HOSPITAL: msg("Hospital"),
        Informant.SEEN: msg("Seen oneself"),
        Informant.OTHER: msg("Other"),
    },
    Side: {
        Side.SURVIVOR: msg("The record that goes on"),
        Side.RETIRED: msg("The record merged into it"),
    },
    IncidentCause: {
        IncidentCause.SYMPTOMS: msg("Symptoms"),
        IncidentCause.STOPPED_MEDICINE: msg("Stopped the medicine"),
        IncidentCause.DRINK_OR_DRUGS: msg("Drink or drugs"),
        IncidentCause.QUARREL: msg("A quarrel"),
        IncidentCause.LOSS_OR_STRESS: msg("Loss or stress"),
        IncidentCause.OTHER: msg("Other"),
        IncidentCause.UNKNOWN: msg("Unknown"),
    },
    StateThen: {
        StateThen.RELAPSED: msg("Relapsed"),
        StateThen.UNSETTLED: msg("Unsettled"),
        StateThen.STABLE: msg("Stable"),
        StateThen.UNKNOWN: msg("Unknown"),
    },
    HandoverCause: {
        HandoverCause.MOVED: msg("Moved"),
        HandoverCause.AREA_CHANGED: msg("The villages were divided anew"),
        HandoverCause.WANTED: msg("Person or family asked for it"),
        HandoverCause.DECIDED: msg("Decided by the county SMI office"),
        HandoverCause.OTHER: msg("Other"),
    },
    GuardianDuty: {
        GuardianDuty.DONE: msg("Duty done"),
        GuardianDuty.IN_PART: msg("Done in part"),
        GuardianDuty.NOT_DONE: msg("Not done"),
        GuardianDuty.NO_GUARDIAN: msg("No guardian"),
    },
    LockedUpBy: {
        LockedUpBy.FAMILY: msg("Family or guardian"),
        LockedUpBy.VILLAGE: msg("Village committee or neighbours"),
        LockedUpBy.OTHER: msg("Other"),
        LockedUpBy.UNKNOWN: msg("Unknown"),
    },
    ReleasedTo: {
        ReleasedTo.TREATMENT: msg("Brought to treatment"),
        ReleasedTo.HOME_CARE: msg("Cared for at home"),
        ReleasedTo.INSTITUTION: msg("Taken into an institution"),
        ReleasedTo.OTHER: msg("Other"),
        ReleasedTo.UNKNOWN: msg("Unknown"),
    },
    WayOut: {
        WayOut.WEBHOOK: msg("Signed webhook"),
        WayOut.EMAIL: msg("E-mail"),
        WayOut.SMS: msg("SMS"),
    },
    SwitchedOff: {
        SwitchedOff.BY_HAND: msg("Switched off"),
        SwitchedOff.GONE: msg("The address takes nothing any more"),
    },
    **RECORD_CHOICES,
    **FINDING_CHOICES,
    **MEDICINE_CHOICES,
    **EMERGENCY_CHOICES,
}
"""One table per list, in the order of the form."""

YES_NO: Final[Mapping[str, str]] = {"yes": msg("Yes"), "no": msg("No")}

GRADES: Final[Mapping[str, str]] = {
    "0": msg("0: none of the behaviours of levels 1 to 5"),
    "1": msg("1: threatens and shouts, smashes nothing"),
    "2": msg("2: smashes things at home only, can be talked down"),
    "3": msg("3: smashes things wherever it is, cannot be talked down"),
    "4": msg(
        "4: goes on smashing things or hitting people, cannot be talked down; "
        "self-harm and suicide included"
    ),
    "5": msg(
        "5: any violence against people with any implement, or arson, explosion "
        "and the like, at home or in public"
    ),
}
"""危险性评估 by the wording of 2017 (R1 二(二), domain rules 2.3)."""


def options(kind: type[Enum], language: Language) -> list[tuple[Any, str]]:
    """Return the values of a list with their words, as the form's macros take them."""
    return [
        (member.value, language.text(words)) for member, words in CHOICES[kind].items()
    ]


def pairs(words: Mapping[str, str], language: Language) -> list[tuple[str, str]]:
    """Return values and words of a table of this file."""
    return [(value, language.text(sentence)) for value, sentence in words.items()]


def shown(kind: type[Enum], value: Any, language: Language) -> str:
    """Return the words of a stored value; nothing for what was not recorded."""
    if value is None or value == "":
        return ""
    return language.text(CHOICES[kind][kind(value)])
