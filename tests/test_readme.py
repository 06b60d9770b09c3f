"""The README is true: every command and setting in it exists, and the reverse."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.cli.root import COMMANDS, cli
from bot.settings import showing

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SETTINGS = re.compile(r"<!-- settings -->\n(.*?)<!-- /settings -->", re.DOTALL)


def commands() -> set[str]:
    """Every command there is, subcommands with their group."""
    found = set()
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        if isinstance(command, click.Group):
            found |= {f"{name} {sub}" for sub in command.commands}
        else:
            found.add(name)
    return found


def table_commands() -> set[str]:
    rows = re.findall(r"^\| ((?:`ethics [^|]+)) \|", README, re.MULTILINE)
    named = {
        name for row in rows for name in re.findall(r"`ethics ([a-z ]+?)(?: [A-Z\[].*?)?`", row)
    }
    return {name.strip() for name in named}


def test_every_command_is_in_the_readme_and_the_reverse():
    assert table_commands() == commands()


def test_every_setting_is_in_the_readme_and_the_reverse():
    found = SETTINGS.search(README)
    assert found
    assert found[1] == showing.markdown_table()


def test_the_example_settings_are_up_to_date():
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == showing.env_example()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_there(page):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_a_page_names_exists(page):
    known = commands()
    groups = {name.split()[0] for name in known}
    for said in re.findall(r"`ethics ([a-z]+(?: [a-z]+)?)", page.read_text(encoding="utf-8")):
        assert said in known or said.split()[0] in known | groups, f"{page.name}: ethics {said}"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name):
    run = CliRunner().invoke(cli, [name, "--help"])
    assert run.exit_code == 0
    assert len(run.output) > 100


def test_a_slip_in_a_command_is_told_the_nearest():
    run = CliRunner().invoke(cli, ["aks", "gifts"])
    assert run.exit_code == 2
    assert "Did you mean 'ask'?" in run.output
