"""A clue (线索): somebody may be ill; nobody knows yet, and most who are told of are not.

Forms 1 and 2. What is known of the human being is sealed with keys of their own, under the
id the person will have if a psychiatrist confirms and they are registered: their erasure
then takes the clue along. A clue that expires or is refuted is erased by destroying just
those keys. Police, grid and helpers never see a clue: no notice, figure or search reads
this stream.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from domain.errors import (
    ClueIsClosed,
    ClueNotConfirmed,
    NotACase,
    NothingAnswered,
    NotYetGiven,
    PsychiatristNeeded,
)
from domain.fact import NOT_YET, Fact, FirstFact, SealedWith, Stream
from domain.rules.clue_life import (
    Next,
    bringing,
    erased_on,
    next_step,
)
from domain.rules.parameters import InForce
from domain.rules.registration_scope import scope_of
from domain.rules.report_limits import Duty, limit
from domain.values.clue import (
    ClueSign,
    ClueSource,
    ClueStage,
    ClueStep,
    Described,
    ReviewOutcome,
    Verification,
)
from domain.values.registration import Disease


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Form 2: who looked, when, and what it came to; `told_diagnosis` is hearsay."""

    verified_on: date
    outcome: Verification
    verifiers: str
    told_diagnosis: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a psychiatrist said, named with the hospital (BR-DIS-5)."""

    outcome: ReviewOutcome
    reviewed_on: date
    hospital: str
    psychiatrist: str
    disease: Disease | None = None
    icd10: str = ""
    art_30: bool = False
    remark: str = ""


class Entered(FirstFact):
    """Somebody told of a human being who may be ill; says nothing of who it is."""

    TOPIC = "clue.entered"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    source: str
    entered_on: str
    step: str
    due_on: str
    expires_on: str
    because: list[dict[str, str]]
    editions: list[str]

    def apply(self, aggregate: "Clue") -> None:
        """Remember whom it is about and what comes next."""
        aggregate.person = self.person
        aggregate.entered_on = self.entered_on
        aggregate.expires_on = self.expires_on
        aggregate.stage = ClueStage.ENTERED.value


class WasDescribed(Fact):
    """Whom the clue is about, as it was told."""

    TOPIC = "clue.described"
    sealed_with: ClassVar = SealedWith.IDENTITY

    person: UUID
    name: str
    sex: str
    birth_date: str | None
    village: str
    address: str
    phone: str
    contact: str

    def apply(self, aggregate: "Clue") -> None:
        """Remember whom it is about; the village says who may look at it."""
        aggregate.village = self.village
        aggregate.whom = Described(
            name=self.name,
            sex=self.sex,
            birth_date=self.birth_date,
            village=self.village,
            address=self.address,
            phone=self.phone,
            contact=self.contact,
        )


class Screened(Fact):
    """Form 1 was answered: `signs` are the questions answered with yes."""

    TOPIC = "clue.screened"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    signs: list[int]
    remark: str

    def apply(self, aggregate: "Clue") -> None:
        """Remember that it was answered."""
        aggregate.signs = self.signs
        aggregate.remark = self.remark


class ClueVerified(Fact):
    """Form 2: somebody went and looked."""

    TOPIC = "clue.verified"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    verified_on: str
    outcome: str
    verifiers: str
    told_diagnosis: str
    remark: str
    stage: str
    step: str
    due_on: str
    expires_on: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Clue") -> None:
        """Remember how far it has come."""
        aggregate.stage = self.stage
        aggregate.expires_on = self.expires_on


class SentForReview(Fact):
    """The human being was sent, or the case shown, to a hospital's psychiatrist."""

    TOPIC = "clue.sent_for_review"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    sent_on: str
    hospital: str
    is_higher: bool
    step: str
    due_on: str
    expires_on: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Clue") -> None:
        """Remember how far it has come."""
        aggregate.stage = ClueStage.SENT.value
        aggregate.is_higher = self.is_higher
        aggregate.expires_on = self.expires_on


class ClueReviewed(Fact):
    """A psychiatrist said what it is, or that it cannot be said yet; later ones replace it.

    `transcribed` tells that an officer copied it from the psychiatrist's paper.
    """

    TOPIC = "clue.reviewed"
    sealed_with: ClassVar = SealedWith.CLINICAL

    person: UUID
    reviewed_on: str
    outcome: str
    hospital: str
    psychiatrist: str
    transcribed: bool
    disease: str
    icd10: str
    art_30: bool
    remark: str
    stage: str
    step: str
    due_on: str
    expires_on: str
    because: list[dict[str, str]]
    happened_at: str
    editions: list[str]

    def apply(self, aggregate: "Clue") -> None:
        """Remember how far it has come."""
        aggregate.stage = self.stage
        aggregate.expires_on = self.expires_on
        aggregate.confirmed_on = self.reviewed_on


class Ended(Fact):
    """Nothing more is done about it: refuted, on record already, or expired."""

    TOPIC = "clue.ended"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID
    how: str
    ended_on: str
    erased_on: str
    because: list[dict[str, str]]
    editions: list[str]

    def apply(self, aggregate: "Clue") -> None:
        """Remember how it ended, and from when it is to be erased."""
        aggregate.stage = self.how
        aggregate.erased_on = self.erased_on


class BecameRegistered(Fact):
    """Who it is about was registered: the person's stream has the same id."""

    TOPIC = "clue.registered"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID

    def apply(self, aggregate: "Clue") -> None:
        """Remember that it led to a registration."""
        aggregate.stage = ClueStage.REGISTERED.value


class ClueKeysDestroyed(Fact):
    """The keys of who it was about were destroyed: nobody can read it any more."""

    TOPIC = "clue.keys_destroyed"
    sealed_with: ClassVar = SealedWith.SITE

    person: UUID

    def apply(self, aggregate: "Clue") -> None:
        """Remember that there is nothing left to read."""
        aggregate.is_erased = True


class Clue(Stream):
    """One human being somebody told of, until a psychiatrist says what it is."""

    TOPIC = "clue"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "clue.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "clue.created"

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.person = UUID(int=0)
        self.village = ""
        self.whom: Described | None = None
        self.signs: list[int] = []
        self.remark = ""
        self.entered_on = ""
        self.stage = ""
        self.is_higher = False
        self.expires_on = ""
        self.confirmed_on = ""
        self.erased_on = ""
        self.is_erased = False

    @classmethod
    def enter(
        cls,
        stream: UUID,
        subject: UUID,
        source: ClueSource,
        entered_on: date,
        local: InForce,
    ) -> "Clue":
        """Begin a clue about somebody, whose keys are those of the id `subject`."""
        then = next_step(ClueStage.ENTERED, entered_on, entered_on, local)
        return cls._create(
            Entered,
            id=stream,
            timestamp=NOT_YET,
            person=subject,
            source=source.value,
            entered_on=entered_on.isoformat(),
            **_next(then, bringing(source).fact()),
            editions=list(then.editions),
        )

    def describe(self, whom: Described) -> None:
        """Keep whom it is about."""
        self.record(WasDescribed, person=self.person, **asdict(whom))

    def screen(self, signs: frozenset[ClueSign], remark: str) -> None:
        """Keep form 1; without a single yes there is no clue."""
        if not signs:
            raise NothingAnswered
        told = sorted(sign.value for sign in signs)
        self.record(Screened, person=self.person, signs=told, remark=remark)

    def correct(self, whom: Described, signs: frozenset[ClueSign], remark: str) -> None:
        """Put right whom it is about and form 1; what was told before stays on record."""
        self._must_be_open()
        if not signs:
            raise NothingAnswered
        told = sorted(sign.value for sign in signs)
        if whom != self.whom:
            self.describe(whom)
        if (told, remark) != (self.signs, self.remark):
            self.screen(signs, remark)

    def verify(self, form: Verified, today: date, local: InForce) -> None:
        """Keep form 2; without suspicion the clue ends."""
        self._must_be(ClueStage.ENTERED, ClueStage.SUSPECTED)
        _must_be_over(form.verified_on, today)
        is_suspected = form.outcome is Verification.SUSPECTED
        stage = ClueStage.SUSPECTED if is_suspected else _ENDS[form.outcome]
        self.record(
            ClueVerified,
            person=self.person,
            verified_on=form.verified_on.isoformat(),
            outcome=form.outcome.value,
            verifiers=form.verifiers,
            told_diagnosis=form.told_diagnosis,
            remark=form.remark,
            stage=stage.value,
            **self._steps(stage, form.verified_on, local),
            happened_at=form.verified_on.isoformat(),
        )
        if not is_suspected:
            self._end(stage, today, local)

    def send(
        self,
        hospital: str,
        sent_on: date,
        today: date,
        local: InForce,
        *,
        is_higher: bool,
    ) -> None:
        """Keep where it was sent for review; a higher hospital may be asked later."""
        self._must_be(ClueStage.SUSPECTED, ClueStage.SENT, ClueStage.PENDING)
        _must_be_over(sent_on, today)
        self.record(
            SentForReview,
            person=self.person,
            sent_on=sent_on.isoformat(),
            hospital=hospital,
            is_higher=is_higher,
            **self._steps(ClueStage.SENT, sent_on, local, at_higher=is_higher),
            happened_at=sent_on.isoformat(),
        )

    def review(
        self, said: Reviewed, today: date, local: InForce, *, transcribed: bool
    ) -> None:
        """Keep what a psychiatrist said; confirmed, the card's clock begins (BR-REP-1)."""
        self._must_be_open()
        _must_be_over(said.reviewed_on, today)
        if not said.psychiatrist.strip() or not said.hospital.strip():
            raise PsychiatristNeeded
        is_confirmed = said.outcome is ReviewOutcome.CONFIRMED
        if is_confirmed:
            disease = said.disease or Disease.OTHER
            if not scope_of(disease, art_30=said.art_30).is_in_scope:
                raise NotACase
        stage = _REVIEWED[said.outcome]
        steps = (
            self._to_report(said.reviewed_on, local)
            if is_confirmed
            else self._steps(stage, said.reviewed_on, local)
        )
        self.record(
            ClueReviewed,
            person=self.person,
            reviewed_on=said.reviewed_on.isoformat(),
            outcome=said.outcome.value,
            hospital=said.hospital,
            psychiatrist=said.psychiatrist,
            transcribed=transcribed,
            disease=said.disease.value if said.disease and is_confirmed else "",
            icd10=said.icd10,
            art_30=said.art_30,
            remark=said.remark,
            stage=stage.value,
            **steps,
            happened_at=said.reviewed_on.isoformat(),
        )
        if stage is ClueStage.REFUTED:
            self._end(stage, today, local)

    def expire(self, today: date, local: InForce) -> None:
        """Let it expire if no psychiatrist confirmed it in time; asking twice ends it once."""
        is_undiagnosed = self.expires_on and self.stage != ClueStage.CONFIRMED
        if self._is_open and is_undiagnosed and self.expires_on < today.isoformat():
            self._end(ClueStage.EXPIRED, today, local)

    def become_registered(self) -> None:
        """Lead to the registration of who it is about; a psychiatrist must have confirmed."""
        if self.stage != ClueStage.CONFIRMED:
            raise ClueNotConfirmed
        self.record(BecameRegistered, person=self.person)

    def destroy_keys(self, today: date) -> None:
        """Note that the keys are destroyed, once its time has come; only of an ended one."""
        is_due = self.erased_on and self.erased_on <= today.isoformat()
        if is_due and not self.is_erased:
            self.record(ClueKeysDestroyed, person=self.person)

    @property
    def _is_open(self) -> bool:
        return ClueStage(self.stage).is_open

    def _must_be_open(self) -> None:
        if not self._is_open:
            raise ClueIsClosed

    def _must_be(self, *stages: ClueStage) -> None:
        if self.stage not in stages:
            raise ClueIsClosed

    def _steps(
        self, stage: ClueStage, since: date, local: InForce, *, at_higher: bool = False
    ) -> dict[str, Any]:
        if not stage.is_open:
            return {
                "step": "",
                "due_on": "",
                "expires_on": "",
                "because": [],
                "editions": [],
            }
        entered_on = date.fromisoformat(self.entered_on)
        then = next_step(
            stage,
            entered_on,
            since,
            local.at(self.village),
            at_higher=at_higher or self.is_higher,
        )
        return {**_next(then), "editions": list(then.editions)}

    def _to_report(self, confirmed_on: date, local: InForce) -> dict[str, Any]:
        due = limit(Duty.CARD, self.village, confirmed_on, local)
        return {
            "step": ClueStep.REPORT.value,
            "due_on": due.due_on.isoformat(),
            "expires_on": "",
            "because": [why.fact() for why in due.because],
            "editions": list(due.editions),
        }

    def _end(self, how: ClueStage, today: date, local: InForce) -> None:
        erasing = erased_on(today, local.at(self.village))
        self.record(
            Ended,
            person=self.person,
            how=how.value,
            ended_on=today.isoformat(),
            erased_on=erasing.on.isoformat(),
            because=[why.fact() for why in erasing.because],
            editions=list(erasing.editions),
        )


_ENDS = {
    Verification.NOTHING_FOUND: ClueStage.REFUTED,
    Verification.NOBODY_THERE: ClueStage.REFUTED,
    Verification.ON_RECORD: ClueStage.ON_RECORD,
}
_REVIEWED = {
    ReviewOutcome.CONFIRMED: ClueStage.CONFIRMED,
    ReviewOutcome.NOT_A_CASE: ClueStage.REFUTED,
    ReviewOutcome.PENDING: ClueStage.PENDING,
}


def _must_be_over(day: date, today: date) -> None:
    if day > today:
        raise NotYetGiven


def _next(then: Next, *also: dict[str, str]) -> dict[str, Any]:
    return {
        "step": then.step.value,
        "due_on": then.due_on.isoformat(),
        "expires_on": then.expires_on.isoformat(),
        "because": [*also, *(why.fact() for why in then.because)],
    }
