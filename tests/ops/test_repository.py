"""Nothing secret and no private address is in the repository."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.ops.process import ROOT

# What tokens look like. Each part is long enough that invented ones in tests stay below it.
SECRETS = {
    "a Slack token": r"xox[abeoprs]-\d{9,}-\d{9,}-[\w-]{16,}",
    "a Slack app token": r"xapp-\d-A[A-Z0-9]{8,}-\d{9,}-[0-9a-f]{32,}",
    "a Slack webhook": r"hooks\.slack(?:-gov)?\.com/(?:services|commands|actions)/T[A-Z0-9]{8,}/",
    "a Discord token": r"\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,45}\b",
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "a GitHub token": r"\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{60,}",
    "an AWS key": r"\bAKIA[0-9A-Z]{16}\b",
    "an OpenAI or Anthropic key": r"\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}",
    "a Fernet key": r"ETHICS_ENCRYPTION_KEYS\s*=\s*[\w-]{43}=",
    "a password in an address": r"postgres(?:ql)?(?:\+\w+)?://\w+:[0-9a-f]{24,}@",
}
MADE_UP = {
    "a Slack token": "xoxb-" + "1234567890-" * 2 + "AbCdEfGhIjKlMnOpQrStUvWx",
    "a Slack app token": "xapp-1-" + "A0123456789-" + "1234567890-" + "0f" * 20,
    "a Slack webhook": "https://hooks.slack.com/" + "services/T0123ABCD/B0/x",
    "a Discord token": "MTIzNDU2Nzg5MDEyMzQ1Njc4" + ".Gabcde." + "a" * 38,
    "a private key": "-----BEGIN " + "PRIVATE KEY-----",
    "a GitHub token": "ghp_" + "a1" * 18,
    "an AWS key": "AKIA" + "ABCDEFGH12345678",
    "an OpenAI or Anthropic key": "sk-" + "ant-" + "a1" * 20,
    "a Fernet key": "ETHICS_ENCRYPTION_KEYS=" + "a" * 43 + "=",
    "a password in an address": "postgresql://ethics:" + "0f" * 24 + "@db/ethics",
}
NEVER_TRACKED = re.compile(r"(^|/)(\.env|secrets/.*|.*\.sqlite3(-\w+)?|.*\.(pem|key|p12))$")
LOCKS = ("requirements.lock", "requirements-dev.lock")
# The model that ships is 6 MB.
LARGEST = 10_000_000


def tracked():
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, timeout=30
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a git checkout")
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [name for name in names if (ROOT / name).is_file()]


def test_no_tracked_file_holds_a_secret():
    patterns = {what: re.compile(pattern.encode()) for what, pattern in SECRETS.items()}
    found = []
    for name in tracked():
        content = (ROOT / name).read_bytes()
        found += [
            f"{name}: {what}" for what, pattern in patterns.items() if pattern.search(content)
        ]
    assert found == []


@pytest.mark.parametrize("what", SECRETS)
def test_the_check_knows_a_secret_when_it_sees_one(what):
    assert re.search(SECRETS[what], f"here: {MADE_UP[what]} it is")


def test_files_for_secrets_and_data_are_not_tracked():
    assert [name for name in tracked() if NEVER_TRACKED.search(name)] == []
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "/secrets/", "/data/"} <= set(ignored)
    assert max((ROOT / name).stat().st_size for name in tracked()) < LARGEST


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
    assert len(pins) == len(lines) > 20


def test_no_file_names_a_package_index_of_somebodys_own():
    places = ("pyproject.toml", "Makefile", "Dockerfile", "docker-compose.yml", ".ci/run", *LOCKS)
    for name in places:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(
            r"index[-_]url\s*=|(?<!no-emit-)index-url |PIP_INDEX|UV_INDEX", text
        ), name
