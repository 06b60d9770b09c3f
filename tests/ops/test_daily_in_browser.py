"""The shipped process: a daily post set in the browser is the one that people see in the chats."""

from __future__ import annotations

import re

import httpx

from tests.support.discord.payloads import CHANNEL, GUILD
from tests.support.full_process import House, schedule_name
from tests.support.slack.fake_slack import ADMIN

SECRET = "a-long-secret-for-tests"
WEEK = {f"day{n}": "1" for n in range(5)}
FORM = {"at": "7:45 am", "zone": "Denver", "holidays": "US", "style": "tenet", **WEEK}


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


async def test_a_daily_post_set_in_the_browser_is_tried_and_seen_in_the_chats(process):
    discord = f"discord:{GUILD}:{CHANNEL}"
    async with House(process) as house:
        await house.open(ETHICS_ADMIN_SECRET=SECRET)
        address = f"http://127.0.0.1:{process.http}"
        async with httpx.AsyncClient(base_url=address, follow_redirects=True, timeout=15) as http:
            await http.post("/admin/login", data={"secret": SECRET})
            slack = f"/admin/daily/{schedule_name()}"
            page = await http.post(slack, data={**FORM, "by": ADMIN})
            assert "every weekday at 7:45 a.m., America/Denver time" in words(page)
            (tried,) = (
                s for s in house.slack.sent if "where the daily post will" in str(s.payload)
            )
            assert (tried.method, tried.payload["user"]) == ("chat.postEphemeral", ADMIN)
            told = await house.town.command("daily status", user_id=ADMIN)
            assert "every weekday at 7:45 a.m., America/Denver time" in told.words
            page = await http.post(f"/admin/daily/{discord}", data=FORM)
            assert "every weekday at 7:45 a.m., America/Denver time" in words(page)
            page = await http.post("/admin/daily/discord:1:2", data=FORM)
            assert "Nothing was changed. The channel is gone." in words(page)
            page = await http.get("/admin/daily")
            assert re.findall(r'aria-labelledby="([^"]+)"', page.text) == [discord, schedule_name()]
            await http.post(f"{slack}/off")
        told = await house.town.command("daily status", user_id=ADMIN)
        assert "No daily post is set in this channel." in told.words
