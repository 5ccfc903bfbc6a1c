"""httpx2 over our own door: one request at a time, each on a connection of its own, unless one is to be kept."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from functools import lru_cache

import httpcore2
import httpx2

from kiemtin.net.door import Door


@lru_cache(maxsize=1)
def _believed() -> ssl.SSLContext:
    """The certificates that everybody believes; reading them takes longer than many a request."""
    return httpx2.create_ssl_context(trust_env=False)


class _Body(httpx2.SyncByteStream):
    """A body as it comes from the network."""

    def __init__(self, pieces: httpcore2.Response) -> None:
        self._answer = pieces

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer.iter_stream()
        except (httpcore2.ProtocolError, httpcore2.NetworkError, httpcore2.TimeoutException) as error:
            raise httpx2.ReadError(str(error)) from error

    def close(self) -> None:
        """End the connection."""
        self._answer.close()


class Transport(httpx2.BaseTransport):
    """Sends requests through a ``Door``."""

    def __init__(self, door: Door, certificates: ssl.SSLContext | None, *, keep: int = 0) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=certificates or _believed(),
            max_keepalive_connections=keep,
            network_backend=door,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, its body still to be read."""
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        ours = httpcore2.Request(
            request.method,
            url,
            headers=request.headers.raw,
            content=request.read(),
            extensions=request.extensions,
        )
        try:
            answer = self._pool.handle_request(ours)
        except (httpcore2.ProtocolError, httpcore2.NetworkError, httpcore2.TimeoutException) as error:
            raise httpx2.ReadError(str(error)) from error
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """End every connection."""
        self._pool.close()
