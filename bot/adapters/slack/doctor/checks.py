"""Is Slack set up right? Asks Slack, and says for each fault what to click."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.shared.finding import Finding
from bot.adapters.slack.doctor.settings_checks import settings_findings
from bot.adapters.slack.manifest import EVENTS_PATH, USEFUL_SCOPES, scopes
from bot.adapters.slack.transport.api_errors import not_well, refusal
from bot.adapters.slack.transport.web_api import quiet_logger

_SECONDS = 10
_UNAUTHORIZED = 401
_APP_TOKEN_PARTS = 4


_NOT_WELL = Finding(
    ok=False,
    sentence="Slack is not well right now, so it could not say.",
    click="See slack-status.com, then run this again.",
)


_UNKNOWN_ADDRESS = Finding(
    ok=True,
    sentence="Whether Slack reaches this server was not checked, as ETHICS_PUBLIC_URL is not set.",
)


async def examine(
    *,
    bot_token: str = "",
    app_token: str = "",
    signing_secret: str = "",
    client_id: str = "",
    client_secret: str = "",
    encryption_keys: str = "",
    api_url: str = "https://slack.com/api/",
    public_url: str = "",
    agent_view: bool = False,
) -> list[Finding]:
    """Every finding, good and bad. Raises nothing: an unreachable Slack is a finding too."""
    client = AsyncWebClient(base_url=api_url, timeout=_SECONDS, logger=quiet_logger())
    found = list(
        settings_findings(
            bot_token=bot_token,
            app_token=app_token,
            signing_secret=signing_secret,
            client_id=client_id,
            client_secret=client_secret,
            encryption_keys=encryption_keys,
            public_url=public_url,
        )
    )
    if bot_token:
        found += await _bot_token(client, bot_token, agent_view=agent_view)
    if client_id and client_secret:
        found += await _credentials(client, client_id, client_secret)
    if app_token:
        found.append(await _app_token(client, app_token))
        if bot_token:
            found += await _one_app(client, bot_token, app_token)
    elif public_url:
        found.append(await _public_address(public_url))
    elif signing_secret:
        found.append(_UNKNOWN_ADDRESS)
    return found


async def _bot_token(client: AsyncWebClient, token: str, *, agent_view: bool) -> list[Finding]:
    try:
        said = await client.auth_test(token=token)
    except SlackApiError as error:
        if not_well(error):
            return [_NOT_WELL]
        return [
            Finding(
                ok=False,
                sentence=f"Slack refuses SLACK_BOT_TOKEN ({refusal(error)}).",
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


async def _credentials(client: AsyncWebClient, client_id: str, client_secret: str) -> list[Finding]:
    """Slack says of a made-up installation whether it knows the app at all."""
    try:
        await client.oauth_v2_access(client_id=client_id, client_secret=client_secret, code="0")
    except SlackApiError as error:
        if refusal(error) in ("bad_client_secret", "invalid_client_id"):
            return [
                Finding(
                    ok=False,
                    sentence="Slack refuses SLACK_CLIENT_ID with SLACK_CLIENT_SECRET "
                    f"({refusal(error)}).",
                    click="Basic Information → App Credentials → copy both.",
                )
            ]
    except (aiohttp.ClientError, SlackClientError, OSError, TimeoutError):
        return [_unreachable()]
    return []


async def _one_app(client: AsyncWebClient, bot_token: str, app_token: str) -> list[Finding]:
    """Tokens of two apps both work, and no question ever arrives."""
    parts = app_token.split("-")
    try:
        me = await client.auth_test(token=bot_token)
        said = await client.bots_info(token=bot_token, bot=str(me.get("bot_id") or ""))
    except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError):
        return []  # What is wrong with a token has been said; this asks for one thing more.
    app = str((said.get("bot") or {}).get("app_id") or "")
    # An app-level token is xapp-1-(the app's id)-…
    if not app or len(parts) < _APP_TOKEN_PARTS or app == parts[2]:
        return []
    return [
        Finding(
            ok=False,
            sentence=f"SLACK_BOT_TOKEN and SLACK_APP_TOKEN are of two apps ({app}, {parts[2]}).",
            click="Copy both tokens from the same app at api.slack.com/apps.",
        )
    ]


async def _app_token(client: AsyncWebClient, token: str) -> Finding:
    try:
        said = await client.apps_connections_open(app_token=token)
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.ws_connect(str(said["url"])) as socket,
        ):
            hello = await socket.receive_json(timeout=_SECONDS)
    except SlackApiError as error:
        if not_well(error):
            return _NOT_WELL
        return Finding(
            ok=False,
            sentence=f"Slack refuses SLACK_APP_TOKEN ({refusal(error)}).",
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
    if status != _UNAUTHORIZED:
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
