"""Administration of the daily post in Slack: words after /ethics, a form, the Home tab."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.adapters.slack import limits, request
from bot.adapters.slack.ask import modals
from bot.adapters.slack.ask.typed_commands import TypedCommand
from bot.adapters.slack.context import SlackContext
from bot.adapters.slack.daily import daily_views
from bot.adapters.slack.replying import SlackRequest, request_from
from bot.adapters.slack.request import RequestOrigin
from bot.adapters.slack.transport.web_api import NAME
from bot.handlers.daily_post import Asker, DailyOrders, FieldError
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Heading, Paragraph, Reply
from bot.handlers.replies import navigation
from bot.handlers.text import key

WORD = "daily"
# Slack allows three seconds for the answer to a form
# (https://docs.slack.dev/interactivity/handling-user-interaction); what takes longer comes after.
FORM_SECONDS = 2.0
_CHANNEL = re.compile(r"(?i:\b(?:in|to|for|at)\s+)?(?i:\bthe\s+)?<#([CG]\w{2,30})(?:\|[^>]*)?>")
_FALLBACK_ZONE = "America/New_York"
ONE_CHANNEL = "Each channel has its own daily post: name one channel at a time."
WAIT = Reply((Heading("One moment"), Paragraph("I am checking the channel.")), "command")


class DailyFeature:
    """The daily post as a feature of the Slack door."""

    def __init__(self, service: DailyOrders) -> None:
        self._service = service
        self.commands = (TypedCommand(WORD, self._order, with_more=True),)

    def register(self, app: AsyncApp, slack: SlackContext) -> None:
        """Take the form, and add to the Home tab."""
        service = self._service

        async def zones(ack: AsyncAck, body: dict[str, Any]) -> None:
            found = service.zones(str(body.get("value") or ""), limits.OPTIONS)
            await ack(options=[daily_views.option(zone) for zone in found])

        async def opened(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
            await ack()
            pressed = request_from(slack, body, request.of_press(body), context)
            pressed.take(None, lambda: _open(service, pressed))

        async def sent(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
            form = request_from(slack, body, request.of_press(body), context)
            await _submitted(service, form, ack)

        async def home(here: RequestOrigin) -> list[dict[str, Any]]:
            found = await service.overview(here.workspace)
            return daily_views.section([(s.place, line) for s, line in found])

        app.options(daily_views.ZONE)(zones)
        app.action(daily_views.OPEN)(opened)
        app.view(daily_views.FORM)(sent)
        slack.home_sections.append(home)

    async def _order(self, asked: SlackRequest) -> Reply | None:
        """`daily` alone opens the form where Slack lets us; more words are an order."""
        typed = str(asked.body.get("text") or "")
        if asked.body.get("trigger_id") and key(typed) == WORD:
            await _open(self._service, asked)
            return None
        return await _say(self._service, asked)


async def _zone(asked: SlackRequest) -> str:
    """The person's own time zone, from their profile."""
    try:
        answer = await asked.client.users_info(user=asked.origin.user)
    except SlackApiError:
        return ""
    return str((answer.get("user") or {}).get("tz") or "")


async def _open(service: DailyOrders, asked: SlackRequest) -> None:
    await asked.require_configurer()
    origin = asked.origin
    channel = origin.channel if origin.channel.startswith("C") else ""
    known = await service.schedule(f"{origin.workspace}:{channel}") if channel else None
    zone = "" if known else await _zone(asked)
    view = daily_views.form(known, channel=channel, zone=zone or _FALLBACK_ZONE)
    await asked.client.views_open(trigger_id=asked.body["trigger_id"], view=view)


async def _say(service: DailyOrders, asked: SlackRequest) -> Reply:
    await asked.require_configurer()
    # What was typed, before mentions were made harmless: a channel named in it is meant.
    body, origin = asked.body, asked.origin
    typed = str(body.get("text") or (body.get("event") or {}).get("text") or "")
    named = set(_CHANNEL.findall(typed))
    if len(named) > 1:
        raise UserFacingError(ONE_CHANNEL)
    channel = named.pop() if named else origin.channel
    order = _CHANNEL.sub(" ", typed).strip()
    order = re.sub(r"^\s*daily\b", "", order, flags=re.IGNORECASE)
    asker = Asker(f"{origin.workspace}:{channel}", origin.user, await _zone(asked))
    return await service.say(asker, order)


async def _submitted(service: DailyOrders, form: SlackRequest, ack: AsyncAck) -> None:
    """Save the form. Problems stand beside their fields; nothing is saved then."""
    slack, origin = form.slack, form.origin
    channel, filled = daily_views.filled(form.body["view"]["state"]["values"])
    asker = Asker(f"{origin.workspace}:{channel}", origin.user)

    async def save() -> Reply:
        await form.require_configurer()
        return await service.submit(asker, filled)

    saving = asyncio.create_task(save())
    done, _ = await asyncio.wait((saving,), timeout=FORM_SECONDS)
    if not done:
        await ack(response_action="update", view=modals.answer(WAIT))
        slack.in_flight.start(_late(form, saving))
        return
    try:
        reply = saving.result()
    except FieldError as error:
        await ack(response_action="errors", errors=_errors(error))
    except UserFacingError as error:
        await ack(response_action="errors", errors={daily_views.CHANNEL: str(error)})
    except Exception as error:  # noqa: BLE001 - whatever it was, the person is told kindly
        problem = navigation.incident(slack.answering.observer.incident(NAME, error))
        await ack(response_action="update", view=modals.answer(problem))
    else:
        await ack(response_action="update", view=modals.answer(reply))


async def _late(form: SlackRequest, saving: asyncio.Task[Reply]) -> None:
    try:
        reply = await saving
    except UserFacingError as error:
        reply = replace(WAIT, blocks=(Heading("Not saved"), Paragraph(str(error))))
    except Exception as error:  # noqa: BLE001 - whatever it was, the person is told kindly
        reply = navigation.incident(form.slack.answering.observer.incident(NAME, error))
    await form.show_modal(modals.answer(reply))


def _errors(error: FieldError) -> dict[str, str]:
    return {daily_views.BLOCK_OF[field]: text for field, text in error.fields.items()}
