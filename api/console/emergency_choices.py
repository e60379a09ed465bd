"""The words of emergencies and referrals on forms and pages, by code."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from api.language import msg
from domain.values.emergency import (
    Admission,
    Called,
    Category,
    Compulsory,
    Danger,
    Dispute,
    Effect,
    Measure,
    Outcome,
    Reporter,
    ReportRoute,
    Signer,
    Signing,
    Stance,
    Steadiness,
    Trigger,
)
from domain.values.notice_changes import ChangeReason
from domain.values.referral import (
    BedAnswer,
    Direction,
    ReferralOutcome,
    ReferralReason,
    ReferralRefusal,
    StayBasis,
)

OTHER: Final = msg("Other")

EMERGENCY_CHOICES: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    Trigger: {
        Trigger.RELAPSE: msg("Relapse"),
        Trigger.DANGER_TO_OTHERS: msg("Danger to others or the public"),
        Trigger.SELF_HARM: msg("Self-harm or suicide, or danger of it"),
        Trigger.DRUG_REACTION: msg("Overdose, poisoning, acute drug reaction"),
    },
    Reporter: {
        Reporter.GUARDIAN_OR_FAMILY: msg("Guardian or family"),
        Reporter.VILLAGE_COMMITTEE: msg("Village committee"),
        Reporter.POLICE: msg("Police"),
        Reporter.GRID: msg("Grid officer"),
        Reporter.VILLAGE_DOCTOR: msg("Village doctor"),
        Reporter.HOSPITAL: msg("Hospital"),
        Reporter.NEIGHBOUR: msg("Neighbour or passer-by"),
        Reporter.PERSON: msg("The person"),
        Reporter.OTHER: OTHER,
    },
    ReportRoute: {
        ReportRoute.TELEPHONE: msg("Telephone"),
        ReportRoute.IN_PERSON: msg("In person"),
        ReportRoute.NOTICE: msg("By a notice"),
        ReportRoute.POLICE_CALL: msg("110 or 120"),
        ReportRoute.OTHER: OTHER,
    },
    Category: {
        Category.MANAGED: msg("On the register and managed"),
        Category.NOT_MANAGED: msg("On the register, not managed"),
        Category.UNKNOWN_IDENTITY: msg("Identity unknown"),
    },
    Called: {
        Called.POLICE_STATION: msg("Police station"),
        Called.VILLAGE_COMMITTEE: msg("Village committee"),
        Called.GUARDIAN: msg("Guardian"),
        Called.COUNTY_SMI: msg("County SMI office"),
        Called.HOSPITAL: msg("Hospital"),
        Called.AMBULANCE: msg("Ambulance (120)"),
        Called.CIVIL_AFFAIRS: msg("Civil affairs office"),
        Called.OTHER: OTHER,
    },
    Signing: {
        Signing.SIGNED: msg("Signed"),
        Signing.REFUSED: msg("Refused"),
        Signing.NOT_POSSIBLE: msg("Not possible"),
    },
    Signer: {
        Signer.PERSON: msg("The person"),
        Signer.GUARDIAN: msg("Guardian"),
        Signer.RELATIVE: msg("Relative"),
        Signer.EMPLOYER: msg("Employer"),
        Signer.COMMITTEE: msg("Village or residents' committee"),
        Signer.SENDING_DEPARTMENT: msg("The office that brought the person"),
        Signer.CIVIL_AFFAIRS: msg("Civil affairs as guardian"),
    },
    Measure: {
        Measure.TALKED_DOWN: msg("Talked down"),
        Measure.PROTECTIVE_RESTRAINT: msg("Protective restraint"),
        Measure.MEDICINE: msg("Medicine by mouth"),
        Measure.INJECTION: msg("Injection"),
        Measure.PHYSICAL_TREATMENT: msg("Physical treatment"),
        Measure.ESCORTED: msg("Escorted to hospital"),
        Measure.GUIDED_FAMILY: msg("Family guided"),
        Measure.OTHER: OTHER,
    },
    Effect: {
        Effect.CALM: msg("Calm"),
        Effect.BETTER: msg("Better"),
        Effect.NOT_BETTER: msg("Not better"),
    },
    Outcome: {
        Outcome.ON_SITE: msg("Handled on the spot"),
        Outcome.OBSERVATION: msg("Out-patient observation"),
        Outcome.ADMISSION: msg("Admitted"),
        Outcome.REFERRAL: msg("Referred"),
    },
    Steadiness: {
        Steadiness.STABLE: msg("Stable"),
        Steadiness.UNSTABLE: msg("Not stable"),
    },
    Danger: {
        Danger.NONE: msg("No danger"),
        Danger.TO_SELF: msg("To self only (art 30(2)(1))"),
        Danger.TO_OTHERS: msg("To others (art 30(2)(2))"),
    },
    Stance: {
        Stance.AGREES: msg("The guardian agrees"),
        Stance.REFUSES: msg("The guardian refuses or will not sign"),
        Stance.NOT_REACHED: msg("The guardian is not reached"),
        Stance.VAGRANT: msg("A vagrant: no guardian can be found"),
        Stance.NONE: msg("Nobody is guardian by law"),
    },
    Dispute: {
        Dispute.NONE: msg("Not disputed"),
        Dispute.WAITING: msg("Second diagnosis or opinion awaited"),
        Dispute.NEEDED: msg("It confirms: severe, admission needed"),
        Dispute.NOT_NEEDED: msg("It does not confirm"),
    },
    Admission: {
        Admission.VOLUNTARY: msg("Voluntary admission"),
        Admission.ADMIT: msg("Admit"),
        Admission.ADMIT_WITH_POLICE: msg("Admit with the help of police"),
        Admission.TREAT_WHILE_WAITING: msg("Treatment continues while waiting"),
        Admission.FIND_GUARDIAN: msg("Find the guardian first, observe meanwhile"),
        Admission.BLOCKED: msg("No admission: the guardian watches over the person"),
        Admission.NOT_ADMITTED: msg("No admission"),
    },
    Compulsory: {
        Compulsory.MAY_BE_ORDERED: msg("A court may order compulsory treatment"),
        Compulsory.NOT_OPEN: msg("No compulsory treatment"),
        Compulsory.ASK: msg("Not all terms are known yet"),
    },
    Direction: {
        Direction.UP: msg("Up to a hospital"),
        Direction.DOWN: msg("Back down"),
    },
    ReferralReason: {
        ReferralReason.UNSTABLE: msg("Unstable"),
        ReferralReason.ACUTE: msg("Acute phase"),
        ReferralReason.DRUG_REACTION: msg("Severe adverse reaction"),
        ReferralReason.PHYSICAL_ILLNESS: msg("Severe physical illness"),
        ReferralReason.DIAGNOSIS: msg("Diagnosis or guidance"),
        ReferralReason.STABILISED: msg("Stable again: maintenance treatment at home"),
        ReferralReason.OTHER: OTHER,
    },
    ChangeReason: {
        ChangeReason.LOWERED: msg("Below level 3 by a newer assessment"),
        ChangeReason.PUT_RIGHT: msg("Grade put right to below level 3"),
        ChangeReason.DETAILS: msg("Details of the person put right"),
        ChangeReason.RETRACTED: msg("The entry told of was retracted"),
        ChangeReason.EXCLUDED: msg("The diagnosis was excluded"),
        ChangeReason.DIED: msg("The person has died"),
        ChangeReason.WRONG_MERGE: msg(
            "Two people's records had been merged by mistake"
        ),
        ChangeReason.WRONG_PERSON: msg("The danger report is about somebody else"),
        ChangeReason.NO_DANGER: msg("The danger report came to no danger"),
    },
    ReferralRefusal: {
        ReferralRefusal.NO_BED: msg("No bed"),
        ReferralRefusal.NOT_ARRIVED: msg("The person did not come"),
        ReferralRefusal.NOT_OURS: msg("Not ours to treat"),
        ReferralRefusal.NOT_INDICATED: msg("No reason to refer"),
        ReferralRefusal.OTHER: OTHER,
    },
    ReferralOutcome: {
        ReferralOutcome.ADMITTED: msg("Admitted"),
        ReferralOutcome.OUTPATIENT: msg("Treated as an out-patient"),
        ReferralOutcome.OBSERVED: msg("Observed"),
        ReferralOutcome.TAKEN_OVER: msg("Taken over by primary care"),
        ReferralOutcome.SENT_ON: msg("Sent on elsewhere"),
        ReferralOutcome.OTHER: OTHER,
    },
    StayBasis: {
        StayBasis.VOLUNTARY: msg("Voluntary"),
        StayBasis.DANGER_TO_SELF: msg("Danger to self"),
        StayBasis.DANGER_TO_OTHERS: msg("Danger to others"),
        StayBasis.COMPULSORY: msg("Ordered by a court (强制医疗)"),
        StayBasis.NOT_KNOWN: msg("Not known"),
    },
    BedAnswer: {
        BedAnswer.OFFERED: msg("Offered"),
        BedAnswer.NONE: msg("None free"),
        BedAnswer.CANCELLED: msg("Cancelled"),
    },
}
"""Shown beside the codes of `choices.py`."""
