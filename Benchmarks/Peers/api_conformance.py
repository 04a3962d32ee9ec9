"""schemathesis against a running server: requests made up from its own OpenAPI document, answers held against it.

Argument: the server's address.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request
from importlib.metadata import version

from peer import report

CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance",
          "response_headers_conformance", "response_schema_conformance"]
EXAMPLES = 40


def ended_task(server):
    """Submits a task and waits for its end: its events are a stream that ends."""
    request = urllib.request.Request(
        f"{server}/api/v1/tasks", b'{"kind":"demo"}', {"content-type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        task = json.load(answer)["id"]
    with urllib.request.urlopen(f"{server}/api/v1/tasks/{task}?wait=20s") as answer:
        assert "ended_at" in json.load(answer), f"task {task} does not end"
    return task


def main(server):
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "api_hooks", "MUSTER_ENDED_TASK": ended_task(server),
                   "PYTHONPATH": str(pathlib.Path(__file__).parent)}
    with tempfile.TemporaryDirectory() as directory:
        process = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "run", f"{server}/api/v1/openapi.json", "--checks", ",".join(CHECKS),
             "--max-examples", str(EXAMPLES), "--seed", "1", "--request-timeout", "10", "--continue-on-failure",
             "--suppress-health-check", "all", "--warnings", "off", "--report", "ndjson", "--report-dir", directory],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        reports = list(pathlib.Path(directory).glob("*.ndjson"))
        assert reports, process.stdout[-2000:]
        cases, operations, failures = 0, set(), {}
        for line in reports[0].open():
            event = json.loads(line)
            if "NonFatalError" in event or "FatalError" in event:
                failures[f"error: {json.dumps(event)[:300]}"] = True
            if "ScenarioFinished" not in event:
                continue
            recorder = event["ScenarioFinished"]["recorder"]
            cases += len(recorder.get("cases", {}))
            operations.add(recorder["label"])
            for check in (check for checks in recorder.get("checks", {}).values() for check in checks):
                if check["status"] == "failure":
                    failure = check["failure_info"]["failure"]
                    title = " ".join(f"{failure['operation']}: {failure['title']}".split())
                    failures.setdefault(title, " ".join(failure["message"].split())[:200])
    report(
        {"schemathesis": version("schemathesis")}, cases=cases, operations=len(operations), failures=len(failures),
        **{f"failure.{index}": f"{title}: {text}" for index, (title, text) in enumerate(failures.items())})


main(sys.argv[1].rstrip("/"))
