"""Bodies about referrals, beds asked for and stays in hospital."""

from typing import Annotated

from pydantic import Field

from api.v1.fields import Day, Id, Line, Remark, code_of
from api.v1.models import Body
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

DAY = "2026-03-02"


class ReferralBody(Body):
    """Form 10: which way, why, where to; what is known of the person is not repeated."""

    direction: Annotated[Direction, code_of(Direction)] = Field(
        title="Up or down", examples=["up"]
    )
    reasons: list[Annotated[ReferralReason, code_of(ReferralReason)]] = Field(
        title="Why", min_length=1, examples=[["unstable"]]
    )
    to: Id | None = Field(None, title="Receiving office; null: outside, by name")
    institution: Line = Field(
        "", title="Receiving hospital outside", examples=["外市精神病医院(演示)"]
    )
    department: Line = Field("", title="Department", examples=["精神科"])
    sent_on: Day = Field(title="Day", examples=[DAY])
    summary: Remark = Field("", title="Course of the illness, in the doctor's words")
    advice: Remark = Field("", title="What was done, and what is asked")
    out_of_area: bool = Field(
        default=False, title="Whether outside the pooling area", examples=[False]
    )
    out_of_area_why: Line = Field("", title="Why no hospital inside will do")
    emergency: Id | None = Field(None, title="The emergency it came of")

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
            out_of_area=self.out_of_area,
            out_of_area_why=self.out_of_area_why,
        )


class ReceivingBody(Body):
    """That the person was received (接诊)."""

    received_on: Day = Field(title="Day", examples=[DAY])
    department: Line = Field("", title="Department", examples=["精神科"])
    doctor: Line = Field("", title="Doctor", examples=["演示医师"])


class RefusalBody(Body):
    """That the person was not received, and why."""

    refused_on: Day = Field(title="Day", examples=[DAY])
    refusal: Annotated[ReferralRefusal, code_of(ReferralRefusal)] = Field(
        title="Why", examples=["no_bed"]
    )
    remark: Line = Field("", title="Remark", examples=["下周再联系(演示)"])


class WithdrawalBody(Body):
    """That the sender takes it back."""

    reason: Line = Field(title="Why", examples=["家属自行送院(演示)"])


class StayBody(Body):
    """An admission."""

    hospital: Line = Field(title="Hospital", examples=["演示医院"])
    admitted_on: Day = Field(title="Day", examples=[DAY])
    basis: Annotated[StayBasis, code_of(StayBasis)] = Field(
        StayBasis.NOT_KNOWN, title="On what it rests", examples=["voluntary"]
    )
    ward: Line = Field("", title="Ward", examples=["二病区"])

    def form(self) -> StayForm:
        """Return it in the domain's words."""
        return StayForm(self.hospital, self.admitted_on, self.basis, self.ward)


class AbscondingBody(Body):
    """That somebody left the hospital without leave."""

    left_on: Day = Field(title="Day", examples=[DAY])
    whereabouts_known: bool = Field(
        title="Whether somebody knows where the person is", examples=[False]
    )
    guardian_told: bool = Field(
        title="Whether the guardian or relatives have been told", examples=[True]
    )
    remark: Remark = Field("", title="Remark", examples=["护士查房发现(演示)"])

    def form(self) -> AbscondedForm:
        """Return it in the domain's words."""
        return AbscondedForm(
            self.left_on, self.whereabouts_known, self.guardian_told, self.remark
        )


class ReferralOutcomeBody(Body):
    """What came of a referral; `stay` notes the admission with it."""

    outcome: Annotated[ReferralOutcome, code_of(ReferralOutcome)] = Field(
        title="What came of it", examples=["admitted"]
    )
    ended_on: Day = Field(title="Day", examples=[DAY])
    advice: Remark = Field("", title="Advice to who takes over", examples=[""])
    stay: StayBody | None = Field(None, title="The stay it began")


class BedBody(Body):
    """A bed asked for."""

    hospital: Id = Field(title="Of which hospital")
    pressing: bool = Field(
        default=False, title="Whether in an emergency", examples=[True]
    )
    remark: Line = Field("", title="Remark", examples=[""])
    referral: Id | None = Field(None, title="The referral it goes with")
    emergency: Id | None = Field(None, title="The emergency it goes with")


class BedOfferBody(Body):
    """A bed there is."""

    ward: Line = Field(title="Ward", examples=["二病区"])
    kept_until: Day = Field(title="Kept until", examples=[DAY])


class NoBedBody(Body):
    """That there is none."""

    remark: Line = Field(title="When or where there may be one", examples=["周五"])
