"""Bodies of follow-ups (随访), and the domain's words for them."""

from typing import Annotated

from pydantic import Field

from api.v1.fields import Day, Id, Line, Remark, code_of
from api.v1.findings_body import FindingsBody
from api.v1.models import Body
from api.v1.standing import DeathBody, LossReasonBody
from domain.registry.follow_up import FollowUpForm
from domain.values.findings import FollowUpClass, SpokeWith, VisitForm
from domain.values.visit_details import Repeatable


class FollowUpBody(Body):
    """A follow-up as the doctor filled it in (form 8).

    `follow_up_class` and `due_on` are the doctor's own, null to take what the rules
    propose; differing needs a reason.
    """

    visited_on: Day = Field(title="Day of the follow-up", examples=["2026-03-02"])
    form: Annotated[VisitForm, code_of(VisitForm)] = Field(
        title="Form of the follow-up", examples=[2]
    )
    spoke_with: list[Annotated[SpokeWith, code_of(SpokeWith)]] = Field(
        title="Whom was spoken with", min_length=1, max_length=3, examples=[[1]]
    )
    findings: FindingsBody
    follow_up_class: Annotated[FollowUpClass, code_of(FollowUpClass)] | None = Field(
        None, title="Class decided", examples=[3]
    )
    why: Line = Field("", title="Why it differs from the class proposed")
    due_on: Day | None = Field(None, title="Next day decided", examples=["2026-06-02"])
    due_why: Line = Field("", title="Why it is later than the day proposed")
    settling: bool = Field(default=False, title="Settling at the two-week check (趋稳)")
    remark: Remark = Field("", title="Remark")
    collected_by: Id | None = Field(
        None, title="Account of who visited (采集), where another types (代录)"
    )
    grade_why: Line = Field(
        "", title="Why a low grade is right, where that is asked about"
    )
    same_as_last: list[Annotated[Repeatable, code_of(Repeatable)]] = Field(
        default=[],
        title="Findings asked about and confirmed to be the same as last time",
        max_length=16,
        examples=[["sleep"]],
    )
    paper_number: str = Field(
        "",
        title="Number of the blank sheet it was written on first; its channel is paper",
        pattern=r"^(\d{6}-[0-9A-F]{6})?$",
        examples=[""],
    )
    lost: LossReasonBody | None = Field(None, title="Lost to follow-up (失访), and why")
    death: DeathBody | None = Field(None, title="Death, where that was found out")

    def filled_in(self) -> FollowUpForm:
        """Return the form in the domain's words."""
        return FollowUpForm(
            visited_on=self.visited_on,
            form=self.form.value,
            spoke_with=frozenset(code.value for code in self.spoke_with),
            findings=self.findings.findings(),
            judged=self.follow_up_class,
            why=self.why,
            due_on=self.due_on,
            due_why=self.due_why,
            settling=self.settling,
            remark=self.remark,
            grade_why=self.grade_why,
            same_as_last=frozenset(self.same_as_last),
            lost=self.lost.loss() if self.lost else None,
            death=self.death.death() if self.death else None,
            paper_number=self.paper_number,
        )


class FollowUpCorrectionBody(Body):
    """The whole follow-up as it should have been, and why the one on record was wrong."""

    follow_up: FollowUpBody
    reason: Line = Field(title="Why", min_length=1, examples=["分级误录"])
    withdraws_standing: bool = Field(
        default=False,
        title="Whether the loss or the death it told of never was",
        examples=[False],
    )
