"""The words of finding and reporting people: forms 1 and 2, and a report on its way."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from api.language import msg
from domain.values.clue import (
    ClueSign,
    ClueSource,
    ClueStage,
    ClueStep,
    ReviewOutcome,
    Verification,
)
from domain.values.reporting import ReportState, ReportStep, ReportWhat

FINDING_CHOICES: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    ClueSign: {
        ClueSign.ADMITTED_BEFORE: msg("Was in a psychiatric hospital before"),
        ClueSign.LOCKED_UP: msg("Is locked up by the family"),
        ClueSign.IMPULSIVE: msg(
            "Impulsive, hurts people, breaks things or runs away without reason"
        ),
        ClueSign.ODD: msg("Behaves oddly, unkempt or naked in public"),
        ClueSign.TALKS_TO_SELF: msg("Often talks or laughs to self"),
        ClueSign.SUSPICIOUS: msg("Often suspicious of others"),
        ClueSign.OVERACTIVE: msg("Over-talkative, over-active, makes trouble"),
        ClueSign.WITHDRAWN: msg(
            "Indifferent, withdrawn, idle; cannot study, work or live normally"
        ),
        ClueSign.SUICIDAL: msg("Tried or wanted to take their own life"),
    },
    ClueSource: {
        ClueSource.HEALTH: msg("Health departments"),
        ClueSource.POLITICS_LAW: msg("Political and legal affairs committee"),
        ClueSource.POLICE: msg("Police"),
        ClueSource.CIVIL_AFFAIRS: msg("Civil affairs"),
        ClueSource.JUSTICE: msg("Judicial administration"),
        ClueSource.DISABILITY_FEDERATION: msg("Disabled persons' federation"),
        ClueSource.COMMITTEE: msg("Village or residents' committee"),
        ClueSource.RELATIVES: msg("Relatives"),
        ClueSource.SELF: msg("The person"),
        ClueSource.OTHER: msg("Somebody else"),
    },
    ClueStage: {
        ClueStage.ENTERED: msg("To be verified"),
        ClueStage.SUSPECTED: msg("Suspected, to be sent to a psychiatrist"),
        ClueStage.SENT: msg("With a psychiatrist"),
        ClueStage.PENDING: msg("Diagnosis pending"),
        ClueStage.CONFIRMED: msg("Confirmed, to be registered"),
        ClueStage.REGISTERED: msg("Clue led to a registration"),
        ClueStage.REFUTED: msg("Refuted"),
        ClueStage.ON_RECORD: msg("On record already"),
        ClueStage.EXPIRED: msg("Expired without a diagnosis"),
    },
    ClueStep: {
        ClueStep.VERIFY: msg("Verify on the spot (form 2)"),
        ClueStep.SEND: msg("Send to a psychiatrist"),
        ClueStep.DIAGNOSE: msg("Psychiatrist's diagnosis"),
        ClueStep.HIGHER_HOSPITAL: msg("Ask a higher hospital"),
        ClueStep.REPORT: msg("Register and report"),
    },
    Verification: {
        Verification.SUSPECTED: msg("Suspected: to a psychiatrist"),
        Verification.NOTHING_FOUND: msg("Nothing abnormal found"),
        Verification.NOBODY_THERE: msg("Nobody of that name there"),
        Verification.ON_RECORD: msg("On record already"),
    },
    ReviewOutcome: {
        ReviewOutcome.CONFIRMED: msg("Confirmed: a case of the register"),
        ReviewOutcome.NOT_A_CASE: msg("Not a severe mental disorder"),
        ReviewOutcome.PENDING: msg("Diagnosis pending"),
    },
    ReportWhat: {
        ReportWhat.CARD: msg("Report card (form 3)"),
        ReportWhat.DISCHARGE_SHEET: msg("Discharge sheet (form 4)"),
    },
    ReportStep: {
        ReportStep.RECEIVE_CARD: msg("Primary care receives the card"),
        ReportStep.FILE: msg("Primary care makes the record"),
        ReportStep.ASK_POLICE: msg("Primary care asks the police for the address"),
        ReportStep.COUNTY: msg("The county SMI office finds out where to"),
        ReportStep.SHEET: msg("The hospital enters the discharge sheet"),
        ReportStep.RECEIVE_SHEET: msg("Primary care receives the discharge sheet"),
    },
    ReportState: {
        ReportState.SENT: msg("Waits to be received"),
        ReportState.ADDRESS: msg("Address unclear, police asked"),
        ReportState.SENT_BACK: msg("Sent back to the county SMI office"),
        ReportState.RECEIVED: msg("Received, to be filed"),
        ReportState.FILED: msg("Record made"),
    },
}
"""One table per list, in the order of the form."""
