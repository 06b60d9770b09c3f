"""The Slack door: the Bolt app, its two transports, and its life."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import Route

from bot.adapters.shared.in_flight import InFlight
from bot.adapters.shared.local_contacts import WorkspaceContacts
from bot.adapters.shared.services import Services
from bot.adapters.slack import wording
from bot.adapters.slack.answer import sharing, voting
from bot.adapters.slack.ask import ask_modal, choice_buttons, questions
from bot.adapters.slack.ask.typed_commands import TypedCommand
from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.home import home_tab
from bot.adapters.slack.install import uninstall
from bot.adapters.slack.install.admins import Admins
from bot.adapters.slack.install.authorize import Authorize
from bot.adapters.slack.install.oauth import Installing
from bot.adapters.slack.manifest import EVENTS_PATH
from bot.adapters.slack.transport.http import Events
from bot.adapters.slack.transport.socket_mode import SocketModeConnection
from bot.adapters.slack.transport.web_api import NAME, Sender, quiet_logger
from bot.handlers.answering import Hints
from bot.handlers.errors import UserFacingError
from bot.handlers.ports import Health, Observer

# Within the ten seconds that the whole process is given.
FINISH_SECONDS = 8.0
_ANYTHING = re.compile("")

# Slack redelivers for an hour at most, and with delayed events for a day.
REDELIVERED_WITHIN = timedelta(hours=25)
HINTS = Hints(wording.SHARE_REFUSED_HINT, wording.COPY_REFUSED_HINT)


class Feature(Protocol):
    """What another part of the project adds to the door."""

    @property
    def commands(self) -> Sequence[TypedCommand]:
        """Its words after /ethics."""
        ...

    def register(self, app: AsyncApp, slack: SlackContext) -> None:
        """Add its listeners, and its part of the Home tab to `slack.home_sections`."""
        ...


class SlackDoor:
    """Slack, as a door. Socket Mode when `app_token` is given, else signed HTTP by `routes()`."""

    name = NAME

    def __init__(
        self,
        *,
        services: Services,
        bot_token: str = "",
        app_token: str = "",
        signing_secret: str = "",
        client_id: str = "",
        client_secret: str = "",
        api_url: str = "https://slack.com/api/",
        authorize_url: str = "https://slack.com/oauth/v2/authorize",
        public_url: str = "",
        agent_view: bool = False,
        installations: AsyncInstallationStore | None = None,
        oauth_state_store: AsyncOAuthStateStore | None = None,
        features: Sequence[Feature] = (),
    ) -> None:
        observer, workspaces = services.observer, services.workspaces
        self._signing_secret = signing_secret
        self._sender = Sender(observer=observer, api_url=api_url)
        self._authorize = Authorize(
            sender=self._sender,
            observer=observer,
            idempotency=services.idempotency,
            bot_token=bot_token,
            installations=installations if client_id else None,
            client_id=client_id,
            client_secret=client_secret,
        )
        self._many = bool(client_id)
        self._client_secret = client_secret
        self._bot_token = bot_token
        self.app = _bolt_app(self._sender, self._authorize, signing_secret)
        contacts = WorkspaceContacts(NAME, workspaces, observer)
        self.context = SlackContext(
            answering=services.answering(
                NAME, redelivered_within=REDELIVERED_WITHIN, contacts=contacts, hints=HINTS
            ),
            workspaces=workspaces,
            contacts=contacts,
            sender=self._sender,
            in_flight=InFlight(),
            admins=Admins(workspaces),
            agent_view=agent_view,
            renew=self._authorize.renew,
        )
        self._events = Events(self.app, observer)
        self._socket = (
            SocketModeConnection(
                app=self.app, app_token=app_token, sender=self._sender, observer=observer
            )
            if app_token
            else None
        )
        self._open = False
        self._installing: Installing | None = None
        if client_id and installations is not None and oauth_state_store is not None:
            self._installing = Installing(
                slack=self.context,
                authorize=self._authorize,
                installations=installations,
                state_store=oauth_state_store,
                client_id=client_id,
                client_secret=client_secret,
                authorize_url=authorize_url,
                public_url=public_url,
                agent_view=agent_view,
            )
        commands = [ask_modal.typed_command()]
        for feature in features:
            feature.register(self.app, self.context)
            commands += feature.commands
        questions.register(self.app, self.context, commands)
        for module in (ask_modal, home_tab, choice_buttons, sharing, voting):
            module.register(self.app, self.context)
        uninstall.register(self.app, self.context, self._authorize, installations)
        _acknowledge_the_rest(self.app, observer)

    def routes(self) -> Sequence[Route]:
        """What the shared web server serves for Slack."""
        found: list[Route] = []
        if self._socket is None:
            found.append(Route(EVENTS_PATH, self._events.take, methods=["POST"]))
        if self._installing is not None:
            found.extend(self._installing.routes())
        return found

    async def start(self) -> None:
        """Check the tokens and connect.

        Raises `UserFacingError` naming the setting that is missing or refused.
        """
        self._check_settings()
        await self._sender.open()
        try:
            await self._authorize.sign_in()
            if self._socket is not None:
                await self._socket.open()
        except BaseException:
            await self._sender.close()
            raise
        self._events.open()
        self._open = True

    def _check_settings(self) -> None:
        if not self._bot_token and not self._many:
            raise UserFacingError(
                "SLACK_BOT_TOKEN is missing.",
                hint="Copy the Bot User OAuth Token (xoxb-…) from your app's “OAuth & "
                "Permissions” page, or set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET to install in "
                "many workspaces.",
            )
        if self._many and not self._client_secret:
            raise UserFacingError(
                "SLACK_CLIENT_SECRET is missing.",
                hint="Copy it from “Basic Information”, beside the client id.",
            )
        if self._socket is None and not self._signing_secret:
            raise UserFacingError(
                "SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both missing.",
                hint="Set SLACK_APP_TOKEN (xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET from "
                "“Basic Information” for signed HTTP.",
            )

    async def stop(self) -> None:
        """Take nothing new, finish what is in hand, close."""
        self._events.close()
        if self._socket is not None:
            self._socket.close_intake()
        await self.context.in_flight.finish(FINISH_SECONDS)
        if self._socket is not None:
            await self._socket.close()
        await self._sender.close()
        self._open = False

    def health(self) -> Health:
        """How the door is, from memory."""
        if not self._open:
            return Health(ready=False, detail="Slack is not connected.")
        if self._socket is not None:
            return self._socket.health()
        return Health(ready=True, detail="Slack requests are taken by signed HTTP.")

    async def client_for(self, workspace: str) -> AsyncWebClient | None:
        """A Web API client for `slack:T…`, for work no request began; None if not installed."""
        token = await self._authorize.token(workspace)
        return self._sender.with_token(token) if token else None


def _bolt_app(sender: Sender, authorize: Authorize, signing_secret: str) -> AsyncApp:
    return AsyncApp(
        name="ethics-guide",
        logger=quiet_logger(),
        client=sender.client,
        signing_secret=signing_secret,
        authorize=authorize,  # type: ignore[arg-type] # Bolt takes this class, and says so
        user_facing_authorize_error_message=wording.NOT_INSTALLED,
    )


def _acknowledge_the_rest(app: AsyncApp, observer: Observer) -> None:
    """Acknowledge what nobody handles: Bolt would answer 404, and Slack would send it again."""

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    async def nothing() -> None:
        """Events are acknowledged by Bolt itself."""

    async def fault(error: Exception, response: BoltResponse | None) -> BoltResponse | None:
        observer.incident(NAME, error)
        # Bolt has no response to give where it has acknowledged already.
        return BoltResponse(status=200, body="") if response else None

    app.event(_ANYTHING)(nothing)
    app.action(_ANYTHING)(acknowledge)
    app.options(_ANYTHING)(acknowledge)
    app.shortcut(_ANYTHING)(acknowledge)
    app.view(_ANYTHING)(acknowledge)
    app.error(fault)
