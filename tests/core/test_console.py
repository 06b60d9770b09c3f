"""The terminal door, started as anybody starts it: by hand, in a pipe, by a script."""

from __future__ import annotations

import io
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.console.connect import (
    LINE_BYTES,
    Chat,
    answering_for,
    ask_lines,
    console_for,
)
from bot.adapters.console.render import choices
from bot.handlers.errors import UserFacingError
from bot.handlers.messages import Incoming, plain_text
from tests.support.fakes import Observed

ROOT = Path(__file__).parent.parent.parent
LONGEST_WAIT = 60.0
ESCAPE = "\x1b"


@pytest.fixture
def environ(guide, data_folder: Path) -> dict[str, str]:
    """What a shell would set. The guide is asked for first: what it learned is found there."""
    ours = ("ETHICS_", "SLACK_", "DISCORD_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    if "ETHICS_KNOWLEDGE" in os.environ:
        kept["ETHICS_KNOWLEDGE"] = os.environ["ETHICS_KNOWLEDGE"]
    return kept | {"ETHICS_DATA": str(data_folder), "TERM": "xterm", "COLUMNS": "100"}


def ethics(environ, *arguments: str, said: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=said,
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environ,
        timeout=LONGEST_WAIT,
    )


def test_in_a_pipe_an_answer_is_plain_text(environ, guide):
    done = ethics(environ, "ask", "tickets", "from", "a", "vendor")
    expected = plain_text(guide.answer(Incoming(text="tickets from a vendor")))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == expected.replace("\n", os.linesep) + os.linesep
    assert ESCAPE not in done.stdout.decode()


def test_for_a_script_it_is_one_object_of_a_fixed_shape(environ):
    done = ethics(environ, "ask", "--json", "¿puedo aceptar boletos de un proveedor?")
    assert done.stdout.count(b"\n") == 1
    record = json.loads(done.stdout)
    assert list(record) == [
        "query", "outcome", "topic", "tenets", "choices", "score", "page", "pages", "situation",
        "verdict", "context", "gate", "text",
    ]  # fmt: skip
    assert record["query"] == "¿puedo aceptar boletos de un proveedor?"
    assert (record["outcome"], record["topic"]) == ("answer", "gifts")
    assert record["choices"][0] == "gifts"
    assert 12 in record["tenets"]
    assert 0 < record["score"] <= 1


def test_many_lines_are_answered_in_order_broken_ones_too(environ):
    lines = [b"gifts", b"", b"\xff\xfe broken \xc3", b"tenet 7\r", b"a\x00b", "año".encode()]
    done = ethics(environ, "ask", "--jsonl", said=b"\n".join(lines))
    records = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert done.returncode == 0
    assert [record["query"] for record in records] == [
        "gifts",
        "",
        "�� broken �",
        "tenet 7",
        "a\x00b",
        "año",
    ]
    assert records[3]["tenets"] == [7]
    assert {record["outcome"] for record in records} <= {"answer", "choices", "none", "command"}


def test_a_line_too_long_to_be_a_question_ends_the_stream(guide):
    answered = ask_lines(
        answering_for(guide, Observed()), [b"gifts\n", b"x" * (LINE_BYTES + 1), b"gifts\n"]
    )
    assert json.loads(next(answered))["topic"] == "gifts"
    with pytest.raises(UserFacingError, match="Line 2 "):
        next(answered)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["aks", "gifts"], "Did you mean 'ask'?"),
        (["ask", "--jsonl", "gifts"], "standard input"),
        (["ask", "--no-such-option"], "No such option"),
        (["eval", "/nowhere/at/all.jsonl"], "cannot be read"),
    ],
)
def test_misuse_is_told_in_a_sentence_with_exit_status_2(environ, arguments, said):
    done = ethics(environ, *arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_wrong_settings_are_told_all_at_once_with_exit_status_2(environ):
    done = ethics(environ | {"ETHICS_HTTP_PORT": "x", "ETHICS_DAYLY": "1"}, "ask", "gifts")
    told = done.stderr.decode()
    assert done.returncode == 2
    assert "ETHICS_HTTP_PORT must be a whole number" in told
    assert "Did you mean ETHICS_DAILY?" in told
    assert "Traceback" not in told


def test_why_shows_how_a_question_was_understood(environ):
    done = ethics(environ, "ask", "--json", "--why", "nepotizm")
    assert json.loads(done.stdout)["outcome"] == "answer"
    assert "nepotism" in done.stderr.decode()


def test_a_reader_that_has_seen_enough_is_no_error(environ):
    """As in `ethics ask --jsonl < questions | head -1`."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environ,
    ) as child:
        child.stdin.write(b"gifts\n")
        child.stdin.flush()
        child.stdout.close()
        _, told = child.communicate(b"gifts\n" * 200, timeout=LONGEST_WAIT)
    assert (child.returncode, told) == (0, b"")


class Terminal:
    """A real terminal with the bot in it: read what it shows, type into it."""

    def __init__(self, environ: dict[str, str]) -> None:
        pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
        self._own, theirs = pty.openpty()
        self.child = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            env=environ,
        )
        os.close(theirs)

    def read_until(self, wanted: str) -> str:
        shown, ends = b"", time.monotonic() + LONGEST_WAIT
        while wanted.encode() not in shown:
            assert time.monotonic() < ends, shown.decode(errors="replace")
            if select.select([self._own], [], [], 1)[0]:
                try:
                    shown += os.read(self._own, 65536)
                except OSError:  # Linux says so when the other end has closed.
                    break
        return shown.decode(errors="replace")

    def type(self, line: str) -> None:
        os.write(self._own, line.encode() + b"\n")

    def close(self) -> None:
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait(LONGEST_WAIT)
        os.close(self._own)


def test_a_conversation_in_a_terminal_with_numbered_choices(environ):
    terminal = Terminal(environ)
    try:
        assert "[1]" in terminal.read_until("you › ")
        terminal.type("topics")
        shown = terminal.read_until("you › ")
        assert ESCAPE in shown, "a screen gets colors"
        assert "[2]" in shown
        terminal.type("tenet 7")
        assert "Tenet 7" in terminal.read_until("you › ")
        terminal.type("quit")
        assert "Goodbye." in terminal.read_until("Goodbye.")
        assert terminal.child.wait(LONGEST_WAIT) == 0
    finally:
        terminal.close()


def talk(guide, *lines: str) -> str:
    """A conversation whose lines are all known beforehand; what the screen shows."""
    screen = io.StringIO()
    console = Console(file=screen, width=88, force_terminal=False)
    said = iter(lines)

    def next_line(prompt: str = "") -> str:
        try:
            return next(said)
        except StopIteration:
            raise EOFError from None

    console.input = next_line
    Chat(answering_for(guide, Observed()), console).run()
    return screen.getvalue()


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_number_presses_the_button_of_that_number(guide, number):
    before = talk(guide, "topics").removesuffix("Goodbye.\n")
    shown = talk(guide, "topics", str(number)).removeprefix(before)
    option = choices(guide.answer(Incoming(text="topics")))[number - 1]
    pressed = guide.answer(Incoming(choice=option.id))
    assert shown.strip().splitlines()[0].strip() == pressed.blocks[0].text


@pytest.mark.parametrize("said", ["999", "0", "٢", "1" * 5000])
def test_a_number_without_a_button_is_read_as_words(guide, said):
    assert "Goodbye." in talk(guide, "gifts", said)


def test_a_conversation_remembers_what_it_is_about(guide):
    shown = talk(guide, "tickets from a vendor", "what about my spouse?")
    follow_up = guide.answer(
        Incoming(
            text="what about my spouse?",
            context=guide.answer(Incoming(text="tickets from a vendor")).context,
        )
    )
    assert follow_up.topic == "gifts"
    assert follow_up.blocks[0].text in shown


def test_colours_can_be_turned_off_and_a_pipe_has_none():
    assert console_for(io.StringIO(), color=False).no_color
    assert not console_for(io.StringIO()).is_terminal
