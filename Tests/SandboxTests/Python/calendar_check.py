"""Expands iCalendar texts with recurring-ical-events and compares instances and busy times with those in a JSON file."""

import json
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events


def instant(value, zone):
    """Seconds since 1970; a day begins at midnight of the calendar's zone."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=zone)
    return int(value.astimezone(timezone.utc).timestamp())


def occurrences(case):
    """Series or single, start and end of everything that is not cancelled, and whether it is busy."""
    zone = ZoneInfo(case["zone"])
    calendar = icalendar.Calendar.from_ical(case["ics"])
    durations = {
        (str(event["UID"]), instant(event["RECURRENCE-ID"].dt, zone) if "RECURRENCE-ID" in event else None):
        event["DURATION"].dt
        for event in calendar.walk("VEVENT")
    }
    # Wider than the window: which of its edges belong to it is checked here and not by the library.
    first = datetime.fromtimestamp(case["from"], timezone.utc) - timedelta(days=40)
    last = datetime.fromtimestamp(case["to"], timezone.utc) + timedelta(days=40)
    found = set()
    for event in recurring_ical_events.of(calendar).between(first, last):
        uid = str(event["UID"])
        if str(event.get("STATUS", "")) == "CANCELLED":
            continue
        start = event["DTSTART"].dt
        begins = instant(start, zone)
        # Every occurrence has a RECURRENCE-ID here; only that of an exception has a duration of its own. The exact duration
        # applies to every instance (RFC 5545 §3.8.5.3), where Python adds it on the wall clock.
        origin = instant(event["RECURRENCE-ID"].dt, zone) if "RECURRENCE-ID" in event else None
        duration = durations.get((uid, origin), durations.get((uid, None)))
        is_day = not isinstance(start, datetime)
        ends = instant(start + duration, zone) if is_day else begins + int(duration.total_seconds())
        if ends > case["from"] and begins < case["to"]:
            found.add((uid, begins, ends, str(event.get("TRANSP", "")) != "TRANSPARENT"))
    return found


def reported_time(time, zone):
    if "date" in time:
        return instant(date.fromisoformat(time["date"]), zone)
    return int(datetime.fromisoformat(time["dateTime"]).timestamp())


def merged(intervals, first, last):
    union = []
    for begins, ends in sorted((max(a, first), min(b, last)) for a, b in intervals):
        if begins >= ends:
            continue
        if union and begins <= union[-1][1]:
            union[-1][1] = max(union[-1][1], ends)
        else:
            union.append([begins, ends])
    return union


def text(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%MZ")


def differences(case):
    zone = ZoneInfo(case["zone"])
    expected = occurrences(case)
    of_series = {(uid, a, b) for uid, a, b, _ in expected if uid.startswith("series")}
    reported = {(uid, reported_time(a, zone), reported_time(b, zone)) for uid, a, b in case["instances"]}
    if of_series != reported:
        yield "missing instances", sorted((u, text(a), text(b)) for u, a, b in of_series - reported)[:3]
        yield "extra instances", sorted((u, text(a), text(b)) for u, a, b in reported - of_series)[:3]
    busy = merged([(a, b) for _, a, b, is_busy in expected if is_busy], case["from"], case["to"])
    said = [[reported_time({"dateTime": x["start"]}, zone), reported_time({"dateTime": x["end"]}, zone)]
            for x in case["busy"]]
    if busy != said:
        yield "missing busy", [[text(a), text(b)] for a, b in busy if [a, b] not in said][:3]
        yield "extra busy", [[text(a), text(b)] for a, b in said if [a, b] not in busy][:3]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    failures = 0
    instances = 0
    for case in cases:
        instances += len(case["instances"])
        found = list(differences(case))
        if found:
            failures += 1
            print("seed", case["seed"], case["zone"], found)
            print(case["ics"])
    if failures:
        sys.exit(f"{failures} of {len(cases)} calendars differ")
    print(f"{len(cases)} calendars agree on {instances} instances")


main()
