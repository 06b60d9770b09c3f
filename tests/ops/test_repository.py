"""Nothing secret and no private address is in the repository."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.ops.audit import ALL
from tests.ops.hidden import SECRETS, faults, secrets_in, tracked
from tests.support.process import ROOT

MADE_UP = {
    "a Slack token": "xoxb-" + "1234567890-" * 2 + "AbCdEfGhIjKlMnOpQrStUvWx",
    "a Slack app token": "xapp-1-" + "A0123456789-" + "1234567890-" + "0f" * 20,
    "a Slack webhook": "https://hooks.slack.com/" + "services/T0123ABCD/B0/x",
    "a Discord token": "MTIzNDU2Nzg5MDEyMzQ1Njc4" + ".Gabcde." + "a" * 38,
    "a private key": "-----BEGIN " + "PRIVATE KEY-----",
    "a GitHub token": "ghp_" + "a1" * 18,
    "an AWS key": "AKIA" + "ABCDEFGH12345678",
    "an AWS secret": "AWS_SECRET_ACCESS_KEY = " + "aB3/" * 10,
    "a Google key": "AIza" + "a1B2c" * 7,
    "an OpenAI or Anthropic key": "sk-" + "ant-" + "a1" * 20,
    "a Fernet key": "ETHICS_ENCRYPTION_KEYS=" + "a" * 43 + "=",
    "a password in an address": "postgresql://ethics:" + "Kq7vT2mZx9" * 2 + "@db/ethics",
}
LOCKS = ALL
# The model that ships is 13 MB.
LARGEST = 15_000_000


def everything():
    try:
        return tracked()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a git checkout")


def test_no_tracked_file_holds_a_secret_or_should_not_be_there():
    everything()
    assert list(faults()) == []


@pytest.mark.parametrize("what", SECRETS)
def test_the_check_knows_a_secret_when_it_sees_one(what):
    content = f"first\nhere: {MADE_UP[what]} it is".encode()
    assert (2, what) in secrets_in(content)


@pytest.mark.parametrize(
    "example",
    [
        "SLACK_BOT_TOKEN=xoxb-…",
        "xoxb-test-token",
        "postgresql://user:password@host/name",
        "postgresql://ethics:$PASSWORD@db/ethics",
        "https://[::1]:8080/x@y",
        "ETHICS_ENCRYPTION_KEYS=",
    ],
)
def test_an_example_is_no_secret(example):
    assert secrets_in(example.encode()) == []


def test_a_repository_with_a_secret_is_refused_without_printing_it(tmp_path):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True, timeout=30)
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={MADE_UP['a Slack token']}\n")
    subprocess.run(["git", "add", "-f", ".env"], cwd=tmp_path, check=True, timeout=30)
    assert list(faults(tmp_path)) == [
        ".env belongs on one machine, not in the repository.",
        ".env:1 looks like a Slack token.",
    ]


def test_files_for_secrets_and_data_are_left_out():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "/secrets/", "/data/"} <= set(ignored)
    assert max(path.stat().st_size for path in everything()) < LARGEST


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_hashes_and_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(
        r"https?://|--(extra-)?index-url|--find-links|--trusted-host|@ file:", text
    )
    pins = re.findall(
        r"^([\w.\[\]-]+==[^ \\]+)[^\n]*\\\n +--hash=sha256:[0-9a-f]{64}", text, re.MULTILINE
    )
    lines = re.findall(r"^[A-Za-z][^\n]*", text, re.MULTILINE)
    assert len(pins) == len(lines) > 0


def test_no_file_names_a_package_index_of_somebodys_own():
    places = ("pyproject.toml", "Makefile", "Dockerfile", "docker-compose.yml", ".ci/run", *LOCKS)
    for name in places:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(
            r"index[-_]url\s*=|(?<!no-emit-)index-url |PIP_INDEX|UV_INDEX", text
        ), name
