"""The image and the compose file, checked without a container engine."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml

from bot.app import SHUTDOWN
from bot.settings import load, secret
from bot.settings.reading import rules
from tests.support.dockerfile import ROOT, PlainFolder, instructions

STEPS = instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
BOTS = ("bot", "replica")
OURS = re.compile(r"(ETHICS|SLACK|DISCORD)_")
# A tag that names a version down to its last number.
PINNED = re.compile(r"^[\w./-]+:\d+\.\d+(\.\d+)?-\w+")


def last(name):
    """The rest of the last instruction of that name in the last stage."""
    final = max(step.stage for step in STEPS)
    return [s.rest for s in STEPS if s.name == name and s.stage == final][-1]


# --- the image ---------------------------------------------------------------------------------


def test_every_base_is_pinned_to_a_version_and_to_what_it_was():
    (base,) = [step.rest.partition("=")[2] for step in STEPS if step.name == "ARG"]
    assert PINNED.search(base)
    assert re.search(r"@sha256:[0-9a-f]{64}$", base)
    assert {step.rest.split()[0] for step in STEPS if step.name == "FROM"} == {"${BASE}"}


def test_the_image_does_not_run_as_root():
    assert last("USER").isdigit()
    assert int(last("USER")) >= 10_000
    created = [s.rest for s in STEPS if "useradd" in s.rest]
    assert f"--uid {last('USER')}" in created[0]


def test_compilers_and_caches_stay_in_the_first_stage():
    final = [s for s in STEPS if s.stage == 1]
    assert [s.rest for s in final if s.name == "COPY"] == ["--from=build /opt/ethics /opt/ethics"]
    assert not [s for s in final if s.name == "RUN" and "pip" in s.rest]
    for step in STEPS:
        assert step.name != "ADD"
        assert "apt-get" not in step.rest
        if "pip install" in step.rest:
            assert "--no-cache-dir" in step.rest


def test_the_health_check_is_pythons_own_and_asks_the_ops_port():
    check = last("HEALTHCHECK")
    assert '"python"' in check
    assert "curl" not in check
    assert f"127.0.0.1:{load({}, dotenv=None).ops_port}/readyz" in check
    timeout = int(re.search(r"timeout=(\d+)\)", check)[1])
    assert timeout < int(re.search(r"--timeout=(\d+)s", check)[1])


def test_no_secret_is_part_of_the_image():
    for step in STEPS:
        assert not re.search(r"TOKEN|SECRET|PASSWORD|KEYS", step.rest), step


def test_every_setting_the_image_and_compose_name_exists():
    known = {rule.name for rule in rules().values()}
    known |= {f"{name}_FILE" for name in known}
    named = {name for name in re.findall(r"(\w+)=", last("ENV")) if OURS.match(name)}
    for service in SERVICES.values():
        named |= {name for name in service["environment"] if OURS.match(name)}
    assert len(named) > 10
    assert named - known == set()


# --- compose -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_hardened(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]  # noqa: S108 - the folder inside the container
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["pids_limit"] > 0
    assert service["mem_limit"]
    assert service["restart"] == "unless-stopped"
    assert "network_mode" not in service
    for mount in service["volumes"]:
        assert mount.partition(":")[0] in COMPOSE["volumes"], "only named volumes"
    if "build" not in service:
        assert PINNED.search(service["image"])
        assert service["user"] not in ("0", "root")


@pytest.mark.parametrize("name", BOTS)
def test_a_bot_may_finish_what_is_in_hand(name):
    assert int(SERVICES[name]["stop_grace_period"].rstrip("s")) > SHUTDOWN


@pytest.mark.parametrize("name", BOTS)
def test_pages_are_published_on_the_loopback_interface_only(name):
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name]["ports"])
    assert not any(port.endswith(":8081") for port in SERVICES[name]["ports"])


def test_the_default_is_one_bot_with_a_file():
    assert [name for name, s in SERVICES.items() if not s.get("profiles")] == ["bot"]
    assert "ETHICS_DATABASE_URL_FILE" not in SERVICES["bot"]["environment"]


def test_the_profile_scale_is_two_replicas_on_a_database_nobody_else_reaches():
    assert SERVICES["replica"]["profiles"] == SERVICES["postgres"]["profiles"] == ["scale"]
    assert SERVICES["replica"]["deploy"]["replicas"] == 2
    assert SERVICES["replica"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert "ETHICS_DATABASE_URL_FILE" in SERVICES["replica"]["environment"]
    assert "ports" not in SERVICES["postgres"]
    assert SERVICES["postgres"]["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    # Two replicas of one service need two ports.
    low, high = re.search(r":(\d+)-(\d+):", SERVICES["replica"]["ports"][0]).groups()
    assert int(high) - int(low) == 1


def test_secrets_are_files_and_every_one_mounted_is_declared():
    for service in SERVICES.values():
        files = {k: v for k, v in service["environment"].items() if k.endswith("_FILE")}
        assert {Path(v).name for v in files.values()} == set(service["secrets"])
        assert set(service["secrets"]) <= set(COMPOSE["secrets"])
        for name in service["environment"]:
            assert not re.search(r"(TOKEN|SECRET|PASSWORD|KEYS|URL)$", name)
    for declared in COMPOSE["secrets"].values():
        assert re.fullmatch(r"\./secrets/\w+|\$\{\w+_FILE:-\./ops/not-set\}", declared["file"])


def test_a_secret_file_that_is_not_set_is_no_secret():
    empty = str(ROOT / "ops" / "not-set")
    files = {n: empty for n in SERVICES["bot"]["environment"] if n.endswith("_FILE")}
    settings = load(files, dotenv=None)
    assert secret(settings.slack_bot_token) == secret(settings.discord_token) == ""
    assert secret(settings.admin_secret) == secret(settings.encryption_keys) == ""


# --- the steps of the image --------------------------------------------------------------------


@pytest.mark.slow
def test_the_images_steps_make_a_bot_that_answers_from_another_folder(tmp_path):
    image = PlainFolder(tmp_path)
    for step in STEPS:
        if step.stage == 0:
            image.do(step)
    elsewhere = tmp_path / "data"
    elsewhere.mkdir()
    ethics = str(image.venv / "bin" / "ethics")
    environ = {"ETHICS_DATA": str(elsewhere)}
    if knowledge := os.environ.get("ETHICS_KNOWLEDGE"):
        environ["ETHICS_KNOWLEDGE"] = knowledge
    where = image.run([str(image.venv / "bin" / "python"), "-c", "import bot; print(bot.__file__)"],
                      elsewhere)  # fmt: skip
    assert where.startswith(str(image.venv)), "the wheel's code, not the checkout's"
    assert "Tenet 12" in image.run([ethics, "ask", "gifts"], elsewhere, **environ)
    assert "ethics, version" in image.run([ethics, "--version"], elsewhere)
    assert not list(elsewhere.rglob("*.sqlite3")), "asking stores nothing"
