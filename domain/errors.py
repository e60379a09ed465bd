"""Every refusal has a name here: one class per reason, the message says what to do.

A refusal is an answer, not a failure. `api/problems.py` gives each its status; a house
test demands that the table is complete. Messages are catalogue keys in English; the
interface translates them. They never carry a person's data.
"""

from typing import ClassVar


class Refused(Exception):
    """Something was asked for that cannot be done as asked."""

    message: ClassVar[str] = "The request cannot be carried out."

    def __init__(self, **details: str | int) -> None:
        """Keep the details the message names; never a person's data."""
        self.details = details
        super().__init__(self.message.format(**details) if details else self.message)


class Unknown(Refused):
    """Nothing of this kind has the id that was asked for."""

    message = "There is no such {kind}. Check the address or search again."


class PaperEntered(Refused):
    """The blank sheet of this number has been entered before."""

    message = (
        "Sheet {sheet} has been entered already. "
        "Put that follow-up right, or leave the number out."
    )


class Unreadable(Refused):
    """The person's keys have been destroyed; only the chain is left."""

    message = "This person's record has been erased and cannot be read or continued."


class ProgramTooOld(Refused):
    """The log holds what only a newer edition of the program can read.

    Nothing is guessed and nothing skipped: views and followers stop where they are.
    """

    message = (
        "The log holds {found}, which this edition of the program does not know. "
        "Use the newer edition that wrote it; nothing has been changed."
    )


class ChangedMeanwhile(Refused):
    """What the sender was looking at has changed since."""

    message = (
        "Somebody has changed this meanwhile. Load it again, then repeat the change."
    )


class SeenVersionMissing(Refused):
    """A change to what was seen came without saying which version was seen."""

    message = "Say which version you saw (If-Match), then repeat the change."


class CommandIdReused(Refused):
    """The same command id came with another body."""

    message = "This command id was already used for something else. Use a new one."


class TooManyAtOnce(Refused):
    """So many write to the same stream that no decision lasted."""

    message = "Too many people are writing at once. Wait a moment and send it again."


class ReasonNeeded(Refused):
    """Somebody differs from what was proposed or on record and does not say why."""

    message = "Say why: this differs from what was proposed or recorded."


class AlreadyTaken(Refused):
    """Something only one may hold is held by somebody else."""

    message = (
        "This {kind} is already on record for somebody else. Search before adding."
    )


class OfficeIsClosed(Refused):
    """A closed office was asked to take something on."""

    message = "This office is closed. Choose another or reopen it first."


class AddressNotUsable(Refused):
    """An address is not one the chosen way can bring anything to."""

    message = (
        "This address cannot be used. A webhook takes an https address, e-mail a mailbox, "
        "SMS a telephone number."
    )


class NoticeIsClosed(Refused):
    """A closed notice was to be changed."""

    message = "This notice is closed. Nothing more can be recorded on it."


class NotYetAccepted(Refused):
    """An outcome was reported on a notice nobody accepted."""

    message = "Accept the notice first, then report what came of it."


class WaitsForSecondPerson(Refused):
    """An acceptance was entered on behalf while an earlier entry is not confirmed yet."""

    message = (
        "An acceptance by telephone is entered already. Another person has to confirm or "
        "refuse it."
    )


class NothingEnteredOnBehalf(Refused):
    """An acceptance on behalf was to be confirmed that nobody had entered."""

    message = "No acceptance by telephone waits here. Enter it first."


class NotOnDuty(Refused):
    """A shift was to be ended by somebody who is not on duty."""

    message = "You are not on duty. Take over first."


class SlipCodeUnknown(Refused):
    """A code was typed in that no printed slip has."""

    message = "No slip has this code. Compare it with the paper, digit by digit."


class NotUrged(Refused):
    """The office was not turned to about this notice."""

    message = "Your office has not been asked to see to this notice."


class NothingToRedeliver(Refused):
    """A channel was asked to bring a notice again that it has not given up."""

    message = (
        "This channel has not given the notice up: there is nothing to bring again."
    )


class GradeOutOfRange(Refused):
    """A grade of risk was not one of 0 to 5."""

    message = "A grade of risk is a whole number from 0 to 5."


class VisitInTheFuture(Refused):
    """A follow-up was dated after today."""

    message = "The follow-up is dated in the future. Check the date."


class VisitBeforeRegistration(Refused):
    """A follow-up was dated before the person was registered."""

    message = "The follow-up is dated before the person was registered. Check the date."


class ClassNeeded(Refused):
    """The doctor must decide the class and did not."""

    message = "Choose the class of this follow-up (unstable, basically stable, stable)."


class DueDayNeeded(Refused):
    """The next due day must be set and was not, or lies before the visit."""

    message = "Set the day of the next follow-up; it must be after this one."


class NothingChecked(Refused):
    """A check-up came without a single item done."""

    message = "Tick at least one item that was done."


class UnderGradingUnanswered(Refused):
    """The grade is low for what the same form tells, and nobody said why it is right."""

    message = (
        "The grade is low for what is recorded ({questions}). "
        "Grade anew, or say why the grade is right."
    )


class NothingToConfirm(Refused):
    """A finding was confirmed as the same as last time, when nothing was recorded."""

    message = "Last time nothing was recorded for {fields}. Ask and fill it in."


class NothingAnswered(Refused):
    """A clue came without a single question of form 1 answered with yes."""

    message = "Tick at least one question: without a yes there is no clue."


class ClueIsClosed(Refused):
    """A clue that has ended, or is not at this step, was to be gone on with."""

    message = "This clue has ended or is not at this step. Look at it again."


class DangerReportIsOver(Refused):
    """A danger report was to be gone on with that is assessed already, or not yet."""

    message = "This danger report is not at this step any more. Look at it again."


class ClueNotConfirmed(Refused):
    """Somebody was to be registered on a clue no psychiatrist has confirmed."""

    message = (
        "No psychiatrist has confirmed this clue, so nobody is registered on it. "
        "Send it for review first."
    )


class PsychiatristNeeded(Refused):
    """A diagnosis came without the psychiatrist who made it, or without the hospital."""

    message = (
        "Only a psychiatrist may diagnose: enter who it was, and at which hospital."
    )


class NotACase(Refused):
    """A disease outside the managed ones was to be registered without danger to others."""

    message = (
        "Neither one of the six diseases nor harm to others or danger of it: "
        "not a case of the register. Check the disease."
    )


class NotReported(Refused):
    """A report was to be received, filed or sent back that is not at that step."""

    message = (
        "No report of this kind waits for this step. Look at the list of reports again."
    )


class AlreadyLeft(Refused):
    """The person is off the register: dead, or the diagnosis was excluded."""

    message = "This person is off the register. Nothing more is recorded for them."


class NotLost(Refused):
    """Somebody who was not lost was to be found again."""

    message = "This person is not recorded as lost. Check the history."


class AlreadyLockedUp(Refused):
    """Somebody who is on record as locked up was to be locked up again."""

    message = "This person is on record as locked up already. Record the release first."


class NotLockedUp(Refused):
    """Somebody who is not on record as locked up was to be released."""

    message = "This person is not on record as locked up. Check the history."


class SymptomTextNeeded(Refused):
    """The symptom "other" was ticked without saying which."""

    message = "“Other” is ticked among the symptoms: say which symptom it is."


class NoOpinion(Refused):
    """There is no opinion to take back."""

    message = "There is no psychiatrist's opinion on record. Check the history."


class NoLoweringAsked(Refused):
    """Nobody asked for this grade to be lowered, or it was decided or overtaken."""

    message = "No lower grade waits under this id. Load the chart again."


class NotAway(Refused):
    """Somebody who is not noted as away was to be back."""

    message = "This person is not noted as away. Check the history."


class RemindAgainOutOfRange(Refused):
    """The day to be reminded again does not fit the outcome, or lies too far ahead."""

    message = (
        "A day to be reminded again goes with “remind later” only: after the attempt, "
        "and not after {latest}."
    )


class NameNeeded(Refused):
    """A person came without even a provisional name."""

    message = "Give a name; for somebody unknown the one the hospital uses will do."


class PossiblyOnRecord(Refused):
    """Somebody alike is on record, and nobody has said that it is another person."""

    message = (
        "Somebody alike is on record. Open them, or say why it is not the same person."
    )


class GuardianMustSign(Refused):
    """A child's answer to the consent form was not signed by the guardian on record."""

    message = (
        "Below fourteen the guardian answers: record the guardian, "
        "and enter the same name under signed by."
    )


class NoGuardian(Refused):
    """A guardian was to be assessed and none is on record."""

    message = "No guardian is on record. Record the guardian first."


class ValidityReversed(Refused):
    """Something would end before it begins."""

    message = "It would end before it begins. Check both dates."


class IdNumberInvalid(Refused):
    """An ID number cannot be right."""

    message = "The ID number cannot be right ({fault}). Check it against the card."


class CertificateNeeded(Refused):
    """A disability grade came without a certificate, or was not one of 1 to 4."""

    message = "A disability grade is 1 to 4 and needs a certificate. Check the card."


class DecisionNeeded(Refused):
    """Somebody was to decide on aid and decided neither way."""

    message = "Decide whether it is due or not; asking is only a proposal."


class CallBackNeeded(Refused):
    """A case drawn for a call-back was to pass without one that confirmed it."""

    message = (
        "This case passes once a call-back confirmed it, or three reached nobody. "
        "Where it differs, send it back."
    )


class ReviewIsClosed(Refused):
    """A case that passed, or that the sender has, was to be reviewed."""

    message = "This case has passed or is with its sender. Open the queue again."


class NotReturned(Refused):
    """A case was answered that nobody had sent back."""

    message = "This case was not sent back. Open the list again."


class ExclusionNotProposed(Refused):
    """Nobody proposed to exclude this person's diagnosis."""

    message = (
        "Nobody proposed to exclude this diagnosis. One person proposes it with the "
        "opinion, then another confirms."
    )


class NotExcluded(Refused):
    """An exclusion was to be undone, and the diagnosis stands."""

    message = "The diagnosis is not excluded. Open the chart again."


class NotYetGiven(Refused):
    """Something was dated after today."""

    message = "The date lies in the future. Check the date."


class OverrideOutOfBounds(Refused):
    """A place would set a parameter beyond what its table allows."""

    message = "A place may set this from {least} to {most}. Choose a number in between."


class NotReplayed(Refused):
    """A trial of a rule that the replay of a past year does not look at."""

    message = (
        "A trial of {code} would count nothing: what is counted are visits, reminders of "
        "overdue visits, and who is told of a level. Choose a rule one of these rests on."
    )


class OverrideInThePast(Refused):
    """A rule would be changed for days that are over."""

    message = "A rule is changed from today on at the earliest. Choose another day."


class YearNotWhole(Refused):
    """A calendar names days of another year, or a worked weekend that is none."""

    message = (
        "The calendar of {year} cannot be right: its days must be of that year, and "
        "worked weekends Saturdays or Sundays. Check the notice."
    )


class MedicineNotNamed(Refused):
    """A row of medicine names no drug, an unknown code, or too long a text."""

    message = (
        "Name the medicine: choose it from the list or write its name, briefly. "
        "Each row is one medicine."
    )


class DoseUnreadable(Refused):
    """A dose is no number of milligrams."""

    message = "A dose is a number of milligrams, such as 2.5; an injected one is not 0."


class DoseContradictory(Refused):
    """A row mixes doses of a day with an interval, or gives half of the latter."""

    message = (
        "Give either the doses of a day, or for a long-acting medicine every how many "
        "weeks (1 to 26) and how much each time."
    )


class NotAnInjection(Refused):
    """A drug that is swallowed was recorded as an injection."""

    message = "This medicine is not injected. Record it among what is taken or advised."


class IntervalNeeded(Refused):
    """Nothing says when an injection is due again."""

    message = "Say after how many weeks (1 to 26) the next injection is due."


class InjectionOnRecord(Refused):
    """The same drug was already injected on that day."""

    message = (
        "An injection of this medicine is on record for that day. Look there first."
    )


class HandoverOpen(Refused):
    """A hand-over of this person waits for its answer."""

    message = "A hand-over of this person is open. Wait for its answer or take it back."


class NoSuchOffer(Refused):
    """The offer was answered, taken back or has lapsed; or there never was one."""

    message = "This hand-over is not open any more. Load the list again."


class AlreadyResponsible(Refused):
    """Somebody was to be handed over to the unit that has them."""

    message = "This unit is responsible already."


class NotAUnit(Refused):
    """An office of this kind looks after nobody."""

    message = (
        "Only a village clinic, a township hospital or the county SMI office can be "
        "responsible for somebody."
    )


class OutOfItsArea(Refused):
    """The unit's division does not hold the place where the person lives."""

    message = (
        "The person does not live in this unit's division. Record the move first, then "
        "hand over."
    )


class ActingUnitNeeded(Refused):
    """A unit that people are entrusted to was to close, and nobody was named to act."""

    message = (
        "People are entrusted to this unit. Name a working unit that acts for it, as a "
        "rule the county SMI office."
    )


class InstitutionNeeded(Refused):
    """Somebody was referred nowhere."""

    message = "Say where to: choose an office, or write the hospital's name."


class ReferralIsOver(Refused):
    """A referral that was answered or taken back was to be changed."""

    message = "This referral is over: answered, refused or taken back."


class NotYetReceived(Refused):
    """What came of a referral was told before anybody received the person."""

    message = "Receive the person first, then say what came of it."


class BeforeItWasSent(Refused):
    """A referral was answered on a day before it was sent."""

    message = "The day lies before the referral was sent or received. Check the date."


class BedIsAnswered(Refused):
    """A bed was answered for that had its answer."""

    message = "This request for a bed is answered or cancelled. Ask anew."


class AlreadyInHospital(Refused):
    """Somebody in hospital was to be admitted."""

    message = "This person is in hospital. Record the discharge first."


class NotInHospital(Refused):
    """Somebody who is in no hospital was said to have left it."""

    message = "This person is in no hospital by the record. Record the admission first."


class EmergencyIsClosed(Refused):
    """A closed emergency was to be changed."""

    message = "This emergency is closed. Nothing more can be recorded on it."


class DisposalNeeded(Refused):
    """Something that follows the disposal came before it."""

    message = "Record first how the disposal went and how it ended."


class EmergencyRecordMissing(Refused):
    """An emergency was to be closed without form 12."""

    message = "Fill in form 12 first, then close the case."


class SignerNeeded(Refused):
    """Nobody signed, or nobody who may by law."""

    message = "Say who signed, with the name; it must be somebody who may sign."


class WatchNeeded(Refused):
    """An admission is blocked, and nobody is said to watch over the person."""

    message = "No admission: record who watches over the person at home."


class ExplanationNeeded(Refused):
    """The province wants a written explanation, and there is none."""

    message = "A written explanation goes with it here: say where it is kept."


class AdmissionNotLawful(Refused):
    """The law forbids an admission that was decided."""

    message = "The Mental Health Law does not allow this admission. See the clause."


class QuantityUnreadable(Refused):
    """A number of units is none, or too large."""

    message = "A quantity is a whole number of units, from 1 to 100000."


class StockTooLow(Refused):
    """More was to leave the stock than there is of the batch."""

    message = (
        "There is not so much of this batch. Count it, or record what came in first."
    )


class BatchExpired(Refused):
    """A batch was to be handed out after its expiry."""

    message = "This batch has expired. Take it off the stock and hand out another."


class DaysNeeded(Refused):
    """Nothing says how long handed-out medicine lasts."""

    message = (
        "Say for how many days (1 to 366) it lasts: strength and regimen do not tell."
    )


class ReceiverNeeded(Refused):
    """Somebody else than the person took the medicine, and nobody said who."""

    message = "Say who took the medicine: whoever is not the person is named."


class NotInProgramme(Refused):
    """Somebody was to leave a programme they are not in."""

    message = "This person is not in the programme. Look at the medication page."


class AnotherMedicine(Refused):
    """An injection was to be drawn from a batch of another medicine."""

    message = "This batch is of another medicine. Choose the batch that was drawn."


class NothingDelivered(Refused):
    """Services or guidance came without a single one named."""

    message = "Tick at least one service or topic."


class MinutesUnreadable(Refused):
    """A service lasted no time, or longer than a day's work."""

    message = "Minutes are a whole number from 1 to 720."


class StepNotOpen(Refused):
    """A case does not stand where this step begins."""

    message = "This case stands elsewhere by now. Load it again."


class HandOutOnRecord(Refused):
    """The same medicine was already handed out on that day, perhaps elsewhere."""

    message = "This medicine is already handed out for that day. Look there first."


class HandedOutElsewhere(Refused):
    """Medicine was to be returned to an office that did not hand it out."""

    message = "Another office handed this out. It is returned there."


class TooMuchReturned(Refused):
    """More was to be returned than was handed out and is not back yet."""

    message = "No more can come back than was handed out and is not back yet."


class NothingToWithdraw(Refused):
    """Consent was to be withdrawn that was never given."""

    message = (
        "Nobody agreed before, so nothing can be withdrawn. Record a refusal instead."
    )


class UseStopped(Refused):
    """Consent was withdrawn, and this use of the record rests on it (P2 arts 15, 47)."""

    message = (
        "Consent was withdrawn: this stops until somebody agrees again. Deaths, moves and "
        "quick reports of danger are still recorded."
    )


class DivisionsDiffer(Refused):
    """A division's code was to change into something that is no code of the same level."""

    message = (
        "Give two different codes of the same level: 6 digits a county, 9 a township, "
        "12 a village."
    )


class NotAllowed(Refused):
    """The policy table has no row that lets this role do this here."""

    message = (
        "You may not do this here ({lacking}). Ask the county SMI office if you should."
    )


class SecondPersonRetracts(Refused):
    """Somebody was to take back a level of 3 or higher that they gave themselves."""

    message = (
        "This takes back a level of 3 or higher that you gave: a second person or a "
        "psychiatrist retracts it. Or correct the level; a second person then confirms."
    )


class WitnessNeeded(Refused):
    """Something that takes two people was asked for by one."""

    message = "This takes two people: whoever proposed it cannot confirm it."


class SameRecord(Refused):
    """A record was to be merged into itself."""

    message = "These are one and the same record. Choose two."


class RecordMerged(Refused):
    """Something was asked of a record that was merged into another."""

    message = "This record was merged into {survivor}. Go on there."


class MergeNotProposed(Refused):
    """Nobody proposed this merge, or it was too long ago, or it was turned down."""

    message = (
        "Nobody proposed this merge in the last 30 days. One person proposes it, "
        "then another confirms."
    )


class NotMerged(Refused):
    """Two records that are not merged were to be parted."""

    message = "These two records are not merged. Look at the history."


class NotRetractable(Refused):
    """An entry was to be retracted that is put right in another way."""

    message = (
        "This entry is not retracted but put right: correct it, or record it again."
    )


class ErasureNotProposed(Refused):
    """Nobody proposed to erase this person, or it was too long ago."""

    message = (
        "Nobody proposed this in the last 30 days. One person proposes it, then another "
        "confirms."
    )
