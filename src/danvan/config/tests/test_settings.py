"""The settings as a server for many machines has them."""

import os
import subprocess
import sys

import pytest

BEHIND_A_PROXY = {
    "DANVAN_HTTPS": "1",
    "DANVAN_TRUSTED_PROXIES": "1",
    "DANVAN_HOSTS": "danvan.example",
    "DANVAN_PORTAL_ADDRESS": "https://danvan.example",
}


def run(process: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the settings of one process."""
    own = {
        "DANVAN_PROCESS": process,
        "DJANGO_SETTINGS_MODULE": "danvan.config.settings",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **BEHIND_A_PROXY, **own},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("process", ["portal", "office", "worker"])
def test_djangos_deployment_check_finds_nothing(process: str):
    command = ["-m", "django", "check", "--deploy", "--fail-level", "WARNING"]

    done = run(process, *command)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("process", "path", "scheme", "expected"),
    [
        ("portal", "/nowhere", "http", "301"),
        ("portal", "/nowhere", "https", "404"),
        ("office", "/nowhere", "http", "301"),
        ("office", "/healthz", "http", "200"),
    ],
)
def test_behind_a_proxy_only_visits_by_https_are_served(
    process: str, path: str, scheme: str, expected: str
):
    visit = (
        "import django; django.setup(); from django.test import Client; "
        f"answer = Client(headers={{'Host': 'danvan.example', "
        f"'X-Forwarded-Proto': '{scheme}'}}).get('{path}'); print(answer.status_code)"
    )

    assert run(process, "-c", visit).stdout.strip() == expected
