"""Administration of the daily post in Slack: words after /ethics, a form, the Home tab."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import limits, request, wording
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.ask import modals
from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.daily import daily_views
from bot.adapters.slack.request import Body, RequestOrigin
from bot.adapters.slack.transport.web_api import NAME
from bot.handlers.daily_post import Asker, DailyOrders, FieldError
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Heading, Paragraph, Reply
from bot.handlers.replies import navigation

WORD = "daily"
# Slack allows three seconds for the answer to a form
# (https://docs.slack.dev/interactivity/handling-user-interaction); what takes longer comes after.
FORM_SECONDS = 2.0
_CHANNEL = re.compile(r"(?i:\b(?:in|to|for|at)\s+)?(?i:\bthe\s+)?<#([CG]\w{2,30})(?:\|[^>]*)?>")
_FALLBACK_ZONE = "America/New_York"
ONE_CHANNEL = "Each channel has its own daily post: name one channel at a time."
WAIT = Reply((Heading("One moment"), Paragraph("I am checking the channel.")), "command")


def feature(service: DailyOrders) -> Callable[[AsyncApp, SlackContext], None]:
    """What the Slack door takes as a feature."""

    def register(app: AsyncApp, slack: SlackContext) -> None:
        async def zones(ack: AsyncAck, body: dict[str, Any]) -> None:
            found = service.zones(str(body.get("value") or ""), limits.OPTIONS)
            await ack(options=[daily_views.option(zone) for zone in found])

        async def opened(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
            await ack()
            here, client = request.of_press(body), _client(context)
            slack.start(body, _open(service, slack, client, body, here))

        async def sent(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
            await _submitted(service, slack, _client(context), ack, body)

        async def form(
            slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin, text: str
        ) -> None:
            if body.get("trigger_id"):
                await _open(service, slack, client, body, here)
            else:
                await say(slack, client, body, here, text)

        async def say(
            slack: SlackContext, client: AsyncWebClient, body: Body, here: RequestOrigin, _: str
        ) -> None:
            await _say(service, slack, client, body, here)

        async def home(_: SlackContext, here: RequestOrigin) -> list[dict[str, Any]]:
            found = await service.overview(here.workspace)
            return daily_views.section([(s.place, line) for s, line in found])

        app.options(daily_views.ZONE)(zones)
        app.action(daily_views.OPEN)(opened)
        app.view(daily_views.FORM)(sent)
        slack.words[WORD] = form
        slack.words[f"{WORD} …"] = say
        slack.home_sections.append(home)

    return register


def _client(context: AsyncBoltContext) -> AsyncWebClient:
    client = context.client
    assert client is not None  # noqa: S101 - Bolt sets one for every request
    return client


async def _allowed(slack: SlackContext, client: AsyncWebClient, here: RequestOrigin) -> None:
    if not await slack.admins.may_configure(client, here):
        raise UserFacingError(wording.SETTINGS_REFUSED)


async def _zone(client: AsyncWebClient, here: RequestOrigin) -> str:
    """The person's own time zone, from their profile."""
    try:
        answer = await client.users_info(user=here.user)
    except SlackApiError:
        return ""
    return str((answer.get("user") or {}).get("tz") or "")


async def _open(
    service: DailyOrders,
    slack: SlackContext,
    client: AsyncWebClient,
    body: Body,
    here: RequestOrigin,
) -> None:
    await _allowed(slack, client, here)
    channel = here.channel if here.channel.startswith("C") else ""
    known = await service.schedule(f"{here.workspace}:{channel}") if channel else None
    zone = "" if known else await _zone(client, here)
    view = daily_views.form(known, channel=channel, zone=zone or _FALLBACK_ZONE)
    await client.views_open(trigger_id=body["trigger_id"], view=view)


async def _say(
    service: DailyOrders,
    slack: SlackContext,
    client: AsyncWebClient,
    body: Body,
    here: RequestOrigin,
) -> None:
    await _allowed(slack, client, here)
    # What was typed, before mentions were made harmless: a channel named in it is meant.
    typed = str(body.get("text") or (body.get("event") or {}).get("text") or "")
    named = set(_CHANNEL.findall(typed))
    if len(named) > 1:
        raise UserFacingError(ONE_CHANNEL)
    channel = named.pop() if named else here.channel
    order = _CHANNEL.sub(" ", typed).strip()
    order = re.sub(r"^\s*daily\b", "", order, flags=re.IGNORECASE)
    asker = Asker(f"{here.workspace}:{channel}", here.user, await _zone(client, here))
    reply = await service.say(asker, order)
    if here.response_url:
        await slack.respond(here, answer_actions.message(reply, "private"))
    else:
        await slack.post(client, here, answer_actions.message(reply, "direct"))


async def _submitted(
    service: DailyOrders, slack: SlackContext, client: AsyncWebClient, ack: AsyncAck, body: Body
) -> None:
    """Save the form. Problems stand beside their fields; nothing is saved then."""
    here = request.of_press(body)
    channel, filled = daily_views.filled(body["view"]["state"]["values"])
    asker = Asker(f"{here.workspace}:{channel}", here.user)

    async def save() -> Reply:
        await _allowed(slack, client, here)
        return await service.submit(asker, filled)

    saving = asyncio.create_task(save())
    done, _ = await asyncio.wait((saving,), timeout=FORM_SECONDS)
    if not done:
        await ack(response_action="update", view=modals.answer(WAIT))
        slack.tasks.start(_late(slack, client, body, saving))
        return
    try:
        reply = saving.result()
    except FieldError as error:
        await ack(response_action="errors", errors=_errors(error))
    except UserFacingError as error:
        await ack(response_action="errors", errors={daily_views.CHANNEL: str(error)})
    except Exception as error:  # noqa: BLE001 - whatever it was, the person is told kindly
        problem = navigation.incident(slack.observer.incident(NAME, error))
        await ack(response_action="update", view=modals.answer(problem))
    else:
        await ack(response_action="update", view=modals.answer(reply))


async def _late(
    slack: SlackContext, client: AsyncWebClient, body: Body, saving: asyncio.Task[Reply]
) -> None:
    try:
        reply = await saving
    except UserFacingError as error:
        reply = replace(WAIT, blocks=(Heading("Not saved"), Paragraph(str(error))))
    except Exception as error:  # noqa: BLE001 - whatever it was, the person is told kindly
        reply = navigation.incident(slack.observer.incident(NAME, error))
    await client.views_update(view_id=body["view"]["id"], view=modals.answer(reply))


def _errors(error: FieldError) -> dict[str, str]:
    return {daily_views.BLOCK_OF[field]: text for field, text in error.fields.items()}
