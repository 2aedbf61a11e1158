"""Bounded HTTP to a chat model: one total time for connecting, sending and receiving, and a cap on what is received.

The read timeout of an HTTP client starts anew with every byte, so a server that drips one byte a second would hold a
job for hours. Here the read timeout of a request is the total time; a watchdog shuts the socket down when it is over.
"""

import socket
import threading
import time
from typing import Any

import httpx2

LARGEST_ANSWER = 1_000_000
"""Bytes of one HTTP answer."""
CONNECT_SECONDS = 10.0
"""Longest wait for a connection."""


class AnswerTooLarge(Exception):
    """The server sends more than `LARGEST_ANSWER` bytes, or packed bytes nobody asked for."""


class _Watchdog:
    """Shuts down the socket of a request when its time is over."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> "_Watchdog":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Hear of every connection made for the request (httpcore's `trace` extension)."""
        stream = info.get("return_value")
        if event.endswith(("connect_tcp.complete", "start_tls.complete")) and stream is not None:
            self._sockets.append(stream.get_extra_info("socket"))

    def _expire(self) -> None:
        self.expired = True
        for one in reversed(self._sockets):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:  # already closed, or handed over to TLS
                continue


class BoundedTransport(httpx2.BaseTransport):
    """Sends one request at a time per call and reads its whole answer, within its time and its size."""

    def __init__(self) -> None:
        self._inner = httpx2.HTTPTransport(limits=httpx2.Limits(max_keepalive_connections=0))

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the answer, wholly read.

        Raises:
            httpx2.ReadTimeout: the total time is over.
            httpx2.TransportError: the connection failed.
            AnswerTooLarge: the answer is over the cap.
        """
        total = float(request.extensions["timeout"]["read"])
        ends = time.monotonic() + total
        with _Watchdog(total) as watchdog:
            request.extensions = {**request.extensions, "trace": watchdog.trace}
            try:
                return self._read(self._inner.handle_request(request), ends)
            except httpx2.TransportError as error:
                if watchdog.expired or time.monotonic() >= ends:
                    raise httpx2.ReadTimeout("the total time is over") from error
                raise

    def _read(self, response: httpx2.Response, ends: float) -> httpx2.Response:
        body = bytearray()
        try:
            if response.headers.get("content-encoding", "identity") != "identity":
                raise AnswerTooLarge("the answer is packed")  # its unpacked size cannot be bounded here
            for chunk in response.stream:  # type: ignore[union-attr]
                body += chunk
                if len(body) > LARGEST_ANSWER:
                    raise AnswerTooLarge(f"the answer is over {LARGEST_ANSWER} bytes")
                if time.monotonic() > ends:
                    raise httpx2.ReadTimeout("the total time is over")
        finally:
            response.close()
        return httpx2.Response(response.status_code, headers=response.headers, content=bytes(body))

    def close(self) -> None:
        """Close all connections."""
        self._inner.close()


def bounded_client() -> httpx2.Client:
    """Return a client that follows no redirect, uses no proxy of the environment and asks for plain bytes."""
    return httpx2.Client(transport=BoundedTransport(), headers={"accept-encoding": "identity"}, trust_env=False)


def timeout(seconds: float) -> httpx2.Timeout:
    """Return the timeouts of one request that may take `seconds` in total."""
    return httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
