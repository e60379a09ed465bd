"""Clients that cost little: each keeps one connection and asks again when answered."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

HEAD_END: Final = b"\r\n\r\n"
LENGTH: Final = b"content-length:"


@dataclass(slots=True)
class Answers:
    """How long each answer took, in seconds, and how many had another status."""

    seconds: list[float] = field(default_factory=list[float])
    others: dict[int, int] = field(default_factory=dict[int, int])
    took: float = 0.0
    worked: float = 0.0
    """Seconds the answering process worked, which other processes do not lengthen."""

    @property
    def rate(self) -> float:
        """Return the answers a second."""
        return len(self.seconds) / self.took


class _Client(asyncio.Protocol):
    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(HEAD_END)
        if end < 0 or self._answer is None:
            return
        head = self._buffer[:end].lower()
        start = head.find(LENGTH) + len(LENGTH)
        body = end + len(HEAD_END)
        whole = body + int(head[start : head.find(b"\r", start)])
        if len(self._buffer) >= whole:
            text, self._buffer = self._buffer[body:whole], self._buffer[whole:]
            self._answer.set_result((int(head[9:12]), text))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError())

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        self._answer = asyncio.get_running_loop().create_future()
        if self._transport is None:
            raise ConnectionError
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        if self._transport:
            self._transport.close()


def post(path: str, body: bytes, **headers: str) -> bytes:
    """Return a request's bytes; headers are named with `_` for `-`."""
    lines = [
        f"POST {path} HTTP/1.1",
        "host: 127.0.0.1",
        "content-type: application/json",
        f"content-length: {len(body)}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + HEAD_END + body


def once(port: int, request: bytes) -> tuple[int, bytes]:
    """Ask once; return status and body."""

    async def asking() -> tuple[int, bytes]:
        client = await _connected(port)
        try:
            return await client.ask(request)
        finally:
            client.close()

    return asyncio.run(asking())


def crowd(
    port: int, requests: Iterator[bytes], clients: int, seconds: float, expected: int
) -> Answers:
    """Let so many clients ask for so long, each one request after the other."""
    return asyncio.run(_crowd(port, requests, (clients, seconds, expected)))


async def _crowd(
    port: int, requests: Iterator[bytes], asked: tuple[int, float, int]
) -> Answers:
    count, seconds, expected = asked
    answers = Answers()
    clients = [await _connected(port) for _ in range(count)]
    began = perf_counter()

    async def ask_on(client: _Client) -> None:
        while (sent := perf_counter()) < began + seconds:
            status, _ = await client.ask(next(requests))
            if status == expected:
                answers.seconds.append(perf_counter() - sent)
            else:
                answers.others[status] = answers.others.get(status, 0) + 1

    await asyncio.gather(*map(ask_on, clients))
    answers.took = perf_counter() - began
    _close(clients)
    return answers


def _close(clients: Sequence[_Client]) -> None:
    for client in clients:
        client.close()


async def _connected(port: int) -> _Client:
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(_Client, "127.0.0.1", port)
    return client
