"""What every feature of the Slack door works with: answering, sending, remembering, watching."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.shared.ttl_cache import TtlCache
from bot.adapters.slack import wording
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.install.admins import Admins
from bot.adapters.slack.request import Body, RequestOrigin, idempotency_key
from bot.adapters.slack.transport.api_errors import refusal
from bot.adapters.slack.transport.background import BackgroundTasks
from bot.adapters.slack.transport.deduplicate import Deduplicator
from bot.adapters.slack.transport.web_api import NAME, Sender
from bot.handlers.errors import StoreAwayError, UserFacingError
from bot.handlers.messages import Block, Heading, Incoming, Note, Paragraph, Reply
from bot.handlers.ports import Answering, Observer, RateLimit, Votes, Workspaces
from bot.handlers.replies import navigation

_CONVERSATIONS = 10_000
_CONVERSATION_SECONDS = 1_800.0
# What Slack answers for a token that is no more.
TOKEN_GONE = ("account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked")
_CONFIG_SECONDS = 30.0
# A form must be answered within three seconds, so nothing in an answer may take as long.
_CONTACT_SECONDS = 1.5

Tell = Callable[[Reply], Awaitable[None]]
# A word after /ethics (or alone in a direct message) that does something instead of asking.
Word = Callable[["SlackContext", AsyncWebClient, Body, RequestOrigin, str], Awaitable[None]]
# The workspace's token as it stands now, after Slack refused the one in hand.
Renew = Callable[[str], Awaitable[str | None]]
# Blocks that a feature adds to the Home tab of somebody who may configure.
HomeSection = Callable[["SlackContext", RequestOrigin], Awaitable[list[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class SlackContext:
    """Shared by all features. `words` and `home_sections` are where later features join in."""

    guide: Answering
    observer: Observer
    votes: Votes
    deduplicator: Deduplicator
    workspaces: Workspaces
    rate_limit: RateLimit
    sender: Sender
    tasks: BackgroundTasks
    admins: Admins
    renew: Renew
    agent_view: bool = False
    words: dict[str, Word] = field(default_factory=dict)
    home_sections: list[HomeSection] = field(default_factory=list)
    _about: TtlCache[str] = field(
        default_factory=lambda: TtlCache(most=_CONVERSATIONS, seconds=_CONVERSATION_SECONDS)
    )
    _contacts: TtlCache[str] = field(
        default_factory=lambda: TtlCache(most=_CONVERSATIONS, seconds=_CONFIG_SECONDS)
    )

    def start(self, body: Body, work: Coroutine[Any, Any, None], tell: Tell | None = None) -> None:
        """Do the work in the background, unless this very request was worked on before.

        What goes wrong is told to the person as one sentence, with an incident id.
        """
        self.tasks.start(self._guarded(idempotency_key(body), work, tell))

    async def _guarded(self, key: str, work: Coroutine[Any, Any, None], tell: Tell | None) -> None:
        try:
            if not await self._claim(key):
                work.close()
                self.observer.redelivered(NAME)
                return
            await work
        except UserFacingError as error:
            problem = Reply((Heading(wording.APP_NAME), Paragraph(str(error))), "none")
            await self._tell(tell, problem)
        except Exception as error:  # noqa: BLE001 - whatever it was, the person is told kindly
            await self._tell(tell, navigation.incident(self.observer.incident(NAME, error)))

    async def _claim(self, key: str) -> bool:
        try:
            return await self.deduplicator.claim(key)
        except StoreAwayError:
            return True
        except Exception as error:  # noqa: BLE001 - without the database an answer beats silence
            self.observer.incident(NAME, error)
            return True

    async def _tell(self, tell: Tell | None, reply: Reply) -> None:
        if tell is None:
            return
        try:
            await tell(reply)
        except Exception as error:  # noqa: BLE001 - nothing is left to try; the log knows
            self.observer.incident(NAME, error)

    async def answer(self, kind: str, origin: RequestOrigin, incoming: Incoming) -> Reply:
        """The reply to a person, in the light of the conversation; "one moment" when too fast."""
        return self.too_fast(origin) or await self.reply(kind, origin, incoming)

    def too_fast(self, origin: RequestOrigin) -> Reply | None:
        """What to say to somebody who asks faster than allowed; None for all others."""
        wait = self.rate_limit.allow(origin.workspace, origin.user)
        return navigation.slow_down(wait) if wait else None

    async def reply(self, kind: str, origin: RequestOrigin, incoming: Incoming) -> Reply:
        """The reply, however fast they ask."""
        began = time.perf_counter()
        known = incoming.context or self._about.get(origin.conversation)
        reply = self.guide.answer(replace(incoming, context=known))
        if reply.context:
            self._about.put(origin.conversation, reply.context)
        self.observer.answered(NAME, kind, reply.outcome, time.perf_counter() - began)
        return await self.with_contact(origin.workspace, reply)

    async def again(self, origin: RequestOrigin, about: str) -> Reply:
        """The answer a button stands under, once more, from its id alone."""
        reply = self.guide.answer(Incoming(choice=about))
        return await self.with_contact(origin.workspace, reply)

    async def with_contact(self, workspace: str, reply: Reply) -> Reply:
        """The reply with the workspace's own contact, where a person to ask is named."""
        unknown = reply.outcome == "none" and reply.about is None and reply.ranked
        if not (unknown or reply.about in ("contact", "none")):
            return reply
        try:
            async with asyncio.timeout(_CONTACT_SECONDS):
                contact = await self.local_contact(workspace)
        except Exception as error:  # noqa: BLE001 - an answer without it beats none
            self.observer.incident(NAME, error)
            contact = ""
        if not contact:
            return reply
        # A note is drawn as plain text: what an admin typed cannot format, link or ping.
        line = Note(f"{wording.LOCAL_CONTACT}: {contact}")
        at = 2 if reply.about == "contact" else _after_last_paragraph(reply.blocks)
        return replace(reply, blocks=(*reply.blocks[:at], line, *reply.blocks[at:]))

    async def local_contact(self, workspace: str) -> str:
        """What admins have set as the person to ask here."""
        known = self._contacts.get(workspace)
        if known is None:
            try:
                known = (await self.workspaces.config(workspace)).contact
            except StoreAwayError:
                return ""  # The answer itself needs no database.
            self._contacts.put(workspace, known)
        return known

    def settings_changed(self, workspace: str) -> None:
        """Read the workspace's settings again at the next answer."""
        self._contacts.drop(workspace)

    async def respond(
        self, origin: RequestOrigin, drawn: answer_actions.Drawn, *, replace_original: bool = False
    ) -> None:
        """A private message through the response address; replaces the one pressed if asked to."""
        payload = {"replace_original": replace_original, **drawn.message()}
        if not replace_original or origin.surface == "private":
            # A direct message that is replaced stays what it is, a message for both.
            payload["response_type"] = "ephemeral"
        if origin.thread and not replace_original:
            payload["thread_ts"] = origin.thread
        await self.sender.respond(origin.response_url, payload)

    async def post(
        self, client: AsyncWebClient, origin: RequestOrigin, drawn: answer_actions.Drawn
    ) -> None:
        """A message in the channel or direct message, in its thread if it has one."""
        message = {
            "channel": origin.channel,
            "thread_ts": origin.thread or None,
            **drawn.message(),
        }
        try:
            await client.chat_postMessage(**message)
        except SlackApiError as error:
            if refusal(error) not in TOKEN_GONE:
                raise
            # Reinstalled or renewed by another replica since we looked: once more, with its token.
            token = await self.renew(origin.workspace)
            if token is None or token == client.token:
                raise
            await self.sender.with_token(token).chat_postMessage(**message)

    async def whisper(
        self, client: AsyncWebClient, origin: RequestOrigin, drawn: answer_actions.Drawn
    ) -> None:
        """A message only one person sees: by the response address, else as an ephemeral one."""
        if origin.response_url:
            await self.respond(origin, drawn)
            return
        await client.chat_postEphemeral(
            channel=origin.channel,
            user=origin.user,
            thread_ts=origin.thread or None,
            text=drawn.text,
            blocks=drawn.blocks,
        )


def _after_last_paragraph(blocks: tuple[Block, ...]) -> int:
    return max((n for n, b in enumerate(blocks, 1) if isinstance(b, Paragraph)), default=1)


def notice(text: str) -> answer_actions.Drawn:
    """One line and nothing else."""
    return answer_actions.message(Reply((Note(text),), "command"), "private")
