"""Clues: entered, verified, sent to a psychiatrist, reviewed; seen by the health side only.

A clue that a psychiatrist confirmed leads to a registration by `clue` in `POST /people`.
"""

from datetime import date
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response, status
from pydantic import Field
from starlette.requests import Request

from api.acting import Acting, acting
from api.paging import Key, PageQuery, cursors, cut, link_next
from api.preconditions import etag
from api.printing.form import Filled
from api.printing.making import Printer, form_numbered, printed, sheet_of
from api.v1.as_of import AsOf, AsOfQuery, position_of
from api.v1.asking import Asking, asking
from api.v1.described import CHANGE, COMMAND, QUESTION
from api.v1.done import done
from api.v1.fields import Day, Line, Name, Remark, Village, code_of
from api.v1.follow_up_answer import CitedReason
from api.v1.forms import A_PDF, PDF
from api.v1.models import Answer, Body, Done
from api.v1.sight import within_sight
from domain.errors import Unknown
from domain.registry.clues import (
    CorrectClue,
    EnterClue,
    ReviewClue,
    Reviewed,
    SendClue,
    Verified,
    VerifyClue,
)
from domain.registry.runner import UseCase
from domain.rules.access import Operation
from domain.values.clue import (
    ClueSign,
    ClueSource,
    ClueStage,
    ClueStep,
    Described,
    ReviewOutcome,
    Verification,
)
from domain.values.registration import Disease, Sex
from projections.clues import ClueRow, clue_of, ended_clues, open_clues

router: Final = APIRouter(prefix="/api/v1/clues", tags=["clues"])

OF_CLUES: Final = frozenset({1, 2})
"""The forms of a clue, by their numbers."""

Verifying = Annotated[Acting, acting(Operation.VERIFY_CLUE)]
Looking = Annotated[Asking, asking(Operation.READ_CLUES)]


class ClueBody(Body):
    """Whom a clue is about, as far as it was told, and form 1 (精神行为异常识别清单)."""

    name: Name = Field(title="Name as it was told", examples=["演示线索"])
    sex: Annotated[Sex, code_of(Sex)] = Field(title="Sex", examples=["1"])
    birth_date: str | None = Field(
        None,
        title="Day of birth, or the year",
        pattern=r"^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$",
        examples=["1905"],
    )
    village: Village = Field(title="Village")
    address: Line = Field(title="Where", examples=["演示路9号"])
    phone: Name = Field("", title="Telephone", examples=[""])
    contact: Line = Field("", title="Whom to ask", examples=["演示村主任"])
    source: Annotated[ClueSource, code_of(ClueSource)] = Field(
        title="Who told of it", examples=["committee"]
    )
    signs: list[Annotated[ClueSign, code_of(ClueSign)]] = Field(
        title="Questions of form 1 answered with yes", max_length=9, examples=[[4, 5]]
    )
    entered_on: Day = Field(title="Day it was told", examples=["2026-03-02"])
    remark: Remark = Field("", title="Remark", examples=[""])

    def asked(self) -> EnterClue:
        """Return it in the domain's words."""
        return EnterClue(
            Described(
                name=self.name.strip(),
                sex=self.sex.value,
                birth_date=self.birth_date,
                village=self.village,
                address=self.address,
                phone=self.phone,
                contact=self.contact,
            ),
            self.source,
            frozenset(self.signs),
            self.entered_on,
            self.remark,
        )


class ClueCorrectionBody(Body):
    """Whom a clue is rightly about, and form 1 as it should have been."""

    whom: ClueBody = Field(title="As `enter_clue` takes it; source and day stay")

    def asked(self, clue: UUID) -> CorrectClue:
        """Return it in the domain's words."""
        right = self.whom.asked()
        return CorrectClue(clue, right.whom, right.signs, right.remark)


class VerificationBody(Body):
    """Form 2 (线索调查复核登记表): who looked, and what it came to."""

    verified_on: Day = Field(title="Day of the visit", examples=["2026-03-02"])
    outcome: Annotated[Verification, code_of(Verification)] = Field(
        title="What it came to", examples=["suspected"]
    )
    verifiers: Line = Field(title="Who looked", min_length=1, examples=["演示村医"])
    told_diagnosis: Line = Field("", title="Diagnosis as told", examples=[""])
    remark: Remark = Field("", title="What was seen", examples=[""])

    def form(self) -> Verified:
        """Return it in the domain's words."""
        return Verified(
            verified_on=self.verified_on,
            outcome=self.outcome,
            verifiers=self.verifiers,
            told_diagnosis=self.told_diagnosis,
            remark=self.remark,
        )


class ReviewRequestBody(Body):
    """Where somebody is sent to be diagnosed."""

    hospital: Line = Field(title="Hospital", min_length=1, examples=["演示医院"])
    sent_on: Day = Field(title="Sent on", examples=["2026-03-02"])
    is_higher: bool = Field(
        default=False, title="Whether a higher hospital", examples=[False]
    )


class ReviewBody(Body):
    """A psychiatrist's word; the disease is needed when it is confirmed."""

    outcome: Annotated[ReviewOutcome, code_of(ReviewOutcome)] = Field(
        title="What was said", examples=["confirmed"]
    )
    reviewed_on: Day = Field(title="Diagnosed on", examples=["2026-03-02"])
    hospital: Line = Field(title="Hospital", examples=["演示医院"])
    psychiatrist: Name = Field(title="Psychiatrist", examples=["演示医生"])
    disease: Annotated[Disease, code_of(Disease)] | None = Field(
        None, title="Disease", examples=["schizophrenia"]
    )
    icd10: str = Field("", title="ICD-10 code", max_length=10, examples=["F20"])
    art_30: bool = Field(
        default=False,
        title="Falls under art 30(2)(2) of the Mental Health Law",
        examples=[False],
    )
    remark: Remark = Field("", title="Remark", examples=[""])

    def said(self) -> Reviewed:
        """Return it in the domain's words."""
        return Reviewed(
            outcome=self.outcome,
            reviewed_on=self.reviewed_on,
            hospital=self.hospital,
            psychiatrist=self.psychiatrist,
            disease=self.disease,
            icd10=self.icd10,
            art_30=self.art_30,
            remark=self.remark,
        )


class VerificationAnswer(Answer):
    """What the verification came to."""

    verified_on: date
    outcome: Verification = Field(title="What it came to", examples=["suspected"])
    verifiers: str = Field(title="Who looked")
    told_diagnosis: str = Field(title="Diagnosis as told; hearsay")
    remark: str


class ReviewRequestAnswer(Answer):
    """Where it was sent."""

    hospital: str
    sent_on: date
    is_higher: bool = Field(title="Whether a higher hospital")


class ReviewAnswer(Answer):
    """What a psychiatrist said last."""

    outcome: ReviewOutcome = Field(title="What was said", examples=["confirmed"])
    reviewed_on: date
    hospital: str
    psychiatrist: str
    transcribed: bool = Field(title="Whether copied from the psychiatrist's paper")
    disease: Disease | None
    icd10: str
    art_30: bool
    remark: str


class ClueAnswer(Answer):
    """One clue as it stands: whom it is about, how far it has come, what is next and why."""

    id: UUID
    version: int
    name: str = Field(title="Name as it was told", examples=["演示线索"])
    sex: Sex = Field(title="Sex", examples=["1"])
    birth_date: str | None = Field(title="Day or year of birth", examples=["1905"])
    village: str = Field(title="Village", examples=["990101001001"])
    address: str
    phone: str
    contact: str = Field(title="Whom to ask")
    source: ClueSource = Field(title="Who told of it", examples=["committee"])
    entered_on: date
    signs: list[ClueSign] = Field(title="Questions answered with yes")
    remark: str
    stage: ClueStage = Field(title="How far it has come", examples=["entered"])
    step: ClueStep | None = Field(title="What is next; null once it has ended")
    due_on: date | None = Field(title="By when")
    expires_on: date | None = Field(title="Expires without a diagnosis on")
    because: list[CitedReason] = Field(title="Why that day, and why it expires")
    verification: VerificationAnswer | None
    review_requests: list[ReviewRequestAnswer]
    review: ReviewAnswer | None
    ended_on: date | None
    erased_on: date | None = Field(title="What is known of them is erased from")
    person: UUID | None = Field(title="The person registered from it")

    @classmethod
    def of(cls, key: UUID, row: ClueRow) -> "ClueAnswer":
        """Return a clue's answer."""
        return cls(
            id=key,
            version=row.version,
            name=row.name,
            sex=Sex(row.sex),
            birth_date=row.birth_date,
            village=row.division,
            address=row.address,
            phone=row.phone,
            contact=row.contact,
            source=ClueSource(row.source),
            entered_on=date.fromisoformat(row.entered_on),
            signs=[ClueSign(sign) for sign in row.signs],
            remark=row.remark,
            stage=ClueStage(row.stage),
            step=ClueStep(row.step) if row.step else None,
            due_on=_day(row.due_on),
            expires_on=_day(row.expires_on),
            because=[CitedReason(**why) for why in row.because],
            verification=(VerificationAnswer(**row.verified) if row.verified else None),
            review_requests=[ReviewRequestAnswer(**sent) for sent in row.sent],
            review=_review(row),
            ended_on=_day(row.ended_on),
            erased_on=_day(row.erased_on),
            person=row.person if row.stage == ClueStage.REGISTERED else None,
        )


class CluesAnswer(Answer):
    """One page of clues."""

    position: int = Field(title="Position of the log shown", examples=[1204])
    items: list[ClueAnswer]


class CluesQuery(PageQuery, AsOfQuery):
    """Those something is to be done about, or those that have ended."""

    standing: Literal["open", "ended"] = Field(
        "open", description="`ended`: the newest, until they are erased; one page."
    )


@router.post("", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND)
async def enter_clue(
    body: ClueBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.ENTER_CLUE)],
) -> Done:
    """Enter a clue; without one question of form 1 answered with yes there is none."""
    plain = body.model_dump(mode="json")
    recorded = await acting.run(body.asked(), plain, body.entered_on.isoformat())
    clue = recorded.facts[0].stream
    return done(response, f"/clues/{clue}", clue, recorded)


@router.get("", openapi_extra=QUESTION)
def list_clues(
    query: Annotated[CluesQuery, Query()],
    request: Request,
    response: Response,
    asking: Looking,
) -> CluesAnswer:
    """List clues within sight: by the day of their next step, or the ended ones."""
    key = asking.services.cursor_key
    after = cursors(key, request).open(query.cursor)
    with asking.reading() as opened:
        at = position_of(query, opened)
        if query.standing == "ended":
            found = ended_clues(opened.connection, limit=query.limit, at=at)
        else:
            found = open_clues(
                opened.connection,
                after=_line_of(after) if after else None,
                limit=query.limit + 1,
                at=at,
            )
        page = cut(found, query.limit, _sorted_by)
        opened.saw(row.person for _, row in page.lines)
    link_next(request, response, key, page.after)
    return CluesAnswer(
        position=opened.position if at is None else at,
        items=[ClueAnswer.of(key, row) for key, row in page.lines],
    )


@router.get("/{clue}", openapi_extra=QUESTION)
def read_clue(
    clue: UUID, when: AsOf, response: Response, asking: Looking
) -> ClueAnswer:
    """Show one clue as it stands or stood; the ETag is what a correction must name."""
    with asking.reading() as opened:
        found = clue_of(opened.connection, clue, position_of(when, opened))
        if found is None:
            raise Unknown(kind="clue")
        opened.saw([found.person])
    if when.as_of is None:
        response.headers["ETag"] = etag(found.version)
    return ClueAnswer.of(clue, found)


@router.get(
    "/{clue}/forms/{number}",
    openapi_extra=QUESTION,
    response_class=Response,
    responses=A_PDF,
)
def read_clue_form(clue: UUID, number: int, asking: Looking) -> Response:
    """Return form 1 or 2 of a clue as PDF; a noted look like any other."""
    if number not in OF_CLUES:
        raise Unknown(kind="form")
    by = Printer(asking.principal.name, asking.services.clock())
    with asking.reading() as opened:
        row = clue_of(opened.connection, clue)
        if row is None:
            raise Unknown(kind="clue")
        opened.saw([row.person])
        filled = Filled(facts=opened.log.stream(clue))
        sheet = sheet_of(form_numbered(number), filled, clue, by)
    return Response(printed([sheet], by), media_type=PDF)


@router.put("/{clue}", openapi_extra=CHANGE)
async def correct_clue(
    clue: UUID, body: ClueCorrectionBody, response: Response, acting: Verifying
) -> Done:
    """Put right whom it is about and form 1; what was wrong stays on record."""
    return await _run(body.asked(clue), clue, body, response, acting)


@router.post(
    "/{clue}/verification", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def verify_clue(
    clue: UUID, body: VerificationBody, response: Response, acting: Verifying
) -> Done:
    """Record form 2; without suspicion the clue ends, and is erased a month later."""
    return await _run(VerifyClue(clue, body.form()), clue, body, response, acting)


@router.post(
    "/{clue}/review-requests",
    status_code=status.HTTP_201_CREATED,
    openapi_extra=COMMAND,
)
async def send_clue(
    clue: UUID, body: ReviewRequestBody, response: Response, acting: Verifying
) -> Done:
    """Send it to a psychiatrist; after half a year undiagnosed, to a higher hospital."""
    use_case = SendClue(clue, body.hospital, body.sent_on, body.is_higher)
    return await _run(use_case, clue, body, response, acting)


@router.post(
    "/{clue}/reviews", status_code=status.HTTP_201_CREATED, openapi_extra=COMMAND
)
async def review_clue(
    clue: UUID,
    body: ReviewBody,
    response: Response,
    acting: Annotated[Acting, acting(Operation.REVIEW_CLUE)],
) -> Done:
    """Record a psychiatrist's word: their own, or copied by the county SMI office."""
    return await _run(ReviewClue(clue, body.said()), clue, body, response, acting)


async def _run(
    use_case: UseCase, clue: UUID, body: Body, response: Response, acting: Acting
) -> Done:
    plain = {"clue": str(clue), **body.model_dump(mode="json")}
    with within_sight("clue"):
        recorded = await acting.run(use_case, plain)
    return done(response, f"/clues/{clue}", clue, recorded)


def _review(row: ClueRow) -> ReviewAnswer | None:
    if row.reviewed is None:
        return None
    said: dict[str, Any] = {**row.reviewed, "disease": row.reviewed["disease"] or None}
    return ReviewAnswer(**said)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _line_of(values: tuple[Key, ...]) -> tuple[str, UUID]:
    due_on, key = values
    return str(due_on), UUID(str(key))


def _sorted_by(line: tuple[UUID, ClueRow]) -> tuple[str, str]:
    return line[1].due_on, str(line[0])
