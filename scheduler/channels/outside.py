"""Reaches an address outside, and nothing inside: no private network, no redirect.

A name is resolved once, every address it has is checked, and the connection goes to a
checked one: a name that answers otherwise the next moment changes nothing (DNS rebinding).
The answer is cut off at a bound, and the whole journey at a time.
"""

import re
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from threading import Timer
from typing import Final
from urllib.parse import SplitResult, urlsplit

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

STEP: Final = 5.0
"""Seconds one step (connecting, a read) may take."""
JOURNEY: Final = 8.0
"""Seconds all of it may take."""
MOST_ANSWERED: Final = 64 * 1024
"""Bytes of an answer that are read; what comes after is nobody's business."""
TUNNELS: Final = tuple(
    ip_network(each)
    for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
"""IPv6 addresses with another one inside, which could be any."""
EVERYWHERE: Final = (ip_network("0.0.0.0/0"), ip_network("::/0"))
"""What an address of the operator's own may lie in."""
_SECONDS: Final = re.compile("[0-9]{1,6}", re.ASCII)


class NotReached(Exception):
    """Nothing came back; `reason` is a short name."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the status, the bounded body, and how long to leave it alone."""

    status: int
    body: bytes
    retry_after: timedelta | None = None


def resolved(host: str, port: int) -> list[str]:
    """Return every address a name has, as the system's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


@cache
def _believed() -> ssl.SSLContext:
    """Return the system's certificates, read once: reading them costs more than a call."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Outside:
    """The world beyond this installation; `allowed` are inner networks the operator opened."""

    allowed: Sequence[Network] = ()
    resolve: Resolve = resolved
    context: ssl.SSLContext | None = None
    """Which certificates are believed; left out, the system's."""

    def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> Answered:
        """Send a body and return the answer; raise `NotReached`, never follow a redirect."""
        parts = urlsplit(url)
        connection = self._connection(parts)
        watch = Timer(JOURNEY, connection.cut)
        watch.start()
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(method, path, body, dict(headers))
            answered = _answered(connection.getresponse())
        except TimeoutError:
            raise NotReached("timed_out") from None
        except ssl.SSLError:
            raise NotReached("no_trust") from None
        except (OSError, HTTPException) as problem:
            reason = "timed_out" if connection.is_cut else type(problem).__name__
            raise NotReached(reason) from None
        finally:
            watch.cancel()
            connection.close()
        if connection.is_cut:
            raise NotReached("timed_out")
        return answered

    def _connection(self, parts: SplitResult) -> "_Pinned":
        host = parts.hostname or ""
        is_secure = parts.scheme == "https"
        port = parts.port or (443 if is_secure else 80)
        address = self.checked(host, port)
        if not is_secure and not address.is_loopback:
            raise NotReached("not_encrypted")
        context = (self.context or _believed()) if is_secure else None
        return _Pinned(host, port, address, context)

    def checked(self, host: str, port: int) -> Address:
        """Return an address of a host; refuse a host any of whose addresses is inside."""
        try:
            found = [
                ip_address(each.split("%")[0]) for each in self.resolve(host, port)
            ]
        except (OSError, UnicodeError, ValueError):
            raise NotReached("name_unknown") from None
        if not found:
            raise NotReached("name_unknown")
        if not all(self._may_go_to(each) for each in found):
            raise NotReached("address_not_allowed")
        return found[0]

    def _may_go_to(self, address: Address) -> bool:
        inner = getattr(address, "ipv4_mapped", None) or address
        if any(inner in network for network in self.allowed):
            return True
        is_tunnel = any(inner in network for network in TUNNELS)
        return inner.is_global and not inner.is_multicast and not is_tunnel


class _Pinned(HTTPConnection):
    """A connection to one checked address, whatever its host's name means by now."""

    def __init__(
        self, host: str, port: int, address: Address, context: ssl.SSLContext | None
    ) -> None:
        super().__init__(host, port, timeout=STEP)
        self.default_port = 443 if context else 80
        self.is_cut = False
        self._address = str(address)
        self._context = context
        self._line: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the checked address, under the host's own name."""
        line = self._line = socket.create_connection((self._address, self.port), STEP)
        if self._context:
            line = self._line = self._context.wrap_socket(
                line, server_hostname=self.host
            )
        self.sock = line

    def cut(self) -> None:
        """End it from another thread: the journey took too long."""
        self.is_cut = True
        if self._line:
            try:
                self._line.shutdown(socket.SHUT_RDWR)
            except OSError:
                self._line.close()


def _answered(response: HTTPResponse) -> Answered:
    after = response.getheader("Retry-After", "")
    wait = timedelta(seconds=int(after)) if _SECONDS.fullmatch(after) else None
    return Answered(response.status, response.read(MOST_ANSWERED), wait)
