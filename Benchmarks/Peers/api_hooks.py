"""What keeps schemathesis from waiting: long polls are cut short, and streams are those of a task that has ended."""

import os
import re

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    for part in (case.query, case.body):
        # A wait that is none stays: it is to be refused.
        if isinstance(part, dict) and re.fullmatch("[0-9.e+]+ *[a-z]*", str(part.get("wait", "0s"))):
            part["wait"] = "10ms"
    if case.path.endswith("/events") and str(case.path_parameters.get("id", "")).isdigit():
        case.path_parameters["id"] = os.environ["MUSTER_ENDED_TASK"]
