"""The forms of the referral pages."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.console.follow_up_fields import Line, Remark, YesNo
from api.console.forms import Form
from domain.registry.referrals import (
    AbscondedForm,
    Direction,
    ReferralForm,
    ReferralOutcome,
    ReferralReason,
    ReferralRefusal,
    StayBasis,
    StayForm,
)


class ReferralFields(Form):
    """Form 10; who the person is stands in the record and is not typed."""

    direction: Direction
    reasons: list[ReferralReason] = Field(min_length=1)
    to: UUID | None = None
    institution: Line = ""
    department: Line = ""
    sent_on: date
    summary: Remark = ""
    advice: Remark = ""
    out_of_area: YesNo | None = None
    out_of_area_why: Line = ""
    emergency: UUID | None = None

    def form(self) -> ReferralForm:
        """Return it in the domain's words."""
        return ReferralForm(
            direction=self.direction,
            reasons=frozenset(self.reasons),
            to=self.to,
            institution=self.institution,
            sent_on=self.sent_on,
            department=self.department,
            summary=self.summary,
            advice=self.advice,
            out_of_area=self.out_of_area == "yes",
            out_of_area_why=self.out_of_area_why,
        )


class ReceivingFields(Form):
    """The person was received."""

    on: date
    department: Line = ""
    doctor: Line = ""


class RefusalFields(Form):
    """The person was not received."""

    on: date
    refusal: ReferralRefusal
    remark: Line = ""


class OutcomeFields(Form):
    """What came of it; an admission begins the stay."""

    on: date
    outcome: ReferralOutcome
    advice: Remark = ""
    hospital: Line = ""
    ward: Line = ""
    basis: StayBasis = StayBasis.NOT_KNOWN

    def stay(self) -> StayForm | None:
        """Return the stay, where one began."""
        if self.outcome is not ReferralOutcome.ADMITTED:
            return None
        return StayForm(self.hospital, self.on, self.basis, self.ward)


class WithdrawalFields(Form):
    """The sender takes it back, or needs no bed any more."""

    reason: Line = ""


class BedFields(Form):
    """A bed asked for."""

    hospital: UUID
    pressing: YesNo | None = None
    remark: Line = ""
    emergency: UUID | None = None


class OfferFields(Form):
    """A bed there is."""

    ward: Line
    kept_until: date


class NoBedFields(Form):
    """There is none."""

    remark: Line = ""


class AbscondingFields(Form):
    """That somebody left the hospital without leave."""

    left_on: date
    whereabouts_known: YesNo
    guardian_told: YesNo
    remark: Line = ""

    def form(self) -> AbscondedForm:
        """Return it in the domain's words."""
        return AbscondedForm(
            self.left_on,
            self.whereabouts_known == "yes",
            self.guardian_told == "yes",
            self.remark,
        )


class StayFields(Form):
    """An admission no referral of ours led to."""

    hospital: Line
    on: date
    basis: StayBasis = StayBasis.NOT_KNOWN
    ward: Line = ""

    def stay(self) -> StayForm:
        """Return it in the domain's words."""
        return StayForm(self.hospital, self.on, self.basis, self.ward)
