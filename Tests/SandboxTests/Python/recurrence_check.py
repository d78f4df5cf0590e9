"""Expands recurrence rules with python-dateutil and compares them with the lists in a JSON file."""

import json
import re
import sys
import warnings
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr


warnings.simplefilter("ignore", DeprecationWarning)


def expand(case):
    zone = ZoneInfo(case["zone"])
    start = datetime.fromisoformat(case["start"])
    rule = case["rule"]
    # dateutil wants UNTIL on the same naive clock as the start.
    until = None
    match = re.search(r";?UNTIL=(\d{8}T\d{6})Z", rule)
    if match:
        until = datetime.strptime(match.group(1), "%Y%m%dT%H%M%S").replace(tzinfo=timezone.utc)
        rule = rule.replace(match.group(0), "")
    # A bound on the naive clock keeps rules that never match from running to the end of the calendar.
    bound = datetime.fromtimestamp(case["before"], zone).replace(tzinfo=None) + timedelta(days=2)
    instants = []
    for local in rrulestr(rule, dtstart=start).replace(until=bound):
        instant = int(local.replace(tzinfo=zone).timestamp())
        if instant >= case["before"] or (until and instant > until.timestamp()):
            break
        instants.append(instant)
    return sorted(set(instants))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    failures = 0
    for case in cases:
        expected = expand(case)
        if expected != case["instants"]:
            failures += 1
            missing = [x for x in expected if x not in case["instants"]][:3]
            extra = [x for x in case["instants"] if x not in expected][:3]
            print(case["rule"], case["start"], case["zone"], "missing", missing, "extra", extra)
    if failures:
        sys.exit(f"{failures} rules differ")
    print(f"{len(cases)} rules agree")


main()
