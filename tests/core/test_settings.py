"""Settings: read once, every problem at once, secrets never shown."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.settings import Secret, SettingsError, load, load_with_origins, secret
from bot.settings.fields import Settings
from bot.settings.showing import env_example, markdown_table, show

ROOT = Path(__file__).parent.parent.parent
TOKEN = "xoxb-not-a-real-token"


def problems(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(environ, dotenv=None)
    return caught.value.problems


def test_nothing_set_is_a_working_set_of_settings():
    settings = load({}, dotenv=None)
    assert settings == Settings()
    assert settings.http_host == settings.ops_host == "127.0.0.1"
    assert settings.slack_bot_token is None


def test_values_have_their_types():
    settings = load(
        {
            "ETHICS_HTTP_PORT": " 9000 ",
            "ETHICS_DAILY": "off",
            "SLACK_AGENT_VIEW": "TRUE",
            "ETHICS_LOG_FORMAT": "JSON",
            "ETHICS_KNOWLEDGE": "~/knowledge",
            "ETHICS_ADMIN_SECRET": "sixteen characters",
        },
        dotenv=None,
    )
    assert (settings.http_port, settings.daily, settings.slack_agent_view) == (9000, False, True)
    assert settings.log_format == "json"
    assert settings.knowledge == Path.home() / "knowledge"
    assert settings.admin_secret == Secret("sixteen characters")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ETHICS_HTTP_PORT", "eighty", "a whole number from 0 to 65535"),
        ("ETHICS_HTTP_PORT", "65536", "a whole number from 0 to 65535"),
        ("ETHICS_HTTP_PORT", "-1", "a whole number from 0 to 65535"),
        ("ETHICS_RETENTION_DAYS", "0", "a whole number from 1"),
        ("ETHICS_DAILY", "maybe", "true or false"),
        ("ETHICS_LOG_LEVEL", "loud", "one of debug, info, warning, error"),
        ("ETHICS_ADMIN_SECRET", "short", "at least 16 characters"),
        ("ETHICS_PUBLIC_URL", "https://example.com/", "an address of the right form"),
        ("SLACK_API_URL", "https://slack.com/api", "an address of the right form"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_right_and_what_it_is_for(name, value, said):
    (problem,) = problems({name: value})
    assert problem.startswith(f"{name} ")
    assert said in problem


@pytest.mark.parametrize("port", ["0", "65535"])
def test_the_ends_of_a_range_belong_to_it(port):
    assert load({"ETHICS_HTTP_PORT": port}, dotenv=None).http_port == int(port)


def test_every_problem_is_told_at_once():
    told = problems(
        {
            "ETHICS_HTTP_PORT": "x",
            "ETHICS_DAILY": "x",
            "ETHICS_ADMIN_SECRET": "x",
            "ETHICS_KNOWLEGDE": "/srv",
            "SLACK_BOT_TOKEN_FILE": "/nowhere/at/all",
        }
    )
    assert len(told) == 5
    for name in ("HTTP_PORT", "DAILY", "ADMIN_SECRET", "KNOWLEGDE", "SLACK_BOT_TOKEN_FILE"):
        assert any(name in problem for problem in told)


def test_a_misspelt_name_is_told_the_nearest():
    assert problems({"ETHICS_KNOWLEGDE": "/srv"}) == [
        "ETHICS_KNOWLEGDE is not a setting. Did you mean ETHICS_KNOWLEDGE?"
    ]


def test_a_name_near_to_nothing_is_told_where_the_names_are():
    (problem,) = problems({"ETHICS_ZZZZZZZZZZZZ": "1"})
    assert "`ethics settings` lists them" in problem


def test_other_programs_variables_are_none_of_our_business():
    environ = {"SLACK_WEBHOOK": "x", "DISCORD_GUILD": "y", "PATH": "/bin", "ethics_http_port": "z"}
    assert load(environ, dotenv=None) == Settings()


def test_a_wrong_secret_is_never_repeated():
    (problem,) = problems({"ETHICS_ADMIN_SECRET": "tooShort1"})
    assert "tooShort1" not in problem


def test_secrets_hide_wherever_they_are_printed():
    settings = load(
        {"SLACK_BOT_TOKEN": TOKEN, "ETHICS_DATABASE_URL": "postgresql://u:pw@h/d"}, dotenv=None
    )
    printed = f"{settings} {settings!r} {settings.slack_bot_token} {settings.slack_bot_token!r}"
    assert TOKEN not in printed
    assert "pw@h" not in printed
    assert show(settings.slack_bot_token) == "(set)"
    assert secret(settings.slack_bot_token) == TOKEN
    assert secret(None) == ""


def test_a_secret_can_be_a_file(tmp_path):
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    settings, origins = load_with_origins(
        {"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")}, dotenv=None
    )
    assert secret(settings.slack_bot_token) == TOKEN
    origin = next(o for o in origins if o.rule.name == "SLACK_BOT_TOKEN")
    assert origin.source == f"file {tmp_path / 'token'}"


def test_a_value_wins_over_a_file_and_the_environment_over_dotenv(tmp_path):
    (tmp_path / "port").write_text("1", encoding="utf-8")
    (tmp_path / ".env").write_text("ETHICS_HTTP_PORT=2\nETHICS_OPS_PORT=3\n", encoding="utf-8")
    dotenv = tmp_path / ".env"
    from_file = {"ETHICS_HTTP_PORT_FILE": str(tmp_path / "port")}
    assert load({**from_file, "ETHICS_HTTP_PORT": "4"}, dotenv).http_port == 4
    assert load(from_file, dotenv).http_port == 1
    assert load({}, dotenv).http_port == 2
    assert load({}, dotenv).ops_port == 3
    assert load({}, tmp_path / "not there").http_port == 8080


def test_an_empty_value_counts_as_not_set(tmp_path):
    (tmp_path / ".env").write_text("ETHICS_HTTP_PORT=2\n", encoding="utf-8")
    assert load({"ETHICS_HTTP_PORT": " "}, tmp_path / ".env").http_port == 2


def test_a_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "token").write_bytes(b"\xff\xfe\x00")
    (problem,) = problems({"DISCORD_TOKEN_FILE": str(tmp_path / "token")})
    assert "not UTF-8" in problem
    with pytest.raises(SettingsError, match="not UTF-8"):
        load({}, tmp_path / "token")


def test_a_misspelt_name_in_dotenv_is_told_too(tmp_path):
    (tmp_path / ".env").write_text("ETHICS_HTTP_PROT=2\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="ETHICS_HTTP_PORT"):
        load({}, tmp_path / ".env")


def test_dotenv_example_is_what_the_settings_say():
    """When this fails: write `bot.settings.showing.env_example()` to .env.example."""
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example()


def test_dotenv_example_can_be_used_as_it_is_and_with_every_mark_taken_off(tmp_path):
    (tmp_path / ".env").write_text(env_example(), encoding="utf-8")
    assert load({}, tmp_path / ".env") == Settings()
    lines = [line.removeprefix("# ") for line in env_example().splitlines()[2:]]
    values = [line for line in lines if line.partition("=")[0].isupper()]
    (tmp_path / ".env").write_text("\n".join(values), encoding="utf-8")
    assert load({}, tmp_path / ".env") == Settings()


def test_every_setting_is_described_and_in_the_table():
    table = markdown_table()
    for field in dataclasses.fields(Settings):
        rule = field.metadata["rule"]
        assert f"| `{rule.name}` |" in table
        assert rule.description.endswith(".")
        assert "|" not in rule.description
