"""Every HTTP route with every sort of request: an answer in time, and never a fault of ours."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from bot.adapters.slack.daily import daily_views
from bot.adapters.web.admin.admin_sessions import Sessions
from tests.fuzz import strategies as some
from tests.fuzz.target import Target
from tests.fuzz.town import ADMIN_SECRET, LONGEST, Answer, Town, paths, signed

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "X")
IDS = ("gifts", "the-mug", "recusal", "training", "t01-one", "1", "12", "0", "9" * 5000, "..", ".")
FIELDS = (
    *("text", "choice", "context", "example", "q", "secret", "topic", "near", "also", "state"),
    *("code", "error", "at", "zone", "days", "holidays", "style", "tenet", "channel", "until"),
    *("words", "who", "done"),
)
# What the server itself says to bytes that are no HTTP, before any route is asked.
NO_HTTP = b"Invalid HTTP request received."
SAFE = ("x-content-type-options", "content-security-policy", "referrer-policy")

_octets = st.text(st.characters(max_codepoint=255), max_size=40).map(lambda t: t.encode("latin-1"))
_visible = _octets.map(lambda t: bytes(c for c in t if c >= 32 and c != 127))
_junk = _visible | st.sampled_from(
    (b"", b"x" * 5000, b"\xff\xfe", b"../..", b"%00", b"{}", b"a, b;q=1")
)
_session = st.just(0).map(lambda _: f"ethics_admin={Sessions(ADMIN_SECRET).issue()}".encode())
_headers = st.lists(
    st.one_of(
        st.tuples(
            st.just("Host"),
            _junk | st.sampled_from((b"a.gov", b"[::", b"a:b:c", b"[::1]:80", b"a b", b"\xe9")),
        ),
        st.tuples(
            st.just("Cookie"),
            _junk
            | _session
            | st.sampled_from(
                (b"ethics_admin=9.9", b"ethics_admin=" + b"9" * 5000 + b".x", b"=;=;", b'a="')
            ),
        ),
        st.tuples(
            st.just("Accept-Language"),
            _junk | st.sampled_from((b"es", b"es;q=nan,en;q=1e999", b"," * 900)),
        ),
        st.tuples(st.just("X-Fragment"), st.sampled_from((b"1", b"0"))),
        st.tuples(
            st.sampled_from(
                (
                    "Range",
                    "If-None-Match",
                    "If-Modified-Since",
                    "Origin",
                    "Referer",
                    "X-Forwarded-For",
                    "X-Forwarded-Proto",
                    "Accept",
                    "Expect",
                    "Upgrade",
                    "Authorization",
                )
            ),
            _junk | st.just(b"bytes=0-1,5-2,-0"),
        ),
        st.tuples(st.from_regex(r"[A-Za-z][A-Za-z-]{0,15}", fullmatch=True), _junk),
    ),
    max_size=4,
)
_kinds = st.just(b"application/x-www-form-urlencoded") | st.sampled_from(
    (
        b"application/x-www-form-urlencoded",
        b"application/x-www-form-urlencoded; charset=x",
        b"application/json",
        b"multipart/form-data; boundary=x",
        b"text/plain",
        b"",
        b"\xff",
    )
)
_pairs = st.lists(st.tuples(st.sampled_from(FIELDS) | st.text(max_size=5), some.typed), max_size=4)
_forms = _pairs.map(lambda pairs: urlencode(pairs, errors="replace").encode())
_bodies = st.one_of(
    st.just(b""),
    _forms,
    _forms,
    st.binary(max_size=60),
    some.json_values.map(lambda value: json.dumps(value).encode()),
    st.sampled_from(
        (
            b"secret=" + ADMIN_SECRET.encode(),
            b"text=gift",
            b"q=gift",
            b"x=" + b"y" * 1_100_000,
            b"a=b&" * 50,
            b"text=%FF%FE%00",
            b"text=" + b"%EF%B7%BA" * 20_000,
        )
    ),
)
_segments = st.sampled_from((*IDS, "slack:T1:C1", "discord:1:2", "slack:")) | some.anything


def _path(template: str, parts: list[str], query: str) -> bytes:
    """A path with its placeholders filled; what is not ASCII is percent-encoded."""
    filled = template
    for part in parts:
        if "{" not in filled:
            break
        before, _, rest = filled.partition("{")
        filled = before + quote(part, safe="", errors="replace") + rest.partition("}")[2]
    return (filled + (f"?{query}" if query else "")).encode("ascii", "replace")


def _wire(method: str, path: bytes, headers: list[tuple[str, bytes]], body: bytes) -> bytes:
    """The bytes of one request that asks for the connection to be closed."""
    named = {name.lower() for name, _ in headers}
    lines = [f"{method} ".encode() + path + b" HTTP/1.1"]
    lines += [] if "host" in named else [b"Host: 127.0.0.1"]
    lines += [name.encode() + b": " + value for name, value in headers]
    lines += [b"Connection: close", b"Content-Length: %d" % len(body)]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _good(answer: Answer) -> None:
    """No fault of ours, in time, and with the headers that keep a browser safe."""
    assert answer.status < 500, (answer.status, answer.body[:200])
    assert answer.seconds < LONGEST
    if not (answer.status == 400 and answer.body == NO_HTTP):
        assert all(answer.headers.get(name) for name in SAFE), answer
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "server" not in answer.headers


_requests = st.tuples(
    st.none() | st.sampled_from(METHODS),
    st.lists(_segments, min_size=2, max_size=2),
    _pairs.map(lambda pairs: urlencode(pairs, errors="replace")) | st.just("") | st.just("%%%=&&"),
    _headers,
    _kinds,
    _bodies,
)


def _route(town: Town, template: str, own: str = "GET", *, ops: bool = False) -> Target:
    """Half of the requests use the method that the route is made for."""

    def holds(given: tuple[Any, ...]) -> None:
        method, parts, query, headers, kind, body = given
        known = len(town.observed.incidents)
        sent = [*headers, ("Content-Type", kind)]
        if template.startswith("/admin") and len(query) % 4:  # mostly somebody who was let in
            sent.append(("Cookie", f"ethics_admin={Sessions(ADMIN_SECRET).issue()}".encode()))
        request = _wire(method or own, _path(template, parts, query), sent, body)
        _good(town.ask(request, ops=ops))
        assert town.observed.incidents[known:] == []

    return Target(f"{'ops' if ops else 'http'}: {own} {template}", _requests, holds)


# --- Slack's own requests ----------------------------------------------------------------------

_ids = st.sampled_from(("T0TEAM", "U0ASKER", "C0OPEN", "D0ASKER", "E1", "", "1.1", "x" * 300))
_words = some.typed.map(lambda text: text.encode("utf-8", "replace").decode())
_blocks = st.lists(some.json_values, max_size=2)
_values = st.recursive(
    _ids | _words | st.none() | st.booleans() | st.integers(-5, 2**40),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("id", "type", "value", "text", "ts", "user", "team", "channel", "actions")
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
_actions = st.sampled_from(
    (
        "say:topic:gifts",
        "say:help",
        "say:pick:area:money",
        "go:share",
        "go:copy",
        "go:remove",
        "go:vote",
        "go:up",
        "go:continue",
        "go:forget",
        "go:settings",
        "go:ask",
        "go:none",
        "other",
    )
)
_go = st.builds(
    "{}|{}|{}".format, st.integers(1, 9), st.sampled_from(("", "up", "down", "U0ASKER")), some.ids
) | st.just("1||topic:gifts")


def _event(text: str, thread: str | None, files: Any, kind: str) -> dict[str, Any]:
    event = {
        "type": kind,
        "user": "U0ASKER",
        "text": text,
        "ts": "1.1",
        "event_ts": "1.1",
        "files": files,
    }
    event |= (
        {"channel": "D0ASKER", "channel_type": "im"} if kind == "message" else {"channel": "C0OPEN"}
    )
    return event | ({"thread_ts": thread} if thread else {})


_said = _words | some.daily.map(lambda text: "daily " + text.encode("utf-8", "replace").decode())
_events = st.builds(
    _event,
    _said,
    st.none() | st.just("1.0"),
    st.none() | _blocks,
    st.sampled_from(("app_mention", "message")),
).map(
    lambda event: {"type": "event_callback", "team_id": "T0TEAM", "event_id": None, "event": event}
)
_commands = st.builds(
    lambda text, more: {
        "command": "/ethics",
        "text": text,
        "team_id": "T0TEAM",
        "user_id": "U0ASKER",
        "channel_id": "C0OPEN",
        "trigger_id": "1.1.x",
        **more,
    },
    _said,
    st.dictionaries(
        st.sampled_from(("channel_name", "user_name", "enterprise_id", "x")), _words, max_size=2
    ),
)


def _press(action: str, value: str, private: bool) -> dict[str, Any]:  # noqa: FBT001 - drawn
    return {
        "type": "block_actions",
        "team": {"id": "T0TEAM"},
        "user": {"id": "U0ASKER"},
        "trigger_id": "1.1.x",
        "channel": {"id": "C0OPEN"},
        "container": {
            "type": "message",
            "message_ts": "1.1",
            "channel_id": "C0OPEN",
            "is_ephemeral": private,
        },
        "actions": [{"type": "button", "action_id": action, "value": value, "action_ts": "1.1"}],
    }


_presses = st.builds(
    _press,
    _actions.filter(lambda action: action.startswith("say:") or action == "other"),
    some.choice_ids.map(lambda text: text.encode("utf-8", "replace").decode()),
    st.booleans(),
) | st.builds(
    _press, _actions.filter(lambda action: action.startswith("go:")), _go, st.just(value=True)
)


def _sent_form(at: Any, zone: Any, days: Any, code: Any, tenet: Any) -> dict[str, Any]:
    """The daily post's form, as Slack sends it, with any values in it."""
    fields = {
        daily_views.CHANNEL: {"selected_conversation": "C0OPEN"},
        daily_views.AT: {"selected_time": at},
        daily_views.ZONE: {"selected_option": {"value": zone}},
        daily_views.DAYS: {"selected_options": [{"value": str(day)} for day in days]},
        daily_views.HOLIDAYS: {"value": code},
        daily_views.STYLE: {"selected_option": {"value": "tenet"}},
        daily_views.TENET: {"selected_option": tenet and {"value": tenet}},
    }
    return {
        "type": "view_submission",
        "team": {"id": "T0TEAM"},
        "user": {"id": "U0ASKER"},
        "view": {
            "type": "modal",
            "id": "V1",
            "callback_id": daily_views.FORM,
            "state": {"values": {name: {name: value} for name, value in fields.items()}},
        },
    }


_sent_forms = st.builds(
    _sent_form,
    st.none() | _words | st.just("09:00"),
    st.none() | _words | st.just("America/Chicago"),
    st.lists(st.integers(0, 6), max_size=7),
    st.none() | _words | st.just("US"),
    st.none() | _words | st.just("7"),
)


def _slack_wire(payload: dict[str, Any], url: str) -> bytes:
    kind = b"application/x-www-form-urlencoded"
    if payload.get("type") == "event_callback":
        body, kind = json.dumps(payload).encode(), b"application/json"
    elif "command" in payload:
        body = urlencode({**payload, "response_url": url}).encode()
    else:
        body = urlencode({"payload": json.dumps({**payload, "response_url": url})}).encode()
    return _wire("POST", b"/slack/events", [*signed(body), ("Content-Type", kind)], body)


def _odd(town: Town) -> Target:
    """Signed by Slack, well formed, with any words and values: answered, and no incident."""

    def holds(payload: dict[str, Any]) -> None:
        known = len(town.observed.incidents)
        # A trigger of its own: else one would be taken for another that came again.
        number = len(town.observed.acks)
        event = (
            {"event_id": f"Ev{number}"} if "event_id" in payload else {"trigger_id": f"{number}.x"}
        )
        answer = town.ask(_slack_wire(payload | event, f"{town.slack_url}/respond/1"))
        assert answer.status == 200
        assert answer.seconds < LONGEST
        town.run(town.settle())
        assert town.observed.incidents[known:] == []

    return Target("slack: odd payloads", _commands | _events | _presses | _sent_forms, holds)


def _broken(town: Town) -> Target:
    """Signed by Slack, with parts missing or of another type: acknowledged or refused in time."""

    def holds(given: tuple[Any, bool, bytes]) -> None:
        value, as_form, tail = given
        body = json.dumps(value).encode()
        kind = b"application/json"
        if as_form:
            body, kind = (
                urlencode({"payload": body, "x": tail}).encode(),
                b"application/x-www-form-urlencoded",
            )
        body += tail[:3]
        request = _wire("POST", b"/slack/events", [*signed(body), ("Content-Type", kind)], body)
        answer = town.ask(request)
        assert 200 <= answer.status < 500
        assert answer.seconds < LONGEST
        town.run(town.settle())

    torn = st.one_of(
        _values,
        (_events | _presses).flatmap(
            lambda whole: st.sampled_from(sorted(whole)).flatmap(
                lambda key: st.builds(lambda value: whole | {key: value}, _values)
            )
        ),
    )
    return Target(
        "slack: broken payloads", st.tuples(torn, st.booleans(), st.binary(max_size=3)), holds
    )


def targets(town: Town) -> tuple[Target, ...]:
    """A target for every path there is, and two for what Slack signs."""
    return (
        *(_route(town, path, method) for path, method in paths(town.routes)),
        _route(town, "/{anything}/{more}"),
        *(_route(town, path, ops=True) for path, _ in paths(list(town.ops_routes))),
        _odd(town),
        _broken(town),
    )
