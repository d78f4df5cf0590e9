"""Works through a sandbox with Google's own Python client, from consent to a full resync."""

import http.server
import json
import queue
import sys
import threading
import urllib.parse
import urllib.request
import uuid

from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

BASE, CLIENT_ID, CLIENT_SECRET = sys.argv[1:4]
SCOPES = ["https://www.googleapis.com/auth/calendar", "openid", "email"]
REDIRECT = "http://127.0.0.1:9/callback"


class KeepRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


def post(path, fields):
    data = urllib.parse.urlencode(fields).encode()
    opener = urllib.request.build_opener(KeepRedirects)
    try:
        with opener.open(BASE + path, data=data) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def consent():
    """Presses Allow on the consent page and exchanges the code."""
    request = {
        "client_id": CLIENT_ID, "redirect_uri": REDIRECT, "response_type": "code", "scope": " ".join(SCOPES),
        "access_type": "offline", "prompt": "consent", "account": "host@example.com", "decision": "allow",
    }
    status, headers, _ = post("/o/oauth2/v2/auth", request)
    assert status == 302, status
    code = urllib.parse.parse_qs(urllib.parse.urlparse(headers["Location"]).query)["code"][0]
    status, _, body = post("/token", {
        "grant_type": "authorization_code", "code": code, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET,
        "redirect_uri": REDIRECT,
    })
    assert status == 200, body
    tokens = json.loads(body)
    return Credentials(
        None, refresh_token=tokens["refresh_token"], token_uri=BASE + "/token", client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET)


def receiver():
    """A server that puts the headers of every notification into a queue."""
    notifications = queue.Queue()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            notifications.put(self.headers)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return notifications, f"http://127.0.0.1:{server.server_port}/hook"


def reason(error):
    return json.loads(error.content)["error"]["errors"][0]["reason"]


def pages(calendar, **query):
    """All items of a list and the sync token of its last page."""
    items = []
    request = calendar.events().list(calendarId="primary", **query)
    while request is not None:
        answer = request.execute()
        items += answer.get("items", [])
        request = calendar.events().list_next(request, answer)
    return items, answer["nextSyncToken"]


def hour(summary="Dentist", **more):
    return {
        "summary": summary, "start": {"dateTime": "2026-12-11T09:00:00-07:00"},
        "end": {"dateTime": "2026-12-11T10:00:00-07:00"}, **more,
    }


def main():
    calendar = build(
        "calendar", "v3", credentials=consent(), static_discovery=True,
        client_options={"api_endpoint": BASE + "/calendar/v3/"})
    events = calendar.events()

    listed = calendar.calendarList().list().execute()["items"]
    assert [entry["id"] for entry in listed if entry.get("primary")] == ["host@example.com"]

    _, token = pages(calendar)
    notifications, address = receiver()
    channel = events.watch(calendarId="primary", body={
        "id": str(uuid.uuid4()), "type": "web_hook", "address": address, "token": "secret"}).execute()
    sync = notifications.get(timeout=10)
    assert sync["X-Goog-Resource-State"] == "sync" and sync["X-Goog-Message-Number"] == "1"

    inserted = events.insert(calendarId="primary", body=hour(id="snake1"), sendUpdates="none").execute()
    changed = notifications.get(timeout=10)
    assert changed["X-Goog-Resource-State"] == "exists" and changed["X-Goog-Channel-Token"] == "secret"
    items, token = pages(calendar, syncToken=token)
    assert [item["id"] for item in items] == ["snake1"]

    try:
        events.insert(calendarId="primary", body=hour(id="snake1")).execute()
        raise AssertionError("a duplicate was admitted")
    except HttpError as error:
        assert error.status_code == 409 and reason(error) == "duplicate"

    inserted["summary"] = "Other"
    updated = events.update(calendarId="primary", eventId="snake1", body=inserted).execute()
    assert updated["summary"] == "Other" and updated["etag"] != inserted["etag"]
    patched = events.patch(calendarId="primary", eventId="snake1", body={"location": "Here"}).execute()
    assert patched["location"] == "Here" and patched["summary"] == "Other"

    busy = calendar.freebusy().query(body={
        "timeMin": "2026-12-11T00:00:00Z", "timeMax": "2026-12-12T00:00:00Z", "items": [{"id": "primary"}],
    }).execute()["calendars"]["primary"]["busy"]
    assert busy == [{"start": "2026-12-11T16:00:00Z", "end": "2026-12-11T17:00:00Z"}], busy

    series = events.insert(calendarId="primary", body=hour(recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"], start={
        "dateTime": "2026-10-26T09:00:00", "timeZone": "America/Denver"}, end={
        "dateTime": "2026-10-26T10:00:00", "timeZone": "America/Denver"})).execute()
    instances = events.instances(calendarId="primary", eventId=series["id"]).execute()["items"]
    assert [item["start"]["dateTime"] for item in instances] == [
        "2026-10-26T09:00:00-06:00", "2026-11-02T09:00:00-07:00", "2026-11-09T09:00:00-07:00"]

    outcomes = {}
    batch = calendar.new_batch_http_request(
        callback=lambda name, answer, error: outcomes.update({name: error.status_code if error else answer["id"]}))
    batch.add(events.get(calendarId="primary", eventId="snake1"), request_id="good")
    batch.add(events.get(calendarId="primary", eventId="missing1"), request_id="bad")
    batch._batch_uri = BASE + "/batch/calendar/v3"
    batch.execute()
    assert outcomes == {"good": "snake1", "bad": 404}, outcomes

    events.delete(calendarId="primary", eventId="snake1").execute()
    items, token = pages(calendar, syncToken=token)
    assert {"snake1": "cancelled"}.items() <= {item["id"]: item["status"] for item in items}.items()
    try:
        events.delete(calendarId="primary", eventId="snake1").execute()
        raise AssertionError("a second delete was admitted")
    except HttpError as error:
        assert error.status_code == 410 and reason(error) == "deleted"

    urllib.request.urlopen(BASE + "/control/google/tokens/invalidate", data=b"{}").read()
    try:
        pages(calendar, syncToken=token)
        raise AssertionError("an invalid token was admitted")
    except HttpError as error:
        assert error.status_code == 410 and reason(error) == "fullSyncRequired"
    items, token = pages(calendar)
    assert [item["id"] for item in items] == [series["id"]]

    calendar.channels().stop(body={"id": channel["id"], "resourceId": channel["resourceId"]}).execute()
    print("all steps done")


main()
