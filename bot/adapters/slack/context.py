"""What every feature of the Slack door works with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.shared.in_flight import InFlight
from bot.adapters.shared.local_contacts import WorkspaceContacts
from bot.adapters.slack.install.admins import Admins
from bot.adapters.slack.request import Body, RequestOrigin, idempotency_key
from bot.adapters.slack.transport.web_api import Sender
from bot.handlers.answering import Answering
from bot.handlers.messages import Reply
from bot.handlers.ports import Workspaces
from bot.handlers.turn import Make

# The workspace's token as it stands now, after Slack refused the one in hand.
Renew = Callable[[str], Awaitable[str | None]]
# Blocks that a feature adds to the Home tab of somebody who may configure.
HomeSection = Callable[[RequestOrigin], Awaitable[list[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class SlackContext:
    """Shared by all features. `home_sections` is where another feature joins in."""

    answering: Answering
    workspaces: Workspaces
    contacts: WorkspaceContacts
    sender: Sender
    in_flight: InFlight
    admins: Admins
    renew: Renew
    agent_view: bool = False
    home_sections: list[HomeSection] = field(default_factory=list)

    def in_background(self, body: Body, work: Make) -> None:
        """Do what nobody asked for, once, after the acknowledgement; a fault is logged."""

        async def tell_nobody(_: Reply) -> None:
            """There is nobody to tell."""

        key = idempotency_key(body)
        self.in_flight.start(self.answering.turns.run(None, work, tell_nobody, key=key))

    async def renewed(self, client: AsyncWebClient, workspace: str) -> AsyncWebClient | None:
        """A client with the workspace's newest token; None where there is no newer one."""
        token = await self.renew(workspace)
        return None if token is None or token == client.token else self.sender.with_token(token)
