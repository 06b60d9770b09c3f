"""Who may see the maintainer's pages: a secret compared in constant time, and a lock-out."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

# So many wrong secrets from one address within the window, and it has to wait that long.
ATTEMPTS = 5
WINDOW = 15 * 60.0
# An attacker with many addresses meets a second, wider bound over all of them.
ATTEMPTS_ALL = 200
ADDRESSES = 10_000
EVERYBODY = ""
# Providers give a customer a /64 at least, so its addresses count as one.
IPV6_NETWORK = 64
SESSION_SECONDS = 60 * 60


class Lock:
    """Counts wrong secrets by address, in memory, for a quarter of an hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, list[float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Seconds until this address may try again; 0 for now."""
        return max(self._left(_network(address), ATTEMPTS), self._left(EVERYBODY, ATTEMPTS_ALL))

    def failed(self, address: str) -> None:
        """Count a wrong secret."""
        now = self._clock()
        for who, most in ((_network(address), ATTEMPTS), (EVERYBODY, ATTEMPTS_ALL)):
            self._failures[who] = [*self._recent(who), now][-most:]
            self._failures.move_to_end(who)
        while len(self._failures) > ADDRESSES:
            self._failures.popitem(last=False)

    def passed(self, address: str) -> None:
        """Forget an address's wrong secrets."""
        self._failures.pop(_network(address), None)

    def _left(self, who: str, most: int) -> int:
        recent = self._recent(who)
        return int(recent[-1] + WINDOW - self._clock()) + 1 if len(recent) >= most else 0

    def _recent(self, who: str) -> list[float]:
        since = self._clock() - WINDOW
        return [moment for moment in self._failures.get(who, []) if moment > since]


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, IPV6_NETWORK), strict=False))
    return address


class Sessions:
    """Cookies that say when they end, signed with the secret: any replica can check them."""

    seconds = SESSION_SECONDS

    def __init__(self, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._digest = hashlib.sha256(secret.encode()).digest()
        # The signing key is not the secret's digest itself, and ends with the secret.
        self._key = hmac.digest(secret.encode(), b"ethics admin session", "sha256")
        self._clock = clock

    def is_secret(self, given: str) -> bool:
        """Whether this is the secret, in a time that tells nothing about it."""
        digest = hashlib.sha256(given.encode("utf-8", "replace")).digest()
        return hmac.compare_digest(digest, self._digest)

    def issue(self) -> str:
        """A cookie that is valid from now on for `seconds`."""
        ends = str(int(self._clock()) + self.seconds)
        return f"{ends}.{self._signature(ends)}"

    def valid(self, cookie: str) -> bool:
        """Whether a cookie is ours and has not ended."""
        ends, _, signature = cookie.partition(".")
        right = hmac.compare_digest(
            signature.encode("utf-8", "replace"), self._signature(ends).encode()
        )
        return right and int(ends) > self._clock()

    def _signature(self, ends: str) -> str:
        return hmac.new(self._key, ends.encode("utf-8", "replace"), "sha256").hexdigest()
