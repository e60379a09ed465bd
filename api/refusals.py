"""What the interface itself refuses, before any use case is asked."""

from domain.errors import Refused


class NotFound(Refused):
    """Nothing is at this address."""

    message = "There is nothing at this address. Check it, or start from the home page."


class MethodNotAllowed(Refused):
    """The address exists and does not take this method."""

    message = "This address does not take this kind of request."


class Malformed(Refused):
    """The request does not have the form that was asked for; `errors` say where."""

    message = "The request is not in the form expected. Correct the places listed."


class Unparsable(Refused):
    """The request could not be parsed at all."""

    message = "The request could not be read."


class TooLarge(Refused):
    """The body is longer than any request needs."""

    message = "The request is too large: at most {limit} bytes."


class WrongMediaType(Refused):
    """The body is of another media type."""

    message = "Send the request as {expected}."


class NotSignedIn(Refused):
    """There is no session, or it has ended."""

    message = "Sign in first; a session ends after a while without use."


class SignInFailed(Refused):
    """Name and password do not belong together; which of them is wrong is not said."""

    message = "The name or the password is not right."


class TooManyTries(Refused):
    """Too many sign-ins were tried for this account or from this address."""

    message = "Too many attempts to sign in. Try again in {retry_after} seconds."


class NotEncrypted(Refused):
    """Somebody would sign in over plain http from another machine."""

    message = "Open this address with https:// to sign in."


class UnknownPurpose(Refused):
    """The purpose named in X-Purpose is none of those known."""

    message = "X-Purpose names no known purpose."


class CrossSite(Refused):
    """A form was sent from another site, or its page is too old."""

    message = (
        "This page is out of date or came from elsewhere. Load it again and repeat."
    )


class IdempotencyKeyMissing(Refused):
    """A command came without an id of its own."""

    message = "Send an Idempotency-Key: a new UUID for each new command."


class IfMatchMalformed(Refused):
    """If-Match holds something that is no version."""

    message = "If-Match takes one version as it came in ETag, for example {example}."


class CursorMalformed(Refused):
    """A cursor was made up, or belongs to another question."""

    message = (
        "This cursor does not belong to this list. Start again from the first page."
    )


class Busy(Refused):
    """Something the answer needs is not reachable at the moment."""

    message = "The system is busy or starting. Nothing was lost; try again shortly."


class Broken(Refused):
    """A fault of ours."""

    message = "Something went wrong on our side. It has been noted; try again later."
