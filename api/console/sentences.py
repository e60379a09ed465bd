"""Says each fact of a history as a sentence: by its stored name, with what it names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from string import Formatter
from typing import Any, Final

from api.console.choices import shown
from api.console.medicines import all_in_words
from api.console.outcomes import outcome
from api.console.places import place
from api.console.reasons import kept
from api.language import Language, msg
from api.words import word
from domain.registry.residual import Residual
from domain.values.aid import AidOutcome, Insurance, LowIncome, Payer, Scheme
from domain.values.away import AwayFor
from domain.values.check_up import AgreedBy
from domain.values.contacts import ContactOutcome, ContactWay
from domain.values.danger import IncidentCause, IncidentKind, LockedUpBy, ReleasedTo
from domain.values.danger_report import Assessment, DangerChannel
from domain.values.emergency import (
    Admission,
    Called,
    Measure,
    Outcome,
    Reporter,
    Signer,
    Signing,
    Steadiness,
    Trigger,
)
from domain.values.escalation import CallOutcome, Lacking, PromptedBy, Rung
from domain.values.exclusion import OpinionKind
from domain.values.findings import (
    DeathCause,
    FollowUpClass,
    IllnessCause,
    LossReason,
    SpokeWith,
    VisitForm,
    is_face_visit,
)
from domain.values.groups import SpecialGroup
from domain.values.identity import masked
from domain.values.injection import LatePath, Told
from domain.values.laboratory import LabCheck
from domain.values.medication import DrugUse, RegimenSource, Severity
from domain.values.notice_changes import ChangeReason
from domain.values.people import Purpose
from domain.values.quick_report import HelpWanted, InDanger, Seen
from domain.values.referral import (
    Direction,
    ReferralOutcome,
    ReferralReason,
    ReferralRefusal,
    StayBasis,
)
from domain.values.registration import ConsentAnswer, Disease, GuardianRelation, Sex
from domain.values.review import CallBackResult
from domain.values.services import (
    ApplyWay,
    Audience,
    Progress,
    Service,
    ServiceWay,
    Stage,
    Topic,
)
from domain.values.stock import Programme, Receiver
from domain.values.visit_details import Repeatable
from projections.history import Line

SENTENCES: Final[Mapping[str, str]] = {
    "person.registered": msg("Entered the register on {registered_on}"),
    "person.identity_recorded": msg(
        "Identity recorded: {name}, {sex}, born {birth_date}, number {id_number}"
    ),
    "person.identity_corrected": msg(
        "Identity put right: {name}, {sex}, born {birth_date}, number {id_number}"
    ),
    "person.residence_recorded": msg("Lives in {village}, {address}, since {since}"),
    "person.responsibility_taken": msg("Responsible unit from {from_on}: {unit}"),
    "person.entrusted_renumbered": msg(
        "Village where the unit took over, by its new code: {entrusted_in}"
    ),
    "person.transferred_out": msg(
        "Transferred out on {left_on} to {to_name} ({to_division}), on the word of "
        "{by_word_of}"
    ),
    "handover.offered": msg(
        "Offered to {to_name} on {offered_on} to be handed over, to be answered by "
        "{respond_by}"
    ),
    "handover.offered_again": msg(
        "Offered to {to_name} on {offered_on} to be handed over, to be answered by "
        "{respond_by}"
    ),
    "handover.accepted": msg("Hand-over accepted on {accepted_on}"),
    "handover.refused": msg("Hand-over refused on {refused_on}: {reason}"),
    "handover.expired": msg("Hand-over lapsed on {expired_on}: nobody answered"),
    "handover.taken_back": msg("Hand-over taken back on {taken_back_on}: {reason}"),
    "person.diagnosis_recorded": msg(
        "Diagnosis: {disease}, {hospital}, {diagnosed_on}"
    ),
    "person.consent_recorded": msg(
        "Consent: {answer}, signed by {signed_by} on {signed_on}"
    ),
    "person.use_restricted": msg("Use of the record restricted or free again"),
    "person.guardian_recorded": msg("Guardian: {name} ({relation})"),
    "person.provisional_number_given": msg("Provisional number {number}"),
    "person.judged_not_the_same": msg(
        "Judged to be none of the people alike on record"
    ),
    "person.guardian_assessed": msg(
        "Guardian assessed on {assessed_on}, again on {assess_again_on}"
    ),
    "person.report_card_recorded": msg("Report card (form 3) recorded"),
    "person.basic_information_recorded": msg("Basic information (form 6) recorded"),
    "person.health_history_recorded": msg("Health history (form 6) recorded"),
    "person.supplement_recorded": msg("Supplement (form 7) recorded"),
    "person.tagged": msg(
        "Tagged {group} on the word of {source_office}, "
        "from {valid_from} until {valid_until}"
    ),
    "person.tag_removed": msg("Tag of a special group removed"),
    "person.means_recorded": msg(
        "Means as of {as_of}: {low_income}, {insurance}, known from {source}"
    ),
    "aid.assessed": msg("{scheme}: proposed as {outcome}"),
    "aid.assessed_again": msg("{scheme}: now proposed as {outcome}"),
    "aid.decided": msg(
        "{scheme}: decided as {outcome}, proposed as {proposed}, why: {why}"
    ),
    "person.first_visit_due": msg("First follow-up due by {due_on}"),
    "person.follow_up_recorded": msg(
        "Follow-up of {visited_on} ({form}, with {spoke_with}): "
        "class {judged}, proposed {proposed}"
    ),
    "person.follow_up_corrected": msg(
        "Follow-up put right: {visited_on} ({form}), class {judged}, proposed {proposed}"
    ),
    "person.under_grading_answered": msg("Asked whether the grade is high enough"),
    "person.follow_up_confirmed": msg("Follow-up confirmed"),
    "person.taken_from_paper": msg("Entered from sheet {paper_number}"),
    "person.same_as_last_confirmed": msg(
        "Asked and confirmed to be the same as last time: {fields}"
    ),
    "person.death_recorded": msg("Died on {died_on}: {cause} {illness}"),
    "person.diagnosis_excluded": msg(
        "Diagnosis excluded on {excluded_on} by {hospital}: off the register"
    ),
    "danger_report.received": msg(
        "A danger report came in ({channel}); to be looked into by {assess_by}"
    ),
    "danger_report.told": msg("The danger report is about {name}, {village}, {place}"),
    "danger_report.described": msg("Danger reported: {what}"),
    "danger_report.linked": msg("The danger report is about somebody on the register"),
    "danger_report.assessed": msg("Danger report looked into: {danger_assessment}"),
    "danger_report.closed": msg("Danger report closed on {closed_on}"),
    "danger_report.keys_destroyed": msg("Keys of the danger report destroyed"),
    "clue.entered": msg("A clue was entered on {entered_on}"),
    "clue.described": msg("The clue is about {name}, {village}, {address}"),
    "clue.screened": msg("Form 1 answered, questions with yes: {signs}"),
    "clue.verified": msg("Clue verified on {verified_on} by {verifiers}"),
    "clue.sent_for_review": msg("Clue sent for review to {hospital} on {sent_on}"),
    "clue.reviewed": msg(
        "Psychiatrist’s word on the clue, {reviewed_on}: {psychiatrist}, {hospital}"
    ),
    "clue.ended": msg("The clue ended on {ended_on}"),
    "clue.registered": msg("Registered from a clue"),
    "clue.keys_destroyed": msg("Keys of the clue destroyed"),
    "person.discharged": msg(
        "Discharged on {discharged_on} from {hospital}, sheet due by {sheet_due_on}"
    ),
    "person.discharge_sheet_recorded": msg(
        "Discharge sheet (form 4) of {discharged_on}, to be received by {receive_by}"
    ),
    "paper_report.entered": msg("Entered from a report on paper"),
    "person.card_reported": msg(
        "Reported by a hospital, confirmed on {confirmed_on}: "
        "to be received by {receive_by}, filed by {file_by}"
    ),
    "person.report_received": msg("Hospital's report received by primary care"),
    "person.case_filed": msg("Record made by primary care on {filed_on}"),
    "person.address_not_found": msg("Address unclear: police to be asked by {ask_by}"),
    "person.sent_back_to_county": msg("Card sent back to the county SMI office"),
    "review.opened": msg("Taken up by the county review"),
    "review.called_back": msg("Call-back of the county review: {result}"),
    "review.accepted": msg("Passed the county review"),
    "review.returned": msg("Sent back by the county review"),
    "review.answered": msg("Answered to the county review: {answer}"),
    "person.national_entered": msg("Entered in the national system, number {number}"),
    "person.national_entry_undone": msg("Mark of entry in the national system undone"),
    "person.exclusion_proposed": msg(
        "Exclusion proposed: {kind} of {opinion_on} by {institution}, {conclusion}"
    ),
    "person.exclusion_confirmed": msg("Exclusion confirmed by a second person: {kind}"),
    "person.exclusion_declined": msg("Proposed exclusion declined"),
    "person.exclusion_undone": msg("Exclusion undone: back on the register"),
    "person.merge_proposed": msg("Merge proposed into {survivor}: {reason}"),
    "person.merge_declined": msg("Proposed merge declined: {reason}"),
    "person.retired": msg("Merged into the record {survivor}"),
    "person.absorbed": msg("The record {retired} was merged into this one"),
    "person.restored": msg(
        "Merge undone, the record stands for itself again: {reason}"
    ),
    "person.parted": msg("Merge undone: the record {retired} is no longer read here"),
    "person.fact_retracted": msg("Entries retracted, because: {reason}"),
    "stream.step_retracted": msg("Steps of this case retracted, because: {reason}"),
    "person.lost_to_follow_up": msg("Lost to follow-up since {lost_on}"),
    "person.found_again": msg("Found again on {found_on}"),
    "person.incident_recorded": msg(
        "Dangerous behaviour on {happened_on}: {kind}, {what}"
    ),
    "person.incident_corrected": msg(
        "Dangerous behaviour put right: {happened_on}, {kind}, {what} ({reason})"
    ),
    "person.incident_investigated": msg("Form 13 filled in on {investigated_on}"),
    "person.locked_up": msg("Locked up since {locked_on} (by: {by})"),
    "person.released": msg("Released on {released_on}: {to}"),
    "person.visit_planned": msg(
        "Visit planned by {planned_on}; next visit due {due_on}"
    ),
    "person.lowering_asked": msg(
        "Level {grade} as of {graded_on} waits for a second person; level {standing} stands"
    ),
    "person.lowering_confirmed": msg("A second person confirmed the lower grade"),
    "person.lowering_declined": msg("A second person declined the lower grade"),
    "person.residual_opinion_given": msg(
        "Psychiatrist's opinion of {given_on}: residual ({residual}), valid until {valid_until}"
    ),
    "person.residual_opinion_taken_back": msg(
        "Psychiatrist's opinion taken back on {taken_back_on}"
    ),
    "person.away_noted": msg(
        "Away since {left_on} ({what_for}): {where}, telephone {phone}"
    ),
    "person.back_noted": msg("Home again on {back_on}, leaves on {leaves_on}"),
    "person.loss_reported": msg(
        "Loss of {lost_on} reported in writing on {reported_on}, number {number}"
    ),
    "person.contact_tried": msg(
        "Tried to reach the person on {tried_on} ({way}): {outcome}"
    ),
    "person.quick_reported": msg(
        "Quick report of level {grade}; now at: {place_now}; help wanted: {help_wanted}; "
        "in danger: {in_danger}; weapon: {weapon}; child at home: {child_at_home}"
    ),
    "person.risk_graded": msg(
        "Danger assessment level {grade} as of {graded_on} ({source})"
    ),
    "person.check_up_recorded": msg(
        "Annual check-up of {checked_on}, agreed to by {agreed_by}"
    ),
    "person.regimen_set": msg("Regimen from {from_on} ({source}): {drugs}"),
    "person.injection_given": msg(
        "Injection of {name}, {mg} mg, on {given_on} by {given_by}: next {next_due_on}"
    ),
    "person.reaction_noted": msg(
        "Adverse drug reaction on {noted_on}: {name}, {what} ({severity})"
    ),
    "person.injection_judged": msg(
        "Injection of {name} {days_since} days after the last: {judged}, "
        "proposed {proposed}"
    ),
    "person.late_injection_told": msg(
        "Late injection of {name}, due {due_on}: {told} {who} was told, who said: {answer}"
    ),
    "person.laboratory_checked": msg("{check}: {value} {unit} ({happened_at})"),
    "person.laboratory_planned": msg("Checks the regimen calls for were planned"),
    "person.service_delivered": msg(
        "Rehabilitation on {happened_at}: {services} ({how}), by {by}: {progress}"
    ),
    "person.guidance_given": msg(
        "Guidance on {happened_at} to {audience} {audience_name}: {topics} ({how})"
    ),
    "rehabilitation.applied": msg(
        "Applied for community rehabilitation ({applied_by} {applicant}): {needs}"
    ),
    "rehabilitation.accepted": msg("Community rehabilitation: application accepted"),
    "rehabilitation.declined": msg("Community rehabilitation: declined"),
    "rehabilitation.referred": msg(
        "Community rehabilitation: referred to {institution}"
    ),
    "rehabilitation.assessed": msg("Community rehabilitation: {stage}, {progress}"),
    "rehabilitation.closed": msg("Community rehabilitation: case closed"),
    "person.programme_joined": msg("Entered the programme {programme}: {basis}"),
    "person.programme_left": msg("Left the programme {programme}"),
    "person.medicine_handed_out": msg(
        "{name} {strength}, {quantity} {unit}, handed out to "
        "{received_by} {receiver_name}: lasts until {covered_until}"
    ),
    "person.medicine_returned": msg(
        "{quantity} of {name} came back: lasts until {covered_until}"
    ),
    "person.identity_row_kept": msg("Row {row} of the imported {source} kept"),
    "person.clinical_row_kept": msg(
        "Row {row} of the imported {source} kept (clinical columns)"
    ),
    "person.erasure_proposed": msg("Erasure proposed on {proposed_on}: {reason}"),
    "person.keys_destroyed": msg("Keys destroyed: nobody can read the record any more"),
    "notice.issued": msg("{receiver} is told ({purpose}), to accept by {accept_by}"),
    "notice.delivered": msg("Notice delivered ({by})"),
    "notice.undeliverable": msg("Notice could not be delivered ({by})"),
    "notice.redelivery_asked": msg("Asked to be brought again ({by}): {reason}"),
    "notice.message_lapsed": msg("Reminder dropped undelivered ({by})"),
    "notice.opened": msg("Notice opened"),
    "notice.accepted": msg("Notice accepted"),
    "notice.returned": msg("Notice returned"),
    "notice.outcome_reported": msg("Outcome reported: {outcome}"),
    "notice.closed": msg("Notice closed"),
    "notice.corrected": msg("Receiver told that the notice was put right: {why}"),
    "notice.withdrawn": msg("Receiver told to rely on the notice no more: {why}"),
    "notice.change_accepted": msg("Receiver accepted the correction"),
    "notice.on_behalf_entered": msg(
        "Acceptance by telephone entered: {spoke_with} at {number}, {spoken_at}"
    ),
    "notice.on_behalf_confirmed": msg("Acceptance by telephone confirmed"),
    "notice.on_behalf_refused": msg("Acceptance by telephone refused: {reason}"),
    "notice.slip_printed": msg("Notice printed as a slip"),
    "notice.expired": msg("Notice expired: nobody answered in {days} days"),
    "notice.accepted_by_slip": msg(
        "Notice accepted by slip, signed by {signed_by} on {signed_on}"
    ),
    "notice.reminded": msg("Not accepted: {office} is to ring the receiver"),
    "notice.held_for_digest": msg(
        "Waits for the shift's digest at {until}; to be accepted by {accept_by}"
    ),
    "notice.called": msg("The receiver was rung: {call_outcome}"),
    "notice.escalated": msg(
        "Not accepted ({prompted_by}): {rung}, {office}, is told, to take it on by {accept_by}"
    ),
    "notice.rung_passed_over": msg("Nobody to turn to as {rung}: {lacking}"),
    "notice.escalation_accepted": msg("Taken on by {rung}"),
    "person.referred": msg(
        "Referred ({direction}) to {institution} on {referred_on}, to be asked after by {look_by}"
    ),
    "person.referral_ended": msg("Referral ended on {ended_on}"),
    "person.admitted": msg("Admitted to {hospital} on {admitted_on}: {basis}"),
    "person.absconded": msg("Left {hospital} without leave on {left_on}"),
    "referral.sent": msg("Referral sent: {reasons}, to be answered by {answer_by}"),
    "referral.received": msg("Referral received on {received_on}"),
    "referral.refused": msg("Referral refused on {refused_on}: {refusal}"),
    "referral.withdrawn": msg("Referral taken back"),
    "referral.ended": msg(
        "What came of the referral: {referral_outcome} on {ended_on}"
    ),
    "bed.asked": msg("Bed asked for, to be answered by {answer_by}"),
    "bed.offered": msg("Bed offered: {ward}, kept until {kept_until}"),
    "bed.none_free": msg("No bed free"),
    "bed.cancelled": msg("Bed no longer needed"),
    "emergency.opened": msg(
        "Emergency: {triggers}, reported by {reporter} ({happening})"
    ),
    "emergency.help_called": msg("Called to help: {called}"),
    "emergency.consent_answered": msg("Form 11: {signing}, by {signer_kind} {name}"),
    "emergency.disposed": msg(
        "Emergency disposal: {measures}; {disposal_outcome}; form 12 by {record_by}"
    ),
    "emergency.record_filled": msg("Form 12 filled in"),
    "emergency.checked": msg("Looked after again: {steadiness}"),
    "emergency.checks_ended": msg("Checks ended"),
    "emergency.admission_decided": msg(
        "Admission: {admission_decided}, by law {admission_proposed}, "
        "signed by {signer_kind} {signer}"
    ),
    "emergency.funding_decided": msg("Paid by, in this order: {payers}"),
    "emergency.closed": msg("Emergency closed"),
    "reminder.sent": msg("{unit} reminded of the follow-up due on {due_on}"),
}
"""By stored name; a fact without a row shows under its stored name."""

FURTHER: Final[Mapping[str, str]] = {
    "due_on": msg("Next follow-up {due_on}, proposed {due_proposed}"),
    "action": msg("What was done: {action}"),
    "why": msg("Why the class differs: {why}"),
    "due_why": msg("Why later than proposed: {due_why}"),
    "reason": msg("Why: {reason}"),
    "remind_again_on": msg("Reminders paused until {remind_again_on}"),
    "remark": msg("Remark: {remark}"),
}
"""What is added where a fact has it, and its sentence does not say it."""

ERASED: Final = msg("Erased: nobody can read it any more")
NOTHING: Final = "—"

LISTS: Final[Mapping[str, type[Enum]]] = {
    "sex": Sex,
    "disease": Disease,
    "answer": ConsentAnswer,
    "relation": GuardianRelation,
    "group": SpecialGroup,
    "form": VisitForm,
    "fields": Repeatable,
    "kind": IncidentKind,
    "what_for": AwayFor,
    "residual": Residual,
    "cause": DeathCause,
    "illness": IllnessCause,
    "spoke_with": SpokeWith,
    "way": ContactWay,
    "judged": FollowUpClass,
    "proposed": FollowUpClass,
    "severity": Severity,
    "agreed_by": AgreedBy,
    "low_income": LowIncome,
    "insurance": Insurance,
    "scheme": Scheme,
    "received_by": Receiver,
    "told": Told,
    "services": Service,
    "how": ServiceWay,
    "progress": Progress,
    "audience": Audience,
    "topics": Topic,
    "applied_by": ApplyWay,
    "stage": Stage,
    "check": LabCheck,
    "programme": Programme,
    "rung": Rung,
    "prompted_by": PromptedBy,
    "lacking": Lacking,
    "direction": Direction,
    "reasons": ReferralReason,
    "refusal": ReferralRefusal,
    "basis": StayBasis,
    "triggers": Trigger,
    "reporter": Reporter,
    "called": Called,
    "measures": Measure,
    "help_wanted": HelpWanted,
    "in_danger": InDanger,
    "weapon": Seen,
    "channel": DangerChannel,
    "child_at_home": Seen,
    "payers": Payer,
}

SAID_OTHERWISE: Final[Mapping[str, tuple[str, type[Enum]]]] = {
    "call_outcome": ("outcome", CallOutcome),
    "referral_outcome": ("outcome", ReferralOutcome),
    "danger_assessment": ("outcome", Assessment),
    "disposal_outcome": ("outcome", Outcome),
    "admission_proposed": ("proposed", Admission),
    "admission_decided": ("decided", Admission),
    "signing": ("answer", Signing),
    "signer_kind": ("signed_by", Signer),
    "steadiness": ("found", Steadiness),
}
"""Names in sentences whose detail has a name that means another list elsewhere."""

TOLD_APART: Final[tuple[tuple[str, type[Enum]], ...]] = (
    ("result", CallBackResult),
    ("kind", OpinionKind),
    ("judged", LatePath),
    ("proposed", LatePath),
    ("outcome", AidOutcome),
    ("proposed", AidOutcome),
    ("by", LockedUpBy),
    ("to", ReleasedTo),
    ("triggers", IncidentCause),
    ("why", ChangeReason),
)
"""A notice has outcomes too, and a follow-up a proposed class: told apart by value."""

GRADED_BY: Final[Mapping[str, str]] = {
    "follow_up": msg("with a follow-up"),
    "quick_report": msg("quick report"),
    "incident": msg("with an incident"),
    "correction": msg("put right"),
    "emergency": msg("with an emergency"),
    RegimenSource.HOSPITAL.value: msg("From a hospital"),
    RegimenSource.PSYCHIATRIST.value: msg("From a psychiatrist"),
}
"""Where a grade or a regimen comes from."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Puts lines of a history into words; knows the offices by id."""

    language: Language
    offices: Mapping[str, str]
    moment: Callable[[str], str]
    """How the page writes an instant."""

    def sentence(self, line: Line) -> str:
        """Return what a line says."""
        if line.is_erased:
            return self.language.text(ERASED)
        said = SENTENCES.get(line.topic)
        return line.topic if said is None else self._filled(said, line.details)

    def further(self, line: Line) -> list[str]:
        """Return what else there is to it: next day, why, remark, reasons with clauses."""
        spoken = set(_named(SENTENCES.get(line.topic, "")))
        added = [
            self._filled(said, line.details)
            for name, said in FURTHER.items()
            if line.details.get(name) and name not in spoken
        ]
        asked = [
            {"code": code, "clause": ""} for code in line.details.get("questions", ())
        ]
        reasons = kept(line.details.get("because") or asked, self.language)
        return [
            *added,
            *self._met(line),
            *(f"{why.text} ({why.cites})" for why in reasons),
        ]

    def _met(self, line: Line) -> list[str]:
        """Return whether a follow-up was a face visit or told by others only."""
        form, spoke = line.details.get("form"), line.details.get("spoke_with")
        if not form or not spoke:
            return []
        if is_face_visit(VisitForm(form), frozenset(map(SpokeWith, spoke))):
            return [self.language.text(msg("face visit"))]
        if SpokeWith.PERSON not in spoke:
            return [self.language.text(msg("as told by others"))]
        return []

    def _filled(self, said: str, details: Mapping[str, Any]) -> str:
        # Values are put in untranslated: a name may read like a sentence of ours.
        words = {name: self._word(name, details) for name in _named(said)}
        return self.language.text(said).format_map(words)

    def _word(self, name: str, details: Mapping[str, Any]) -> str:
        own, kind = SAID_OTHERWISE.get(name, (name, None))
        value = details.get(own)
        if kind is not None and value:
            return shown(kind, value, self.language)
        return self._detail(own, value)

    def _detail(self, name: str, value: Any) -> str:
        if value is None or value == "":
            return NOTHING
        if name == "drugs":
            return self._drugs(value)
        if isinstance(value, list):
            return ", ".join(self._detail(name, each) for each in value)  # pyright: ignore[reportUnknownVariableType] - a stored list
        kind = _list_of(name, value)
        if kind is not None:
            return shown(kind, value, self.language)
        speak: Mapping[str, Callable[[str], str]] = {
            "unit": self._office,
            "receiver": self._office,
            "office": self._office,
            "village": place,
            "id_number": masked,
            "accept_by": self.moment,
            "until": self.moment,
            "assess_by": self.moment,
            "answer_by": self.moment,
            "record_by": self.moment,
            "spoken_at": self.moment,
            "purpose": lambda v: self.language.text(word(Purpose(v))),
            "source": self._source,
            "outcome": self._outcome,
        }
        return speak[name](str(value)) if name in speak else str(value)

    def _drugs(self, rows: list[dict[str, Any]]) -> str:
        return all_in_words(map(DrugUse.from_facts, rows), self.language) or NOTHING

    def _outcome(self, value: str) -> str:
        if value in set(ContactOutcome):
            return shown(ContactOutcome, value, self.language)
        return outcome(value, self.language)

    def _office(self, key: str) -> str:
        return self.offices.get(key, NOTHING)

    def _source(self, value: str) -> str:
        return self.language.text(GRADED_BY[value]) if value in GRADED_BY else value


def _list_of(name: str, value: Any) -> type[Enum] | None:
    """Return the closed list a detail's value is from; the same name may mean several.

    None where the value is in none of them: the name means free words in that fact.
    """
    if name == "reason" and isinstance(value, int):
        return LossReason
    for named, kind in TOLD_APART:
        if name == named and value in {each.value for each in kind}:
            return kind
    kind = LISTS.get(name)
    return kind if kind and value in {each.value for each in kind} else None


def _named(said: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(said) if name)
