"""The codes of dispensing, checks of the blood and services with their words."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from api.language import msg
from domain.registry.services import Step
from domain.values.injection import LatePath, Told
from domain.values.laboratory import LabCheck
from domain.values.services import (
    ApplyWay,
    Audience,
    CaseState,
    Progress,
    Service,
    ServiceWay,
    Stage,
    Topic,
)
from domain.values.stock import OffCause, Programme, Receiver

MEDICINE_CHOICES: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    Receiver: {
        Receiver.SELF: msg("The person"),
        Receiver.GUARDIAN: msg("Guardian"),
        Receiver.FAMILY: msg("Somebody of the family"),
        Receiver.WORKER: msg("Somebody who brings it"),
        Receiver.OTHER: msg("Somebody else"),
    },
    OffCause: {
        OffCause.EXPIRED: msg("Expired"),
        OffCause.DAMAGED: msg("Damaged"),
        OffCause.LOST: msg("Lost"),
        OffCause.SENT_BACK: msg("Sent back to the supplier"),
        OffCause.PASSED_ON: msg("Passed on to another office"),
    },
    LatePath: {
        LatePath.EARLY: msg("Too early, it can wait"),
        LatePath.ON_TIME: msg("In time"),
        LatePath.GIVE_NOW: msg("Give it as soon as possible"),
        LatePath.GIVE_TWICE: msg("Give it now and again after a week"),
        LatePath.WITH_ORAL: msg("Inject, and add the medicine by mouth"),
        LatePath.RELOAD: msg("Load anew"),
        LatePath.ASK: msg("Ask a psychiatrist"),
    },
    Told: {
        Told.PERSON: msg("The person"),
        Told.GUARDIAN: msg("Guardian"),
        Told.PSYCHIATRIST: msg("Psychiatrist"),
        Told.UNIT: msg("Responsible unit"),
        Told.COUNTY: msg("County SMI office"),
    },
    LabCheck: {
        LabCheck.BLOOD_COUNT: msg("Blood count with white-cell differential"),
        LabCheck.LITHIUM_LEVEL: msg("Lithium level"),
        LabCheck.VALPROATE_LEVEL: msg("Valproate level"),
        LabCheck.CARBAMAZEPINE_LEVEL: msg("Carbamazepine level"),
        LabCheck.LIVER: msg("Liver function"),
        LabCheck.KIDNEY: msg("Kidney function"),
        LabCheck.THYROID: msg("Thyroid function"),
        LabCheck.SODIUM: msg("Sodium"),
        LabCheck.GLUCOSE_LIPIDS: msg("Blood glucose and lipids"),
        LabCheck.ECG: msg("Electrocardiogram"),
    },
    Service: {
        Service.MEDICATION: msg("Taking medicine"),
        Service.RELAPSE: msg("Preventing relapse"),
        Service.PHYSICAL: msg("Looking after the body"),
        Service.LIVING: msg("Skills of daily living"),
        Service.SOCIAL: msg("Social skills"),
        Service.VOCATIONAL: msg("Vocational rehabilitation"),
        Service.PSYCHOLOGICAL: msg("Psychological rehabilitation"),
        Service.PEER: msg("Peer support"),
        Service.FAMILY: msg("Support of the family"),
    },
    ServiceWay: {
        ServiceWay.ALONE: msg("One to one"),
        ServiceWay.GROUP: msg("In a group"),
        ServiceWay.HOME: msg("At home"),
        ServiceWay.PHONE: msg("By telephone"),
        ServiceWay.LEAFLET: msg("By leaflet"),
    },
    Progress: {
        Progress.BETTER: msg("Better"),
        Progress.SAME: msg("The same"),
        Progress.WORSE: msg("Worse"),
        Progress.NOT_JUDGED: msg("Not judged"),
    },
    Topic: {
        Topic.ILLNESS: msg("The illness"),
        Topic.MEDICINE: msg("Taking medicine"),
        Topic.SIDE_EFFECTS: msg("Side effects"),
        Topic.RELAPSE_SIGNS: msg("Signs of relapse"),
        Topic.CRISIS: msg("What to do in a crisis"),
        Topic.DAILY_CARE: msg("Daily care"),
        Topic.REHABILITATION: msg("Rehabilitation"),
        Topic.RIGHTS: msg("Policies and rights"),
        Topic.CARER_STRAIN: msg("The carer's own strain"),
    },
    Audience: {
        Audience.PERSON: msg("The person"),
        Audience.GUARDIAN: msg("Guardian"),
        Audience.FAMILY: msg("Somebody of the family"),
    },
    ApplyWay: {
        ApplyWay.SELF: msg("The person or the family"),
        ApplyWay.MEDICAL: msg("A medical institution"),
        ApplyWay.OTHER: msg("Another body"),
    },
    Stage: {
        Stage.FIRST: msg("First assessment"),
        Stage.INTERIM: msg("Interim assessment"),
        Stage.CLOSING: msg("Closing assessment"),
    },
    CaseState: {
        CaseState.APPLIED: msg("Applied for"),
        CaseState.ACCEPTED: msg("Application accepted"),
        CaseState.REFERRED: msg("Referred to an institution"),
        CaseState.IN_SERVICE: msg("In service"),
        CaseState.ASSESSED: msg("Assessed"),
        CaseState.DECLINED: msg("Declined"),
        CaseState.CLOSED: msg("Case closed"),
    },
    Step: {
        Step.ACCEPT: msg("Accept the application"),
        Step.DECLINE: msg("Decline the application"),
        Step.REFER: msg("Refer to the institution"),
        Step.ASSESS: msg("Note the assessment"),
        Step.CLOSE: msg("Close the case"),
    },
    Programme: {
        Programme.FREE_MEDICINE: msg("Free medication"),
        Programme.FREE_INJECTION: msg("Long-acting injections"),
        Programme.CHRONIC_OUTPATIENT: msg("Chronic and special out-patient diseases"),
        Programme.OTHER: msg("Other"),
    },
}
"""One table per list, in the order of the forms."""
