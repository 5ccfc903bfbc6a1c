"""The one place where connections are opened: a name is looked up once, judged, and connected to as it was judged."""

from __future__ import annotations

import ipaddress
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore2

from kiemtin.errors import OutOfReach, Refused
from kiemtin.net.destinations import Address, Reach, reach_of
from kiemtin.net.limits import MAX_ADDRESSES

Resolver = Callable[[str], Sequence[str]]
"""The addresses of a name, as text; raises ``OSError`` where it has none."""


def system_resolver(name: str) -> list[str]:
    """The addresses that this machine knows for ``name``."""
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Clock:
    """Counts down the seconds of one fetch."""

    def __init__(self, seconds: float, silence: float) -> None:
        self.start(seconds, silence)

    def start(self, seconds: float, silence: float) -> None:
        """Count anew, for the next request over the same connection."""
        self._end, self._silence = time.monotonic() + seconds, silence

    def next_wait(self) -> float:
        """Seconds that the next step may take; raises ``OutOfReach`` where none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise OutOfReach("missing.too-slow")
        return min(left, self._silence)


@dataclass(frozen=True, slots=True)
class Target:
    """A host and port to connect to, and whether it may lie in the operator's own network, or must."""

    host: str
    port: int
    may_be_own: bool
    must_be_own: bool = False


class Door(httpcore2.NetworkBackend):
    """Connects to judged addresses only, and lets no step take longer than the clock allows.

    Every address of a name is judged before any is connected to; a name's addresses are looked up once for all of a
    fetch, so that no later answer of its servers (DNS rebinding) changes them.
    """

    def __init__(self, resolver: Resolver, clock: Clock) -> None:
        self._resolver, self._clock = resolver, clock
        self._known: dict[str, tuple[Address, ...]] = {}
        self.target: Target | None = None
        """What the request under way may connect to; nothing else is."""

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *rest: Any, **options: Any
    ) -> httpcore2.NetworkStream:
        """A connection to the target; ``OutOfReach`` where none of its addresses answers."""
        if self.target is None or (host, port) != (self.target.host, self.target.port):
            raise Refused("refused.not-public", name=host)
        return _Timed(self.connect(self.target), self._clock)

    def connect(self, target: Target) -> socket.socket:
        """A plain connection to ``target``, for what speaks no HTTP; raises as ``connect_tcp``."""
        for address in self._judged(target):
            try:
                raw = socket.create_connection((str(address), target.port), self._clock.next_wait())
            except OSError:
                continue
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return raw
        raise OutOfReach("missing.no-answer", name=target.host)

    def forget(self) -> None:
        """Look names up again when the next connection is opened, and judge what they lead to by then."""
        self._known.clear()

    def _judged(self, target: Target) -> tuple[Address, ...]:
        addresses = self._known.get(target.host)
        if addresses is None:
            addresses = self._known[target.host] = self._looked_up(target.host)
        for address in addresses:
            reach = reach_of(address)
            if reach is Reach.NOBODY or (reach is Reach.OWN and not target.may_be_own):
                raise Refused("refused.not-public", name=target.host)
            if target.must_be_own and reach is not Reach.OWN:
                raise Refused("refused.readable-on-its-way", name=target.host)
        return addresses

    def _looked_up(self, host: str) -> tuple[Address, ...]:
        """The addresses of ``host``. The system's look-up knows no time limit, so it runs beside us."""
        found: list[Sequence[str]] = []

        def look_up() -> None:
            try:
                found.append(self._resolver(host))
            except (OSError, UnicodeError):
                found.append(())

        try:
            return (ipaddress.ip_address(host.strip("[]")),)
        except ValueError:
            beside = threading.Thread(target=look_up, daemon=True)
        beside.start()
        beside.join(self._clock.next_wait())
        if not found:
            raise OutOfReach("missing.too-slow")
        if not found[0]:
            raise OutOfReach("missing.no-such-name", name=host)
        return tuple(map(ipaddress.ip_address, found[0][:MAX_ADDRESSES]))


class _Timed(httpcore2.NetworkStream):
    """A connection each of whose steps is within the clock of its fetch."""

    def __init__(self, raw: socket.socket, clock: Clock) -> None:
        self._raw, self._clock = raw, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes, none at the end."""
        self._raw.settimeout(self._clock.next_wait())
        with _as_ours():
            return self._raw.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send ``buffer``."""
        self._raw.settimeout(self._clock.next_wait())
        with _as_ours():
            self._raw.sendall(buffer)

    def close(self) -> None:
        """End the connection."""
        self._raw.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same connection encrypted, its certificate proven for the name."""
        self._raw.settimeout(self._clock.next_wait())
        try:
            return _Timed(ssl_context.wrap_socket(self._raw, server_hostname=server_hostname), self._clock)
        except (OSError, ValueError) as error:
            self._raw.close()
            if isinstance(error, TimeoutError):
                raise OutOfReach("missing.too-slow") from error
            raise OutOfReach("missing.no-secure-connection", name=server_hostname or "") from error

    def get_extra_info(self, info: str) -> Any:
        """What the connection pool asks about a connection."""
        if info == "ssl_object":
            return self._raw if isinstance(self._raw, ssl.SSLSocket) else None
        if info == "is_readable":  # an idle connection that has something to say is one that the server has ended
            return bool(select.select([self._raw], [], [], 0)[0])
        return self._raw if info == "socket" else None


class _as_ours:  # noqa: N801 - used like a function
    """Failures of a connection under way as errors of ours."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if isinstance(error, TimeoutError):
            raise OutOfReach("missing.too-slow") from error
        if isinstance(error, OSError):
            raise OutOfReach("missing.broken-off") from error
