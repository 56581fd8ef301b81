"""Alerts: each fires on its fault and on what nobody knows, none on a sound site; somebody hears of
them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from portal.monitoring import metrics, probes
from tests import machine

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy/prometheus"
RULES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "motcua.rules.yml").read_text())["groups"][
    0
]["rules"]
NO_PROMTOOL = "not run, no promtool on this machine: apt-get install prometheus"
#: Figure → what a sound site says, and what says that something is wrong. A worker that never lived
#: says NaN.
FIGURES = {
    "up{job='motcua'}": ("1", {"MotcuaDown": "0"}),
    "motcua_worker_silent_seconds": ("7", {"MotcuaWorkerSilent": "61"}),
    "motcua_beat_silent_seconds": ("7", {"MotcuaBeatSilent": "61"}),
    "motcua_effects_oldest_seconds": ("20", {"MotcuaQueueGrows": "601"}),
    "motcua_effects_dead": ("0", {"MotcuaWorkGivenUp": "1"}),
    "motcua_documents_reserved": ("0", {"MotcuaPaperStuck": "1"}),
    "motcua_deliveries_failed": ("0", {"MotcuaLettersFail": "1"}),
    "motcua_backup_age_seconds": ("900", {"MotcuaBackupOld": "7201"}),
    "motcua_seal_seconds_left": ("9000000", {"MotcuaSealEnds": "2500000"}),
    "motcua_request_seconds_count{status='200'}": ("0+100", {}),
    "motcua_request_seconds_count{status='500'}": ("0+1", {"MotcuaErrors": "0+10"}),
    "motcua_request_seconds_bucket{le='2'}": ("0+100", {"MotcuaSlow": "0+50"}),
    "motcua_request_seconds_bucket{le='5'}": ("0+100", {"MotcuaSlow": "0+100"}),
    "motcua_request_seconds_bucket{le='+Inf'}": ("0+100", {"MotcuaSlow": "0+100"}),
}
UNKNOWN = ("MotcuaWorkerSilent", "MotcuaBeatSilent", "MotcuaBackupOld", "MotcuaSealEnds")


def given(client: Client) -> set[str]:
    """The names of all figures, after one page was asked for."""
    client.get("/")
    return {
        line.split("{")[0].split(" ")[0]
        for line in metrics.text().decode().splitlines()
        if line[:1] not in ("", "#")
    }


def test_every_figure_that_a_rule_reads_is_given(db: None, client: Client) -> None:
    names = given(client)
    for rule in RULES:
        read = set(re.findall(r"motcua_\w+", rule["expr"]))
        assert read <= names, rule["alert"]
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"] and rule["annotations"]["mend"]


def series(**wrong: str) -> list[dict[str, str]]:
    """Three hours of what the site said, a figure a minute; `wrong`: alert → what its figures say
    instead of normal.
    """
    said = []
    for name, (sound, faults) in FIGURES.items():
        value = next(
            (wrong[alert] or fault for alert, fault in faults.items() if alert in wrong), sound
        )
        said.append(
            {"series": name, "values": f"{value}x180" if "+" in value else f"{value}+0x180"}
        )
    return said


def trial(name: str, *fires: str, **wrong: str) -> dict[str, Any]:
    """promtool's trial: after three hours each of `fires` alarms and no other."""
    alarms = []
    for rule in RULES:
        seen = (
            {"exp_labels": rule["labels"], "exp_annotations": rule["annotations"]}
            if rule["alert"] in fires
            else None
        )
        alarms.append(
            {"eval_time": "3h", "alertname": rule["alert"], "exp_alerts": [seen] if seen else []}
        )
    return {
        "name": name,
        "interval": "1m",
        "input_series": series(**wrong),
        "alert_rule_test": alarms,
    }


def promtool(*arguments: str | Path, cwd: Path) -> str:
    if shutil.which("promtool") is None:
        (pytest.fail if machine.required("promtool") else pytest.skip)(NO_PROMTOOL)
    done = subprocess.run(
        ["promtool", *arguments], cwd=cwd, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_each_alert_fires_on_its_fault_and_on_what_nobody_knows(tmp_path: Path) -> None:
    faults = [alert for _sound, wrong in FIGURES.values() for alert in wrong]
    assert set(faults) == {rule["alert"] for rule in RULES}
    labelled = {"MotcuaDown": {"job": "motcua"}}
    trials = [trial("a sound site")]
    trials += [trial(alert, alert, **{alert: ""}) for alert in dict.fromkeys(faults)]
    trials += [trial(f"{alert} unknown", alert, **{alert: "NaN"}) for alert in UNKNOWN]
    for one in trials:
        for alarm in one["alert_rule_test"]:
            for seen in alarm["exp_alerts"]:
                seen["exp_labels"] = {**seen["exp_labels"], **labelled.get(alarm["alertname"], {})}
        for line in one["input_series"]:
            line["values"] = line["values"].replace("NaN+0x180", "NaN" + " NaN" * 180)
    (tmp_path / "tests.yml").write_text(
        yaml.safe_dump(
            {
                "rule_files": [str(FOLDER / "motcua.rules.yml")],
                "evaluation_interval": "1m",
                "tests": trials,
            }
        )
    )
    promtool("test", "rules", "tests.yml", cwd=tmp_path)


ENVIRONMENT = """\
PRODUCTION=1
MONITOR_TOKEN=mot-bi-mat-dai
EMAIL_HOST=smtp.motcua.example
EMAIL_HOST_USER=gui
EMAIL_HOST_PASSWORD=a"b&c\\d @ALERTS_TO@
EMAIL_USE_TLS=1
DEFAULT_FROM_EMAIL=Một cửa <mot-cua@motcua.example>
ALERTS_TO=truc@motcua.example, phong-cntt@motcua.example
"""


def alerts(tmp_path: Path, text: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "environment").write_text(text)
    environment = {
        "PATH": "/usr/bin:/bin",
        "MOTCUA_ENVIRONMENT": str(tmp_path / "environment"),
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        [ROOT / "deploy/alerts", tmp_path / "written"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_recipient_comes_from_the_settings(tmp_path: Path) -> None:
    for _again in range(2):
        done = alerts(tmp_path, ENVIRONMENT)
        assert done.returncode == 0, done.stderr
    written = tmp_path / "written"
    said = yaml.safe_load((written / "alertmanager.yml").read_text())
    (receiver,) = said["receivers"]
    assert receiver["email_configs"][0]["to"] == "truc@motcua.example, phong-cntt@motcua.example"
    assert {said["route"]["receiver"], *(way["receiver"] for way in said["route"]["routes"])} == {
        receiver["name"]
    }
    assert (
        said["global"]["smtp_smarthost"] == "smtp.motcua.example:25"
        and said["global"]["smtp_require_tls"] is True
    )
    assert said["global"]["smtp_from"] == "Một cửa <mot-cua@motcua.example>"
    assert said["global"]["smtp_auth_password"].startswith('a"b&c\\d ')
    assert (written / "motcua-token").read_text() == "mot-bi-mat-dai"
    assert (written / "alertmanager.yml").stat().st_mode & 0o007 == 0, (
        "it holds the password of the mail server"
    )
    promtool("check", "config", written / "prometheus.yml", cwd=tmp_path)


@pytest.mark.parametrize("name", ["ALERTS_TO", "EMAIL_HOST", "DEFAULT_FROM_EMAIL", "MONITOR_TOKEN"])
def test_where_nobody_hears_nothing_is_written(tmp_path: Path, name: str) -> None:
    done = alerts(tmp_path, re.sub(rf"(?m)^{name}=.*$", f"{name}=", ENVIRONMENT))
    assert done.returncode == 1 and f"{name} is not set" in done.stderr
    assert not (tmp_path / "written").exists()


def test_prometheus_is_answered_where_it_asks(db: None, settings: Any) -> None:
    """It asks 127.0.0.1:8000 over plain HTTP and can send no other host; a public site wants its
    name and TLS.
    """
    settings.ALLOWED_HOSTS, settings.DEMO = ["motcua.example"], False
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = (
        True,
        [r"^(healthz|readyz|metrics)$"],
    )
    settings.MONITOR_TOKEN = "mot-bi-mat-dai"
    scrape = yaml.safe_load((FOLDER / "prometheus.yml").read_text())["scrape_configs"][0]
    client, host = Client(), scrape["static_configs"][0]["targets"][0]
    token = {"HTTP_AUTHORIZATION": "Bearer mot-bi-mat-dai"}
    for path in (scrape["metrics_path"], "/readyz"):
        assert client.get(path, HTTP_HOST=host, **token).status_code == 200
        assert client.get(path, HTTP_HOST=host).status_code == 404
    assert client.get("/", HTTP_HOST=host, **token).status_code in (301, 400)


def test_the_age_of_the_backup_is_that_of_the_newest_finished_one(
    settings: Any, tmp_path: Path
) -> None:
    settings.BACKUPS = tmp_path
    assert probes.backup_age() != probes.backup_age(), "NaN: nobody knows of any"
    (tmp_path / "20261129T0000").mkdir()
    assert probes.backup_age() != probes.backup_age(), "one that is not finished"
    (tmp_path / "20261129T0000/manifest").touch()
    assert 0 <= probes.backup_age() < 60
