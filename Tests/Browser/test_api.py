"""The JSON API held against its own description, with what nobody would think of sending."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from system import ROOT, call, eventually

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture
def fuzz(system, folder):
    def run(given):
        """Sends generated calls to all operations; the ids that are given stand in their paths."""
        parameters = "".join(f'{name} = "{value}"\n' for name, value in given.items())
        (folder / "schemathesis.toml").write_text(f"[parameters]\n{parameters}")
        seed = os.environ.get("CALSYNC_TEST_SEED", "1")
        program = Path(sys.executable).with_name("schemathesis")
        ran = subprocess.run(
            [program, "run", ROOT / "Schemas/api.openapi.yaml", "--url", system.url, "--seed", seed, "--no-color",
             "--header", f"Authorization: Bearer {system.environment['API_TOKEN']}", "--checks", CHECKS,
             "--phases", "examples,coverage,fuzzing", "--max-examples", "20", "--exclude-path", "/metrics"],
            cwd=folder, capture_output=True, text=True, timeout=900)
        assert ran.returncode == 0, f"seed {seed}\n{ran.stdout[-6000:]}"

    return run


def test_no_call_of_strangers_is_answered_with_an_error_of_ours(fuzz):
    fuzz({})


def test_no_call_about_a_known_class_is_answered_with_an_error_of_ours(fuzz, system, account):
    account.produce_booking(account.strategy, "fuzzed")
    classes = f"{system.url}/api/v1/accounts/{account.id}/classes"
    token = system.environment["API_TOKEN"]
    eventually("the class", lambda: call(classes, token=token)["classes"])
    fuzz({"accountId": account.id, "classId": account.strategy})
