"""Installing in any number of workspaces: Slack's OAuth, and the first message afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from slack_bolt.adapter.starlette.async_handler import (
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.adapters.slack import wording
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.install import oauth_pages
from bot.adapters.slack.install.authorize import Authorize
from bot.adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH, scopes
from bot.adapters.slack.transport.web_api import NAME, quiet_logger
from bot.handlers.choice_ids import Listing, button, encode
from bot.handlers.messages import Bullets, Choices, Heading, Paragraph, Reply

_FAULT = 500
# https://docs.slack.dev/govslack
_GOVSLACK = "slack-gov.com"


class _Flow(AsyncOAuthFlow):
    """Bolt's flow, with our pages, and the knowledge of whether an install is the first one."""

    def __init__(
        self,
        *,
        slack: SlackContext,
        authorize: Authorize,
        installations: AsyncInstallationStore,
        settings: AsyncOAuthSettings,
    ) -> None:
        super().__init__(client=slack.sender.client, logger=quiet_logger(), settings=settings)
        self._slack = slack
        self._authorize = authorize
        self._installations = installations

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:  # noqa: ARG002 - Bolt's signature
        """Our own page."""
        return oauth_pages.install(url)

    async def store_installation(
        self, request: AsyncBoltRequest, installation: Installation
    ) -> None:
        """Save it, and greet whoever installed the app for the first time."""
        before = await self._installations.async_find_bot(
            enterprise_id=installation.enterprise_id,
            team_id=installation.team_id,
            is_enterprise_install=installation.is_enterprise_install,
        )
        await super().store_installation(request, installation)
        self._authorize.forget(installation.enterprise_id or "", installation.team_id or "")
        if before is None:
            self._slack.in_flight.start(_welcome(self._slack, installation))


class Installing:
    """The two addresses of an installation."""

    def __init__(
        self,
        *,
        slack: SlackContext,
        authorize: Authorize,
        installations: AsyncInstallationStore,
        state_store: AsyncOAuthStateStore,
        client_id: str,
        client_secret: str,
        authorize_url: str,
        public_url: str,
        agent_view: bool,
    ) -> None:
        self._slack = slack
        settings = AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=list(scopes(agent_view=agent_view)),
            redirect_uri=f"{public_url}{REDIRECT_PATH}" if public_url else None,
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=authorize_url,
            installation_store=installations,
            installation_store_bot_only=True,
            state_store=state_store,
            callback_options=AsyncCallbackOptions(success=_success, failure=_failure),
            logger=quiet_logger(),
        )
        self._flow = _Flow(
            slack=slack, authorize=authorize, installations=installations, settings=settings
        )

    def routes(self) -> Sequence[Route]:
        """Where an installation begins, and where Slack sends people back to."""
        return (
            Route(INSTALL_PATH, self.begin, methods=["GET"]),
            Route(REDIRECT_PATH, self.finish, methods=["GET"]),
        )

    async def begin(self, request: Request) -> Response:
        """The page with the button."""
        bolt_request = to_async_bolt_request(request, b"")
        return _dressed(await self._flow.handle_installation(bolt_request))

    async def finish(self, request: Request) -> Response:
        """Slack sent somebody back: with a code, or with a refusal."""
        try:
            bolt_request = to_async_bolt_request(request, b"")
            return _dressed(await self._flow.handle_callback(bolt_request))
        except Exception as error:  # noqa: BLE001 - whatever it was, the person gets a page
            self._slack.answering.observer.incident(NAME, error)
            return HTMLResponse(
                oauth_pages.failure("", INSTALL_PATH), _FAULT, headers=oauth_pages.HEADERS
            )


def _dressed(response: BoltResponse) -> Response:
    drawn = to_starlette_response(response)
    drawn.headers.update(oauth_pages.HEADERS)
    return drawn


async def _success(args: AsyncSuccessArgs) -> BoltResponse:
    installation = args.installation
    add = ""
    if installation.is_enterprise_install:
        # GovSlack is a Slack of its own, on its own domain.
        host = urlsplit(args.settings.authorization_url).hostname or ""
        home = _GOVSLACK if host.endswith(_GOVSLACK) else "slack.com"
        # https://docs.slack.dev/enterprise/organization-ready-apps: an organization's install
        # adds the app to no workspace yet.
        add = (
            f"https://app.{home}/manage/{installation.enterprise_id}/integrations/profile/"
            f"{installation.app_id}/workspaces/add"
        )
    open_url = f"slack://app?team={installation.team_id}&id={installation.app_id}"
    body = oauth_pages.success(open_url=open_url, add_workspaces_url=add)
    return BoltResponse(status=200, body=body, headers=dict(oauth_pages.HEADERS))


async def _failure(args: AsyncFailureArgs) -> BoltResponse:
    body = oauth_pages.failure(args.reason, INSTALL_PATH)
    status = args.suggested_status_code
    return BoltResponse(status=status, body=body, headers=dict(oauth_pages.HEADERS))


def welcome() -> Reply:
    """The first message: what it does, three things to try, what it stores, how to set it up."""
    return Reply(
        (
            Heading(wording.WELCOME_TITLE),
            Paragraph(wording.WELCOME_TEXT),
            Bullets(wording.WELCOME_EXAMPLES, wording.WELCOME_TRY),
            Paragraph(wording.WELCOME_STORES_TEXT, wording.WELCOME_STORES),
            Paragraph(wording.WELCOME_SETUP_TEXT, wording.WELCOME_SETUP),
            Choices(
                (
                    button(Listing.HELP, "Help"),
                    button(Listing.TOPICS, "All topics"),
                )
            ),
        ),
        "command",
        about=encode(Listing.HELP),
    )


async def _welcome(slack: SlackContext, installation: Installation) -> None:
    if not installation.bot_token or not installation.user_id:
        return
    try:
        client = slack.sender.with_token(installation.bot_token)
        drawn = answer_actions.message(welcome(), "direct")
        await client.chat_postMessage(channel=installation.user_id, **drawn.message())
    except Exception as error:  # noqa: BLE001 - a missed greeting must not spoil an install
        slack.answering.observer.incident(NAME, error)
