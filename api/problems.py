"""Refusals as answers: a problem document for systems, a page for people (RFC 9457).

`STATUS_OF` gives every refusal its status and `/problems/NAME` explains each. No answer
repeats what was sent: only places (JSON pointers, names of parameters) are named.
"""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api import refusals
from api.language import Language, language_of, msg
from domain import errors
from domain.errors import Refused

STATUS_OF: Final[dict[type[Refused], int]] = {
    errors.Unknown: 404,
    errors.PaperEntered: 409,
    errors.Unreadable: 410,
    errors.ProgramTooOld: 500,
    errors.ChangedMeanwhile: 412,
    errors.SeenVersionMissing: 428,
    errors.CommandIdReused: 422,
    errors.TooManyAtOnce: 503,
    errors.ReasonNeeded: 409,
    errors.AlreadyTaken: 409,
    errors.OfficeIsClosed: 409,
    errors.AddressNotUsable: 409,
    errors.NoticeIsClosed: 409,
    errors.NotYetAccepted: 409,
    errors.WaitsForSecondPerson: 409,
    errors.NothingEnteredOnBehalf: 409,
    errors.SlipCodeUnknown: 409,
    errors.NotOnDuty: 409,
    errors.NotUrged: 409,
    errors.NothingToRedeliver: 409,
    errors.GradeOutOfRange: 409,
    errors.VisitInTheFuture: 409,
    errors.VisitBeforeRegistration: 409,
    errors.ClassNeeded: 409,
    errors.DueDayNeeded: 409,
    errors.NothingChecked: 409,
    errors.UnderGradingUnanswered: 409,
    errors.NothingToConfirm: 409,
    errors.NothingAnswered: 409,
    errors.ClueIsClosed: 409,
    errors.DangerReportIsOver: 409,
    errors.ClueNotConfirmed: 409,
    errors.PsychiatristNeeded: 409,
    errors.NotACase: 409,
    errors.NotReported: 409,
    errors.AlreadyLeft: 409,
    errors.NotLost: 409,
    errors.NotAway: 409,
    errors.NoOpinion: 409,
    errors.NoLoweringAsked: 409,
    errors.AlreadyLockedUp: 409,
    errors.NotLockedUp: 409,
    errors.SymptomTextNeeded: 409,
    errors.RemindAgainOutOfRange: 409,
    errors.NameNeeded: 409,
    errors.IdNumberInvalid: 409,
    errors.PossiblyOnRecord: 409,
    errors.GuardianMustSign: 409,
    errors.NoGuardian: 409,
    errors.ValidityReversed: 409,
    errors.CertificateNeeded: 422,
    errors.DecisionNeeded: 422,
    errors.CallBackNeeded: 409,
    errors.ReviewIsClosed: 409,
    errors.NotReturned: 409,
    errors.ExclusionNotProposed: 409,
    errors.NotExcluded: 409,
    errors.NotYetGiven: 409,
    errors.OverrideOutOfBounds: 409,
    errors.NotReplayed: 409,
    errors.OverrideInThePast: 409,
    errors.YearNotWhole: 409,
    errors.MedicineNotNamed: 409,
    errors.DoseUnreadable: 409,
    errors.DoseContradictory: 409,
    errors.NotAnInjection: 409,
    errors.IntervalNeeded: 409,
    errors.InjectionOnRecord: 409,
    errors.HandoverOpen: 409,
    errors.NoSuchOffer: 409,
    errors.AlreadyResponsible: 409,
    errors.NotAUnit: 409,
    errors.OutOfItsArea: 409,
    errors.ActingUnitNeeded: 409,
    errors.QuantityUnreadable: 409,
    errors.StockTooLow: 409,
    errors.BatchExpired: 409,
    errors.DaysNeeded: 409,
    errors.ReceiverNeeded: 409,
    errors.NotInProgramme: 409,
    errors.AnotherMedicine: 409,
    errors.NothingDelivered: 409,
    errors.MinutesUnreadable: 409,
    errors.StepNotOpen: 409,
    errors.HandOutOnRecord: 409,
    errors.HandedOutElsewhere: 409,
    errors.TooMuchReturned: 409,
    errors.InstitutionNeeded: 409,
    errors.ReferralIsOver: 409,
    errors.NotYetReceived: 409,
    errors.BeforeItWasSent: 409,
    errors.BedIsAnswered: 409,
    errors.AlreadyInHospital: 409,
    errors.NotInHospital: 409,
    errors.EmergencyIsClosed: 409,
    errors.DisposalNeeded: 409,
    errors.EmergencyRecordMissing: 409,
    errors.SignerNeeded: 409,
    errors.WatchNeeded: 409,
    errors.ExplanationNeeded: 409,
    errors.AdmissionNotLawful: 409,
    errors.NothingToWithdraw: 409,
    errors.UseStopped: 409,
    errors.DivisionsDiffer: 409,
    errors.NotAllowed: 403,
    errors.WitnessNeeded: 409,
    errors.SecondPersonRetracts: 409,
    errors.ErasureNotProposed: 409,
    errors.SameRecord: 409,
    errors.RecordMerged: 409,
    errors.MergeNotProposed: 409,
    errors.NotMerged: 409,
    errors.NotRetractable: 409,
    refusals.NotFound: 404,
    refusals.MethodNotAllowed: 405,
    refusals.Malformed: 422,
    refusals.Unparsable: 400,
    refusals.TooLarge: 413,
    refusals.WrongMediaType: 415,
    refusals.NotSignedIn: 401,
    refusals.SignInFailed: 401,
    refusals.TooManyTries: 429,
    refusals.NotEncrypted: 403,
    refusals.UnknownPurpose: 400,
    refusals.CrossSite: 403,
    refusals.IdempotencyKeyMissing: 400,
    refusals.IfMatchMalformed: 400,
    refusals.CursorMalformed: 400,
    refusals.Busy: 503,
    refusals.Broken: 500,
}
"""The status of each refusal. 409 is the domain's word, 422 stays with malformed requests
(and a command id used twice, as the draft on Idempotency-Key asks)."""

TITLES: Final[Mapping[int, str]] = {
    400: msg("Bad request"),
    401: msg("Not signed in"),
    403: msg("Not allowed"),
    404: msg("Not found"),
    405: msg("Method not allowed"),
    409: msg("Not possible as things stand"),
    410: msg("Erased"),
    412: msg("Changed meanwhile"),
    413: msg("Too large"),
    415: msg("Wrong media type"),
    422: msg("Not as expected"),
    428: msg("Version missing"),
    429: msg("Too many attempts"),
    500: msg("A fault of ours"),
    503: msg("Busy at the moment"),
}
"""What each status is called."""

WAIT_SECONDS: Final = 2
"""When to come back after 503: a batch is written within milliseconds, a process is back
within five seconds."""

Fault = Mapping[str, str]
"""One place in a request that is not as expected, and what was expected there."""


def name_of(kind: type[Refused]) -> str:
    """Return a refusal's name in its `type` address; it never changes once given."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


def problem(
    refusal: Refused, language: Language, request_id: str, faults: Sequence[Fault] = ()
) -> dict[str, Any]:
    """Return the problem document of a refusal; of a merged record it names the survivor."""
    status = STATUS_OF[type(refusal)]
    document: dict[str, Any] = {
        "type": f"/problems/{name_of(type(refusal))}",
        "title": language.text(TITLES[status]),
        "status": status,
        "detail": language.text(refusal.message, **refusal.details),
        "request_id": request_id,
    }
    if faults:
        document["errors"] = list(faults)
    if survivor := refusal.details.get("survivor"):
        document["survivor"] = survivor
    return document


def headers_of(refusal: Refused) -> dict[str, str]:
    """Return the headers a refusal carries: when to come back, how to sign in."""
    status = STATUS_OF[type(refusal)]
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        return {"Retry-After": str(refusal.details.get("retry_after", WAIT_SECONDS))}
    if status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": 'Bearer realm="suian"'}
    return {}


def answer(
    request: Request, refusal: Refused, faults: Sequence[Fault] = ()
) -> Response:
    """Return a refusal as a problem document in the asker's language."""
    language = language_of(request)
    return JSONResponse(
        problem(refusal, language, request.scope.get("request_id", ""), faults),
        status_code=STATUS_OF[type(refusal)],
        headers={**headers_of(refusal), "Content-Language": language.tag},
        media_type="application/problem+json",
    )
