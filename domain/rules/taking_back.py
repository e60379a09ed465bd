"""How a fact about a person is taken back, and what becomes of it in a merge.

Decision: which way a wrong fact is put right, and which of two joined records' facts count.
Source:   P2 art 46 (who finds a record wrong has it put right);
          D-X1 to D-X4, D-K1 (sources.md).
Hit rule: one row a fact; a fact without a row fails the house test.
Silence:  none; whoever adds a fact says both.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.rules.clause import Clause, Evidence, Reason


class Joins(StrEnum):
    """Which of two joined records' facts count, of those before the merge."""

    BOTH = "both"
    """Every record's: what happened, happened to one person."""
    FIRST = "first"
    """Those of the record registered first: nobody is registered twice (D-X1)."""
    IDENTITY = "identity"
    """Those of the record whose identity is right, as whoever merges says (D-X2)."""
    PLACE = "place"
    """The surviving record's: where the person is and who is responsible (D-X3)."""
    OWN = "own"
    """Each record's own: what was asked for or done with that record as a record."""


class Way(StrEnum):
    """How a wrong fact is put right."""

    CORRECTED = "corrected"
    """A fact of its own names it and says what is right."""
    SUPERSEDED = "superseded"
    """The same is recorded again, and the later one stands."""
    RETRACTED = "retracted"
    """It is named as never having been, with a reason, and no longer counts."""
    FOLLOWS = "follows"
    """It is taken back with the fact it was recorded with."""
    STAYS = "stays"
    """It says that something was done in the register, and that was done."""


P, D = Evidence.PRIMARY, Evidence.DECIDED
ACCURACY = Clause("P2", "art 46", P)

WORDS: Final = {
    Way.CORRECTED: Reason(
        "entry.corrected",
        ACCURACY,
        "A wrong entry is put right by a correction that names it; both stay.",
        "错误记录以更正方式改正，原记录与更正均保留。",
    ),
    Way.SUPERSEDED: Reason(
        "entry.superseded",
        ACCURACY,
        "Record it again; what is recorded last stands.",
        "重新登记即可，以最后一次登记为准。",
    ),
    Way.RETRACTED: Reason(
        "entry.retracted",
        ACCURACY,
        "What never was is retracted with a reason; the entry stays in the history.",
        "本不存在的事项说明理由后撤销，原记录留在历史中。",
    ),
    Way.FOLLOWS: Reason(
        "entry.follows",
        Clause("OURS", "D-X4", D),
        "It goes with the entry it was recorded with.",
        "随同一次登记的主记录一并撤销。",
    ),
    Way.STAYS: Reason(
        "entry.stays",
        Clause("OURS", "D-X4", D),
        "It says what was done in the register, and that was done; it cannot be retracted.",
        "该记录说明登记簿中做过的操作，事实已发生，不能撤销。",
    ),
}


REASONS: Final = tuple(WORDS.values())


@dataclass(frozen=True, slots=True)
class Answer:
    """One fact: which record's counts after a merge, and how it is taken back.

    `by` names the fact that corrects it, or the one it follows; `along` the facts of the
    same command that say the same in the person's own stream and go with it.
    """

    topic: str
    joins: Joins
    ways: tuple[Way, ...]
    by: str = ""
    along: tuple[str, ...] = ()

    @property
    def is_retractable(self) -> bool:
        """Return whether somebody may say that it never was."""
        return Way.RETRACTED in self.ways

    @property
    def whys(self) -> tuple[Reason, ...]:
        """Return how it is taken back, in words."""
        return tuple(WORDS[way] for way in self.ways)


BOTH, FIRST, IDENTITY = Joins.BOTH, Joins.FIRST, Joins.IDENTITY
PLACE, OWN = Joins.PLACE, Joins.OWN
CORRECTED = (Way.CORRECTED,)
EITHER = (Way.CORRECTED, Way.RETRACTED)
SUPERSEDED = (Way.SUPERSEDED,)
AGAIN = (Way.SUPERSEDED, Way.RETRACTED)
RETRACTED = (Way.RETRACTED,)
FOLLOWS = (Way.FOLLOWS,)
STAYS = (Way.STAYS,)

VISIT = "person.follow_up_recorded"
CORRECTION = "person.follow_up_corrected"
PLANNED = ("person.laboratory_planned",)
HANDED_OVER = (*PLANNED, "person.laboratory_checked")
"""What a check-up hands over to the checks that medicines call for."""

# fmt: off
TABLE: Final[tuple[Answer, ...]] = (
    Answer("person.registered",               FIRST,    STAYS),
    Answer("person.identity_recorded",        IDENTITY, CORRECTED, "person.identity_corrected"),
    Answer("person.identity_corrected",       IDENTITY, CORRECTED, "person.identity_corrected"),
    Answer("person.keys_destroyed",           OWN,      STAYS),
    Answer("person.erasure_proposed",         OWN,      SUPERSEDED),
    Answer("person.provisional_number_given", BOTH,     STAYS),
    Answer("person.judged_not_the_same",      BOTH,     RETRACTED),
    Answer("person.residence_recorded",       PLACE,    SUPERSEDED),
    Answer("person.diagnosis_recorded",       BOTH,     SUPERSEDED),
    Answer("person.consent_recorded",         BOTH,     AGAIN),
    Answer("person.use_restricted",           BOTH,     FOLLOWS, "person.consent_recorded"),
    Answer("person.guardian_recorded",        BOTH,     AGAIN),
    Answer("person.guardian_assessed",        BOTH,     AGAIN),
    Answer("person.means_recorded",           BOTH,     AGAIN),
    Answer("person.report_card_recorded",     BOTH,     AGAIN),
    Answer("person.basic_information_recorded", BOTH,   AGAIN),
    Answer("person.health_history_recorded",  BOTH,     AGAIN),
    Answer("person.supplement_recorded",      BOTH,     AGAIN),
    Answer("person.tagged",                   BOTH,     RETRACTED),
    Answer("person.tag_removed",              BOTH,     RETRACTED),
    Answer("person.responsibility_taken",     PLACE,    SUPERSEDED),
    Answer("person.entrusted_renumbered",     PLACE,    STAYS),
    Answer("person.transferred_out",          PLACE,    SUPERSEDED),
    Answer("person.first_visit_due",          FIRST,    STAYS),
    Answer(VISIT,                             BOTH,     EITHER, CORRECTION, PLANNED),
    Answer("person.follow_up_corrected",      BOTH,     EITHER, CORRECTION, PLANNED),
    Answer("person.visit_planned",            BOTH,     RETRACTED),
    Answer("person.lowering_asked",           BOTH,     SUPERSEDED),
    Answer("person.lowering_confirmed",       BOTH,     STAYS),
    Answer("person.lowering_declined",        BOTH,     STAYS),
    Answer("person.residual_opinion_given",   BOTH,     AGAIN),
    Answer("person.residual_opinion_taken_back", BOTH,  RETRACTED),
    Answer("person.away_noted",               BOTH,     AGAIN),
    Answer("person.back_noted",               BOTH,     RETRACTED),
    Answer("person.loss_reported",            BOTH,     RETRACTED),
    Answer("person.follow_up_confirmed",      BOTH,     RETRACTED),
    Answer("person.under_grading_answered",   BOTH,     FOLLOWS, VISIT),
    Answer("person.same_as_last_confirmed",   BOTH,     FOLLOWS, VISIT),
    Answer("person.taken_from_paper",         BOTH,     FOLLOWS, VISIT),
    Answer("person.contact_tried",            BOTH,     RETRACTED),
    Answer("person.quick_reported",           BOTH,     FOLLOWS, "person.risk_graded"),
    Answer("person.risk_graded",              BOTH,     EITHER, "person.risk_graded"),
    Answer("person.service_delivered",        BOTH,     RETRACTED),
    Answer("person.guidance_given",           BOTH,     RETRACTED),
    Answer("person.check_up_recorded",        BOTH,     AGAIN, along=HANDED_OVER),
    Answer("person.regimen_set",              BOTH,     AGAIN, along=PLANNED),
    Answer("person.injection_given",          BOTH,     RETRACTED),
    Answer("person.injection_judged",         BOTH,     FOLLOWS, "person.injection_given"),
    Answer("person.late_injection_told",      BOTH,     STAYS),
    Answer("person.laboratory_checked",       BOTH,     RETRACTED, along=PLANNED),
    Answer("person.laboratory_planned",       BOTH,     SUPERSEDED),
    Answer("person.programme_joined",         BOTH,     RETRACTED),
    Answer("person.programme_left",           BOTH,     RETRACTED),
    Answer("person.reaction_noted",           BOTH,     RETRACTED),
    Answer("person.incident_recorded",        BOTH,     EITHER, "person.incident_corrected"),
    Answer("person.incident_corrected",       BOTH,     EITHER, "person.incident_corrected"),
    Answer("person.incident_investigated",    BOTH,     AGAIN),
    Answer("person.locked_up",                BOTH,     RETRACTED),
    Answer("person.released",                 BOTH,     RETRACTED),
    Answer("person.medicine_handed_out",      BOTH,     CORRECTED, "person.medicine_returned"),
    Answer("person.medicine_returned",        BOTH,     CORRECTED, "person.medicine_handed_out"),
    Answer("person.referred",                 BOTH,     CORRECTED, "person.referral_ended"),
    Answer("person.referral_ended",           BOTH,     STAYS),
    Answer("person.admitted",                 BOTH,     RETRACTED),
    Answer("person.absconded",                BOTH,     RETRACTED),
    Answer("person.death_recorded",           BOTH,     RETRACTED),
    Answer("person.national_entered",         BOTH,     CORRECTED, "person.national_entry_undone"),
    Answer("person.national_entry_undone",    BOTH,     STAYS),
    Answer("person.diagnosis_excluded",       BOTH,     CORRECTED, "person.exclusion_undone"),
    Answer("person.exclusion_proposed",       BOTH,     SUPERSEDED),
    Answer("person.exclusion_confirmed",      BOTH,     STAYS),
    Answer("person.exclusion_declined",       BOTH,     STAYS),
    Answer("person.exclusion_undone",         BOTH,     STAYS),
    Answer("person.discharged",               BOTH,     RETRACTED),
    Answer("person.discharge_sheet_recorded", BOTH,     AGAIN),
    Answer("person.card_reported",            BOTH,     RETRACTED),
    Answer("person.report_received",          BOTH,     RETRACTED),
    Answer("person.case_filed",               BOTH,     RETRACTED),
    Answer("person.address_not_found",        BOTH,     RETRACTED),
    Answer("person.sent_back_to_county",      BOTH,     RETRACTED),
    Answer("person.lost_to_follow_up",        BOTH,     RETRACTED),
    Answer("person.found_again",              BOTH,     RETRACTED),
    Answer("person.identity_row_kept",        BOTH,     STAYS),
    Answer("person.clinical_row_kept",        BOTH,     STAYS),
    Answer("person.merge_proposed",           OWN,      SUPERSEDED),
    Answer("person.merge_declined",           OWN,      STAYS),
    Answer("person.retired",                  OWN,      CORRECTED, "person.restored"),
    Answer("person.absorbed",                 BOTH,     CORRECTED, "person.parted"),
    Answer("person.restored",                 OWN,      STAYS),
    Answer("person.parted",                   BOTH,     STAYS),
    Answer("person.fact_retracted",           BOTH,     STAYS),
)

REFERRED = ("person.referred", "person.visit_planned")
ENDED = ("person.referral_ended",)
STAYED = (*ENDED, "person.admitted")

OTHERS: Final[tuple[Answer, ...]] = (
    Answer("emergency.opened",                BOTH,     RETRACTED, along=("person.risk_graded",)),
    Answer("emergency.help_called",           BOTH,     RETRACTED),
    Answer("emergency.consent_answered",      BOTH,     AGAIN),
    Answer("emergency.disposed",              BOTH,     AGAIN),
    Answer("emergency.record_filled",         BOTH,     AGAIN),
    Answer("emergency.checked",               BOTH,     RETRACTED),
    Answer("emergency.checks_ended",          BOTH,     RETRACTED),
    Answer("emergency.admission_decided",     BOTH,     AGAIN),
    Answer("emergency.funding_decided",       BOTH,     AGAIN),
    Answer("emergency.closed",                BOTH,     RETRACTED),
    Answer("referral.sent",                   BOTH,     RETRACTED, along=REFERRED),
    Answer("referral.received",               BOTH,     RETRACTED),
    Answer("referral.refused",                BOTH,     RETRACTED, along=ENDED),
    Answer("referral.withdrawn",              BOTH,     RETRACTED, along=ENDED),
    Answer("referral.ended",                  BOTH,     RETRACTED, along=STAYED),
    Answer("bed.asked",                       BOTH,     RETRACTED),
    Answer("bed.offered",                     BOTH,     RETRACTED),
    Answer("bed.none_free",                   BOTH,     RETRACTED),
    Answer("bed.cancelled",                   BOTH,     RETRACTED),
    Answer("rehabilitation.applied",          BOTH,     RETRACTED),
    Answer("rehabilitation.accepted",         BOTH,     RETRACTED),
    Answer("rehabilitation.declined",         BOTH,     RETRACTED),
    Answer("rehabilitation.referred",         BOTH,     RETRACTED),
    Answer("rehabilitation.assessed",         BOTH,     RETRACTED),
    Answer("rehabilitation.closed",           BOTH,     RETRACTED),
    Answer("aid.assessed",                    BOTH,     STAYS),
    Answer("aid.assessed_again",              BOTH,     STAYS),
    Answer("aid.decided",                     BOTH,     AGAIN),
    Answer("handover.offered",                BOTH,     CORRECTED, "handover.taken_back"),
    Answer("handover.offered_again",          BOTH,     CORRECTED, "handover.taken_back"),
    Answer("handover.accepted",               BOTH,     STAYS),
    Answer("handover.refused",                BOTH,     STAYS),
    Answer("handover.expired",                BOTH,     STAYS),
    Answer("handover.taken_back",             BOTH,     STAYS),
    Answer("review.opened",                   BOTH,     STAYS),
    Answer("review.accepted",                 BOTH,     STAYS),
    Answer("review.returned",                 BOTH,     STAYS),
    Answer("review.answered",                 BOTH,     STAYS),
    Answer("review.called_back",              BOTH,     STAYS),
    Answer("paper_report.entered",            BOTH,     STAYS),
    Answer("stream.step_retracted",                  BOTH,     STAYS),
)
"""The steps of other parties' streams about a person, each with what goes with it.

A first step takes the whole stream with it (D-K1). A responsibility accepted, a proposal
the system made and a card looked at were so: they are answered by another step, not undone.
"""
# fmt: on

BY_TOPIC: Final = {answer.topic: answer for answer in (*TABLE, *OTHERS)}


def joins(topic: str) -> Joins:
    """Return which record's facts count; a fact of another party's stream always does."""
    answer = BY_TOPIC.get(topic)
    return answer.joins if answer else Joins.BOTH


def goes_with(topic: str, main: str) -> bool:
    """Return whether a fact is taken back when another of the same command is.

    A visit takes along whatever else was recorded with it and may be taken back at all;
    any other fact only what says that it follows, or what its own row names.
    """
    answer, leading = BY_TOPIC.get(topic), BY_TOPIC.get(main)
    if answer is None or leading is None:
        return False
    follows = Way.FOLLOWS in answer.ways and answer.by == main
    return (
        follows or topic in leading.along or (main == VISIT and answer.is_retractable)
    )
