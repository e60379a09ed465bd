"""People on record twice, and entries that never were: what is asked, in plain lists.

Used by the demo township and the demo county alike; who asks and when is theirs to say.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from domain.log import Command
from domain.person.consent import Consent
from domain.person.diagnosis import Diagnosis
from domain.person.follow_up import FollowUpForm
from domain.person.identity import Identity
from domain.person.residence import Residence
from domain.registry.follow_up import RecordFollowUp
from domain.registry.merging import (
    Claims,
    ConfirmMerge,
    ProposeMerge,
    Side,
    UndoMerge,
)
from domain.registry.referrals import (
    Direction,
    ReferralForm,
    ReferralReason,
    SendReferral,
)
from domain.registry.registration import PROVISIONAL, RegisterPerson, Registration
from domain.registry.runner import UseCase
from domain.registry.standing import Death, Loss, RecordDeath, RecordLoss
from domain.registry.taking_back import Entry, RetractFact
from domain.values.findings import Grade, Symptoms
from domain.values.registration import ConsentAnswer, IdKind
from ops.demo.visit import found

HOSPITAL: Final = "演示县精神卫生中心"
SAME: Final = "家属辨认,与在册患者为同一人"
WRONG: Final = "录入他人的记录"


@dataclass(frozen=True, slots=True)
class Twice:
    """Somebody the hospital took in without a name, who is on record already."""

    on_record: UUID
    unit: UUID
    village: str
    sex: str
    claim: Callable[[str, str], UUID]

    def registering(self, day: date) -> RegisterPerson:
        """Return the second registration, under a provisional name."""
        on = day.isoformat()
        registration = Registration(
            Identity("", self.sex, None, IdKind.UNKNOWN, None, None),
            Residence(self.village, "演示县精神卫生中心收治", None, None, on),
            Diagnosis("schizophrenia", None, HOSPITAL, on, art_30=False),
            Consent(ConsentAnswer.AGREED, "演示家属", on, None),
            None,
            self.unit,
            on,
        )
        return RegisterPerson(registration, None, numbers=self.claim(PROVISIONAL, ""))

    def visiting(self, other: UUID, day: date) -> RecordFollowUp:
        """Return a follow-up recorded on the second record."""
        findings = found(Grade.LEVEL_1, Symptoms.PRESENT)
        return RecordFollowUp(other, FollowUpForm(day, 2, frozenset({1}), findings))

    def proposing(self, other: UUID) -> ProposeMerge:
        """Return the proposal to merge the second record into the first."""
        return ProposeMerge(other, self.on_record, Side.SURVIVOR, SAME)

    def confirming(self, other: UUID) -> ConfirmMerge:
        """Return the second person's word."""
        return ConfirmMerge(other, self.on_record, Claims())

    def parting(self, other: UUID) -> UndoMerge:
        """Return what parts them again."""
        return UndoMerge(other, self.on_record, "核实后并非同一人", Claims())


def by_mistake(person: UUID, day: date) -> Iterator[tuple[str, UseCase, str]]:
    """Yield entries that never were: key, what was recorded, the fact's stored name."""
    on = day.isoformat()
    yield (
        "wrong-loss",
        RecordLoss(person, on, Loss(5, "去向不明")),
        "person.lost_to_follow_up",
    )
    yield (
        "wrong-death",
        RecordDeath(person, Death(on, 6, None)),
        "person.death_recorded",
    )
    unstable = frozenset({ReferralReason.UNSTABLE})
    sent = ReferralForm(Direction.UP, unstable, None, "演示精神卫生中心", day)
    yield "wrong-referral", SendReferral(person, sent), "referral.sent"


def retracting(person: UUID, recorded: Command, topic: str) -> RetractFact:
    """Return the retraction of what a command recorded first."""
    first = Entry(str(recorded.event_id(0)), topic)
    if topic != "referral.sent":
        return RetractFact(person, (first,), WRONG)
    sent = Entry(str(recorded.event_id(1)), topic, recorded.new_id("referral"))
    noted = Entry(str(recorded.event_id(0)), "person.referred")
    return RetractFact(person, (sent, noted), WRONG)
