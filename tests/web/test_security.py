"""Who may do what: policies, frames, the maintainer's secret, and what is never written down."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.adapters.web.admin.admin_sessions import ATTEMPTS, WINDOW, Lock, Sessions
from bot.handlers.errors import UserFacingError
from tests.support.fakes import NoLimit, Observed
from tests.support.web.site import SECRET, make_door

EVERYWHERE = ("/", "/topics/gifts", "/today.atom", "/static/site.css", "/gone", "/embed", "/admin")


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_response_forbids_inline_scripts_and_foreign_content(http, path):
    headers = http.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/topics/gifts", "/admin/login", "/embedded"])
def test_only_the_box_may_stand_in_a_frame(http, path):
    headers = http.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


def test_the_box_may_stand_in_a_frame_of_the_origins_that_are_set(http):
    for answer in (http.get("/embed"), http.post("/embed/ask", data={"text": "gift"})):
        assert answer.headers["content-security-policy"].endswith(
            "frame-ancestors 'self' https://intranet.example.gov"
        )
        assert "x-frame-options" not in answer.headers
    assert http.get("/embed.js").headers["cross-origin-resource-policy"] == "cross-origin"


def test_without_origins_there_is_no_box(serve):
    with httpx.Client(base_url=serve(embed_origins=()).address) as http:
        for path in ("/embed", "/embed.js"):
            assert http.get(path).status_code == 404
        assert http.post("/embed/ask", data={"text": "gift"}).status_code == 404


@pytest.mark.parametrize("origin", ["'unsafe-inline'", "https://a.gov;script-src", "a.gov", "*"])
def test_what_is_no_origin_is_refused_by_the_name_of_its_setting(origin):
    with pytest.raises(UserFacingError, match="ETHICS_EMBED_ORIGINS"):
        make_door(Observed(), NoLimit(), embed_origins=(origin,))


def test_no_page_sets_a_cookie_and_no_html_holds_inline_code(http):
    for path in ("/", "/topics/gifts", "/search", "/documents/recusal", "/embed", "/admin/login"):
        page = http.get(path)
        assert "set-cookie" not in page.headers
        assert not re.search(r"<style|<script>|\son\w+=|\sstyle=|javascript:", page.text)


ADMIN = ("/admin", "/admin/knowledge", "/admin/votes")


def test_without_a_secret_the_maintainers_pages_do_not_exist(serve):
    with httpx.Client(base_url=serve(admin_secret="").address) as http:
        for path in (*ADMIN, "/admin/login"):
            assert http.get(path).status_code == 404
        assert http.post("/admin/login", data={"secret": ""}).status_code == 404


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "9999999999.", f"9999999999.{'0' * 64}", f"٣.{'0' * 64}", ".", "é.é",
     Sessions("another-secret-here").issue()],
)  # fmt: skip
def test_without_the_secret_they_lead_to_the_login(serve, cookie):
    with httpx.Client(base_url=serve().address) as http:
        for path in ADMIN:
            sent = {"Cookie": f"ethics_admin={cookie}".encode()}
            answer = http.get(path, headers=sent)
            assert (answer.status_code, answer.headers["location"]) == (303, "/admin/login")
            assert http.post("/admin", data={"text": "gift"}, headers=sent).status_code == 303


def test_the_secret_opens_for_an_hour_with_one_strict_cookie(serve):
    with httpx.Client(base_url=serve().address, follow_redirects=True) as http:
        page = http.post("/admin/login", data={"secret": SECRET})
        cookie = page.history[0].headers["set-cookie"]
        assert page.url.path == "/admin"
        assert {"HttpOnly", "SameSite=strict", "Path=/admin", "Max-Age=3600"} <= set(
            cookie.split("; ")
        )
        assert "Secure" not in cookie
        assert page.headers["cache-control"] == "no-store"
        http.post("/admin/logout")
        assert http.get("/admin").url.path == "/admin/login"


def test_behind_https_the_cookie_is_secure(serve):
    with httpx.Client(base_url=serve(public_url="https://ethics.example.gov").address) as http:
        answer = http.post("/admin/login", data={"secret": SECRET})
        assert "Secure" in answer.headers["set-cookie"]


def test_wrong_secrets_lock_the_door_even_for_the_right_one(serve):
    with httpx.Client(base_url=serve().address) as http:
        statuses = [
            http.post("/admin/login", data={"secret": f"guess {n}"}).status_code
            for n in range(ATTEMPTS)
        ]
        assert statuses == [403] * (ATTEMPTS - 1) + [429]
        locked = http.post("/admin/login", data={"secret": SECRET})
        assert locked.status_code == 429
        assert int(locked.headers["retry-after"]) > 800
        assert "set-cookie" not in locked.headers


def test_the_lock_opens_again_and_is_one_addresss_own():
    now = [0.0]
    lock = Lock(clock=lambda: now[0])
    for _ in range(ATTEMPTS):
        lock.failed("2001:db8::1")
    assert lock.wait("2001:db8::2") > 0, "the same /64"
    assert lock.wait("2001:db8:1::1") == 0
    assert lock.wait("10.0.0.1") == 0
    now[0] = WINDOW + 1
    assert lock.wait("2001:db8::1") == 0
    lock.passed("2001:db8::1")


def test_an_attacker_with_many_addresses_is_locked_out_too():
    lock = Lock(clock=lambda: 0.0)
    for number in range(200):
        lock.failed(f"10.0.{number}.1")
    assert lock.wait("10.9.9.9") > 0


def test_a_session_ends():
    now = [1000.0]
    sessions = Sessions("a-long-secret", clock=lambda: now[0])
    cookie = sessions.issue()
    assert sessions.valid(cookie)
    assert not sessions.valid("9" + cookie)
    now[0] += sessions.seconds
    assert not sessions.valid(cookie)


def test_the_maintainer_sees_why_and_where_the_knowledge_is_weak(serve):
    with httpx.Client(base_url=serve().address, follow_redirects=True) as http:
        http.post("/admin/login", data={"secret": SECRET})
        why = http.post("/admin", data={"text": "free tikets <b>"}).text
        assert "Say that it does not know." in why
        why = http.post("/admin", data={"text": "free tickets <b>"}).text
        for shown in ("Answer at once.", "0.900", "tikets → tickets", "free tickets", "Elections"):
            assert shown in why
        assert "tickets &lt;b&gt;" in why
        knowledge = http.get("/admin/knowledge").text
        assert "knowledge/topics/gifts.yaml:3: title: too long" in knowledge
        assert re.search(r"<td>4</td>\s*<td>Gifts</td>\s*<td>Elections</td>", knowledge)


def test_votes_are_shown_worst_first_and_small_counts_withheld(serve):
    with httpx.Client(base_url=serve().address, follow_redirects=True) as http:
        http.post("/admin/login", data={"secret": SECRET})
        votes = http.get("/admin/votes").text
        assert re.findall(r'<th scope="row"><a href="(.+?)">(.+?)</a>', votes) == [
            ("/topics/elections", "Elections"),
            ("/topics/gifts", "Gifts"),
        ]
        assert "Town cars" not in votes
        assert "Withheld: 1" in votes


def test_nothing_that_is_asked_is_logged(serve, capfd, caplog):
    caplog.set_level(0)
    with httpx.Client(base_url=serve().address, follow_redirects=True) as http:
        caplog.clear()
        for path, field in (("/ask", "text"), ("/search", "q"), ("/embed/ask", "text")):
            page = http.post(path, data={field: "Wilhelmina took a gift"})
            assert "ilhelmina" not in str(page.url)
    ours = [record for record in caplog.records if not record.name.startswith("http")]
    assert not [record for record in ours if "ilhelmina" in record.getMessage()]
    assert "ilhelmina" not in "".join(capfd.readouterr())


async def test_the_door_is_ready_from_start_to_stop():
    door = make_door(Observed(), NoLimit())
    assert not door.health().ready
    await door.start()
    assert door.health().ready
    await door.stop()
    await door.stop()
    assert not door.health().ready
