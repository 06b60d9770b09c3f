"""The daily post from a command line: the same words as in chat, for any channel."""

from __future__ import annotations

from bot.cli.silent_observer import SilentObserver
from bot.daily.orders import channel_keys
from bot.daily.wiring import daily_post
from bot.handlers.daily_post import Asker
from bot.handlers.messages import Block, Heading, Note, Paragraph, Reply
from bot.handlers.ports import Reading
from bot.store import Store

TITLE = "Daily posts"
NONE = "No channel has a daily post."


async def say(store: Store, guide: Reading, channel: str, words: str) -> Reply:
    """Do what the words order for a channel such as `slack:T1:C2`.

    The channel itself is not tried: only a running bot can. Raises `UserFacingError`.
    """
    service = daily_post(store=store, guide=guide, observer=SilentObserver()).service
    return await service.say(Asker(channel_keys.channel(channel), ""), words)


async def overview(store: Store, guide: Reading, workspace: str = "") -> Reply:
    """All daily posts, or those of one workspace, and how each stands."""
    service = daily_post(store=store, guide=guide, observer=SilentObserver()).service
    found = await service.overview(workspace)
    lines: list[Block] = [Paragraph(line, schedule.channel) for schedule, line in found]
    return Reply((Heading(TITLE), *(lines or (Note(NONE),))), "command", score=1.0)
