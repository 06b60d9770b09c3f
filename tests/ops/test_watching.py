"""The example alerts and the dashboard name only what the bot measures, and all of it."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from bot.ops.metrics import Metrics
from bot.store.deliveries import ENDS
from tests.support.process import ROOT

ALERTS = yaml.safe_load((ROOT / "ops" / "alerts.yaml").read_text(encoding="utf-8"))
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
BOARD = json.loads((ROOT / "ops" / "grafana.json").read_text(encoding="utf-8"))
EXPRESSIONS = [rule["expr"] for rule in RULES] + [
    target["expr"] for panel in BOARD["panels"] for target in panel["targets"]
]
SUFFIXES = {
    "counter": ("_total",),
    "histogram": ("_bucket", "_sum", "_count"),
    "gauge": ("",),
}


def measured():
    """Every name that can be asked for → the labels it has."""
    metrics = Metrics()
    found = {}
    for metric in vars(metrics).values():
        for family in getattr(metric, "describe", list)():
            for suffix in SUFFIXES[family.type]:
                found[family.name + suffix] = set(metric._labelnames)
    return found


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_metric_and_label_named_exists(expression):
    known = measured()
    names = set(re.findall(r"\bethics_\w+", expression))
    assert names <= known.keys()
    labels = set(re.findall(r"(\w+)=~?\"", expression)) - {"job"}
    for inside in re.findall(r"by \(([\w, ]+)\)", expression):
        labels |= {label.strip() for label in inside.split(",")} - {"le"}
    assert labels <= set().union(*(known[name] for name in names), set())
    assert expression.count("(") == expression.count(")")


def test_the_dashboard_shows_everything_that_is_measured():
    shown = " ".join(t["expr"] for panel in BOARD["panels"] for t in panel["targets"])
    families = {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in measured()}
    assert len(families) == 13
    assert [name for name in families if name not in shown] == []


def test_every_alert_says_what_happened_and_what_to_do():
    assert len({rule["alert"] for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["do"]
        assert rule["labels"]["severity"] in {"page", "ticket", "knowledge"}


def test_outcomes_named_are_outcomes_there_are():
    named = set()
    for expression in EXPRESSIONS:
        for value in re.findall(r'outcome=~?"([^"]+)"', expression):
            named |= set(value.split("|"))
    assert named
    assert named <= {*ENDS, "none"}
