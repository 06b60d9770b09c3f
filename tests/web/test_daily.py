"""The maintainer sees, changes and stops daily posts in a browser, by the rules of the chats."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import insert

from bot.daily import status_replies
from bot.handlers.daily_post import EVERY_DAY, Refused
from bot.store.tables import deliveries
from tests.support.web.site import SECRET

HERE = "slack:T1:C1"
PAGE = f"/admin/daily/{HERE}"
WEEK = {f"day{n}": "1" for n in range(5)}
FORM = {"at": "9:00", "zone": "Chicago", "holidays": "US", "style": "tenet", "by": "U2", **WEEK}


def words(page: httpx.Response) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text.partition("<main")[2]).split())


def value(page: httpx.Response, field: str) -> str:
    """What stands in a field."""
    return re.search(rf'<input id="{field}"[^>]* value="([^"]*)"', page.text)[1]


def happened(maintained, channel, state, *, days_ago, attempts=1, error=""):
    """A post of the last days, and what became of it."""
    at = datetime.now(UTC) - timedelta(days=days_ago)
    row = {
        "channel": channel, "local_date": at.date(), "workspace": channel.rpartition(":")[0],
        "due_at": at.timestamp(), "expires_at": at.timestamp() + 600, "style": "tenet",
        "position": 0, "state": state, "attempts": attempts, "run_at": time.time() + 3600,
        "owner": "", "started_at": at.timestamp(), "settled_at": at.timestamp(),
        "message_id": "m1", "error": error,
    }  # fmt: skip

    async def keep():
        async with maintained.store._database.write() as connection:
            await connection.execute(insert(deliveries), [row])

    maintained.loop.wait(keep())


def test_all_channels_of_all_workspaces_say_how_they_stand(maintained, admin):
    assert "No channel has a daily post yet." in words(admin.get("/admin/daily"))
    maintained.say(HERE, "9:00 every day in Chicago")
    maintained.say("slack:T2:C9", "case of the week")
    maintained.say("slack:T2:C9", "pause")
    happened(maintained, HERE, "sent", days_ago=3)
    happened(maintained, HERE, "unsure", days_ago=1, attempts=2, error="Slack had a fault.")
    page = admin.get("/admin/daily")
    first, second = re.findall(r'<section class="card".*?</section>', page.text, re.DOTALL)
    assert "every day at 9:00 a.m., America/Chicago time" in first
    assert "Last posted: " in first
    assert "tried 2 times, not settled yet because: Slack had a fault." in first
    assert re.findall(r"at 9:00 a\.m\. – (Tenet \d+)", first) == ["Tenet 1", "Tenet 2", "Tenet 3"]
    assert ">Active<" in first
    assert ">Paused<" in second
    assert "a case every Monday" in second
    assert f'href="{PAGE}"' in first


def test_many_channels_come_a_page_at_a_time(maintained, admin):
    for number in range(23):
        maintained.say(f"slack:T1:C{number:02}", "9:00 weekdays")
    page = admin.get("/admin/daily")
    assert page.text.count('<section class="card"') == 20
    rest = admin.get(re.search(r'href="(/admin/daily\?after=[^"]+)"', page.text)[1])
    assert re.findall(r"C(\d\d)</span> <span", rest.text) == ["20", "21", "22"]
    assert "?after=" not in rest.text


HOSTILE = ("\0", "9" * 5000, "<script>", "\u202e", "9999-12-31", "../../etc", "{t}")


@pytest.mark.parametrize("said", HOSTILE, ids=lambda said: ascii(said)[:12])
def test_whatever_is_typed_is_refused_in_words_and_changes_nothing(maintained, admin, said):
    maintained.say(HERE, "9:00 weekdays")
    before = maintained.schedule(HERE)
    form = {**FORM, **dict.fromkeys(("at", "zone", "holidays", "tenet", "by"), said)}
    for path, data in (
        (PAGE, form),
        (PAGE, {**FORM, "tenet": said}),
        (f"{PAGE}/pause", {"until": said}),
        (f"{PAGE}/say", {"words": said}),
        ("/admin/daily", {"channel": said}),
    ):
        assert admin.post(path, data=data).status_code == 422, path
    assert admin.get("/admin/daily", params={"after": said, "done": said}).status_code == 200
    assert maintained.schedule(HERE) == before
    assert maintained.observer.incidents == []


@pytest.mark.parametrize("said", [HERE, "https://app.slack.com/client/T1/C1/"])
def test_a_channel_is_set_up_from_its_address(maintained, admin, said):
    page = admin.post("/admin/daily", data={"channel": said})
    assert page.url.path == PAGE
    assert value(page, "at") == "9:00"
    assert value(page, "zone") == "America/New_York"
    assert page.text.count(" checked") == 6
    assert "/off" not in page.text
    page = admin.post(PAGE, data={**FORM, "at": "2:30 pm", "holidays": "CA", "tenet": "4"})
    assert (page.url.path, page.url.query) == (PAGE, b"done=saved")
    assert "Daily post saved" in words(page)
    assert "every weekday at 2:30 p.m., America/Chicago time, not on public holidays (US-CA)" in (
        words(page)
    )
    assert words(page).count("at 2:30 p.m. – Tenet ") == 3
    kept = maintained.schedule(HERE)
    assert (kept.set_by, kept.position, kept.style) == ("U2", 3, "tenet")


def test_a_form_with_faults_says_so_beside_each_field_and_saves_nothing(maintained, admin):
    maintained.say(HERE, "8:15 mon in Denver skip holidays US-CA")
    before = maintained.schedule(HERE)
    page = admin.post(
        PAGE,
        data={"at": "25:30", "zone": "<Chikago>", "holidays": "QQ", "style": "case", "by": "ann"},
    )
    assert page.status_code == 422
    for field, typed, told in (
        ("at", "25:30", "is not a time of day. Did you mean 11:30 p.m.?"),
        ("zone", "&lt;Chikago&gt;", "is not a time zone I know. Did you mean America/Chicago?"),
        ("holidays", "QQ", "is not a country or state whose holidays I know."),
        ("by", "ann", "it begins with U or W."),
    ):
        assert value(page, field) == typed
        assert re.search(rf'id="{field}-problem"[^>]*>[^<]*{re.escape(told)}', page.text)
        assert re.search(rf'id="{field}"[^>]* aria-invalid="true"', page.text)
        assert f'href="#{field}"' in page.text
    assert "Choose at least one day of the week." in words(page)
    assert 'value="case" checked' in page.text
    assert "Nothing was changed." in words(page)
    assert maintained.schedule(HERE) == before
    assert maintained.observer.incidents == []


def test_the_channel_is_tried_before_anything_is_promised(maintained, admin):
    maintained.slack.refusal = Refused("The channel is archived.", "Unarchive it.")
    page = admin.post(PAGE, data={**FORM, "at": "7:45"})
    assert page.status_code == 422
    assert "Nothing was changed. The channel is archived. Unarchive it." in words(page)
    assert value(page, "at") == "7:45"
    assert maintained.schedule(HERE) is None


def test_in_slack_somebody_must_be_told(maintained, admin):
    page = admin.post(PAGE, data={**FORM, "by": ""})
    assert "Say who is to be told, by their Slack member ID." in words(page)
    assert maintained.schedule(HERE) is None
    maintained.say(HERE, "9:00 weekdays")
    admin.post(PAGE, data={**FORM, "by": ""})
    assert (maintained.schedule(HERE).zone, maintained.schedule(HERE).set_by) == (
        "America/Chicago",
        "U1",
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "“” is not a channel."),
        ("<b>#general", "“&lt;b&gt;#general” is not a channel."),
        ("discord:1:2", "Discord is not set up here, so the channel cannot be tried."),
    ],
)
def test_what_is_no_channel_or_cannot_be_tried_is_told_and_stays_typed(admin, typed, told):
    page = admin.post("/admin/daily", data={"channel": typed})
    assert page.status_code == 422
    assert told in page.text
    assert f'value="{typed.replace("<b>", "&lt;b&gt;")}"' in page.text


def test_a_pause_ends_on_the_day_that_was_chosen_or_by_hand(maintained, admin):
    maintained.say(HERE, "9:00 every day")
    until = datetime.now(UTC).date() + timedelta(days=9)
    page = admin.post(f"{PAGE}/pause", data={"until": until.isoformat()})
    assert page.url.path == PAGE
    assert "Daily post paused" in words(page)
    assert f"Paused until {until:%A}, {until:%B} {until.day}, {until.year}" in words(page)
    assert maintained.schedule(HERE).not_before == until
    assert "Resume" in words(page)
    admin.post(f"{PAGE}/resume")
    assert maintained.schedule(HERE).not_before is None
    admin.post(f"{PAGE}/pause", data={"until": ""})
    assert maintained.schedule(HERE).state == "paused"
    assert "Saving also resumes it." in words(admin.get(PAGE))
    admin.post(PAGE, data=FORM)
    assert maintained.schedule(HERE).state == "active"


def test_a_pause_that_has_ended_already_is_refused_beside_its_field(maintained, admin):
    maintained.say(HERE, "9:00 every day")
    page = admin.post(f"{PAGE}/pause", data={"until": "2020-02-01"})
    assert page.status_code == 422
    assert "“2020-02-01” is not in the future." in words(page)
    assert value(page, "until") == "2020-02-01"
    assert maintained.schedule(HERE).not_before is None


def test_it_is_stopped_only_after_it_was_confirmed(maintained, admin):
    maintained.say(HERE, "9:00 every day")
    page = admin.get(PAGE)
    asked = admin.get(re.search(rf'href="({PAGE}/off)"', page.text)[1])
    assert "Stop the daily post?" in words(asked)
    assert maintained.schedule(HERE) is not None
    assert f'method="post" action="{PAGE}/off"' in asked.text
    page = admin.post(f"{PAGE}/off")
    assert page.url.path == "/admin/daily"
    assert "Daily post stopped" in words(page)
    assert maintained.schedule(HERE) is None


def test_a_stopped_channel_says_why_and_can_be_resumed_once_it_is_mended(maintained, admin):
    maintained.say(HERE, "9:00 every day")
    problem = "The channel is archived. Unarchive it, or choose another channel."

    def stop(old):
        return replace(old, state="disabled", problem=problem)

    maintained.loop.wait(
        maintained.store.schedules.edit(HERE, stop, maintained.post.service.planning)
    )
    page = admin.get(PAGE)
    assert f"Stopped: {problem}" in words(page)
    assert "Next posts" not in words(page)
    maintained.slack.refusal = Refused("The channel is archived.", "Unarchive it.")
    assert "Nothing was changed. The channel is archived." in words(admin.post(f"{PAGE}/resume"))
    maintained.slack.refusal = None
    assert "Next posts" in words(admin.post(f"{PAGE}/resume"))


def test_the_next_post_is_shown_as_the_page_draws_a_reply_and_counts_for_nothing(maintained, admin):
    maintained.say(HERE, "start tenet 3")
    page = admin.get(f"{PAGE}/preview")
    assert 'href="/tenets/3"' in page.text
    assert "Thought one on 3." in words(page)
    assert "An administrator of this channel asked for this post" in words(page)
    assert maintained.schedule(HERE).position == 2
    assert maintained.slack.posts == []


def test_the_words_of_the_chat_do_the_same_here(maintained, admin):
    maintained.say(HERE, "9:00 every day")
    page = admin.post(f"{PAGE}/say", data={"words": "daily closed 24 December"})
    assert "Daily post saved" in words(page)
    assert "December 24" in words(page)
    assert len(maintained.schedule(HERE).closed) == 1
    page = admin.post(f"{PAGE}/say", data={"words": "/ethics daily Resume"})
    assert page.status_code == 200
    page = admin.post(f"{PAGE}/say", data={"words": "every Febuary <3>"})
    assert page.status_code == 422
    assert value(page, "words") == "every Febuary &lt;3&gt;"
    assert 'id="words-problem"' in page.text
    page = admin.post(f"{PAGE}/say", data={"words": "off"})
    assert status_replies.STOPPED in words(page)
    assert maintained.schedule(HERE) is None


@pytest.mark.parametrize(
    "path",
    ["/admin/daily/x", "/admin/daily/slack:T1", "/admin/daily/discord:1:2", f"{PAGE}/preview",
     f"{PAGE}/off", "/admin/daily/%20slack:T1:C1"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(admin, path):
    assert admin.get(path).status_code == 404


@pytest.mark.parametrize("order", ["pause", "resume", "off", "say"])
def test_nothing_can_be_ordered_for_a_channel_without_a_daily_post(maintained, admin, order):
    assert admin.post(f"{PAGE}/{order}", data={"words": "9:00 weekdays"}).status_code == 404
    assert maintained.schedule(HERE) is None


def test_a_channel_whose_platform_is_gone_can_still_be_stopped(maintained, admin):
    maintained.post.senders["discord"] = maintained.slack
    maintained.say("discord:1:2", "9:00 weekdays")
    del maintained.post.senders["discord"]
    page = admin.get("/admin/daily/discord:1:2")
    assert "Who is told" not in words(page), "on Discord the server is told"
    admin.post("/admin/daily/discord:1:2/off")
    assert maintained.schedule("discord:1:2") is None
    assert admin.post("/admin/daily/discord:1:2", data=FORM).status_code == 404


FORMS = {
    "/admin/daily": {"channel": HERE},
    PAGE: FORM,
    f"{PAGE}/pause": {"until": ""},
    f"{PAGE}/resume": {},
    f"{PAGE}/off": {},
    f"{PAGE}/say": {"words": "off"},
}


@pytest.mark.parametrize("path", FORMS)
def test_without_the_secret_nothing_is_shown_and_nothing_done(maintained, path):
    maintained.say(HERE, "8:00 every day")
    before = maintained.schedule(HERE)
    with httpx.Client(base_url=maintained.address) as stranger:
        for answer in (stranger.get(path), stranger.post(path, data=FORMS[path])):
            assert (answer.status_code, answer.text) in ((303, ""), (405, answer.text))
    assert maintained.schedule(HERE) == before


@pytest.mark.parametrize(
    "sent",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://parks.example.gov"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_a_form_on_another_page_does_nothing_even_with_the_cookie(maintained, admin, sent):
    """Strict cookies travel between hosts of one domain: parks.example.gov is no stranger."""
    maintained.say(HERE, "8:00 every day")
    before = maintained.schedule(HERE)
    for path, data in {**FORMS, "/admin/logout": {}, "/admin": {"text": "gift"}}.items():
        assert admin.post(path, data=data, headers=sent).status_code == 403, path
    assert maintained.schedule(HERE) == before
    assert admin.get("/admin/daily").url.path == "/admin/daily", "still inside"


@pytest.mark.parametrize(
    "sent", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "{here}"}, {}], ids=str
)
def test_a_form_of_our_own_page_is_taken(maintained, admin, sent):
    headers = {name: text.format(here=maintained.address) for name, text in sent.items()}
    admin.post(PAGE, data=FORM, headers=headers)
    assert maintained.schedule(HERE).days == EVERY_DAY - {5, 6}


def test_without_a_desk_there_are_no_pages_about_daily_posts(serve):
    with httpx.Client(base_url=serve().address, follow_redirects=True) as http:
        inside = http.post("/admin/login", data={"secret": SECRET})
        assert "/admin/daily" not in inside.text
        assert http.get("/admin/daily").status_code == 404
