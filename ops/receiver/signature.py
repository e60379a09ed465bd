"""Whether a call comes from the sender: Standard Webhooks, with rotation of the secret."""

import hmac
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

TOLERANCE: Final = timedelta(minutes=5)
"""How far the sender's clock may be from ours: an older call was kept by somebody."""
PREFIX: Final = "whsec_"
VERSION: Final = "v1"


class NotGenuine(Exception):
    """The call is not the sender's, or too old to be believed; its text says which."""


def verify(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime
) -> str:
    """Return the id of a genuine message; raise `NotGenuine` otherwise.

    While a secret is being replaced give both: one signature by either is enough.
    """
    named = {name.lower(): text for name, text in headers.items()}
    message, sent = named.get("webhook-id", ""), named.get("webhook-timestamp", "")
    if not message or not sent.isascii() or not sent.isdigit():
        raise NotGenuine("headers are missing")
    if abs(now.timestamp() - int(sent)) > TOLERANCE.total_seconds():
        raise NotGenuine("too old, or a clock is wrong")
    given = [
        signature
        for version, _, signature in (
            each.partition(",") for each in named.get("webhook-signature", "").split()
        )
        if version == VERSION
    ]
    expected = [sign(secret, message, sent, body) for secret in secrets]
    if not any(
        hmac.compare_digest(one.encode(), other.encode())
        for one in given
        for other in expected
    ):
        raise NotGenuine("signed by nobody we know")
    return message


def sign(secret: str, message: str, sent: str, body: bytes) -> str:
    """Return the signature of a body sent under an id at a moment (seconds since 1970)."""
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except Error:
        raise ValueError("a secret is whsec_ and base64") from None
    signed = b".".join((message.encode(), sent.encode(), body))
    return b64encode(hmac.digest(key, signed, sha256)).decode()


def list_token(secret: str) -> str:
    """Return what who knows the secret asks for our list with (`GET /ids`)."""
    key = b64decode(secret.removeprefix(PREFIX), validate=True)
    return hmac.new(key, b"ids", sha256).hexdigest()
