"""Signs what a webhook brings, as Standard Webhooks 1.0 has it (`v1`, HMAC-SHA256).

A secret is derived from the site's key, the office and the id its fact keeps; it is stored
nowhere and shown to whoever makes it, once.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

PREFIX: Final = "whsec_"


def secret_of(key: bytes, office: UUID, secret: str) -> bytes:
    """Return an office's secret by its id."""
    return hmac.digest(key, f"{office}/{secret}".encode(), hashlib.sha256)


def shown(secret: bytes) -> str:
    """Return a secret as its receiver puts it in."""
    return PREFIX + base64.b64encode(secret).decode()


def signed(
    secrets: Sequence[bytes], id_: UUID, at: datetime, body: bytes
) -> dict[str, str]:
    """Return the headers of a body; each secret in use signs it."""
    stamp = str(int(at.timestamp()))
    content = f"{id_}.{stamp}.".encode() + body
    signatures = [
        "v1," + base64.b64encode(hmac.digest(s, content, hashlib.sha256)).decode()
        for s in secrets
    ]
    return {
        "webhook-id": str(id_),
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def list_token(secret: bytes) -> str:
    """Return what a receiver's own list is asked for with, by who knows its secret (D-PR2)."""
    return hmac.new(secret, b"ids", hashlib.sha256).hexdigest()
