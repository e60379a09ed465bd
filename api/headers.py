"""The headers every answer carries: what a browser may do with it, and that none keeps it."""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import Scope

STATIC: Final = "/static/"

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; "  # Bootstrap draws its arrows and ticks so
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)

ALWAYS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # "no-referrer" would make a form's Origin "null" and its check impossible.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

STRICT_TRANSPORT: Final = "max-age=31536000; includeSubDomains"
"""OWASP ASVS 5.0.0, 3.4.1: at least a year."""


def dress(headers: MutableHeaders, scope: Scope, request_id: str) -> None:
    """Add to an answer what every answer carries."""
    for name, value in ALWAYS.items():
        headers[name] = value
    headers["X-Request-ID"] = request_id
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    is_file = scope["path"].startswith(STATIC)
    headers["Cache-Control"] = "public, max-age=3600" if is_file else "no-store"
