"""What the doctor sees in the settings, before it asks Slack. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.adapters.shared.finding import Finding


def settings_findings(
    *,
    bot_token: str,
    app_token: str,
    signing_secret: str,
    client_id: str,
    client_secret: str,
    encryption_keys: str,
    public_url: str,
) -> Iterator[Finding]:
    """What can be told from the settings alone."""
    if not bot_token and not client_id:
        yield Finding(
            ok=False,
            sentence="No token is set, so there is no workspace to answer in.",
            click="api.slack.com/apps → your app → OAuth & Permissions → Install, then copy the "
            "Bot User OAuth Token into SLACK_BOT_TOKEN.",
        )
    if bot_token.startswith("xoxe."):
        yield Finding(
            ok=False,
            sentence="SLACK_BOT_TOKEN is a token that ends after twelve hours.",
            click="Make the app anew from `ethics slack manifest`, which keeps token rotation off, "
            "or set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: then the bot renews its tokens.",
        )
    elif bot_token and not bot_token.startswith("xoxb-"):
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
    if client_id and not encryption_keys:
        yield Finding(
            ok=False,
            sentence="There is no key to encrypt the tokens of installed workspaces with.",
            click="Run `ethics key` and put what it prints into ETHICS_ENCRYPTION_KEYS.",
        )
    if client_id and not public_url:
        yield Finding(
            ok=False,
            sentence="Installing in many workspaces needs a public address.",
            click="Set ETHICS_PUBLIC_URL to the https address Slack reaches this server at.",
        )
