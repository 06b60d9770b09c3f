"""Each alert rings for the first event after a start, and for nothing before it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field

import pytest
import yaml
from prometheus_client import Counter, generate_latest

from bot.ops.metrics import KINDS, OUTCOMES, Metrics
from bot.store.deliveries import ENDS
from tests.support.process import ROOT

ALERTS = ROOT / "ops" / "alerts.yaml"
RULES = {
    rule["alert"]: rule
    for group in yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
}
MISSING = "no promtool here; on Debian: apt-get install prometheus"
HERE = '{job="ethics",instance="a:9090"}'
SLACK = 'platform="slack",job="ethics",instance="a:9090"'
ON = {"instance": "a:9090", "job": "ethics"}


@dataclass
class Case:
    """Series, a value a minute; a minute where it is quiet still, and one where it rings."""

    series: dict[str, str]
    quiet: int
    rings: int
    labels: dict[str, str] = field(default_factory=dict)
    value: str = ""


def buckets(metric, fast, slow):
    """A histogram: so many observations a minute under 0.5 s, then so many over a minute's 3 s."""
    return {
        f'{metric}_bucket{{le="0.5",{SLACK}}}': f"0+{fast}x10 {fast * 10}x40",
        f'{metric}_bucket{{le="3.0",{SLACK}}}': f"0+{fast}x10 {fast * 10}+{slow}x40",
        f'{metric}_bucket{{le="+Inf",{SLACK}}}': f"0+{fast}x10 {fast * 10}+{slow}x40",
    }


PLATFORM = {"platform": "slack"}
CASES = {
    "EthicsDown": Case({f"up{HERE}": "1x5 0x20"}, 6, 9, ON),
    "EthicsDatabaseGone": Case({f"ethics_database_ready{HERE}": "1x5 0x20"}, 5, 8, ON),
    "EthicsPlatformNotConnected": Case(
        {f"ethics_door_ready{{{SLACK}}}": "1x5 0x20"}, 9, 12, {**ON, **PLATFORM}
    ),
    "EthicsTasksGrow": Case({f"ethics_asyncio_tasks{HERE}": "20x5 2000x90"}, 30, 70, ON),
    "EthicsIncidents": Case(
        {f"ethics_incidents_total{{{SLACK}}}": "0x5 5x20"}, 5, 7, PLATFORM, "5"
    ),
    "EthicsBackgroundWorkEnds": Case(
        {'ethics_background_ended_total{work="retention"}': "0x5 1x20"}, 5, 7,
        {"work": "retention"},
    ),
    "EthicsSlowAck": Case(buckets("ethics_ack_seconds", 60, 60), 10, 35, PLATFORM),
    "EthicsSlowAnswers": Case(buckets("ethics_answer_seconds", 60, 60), 10, 35, PLATFORM),
    "EthicsThrottled": Case({f"ethics_platform_429_total{{{SLACK}}}": "0x5 30x20"}, 5, 7, PLATFORM),
    "EthicsRedeliveries": Case(
        {f"ethics_redeliveries_total{{{SLACK}}}": "0x5 60x20"}, 5, 7, PLATFORM
    ),
    "EthicsDailyPostsWait": Case(
        {f"ethics_daily_overdue_seconds{HERE}": "0x5 1000x20"}, 8, 12, ON
    ),
    "EthicsDailyPostsForgotten": Case(
        {f"ethics_daily_looked_timestamp_seconds{HERE}": "1 60 120 180 180x30"}, 12, 15, ON
    ),
    "EthicsDailyPostsFail": Case(
        {
            f'ethics_daily_posts_total{{outcome="{outcome}",{SLACK}}}': counted
            for outcome, counted in (
                ("sent", "0x5 9x20"), ("failed", "0x26"), ("unknown", "0x5 1x20")
            )
        },
        5, 7, PLATFORM,
    ),
    "EthicsOftenClueless": Case(
        {
            f'ethics_requests_total{{outcome="{outcome}",kind="command",{SLACK}}}': counted
            for outcome, counted in {"none": "0x5 20x20", "answer": "0x5 40x20"}.items()
        },
        5, 7,
    ),
}  # fmt: skip


def expected(name, case):
    rule = RULES[name]

    def said(text):
        text = text.replace("{{ $value }}", case.value)
        return re.sub(r"{{ \$labels\.(\w+) }}", lambda match: case.labels[match[1]], text)

    notes = {key: said(text) for key, text in rule["annotations"].items()}
    return [{"exp_labels": rule["labels"] | case.labels, "exp_annotations": notes}]


def test_every_alert_has_its_case():
    assert CASES.keys() == RULES.keys()


@pytest.mark.skipif(shutil.which("promtool") is None, reason=MISSING)
def test_each_alert_rings_for_the_first_event_and_not_before(tmp_path):
    tests = [
        {
            "name": name,
            "interval": "1m",
            "input_series": [{"series": s, "values": v} for s, v in case.series.items()],
            "alert_rule_test": [
                {"eval_time": f"{case.quiet}m", "alertname": name, "exp_alerts": []},
                {
                    "eval_time": f"{case.rings}m",
                    "alertname": name,
                    "exp_alerts": expected(name, case),
                },
            ],
        }
        for name, case in CASES.items()
    ]
    file = tmp_path / "alerts.yaml"
    rules = {"rule_files": [str(ALERTS)], "evaluation_interval": "1m", "tests": tests}
    file.write_text(yaml.safe_dump(rules), encoding="utf-8")
    ended = subprocess.run(
        ["promtool", "test", "rules", str(file)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_labeled_counter_exists_with_zero_from_the_start():
    metrics = Metrics()
    metrics.begin(["slack", "web"], ["slack"], (*ENDS, "retry"))
    metrics.background_ended.labels("retention")
    shown = generate_latest(metrics.registry).decode()
    for metric in vars(metrics).values():
        if isinstance(metric, Counter):
            assert re.search(rf"^{metric._name}_total{{.*}} 0.0$", shown, re.MULTILINE), metric
    for outcome in ENDS:
        line = f'ethics_daily_posts_total{{outcome="{outcome}",platform="slack"}} 0.0'
        assert line in shown
    assert f'kind="{KINDS[0]}",outcome="{OUTCOMES[0]}",platform="web"' in shown
