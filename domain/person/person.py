"""The person: one stream, one aggregate; each concern's facts live in its own file."""

from typing import Any
from uuid import UUID

from domain.fact import NOT_YET, Stream
from domain.person.consent import Consent
from domain.person.contact import Contact
from domain.person.diagnosis import Diagnosis
from domain.person.discharge import Discharge
from domain.person.dispensing import HandOut
from domain.person.erasure import Proposal
from domain.person.exclusion import ExclusionProposal
from domain.person.follow_up import Visit
from domain.person.guardian import Assessment, Guardian
from domain.person.identity import Identity, Registered
from domain.person.incident import Danger
from domain.person.means import Means
from domain.person.medication import Injection, Regimen
from domain.person.merging import MergeProposal
from domain.person.plan import Planning
from domain.person.referral import Referral
from domain.person.residence import Residence
from domain.person.risk import Grading
from domain.person.standing import Death
from domain.person.stay import Stay
from domain.person.supply import Supply
from domain.values.registration import Use


class Person(Stream):
    """A person with severe mental illness as the register knows them."""

    TOPIC = "person"

    class Event(Stream.Event):
        """The library's base event; never recorded."""

        TOPIC = "person.event"

    class Created(Stream.Created):
        """The library's base first event; never recorded."""

        TOPIC = "person.created"

    def __init__(self) -> None:  # noqa: PLR0915 - a person has these parts
        """Begin with nothing known."""
        self.registered_on = ""
        self.provisional = False
        self.provisional_number: int | None = None
        self.erasure: Proposal | None = None
        self.erased = False
        self.merge: MergeProposal | None = None
        self.merged_into = ""
        self.absorbed: dict[str, str] = {}
        self.retracted: list[str] = []
        self.identity: Identity | None = None
        self.residence: Residence | None = None
        self.diagnosis: Diagnosis | None = None
        self.consent: Consent | None = None
        self.stopped_uses: list[str] = []
        self.guardian: Guardian | None = None
        self.means: Means | None = None
        self.guardian_assessment: Assessment | None = None
        self.basic_information: dict[str, Any] = {}
        self.health_history: dict[str, Any] = {}
        self.report_card: dict[str, Any] = {}
        self.supplement: dict[str, Any] = {}
        self.discharges: dict[str, Discharge] = {}
        self.reports: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.responsible_unit = ""
        self.transferred_on: str | None = None
        self.entrusted_in = ""
        """The village the person lived in when the responsible unit took over."""
        self.visits: dict[str, Visit] = {}
        self.first_due_on: str | None = None
        self.planning = Planning()
        self.contacts: dict[str, Contact] = {}
        self.gradings: dict[str, Grading] = {}
        self.check_ups: dict[str, str] = {}
        self.regimens: dict[str, Regimen] = {}
        self.injections: dict[str, Injection] = {}
        self.reactions: dict[str, str] = {}
        self.hand_outs: dict[str, HandOut] = {}
        self.supply = Supply()
        self.grades_answered: dict[str, list[str]] = {}
        self.same_as_last: dict[str, list[str]] = {}
        self.papers: dict[str, str] = {}
        self.confirmed: dict[str, str] = {}
        self.referrals: dict[str, Referral] = {}
        self.stays: dict[str, Stay] = {}
        self.absconded: dict[str, str] = {}
        self.kept_rows = 0
        self.death: Death | None = None
        self.excluded_on: str | None = None
        self.national: dict[str, str] = {}
        self.exclusion: ExclusionProposal | None = None
        self.lost_on: str | None = None
        self.danger = Danger()

    @classmethod
    def register(
        cls, stream: UUID, registered_on: str, *, provisional: bool
    ) -> "Person":
        """Begin a person's stream."""
        return cls._create(
            Registered,
            id=stream,
            timestamp=NOT_YET,
            registered_on=registered_on,
            provisional=provisional,
        )

    def last_visit(self) -> Visit | None:
        """Return the visit of the latest day, the later recorded of two on one day."""
        return max(
            reversed(self.visits.values()),
            key=lambda visit: visit.visited_on,
            default=None,
        )

    def current_grade(self) -> Grading | None:
        """Return the standing grade: of the latest day, the later recorded of two."""
        return max(
            reversed(self.gradings.values()),
            key=lambda grading: grading.graded_on,
            default=None,
        )

    def regimen_on(self, day: str) -> Regimen | None:
        """Return the regimen in force on a day, the later recorded of two of one day."""
        return max(
            (r for r in reversed(self.regimens.values()) if r.from_on <= day),
            key=lambda regimen: regimen.from_on,
            default=None,
        )

    @property
    def has_left(self) -> bool:
        """Whether the person is off the register: dead, excluded, or transferred out."""
        left = (self.death, self.excluded_on, self.transferred_on)
        return any(each is not None for each in left)

    @property
    def due_on(self) -> str | None:
        """The day the next visit is due.

        None for who is off the register, and while consent is withdrawn: nobody is reminded
        of them.
        """
        if self.has_left or Use.FOLLOW_UP in self.stopped_uses:
            return None
        return self.kept_due_on

    @property
    def kept_due_on(self) -> str | None:
        """The day kept for the next visit: as planned since, as the last one set it, the first.

        It is kept for later while nobody is reminded of the person.
        """
        visit = self.last_visit()
        known = self.planning.visits.get(visit.follow_up) if visit else None
        if self.planning.due_on and known == visit:
            return self.planning.due_on
        return visit.due_on if visit else self.first_due_on

    @property
    def village(self) -> str:
        """Return the village the person lives in, empty where nobody knows."""
        return self.residence.village if self.residence else ""

    def divisions(self) -> tuple[str, ...]:
        """Return the village the person lives in, as scopes are measured by."""
        return (self.residence.village,) if self.residence else ()
