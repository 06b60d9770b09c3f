"""Is Slack set up right? Asks Slack, and says for each fault what to click."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.manifest import EVENTS_PATH, USEFUL_SCOPES, scopes
from bot.adapters.slack.sending import quiet_logger

_SECONDS = 10
_UNAUTHORISED = 401


class Finding(NamedTuple):
    """One thing that was looked at: whether it is right, a sentence, and what to click."""

    ok: bool
    sentence: str
    click: str = ""


async def examine(
    *,
    bot_token: str = "",
    app_token: str = "",
    signing_secret: str = "",
    client_id: str = "",
    client_secret: str = "",
    api_url: str = "https://slack.com/api/",
    public_url: str = "",
    agent_view: bool = False,
) -> list[Finding]:
    """Every finding, good and bad. Raises nothing: an unreachable Slack is a finding too."""
    client = AsyncWebClient(base_url=api_url, timeout=_SECONDS, logger=quiet_logger())
    found = list(
        _settings(
            bot_token=bot_token,
            app_token=app_token,
            signing_secret=signing_secret,
            client_id=client_id,
            client_secret=client_secret,
            public_url=public_url,
        )
    )
    if bot_token:
        found += await _bot_token(client, bot_token, agent_view=agent_view)
    if app_token:
        found.append(await _app_token(client, app_token))
    elif public_url:
        found.append(await _public_address(public_url))
    return found


def _settings(
    *,
    bot_token: str,
    app_token: str,
    signing_secret: str,
    client_id: str,
    client_secret: str,
    public_url: str,
) -> Iterator[Finding]:
    if not bot_token and not client_id:
        yield Finding(
            ok=False,
            sentence="No token is set, so there is no workspace to answer in.",
            click="api.slack.com/apps → your app → OAuth & Permissions → Install, then copy the "
            "Bot User OAuth Token into SLACK_BOT_TOKEN.",
        )
    if bot_token and not bot_token.startswith("xoxb-"):
        yield Finding(
            ok=False,
            sentence="SLACK_BOT_TOKEN is not a bot token: those begin with xoxb-.",
            click="OAuth & Permissions → copy the Bot User OAuth Token, not the user token.",
        )
    if app_token and not app_token.startswith("xapp-"):
        yield Finding(
            ok=False,
            sentence="SLACK_APP_TOKEN is not an app-level token: those begin with xapp-.",
            click="Basic Information → App-Level Tokens → Generate, with connections:write.",
        )
    if not app_token and not signing_secret:
        yield Finding(
            ok=False,
            sentence="Neither Socket Mode nor signed HTTP is set up.",
            click="Basic Information → App-Level Tokens for SLACK_APP_TOKEN, or App Credentials "
            "→ Signing Secret for SLACK_SIGNING_SECRET.",
        )
    if bool(client_id) != bool(client_secret):
        yield Finding(
            ok=False,
            sentence="Of SLACK_CLIENT_ID and SLACK_CLIENT_SECRET only one is set.",
            click="Basic Information → App Credentials → copy both.",
        )
    if client_id and not public_url:
        yield Finding(
            ok=False,
            sentence="Installing in many workspaces needs a public address.",
            click="Set ETHICS_PUBLIC_URL to the https address Slack reaches this server at.",
        )


async def _bot_token(client: AsyncWebClient, token: str, *, agent_view: bool) -> list[Finding]:
    try:
        said = await client.auth_test(token=token)
    except SlackApiError as error:
        return [
            Finding(
                ok=False,
                sentence=f"Slack refuses SLACK_BOT_TOKEN ({error.response.get('error')}).",
                click="OAuth & Permissions → Reinstall to Workspace, then copy the new token.",
            )
        ]
    except (aiohttp.ClientError, SlackClientError, OSError, TimeoutError):
        return [_unreachable()]
    found = [Finding(ok=True, sentence=f"The bot token works in “{said.get('team')}”.")]
    return [*found, *_scopes(said, agent_view=agent_view)]


def _scopes(said: AsyncSlackResponse, *, agent_view: bool) -> Iterator[Finding]:
    granted = {name.lower(): value for name, value in said.headers.items()}.get(
        "x-oauth-scopes", ""
    )
    have = {scope.strip() for scope in str(granted).split(",") if scope.strip()}
    wanted = scopes(agent_view=agent_view)
    if missing := [scope for scope in wanted if scope not in have]:
        yield Finding(
            ok=False,
            sentence=f"These scopes are missing: {', '.join(missing)}.",
            click="OAuth & Permissions → Scopes → add them, then Reinstall to Workspace. A token "
            "keeps its old scopes until the app is installed again.",
        )
    else:
        yield Finding(ok=True, sentence="All scopes of the manifest are granted.")
    if more := sorted(have.difference(wanted, USEFUL_SCOPES)):
        yield Finding(
            ok=True,
            sentence=f"These scopes are granted but not used: {', '.join(more)}.",
            click="OAuth & Permissions → Scopes → remove them, then Reinstall to Workspace.",
        )


async def _app_token(client: AsyncWebClient, token: str) -> Finding:
    try:
        said = await client.apps_connections_open(app_token=token)
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.ws_connect(str(said["url"])) as socket,
        ):
            hello = await socket.receive_json(timeout=_SECONDS)
    except SlackApiError as error:
        return Finding(
            ok=False,
            sentence=f"Slack refuses SLACK_APP_TOKEN ({error.response.get('error')}).",
            click="Socket Mode → Enable, and Basic Information → App-Level Tokens → Generate, "
            "with connections:write.",
        )
    except (aiohttp.ClientError, SlackClientError, OSError, TimeoutError, TypeError, ValueError):
        return Finding(
            ok=False,
            sentence="The socket to Slack could not be opened.",
            click="Let this machine open wss:// connections to Slack, then run this again.",
        )
    if hello.get("type") != "hello":
        return Finding(
            ok=False,
            sentence="Slack opened the socket but did not say hello.",
            click="Socket Mode → turn it off and on again.",
        )
    return Finding(ok=True, sentence="The socket opens, and Slack says hello.")


async def _public_address(public_url: str) -> Finding:
    address = f"{public_url}{EVENTS_PATH}"
    if urlsplit(public_url).scheme != "https":
        return Finding(
            ok=False,
            sentence=f"{public_url} is not https, and Slack calls nothing else.",
            click="Set ETHICS_PUBLIC_URL to your https address.",
        )
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.post(address, data=b"{}") as response,
        ):
            status = response.status
    except (aiohttp.ClientError, OSError, TimeoutError):
        return Finding(
            ok=False,
            sentence=f"{address} cannot be reached.",
            click="Start the bot, and let your proxy pass this address on to it.",
        )
    if status != _UNAUTHORISED:
        return Finding(
            ok=False,
            sentence=f"{address} answers {status} to an unsigned request instead of 401.",
            click="Let your proxy pass this address on to the bot unchanged.",
        )
    return Finding(ok=True, sentence=f"{address} answers, and refuses unsigned requests.")


def _unreachable() -> Finding:
    return Finding(
        ok=False,
        sentence="Slack cannot be reached.",
        click="Check the network, a proxy, and SLACK_API_URL.",
    )
