"""One turn of a conversation: taken once, answered, sent, counted; its faults end here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal

from bot.handlers.errors import StoreAwayError, UserFacingError
from bot.handlers.messages import Reply
from bot.handlers.ports import Claim, Observer, Platform, TurnKind, TurnOutcome
from bot.handlers.replies import navigation, notices

# What is to be said; None where it was done and shown already, such as a form that was opened.
Make = Callable[[], Awaitable[Reply | None]]
Send = Callable[[Reply], Awaitable[object]]
# Told to the asker alone, wherever they asked.
PRIVATE = ("gate", "personal", "limit", "fault")


class NotSentError(Exception):
    """The platform did not take a reply.

    It does not let us write there (`refused`), it waits no longer for this one (`late`), or
    another process has answered (`taken`).
    """

    def __init__(self, outcome: Literal["refused", "late", "taken"]) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class Turns:
    """Runs the turns of one door."""

    def __init__(
        self,
        platform: Platform,
        observer: Observer,
        claim: Claim | None,
        clock: Callable[[], float],
    ) -> None:
        self._platform = platform
        self._observer = observer
        self._claim = claim
        self._clock = clock

    async def run(
        self,
        kind: TurnKind | None,
        make: Make,
        send: Send,
        tell: Send | None = None,
        *,
        key: str = "",
    ) -> None:
        """Make a reply, send it, and count how that ended and how long it took.

        `kind` is None for what nobody asked: it is guarded like the rest, and not counted.
        `send` draws and sends where it was asked; `tell`, if that is another place, reaches the
        asker alone: it takes faults, limits, what is personal, and answers that may not stand
        where they were asked for. Both raise `NotSentError` for what the platform does not take.
        `key` names the event, so that of several deliveries only one is answered.
        """
        began = self._clock()
        if key and not await self._first(key):
            self._observer.redelivered(self._platform)
            return
        outcome = await self._outcome(make, send, tell or send)
        if kind is not None:
            self._observer.answered(self._platform, kind, outcome, self._clock() - began)

    async def _first(self, key: str) -> bool:
        """Whether nobody took this event before. Without a database, twice is better than never."""
        if self._claim is None:
            return True
        try:
            return await self._claim(key)
        except StoreAwayError:
            return True
        except Exception as error:  # noqa: BLE001 - see above
            self._observer.incident(self._platform, error)
            return True

    async def _outcome(self, make: Make, send: Send, tell: Send) -> TurnOutcome:
        try:
            reply = await make()
            if reply is None:
                return "command"
            try:
                await (tell if reply.kind in PRIVATE else send)(reply)
            except NotSentError as error:
                if error.outcome != "refused" or tell is send:
                    raise
                await tell(notices.answered_elsewhere(reply))
                return "refused"
        except NotSentError as error:
            if error.outcome == "taken":
                self._observer.redelivered(self._platform)
            return error.outcome
        except UserFacingError as error:
            return await self._excuse(notices.problem(error), tell)
        except Exception as error:  # noqa: BLE001 - the one place where the faults of a turn end
            incident = self._observer.incident(self._platform, error)
            return await self._excuse(navigation.incident(incident), tell)
        return "too_fast" if reply.kind == "limit" else reply.outcome

    async def _excuse(self, reply: Reply, tell: Send) -> TurnOutcome:
        try:
            await tell(reply)
        except NotSentError:
            return "unsent"
        except Exception as error:  # noqa: BLE001 - nothing is left to try; the log knows
            self._observer.incident(self._platform, error)
            return "unsent"
        return "error"
