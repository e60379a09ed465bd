"""The stored names: every stream and every fact there is, by the name the log keeps.

Names on disk are for ever. A class may move or be renamed; its name here may not. A fact
that is not listed cannot be recorded or read.
"""

from typing import Final

from eventsourcing.utils import register_topic

from domain import (
    account,
    aid,
    alarm,
    claim,
    digest,
    handover,
    notice,
    numbering,
    office,
    reading,
    reminder,
)
from domain.fact import Fact, Stream
from domain.person import (
    asked_at_entry,
    check_up,
    confirmation,
    consent,
    contact,
    diagnosis,
    discharge,
    erasure,
    exclusion,
    follow_up,
    forms,
    guardian,
    identity,
    imported,
    means,
    medication,
    reporting,
    residence,
    responsibility,
    risk,
    standing,
    tags,
)
from domain.person.person import Person

STREAMS: Final[tuple[type[Stream], ...]] = (
    Stream,
    Person,
    claim.Claim,
    numbering.Numbering,
    office.Office,
    account.Account,
    notice.Notice,
    alarm.Alarm,
    reminder.Reminder,
    aid.Aid,
    digest.Digest,
    handover.Handover,
    reading.Reading,
)

FACTS: Final[tuple[type[Fact], ...]] = (
    identity.Registered,
    identity.IdentityRecorded,
    identity.IdentityCorrected,
    identity.KeysDestroyed,
    erasure.ErasureProposed,
    identity.ProvisionalNumberGiven,
    identity.JudgedNotTheSame,
    residence.ResidenceRecorded,
    diagnosis.DiagnosisRecorded,
    consent.ConsentRecorded,
    guardian.GuardianRecorded,
    guardian.GuardianAssessed,
    means.MeansRecorded,
    forms.ReportCardRecorded,
    forms.BasicInformationRecorded,
    forms.HealthHistoryRecorded,
    forms.SupplementRecorded,
    discharge.Discharged,
    discharge.DischargeSheetRecorded,
    reporting.CardReported,
    reporting.ReportReceived,
    reporting.CaseFiled,
    reporting.AddressNotFound,
    reporting.SentBackToCounty,
    tags.Tagged,
    tags.TagRemoved,
    responsibility.ResponsibilityTaken,
    follow_up.FirstVisitDue,
    follow_up.FollowUpRecorded,
    follow_up.FollowUpCorrected,
    confirmation.FollowUpConfirmed,
    asked_at_entry.UnderGradingAnswered,
    asked_at_entry.SameAsLastConfirmed,
    contact.ContactTried,
    risk.RiskGraded,
    check_up.CheckUpRecorded,
    medication.RegimenSet,
    medication.InjectionGiven,
    medication.ReactionNoted,
    standing.DeathRecorded,
    standing.DiagnosisExcluded,
    exclusion.ExclusionProposed,
    exclusion.ExclusionConfirmed,
    exclusion.ExclusionDeclined,
    exclusion.ExclusionUndone,
    standing.LostToFollowUp,
    standing.FoundAgain,
    imported.IdentityRowKept,
    imported.ClinicalRowKept,
    numbering.Begun,
    numbering.Given,
    claim.Claimed,
    claim.Reclaimed,
    claim.Released,
    office.Opened,
    office.VillageAssigned,
    office.VillageReleased,
    office.Closed,
    office.ActingNamed,
    office.Reopened,
    account.Opened,
    account.PasswordSet,
    account.RoleGranted,
    account.RoleWithdrawn,
    account.Disabled,
    notice.Issued,
    notice.Delivered,
    notice.Undeliverable,
    notice.Seen,
    notice.Accepted,
    notice.Returned,
    notice.OutcomeReported,
    notice.Closed,
    alarm.Raised,
    alarm.RaisedAgain,
    alarm.Acknowledged,
    alarm.Cleared,
    reminder.Sent,
    aid.Assessed,
    aid.AssessedAgain,
    aid.Decided,
    digest.Made,
    handover.Offered,
    handover.OfferedAgain,
    handover.Accepted,
    handover.Refused,
    handover.Expired,
    handover.TakenBack,
    reading.Read,
)


def register() -> None:
    """Make every stored name known to the library; doing it twice changes nothing."""
    for stream in STREAMS:
        for named in (stream, stream.Event, stream.Created):
            register_topic(named.TOPIC, named)
    for fact in FACTS:
        register_topic(fact.TOPIC, fact)


register()
