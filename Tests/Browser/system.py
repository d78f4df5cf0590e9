"""Sandbox and broker in one process, `calsync serve` in another, as their users start them."""

import base64
import json
import os
import random
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

from marks import random_mark

ROOT = Path(__file__).resolve().parents[2]
ZONE = "America/Denver"
# Seconds. What was parked meanwhile is taken up again after a minute.
PATIENCE = 150


def eventually(what, condition, seconds=PATIENCE):
    """The first true answer of the condition."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.05)


def call(url, body=None, token=None, method=None):
    """One JSON call; its answer, {} where there is none."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=20) as answer:
        text = answer.read()
    return json.loads(text) if text else {}


def free_port():
    """Below what the system gives to connections, so that none takes it before the process that is to have it."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def segment(text):
    return urllib.parse.quote(text, safe="")


class Daemon:
    """A process that goes on until it is stopped."""

    def __init__(self, arguments, environment, folder):
        program = os.environ.get("CALSYNC_PROGRAM", str(ROOT / ".build/debug/calsync"))
        self.log_file = folder / f"{arguments[0]}.log"
        with open(self.log_file, "wb") as log:
            self.process = subprocess.Popen(
                [program, *arguments], env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def log(self):
        return self.log_file.read_text(errors="replace")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class System:
    """One for all tests: each has a Kartra account and Google accounts of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.daemons = []
        # What may stand on no page, in no address and in no cookie that a script can read.
        self.secrets = {"sandbox-secret": "the OAuth client's secret", "sandbox-kartra-token": "Kartra's token"}
        self.accounts = 0
        try:
            self.start()
        except BaseException:
            self.stop()
            raise

    def start(self):
        sandbox = self.run("sandbox", "--broker", "--port", "0", "--kartra-calls-per-second", "0")
        settings = eventually("the sandbox's addresses", lambda: self.settings(sandbox.log))
        self.broker = settings["KAFKA_BOOTSTRAP_SERVERS"]
        self.sandbox = settings["GOOGLE_TOKEN_URL"].removesuffix("/token")
        properties = self.folder / "mock-broker.properties"
        properties.write_text(
            "broker.address.family=v4\nfetch.wait.max.ms=10\nheartbeat.interval.ms=500\nsession.timeout.ms=3500\n"
        )
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        self.environment = settings | {
            "KAFKA_PROPERTIES_FILE": str(properties), "HTTP_PORT": str(port),
            "STORE_URL": f"sqlite:{self.folder / 'calsync.db'}", "API_TOKEN": self.secret("the API's token"),
            "KARTRA_PING_SECRET": self.secret("the secret of Kartra's pings"), "KARTRA_CALLS_PER_SECOND": "1000",
            "SECRET_KEYS": f"k1:{key}",
        }
        self.secrets[key] = "the key that seals"
        self.serve = self.run("serve", environment=self.environment)
        eventually("readiness of serve", self.is_ready)

    def run(self, *arguments, environment=None):
        daemon = Daemon(arguments, environment or {}, self.folder)
        self.daemons.append(daemon)
        return daemon

    def stop(self):
        for daemon in reversed(self.daemons):
            daemon.stop()

    def secret(self, meaning):
        text = random_mark() + random_mark()
        self.secrets[text] = meaning
        return text

    @staticmethod
    def settings(log):
        lines = [line.strip().split("=", 1) for line in log.splitlines() if line.startswith("  ") and "=" in line]
        found = {line[0]: line[1] for line in lines}
        return found if "KAFKA_PROPERTIES_FILE" in found else None

    def is_ready(self):
        assert self.serve.process.poll() is None, self.serve.log
        try:
            return call(self.url + "/readyz")["status"] == "ready"
        except (urllib.error.URLError, ConnectionError):
            return False

    def calsync(self, *arguments):
        """What a command prints."""
        program = os.environ.get("CALSYNC_PROGRAM", str(ROOT / ".build/debug/calsync"))
        return subprocess.run(
            [program, *arguments], env={**os.environ, **self.environment}, check=True, capture_output=True, text=True,
            timeout=60,
        ).stdout.strip()

    def control(self, path, body=None, method=None):
        return call(f"{self.sandbox}/control/{path}", body, method=method)

    def new_account(self):
        self.accounts += 1
        return Account(self, self.accounts)


class Account:
    """A Kartra account with a calendar of two classes, and two Google accounts to link them to."""

    def __init__(self, system, number):
        self.system = system
        self.id = str(4200 + number)
        self.calendar = str(7700 + number)
        self.strategy, self.group = str(31000 + 10 * number), str(31001 + 10 * number)
        self.names = {self.strategy: "Strategy call", self.group: "Group session"}
        self.sam, self.kim = f"sam{number}@example.com", f"kim{number}@example.com"
        self.team = f"team{number}@group.calendar.google.com"
        classes = [{"id": int(id), "name": name, "hosts": [{"firstName": "Sam", "lastName": "Reed",
                    "email": self.sam}]} for id, name in self.names.items()]
        system.control("kartra/accounts", {"id": int(self.id), "calendars": [
            {"id": int(self.calendar), "name": "Coaching", "timeZone": ZONE, "classes": classes}]})
        for email, name, more in [
            (self.sam, "Sam Reed", [
                {"id": self.team, "summary": "Team", "timeZone": ZONE},
                {"id": f"holiday{number}@group.v.calendar.google.com", "summary": "Holidays in United States",
                 "timeZone": ZONE, "accessRole": "reader"}]),
            (self.kim, "Kim Doe", []),
        ]:
            calendars = [{"id": email, "summary": name, "timeZone": ZONE, "primary": True}, *more]
            system.control("google/users", {"email": email, "name": name, "calendars": calendars})

    @property
    def base(self):
        return f"{self.system.url}/console/accounts/{self.id}"

    def link_page(self, class_id):
        return f"{self.base}/classes/{class_id}"

    def console_link(self):
        return self.system.calsync("console-link", "--account", self.id)

    # Kartra

    def ping_kartra_s_bookings(self):
        """Kartra posts its pings to calsync from now on."""
        url = self.system.calsync("ping-url", "--account", self.id)
        self.system.control(f"kartra/accounts/{self.id}/outbound", {"url": url})

    def book_in_kartra(self, class_id, days=7):
        """A lead books, and Kartra pings."""
        return self.system.control(f"kartra/accounts/{self.id}/bookings", {
            "calendarId": self.calendar, "classId": class_id, "lead": {"firstName": "Ben", "lastName": "Ito"},
            "sessions": [{"startsAt": f"{day(days)}T13:00", "durationMinutes": 45}]})

    def produce_booking(self, class_id, subscription, days=7, **more):
        """The same as a record of one's own."""
        booking = {
            "accountId": self.id, "calendarId": self.calendar, "calendarName": "Coaching", "classId": class_id,
            "className": self.names[class_id], "subscriptionId": subscription, "status": "booked", "hosts": [],
            "lead": {"id": "501", "firstName": "Ana", "lastName": "Lopez", "email": "ana@example.com", "phone": ""},
            "timeZone": ZONE, "sessions": [{"startsAt": f"{day(days)}T09:00", "durationMinutes": 60}],
            "occurredAt": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        headers = {"ce_specversion": "1.0", "ce_id": str(uuid.uuid4()), "ce_source": "/browser",
                   "ce_type": "com.kartra.booking.v1", "content-type": "application/json"}
        options = [part for name, value in headers.items() for part in ("-H", f"{name}={value}")]
        subprocess.run(
            ["kcat", "-P", "-b", self.system.broker, "-t", "kartra.appointments", "-k", subscription, *options],
            input=json.dumps(booking | more), text=True, check=True, timeout=30)

    def blocks(self, class_id):
        path = f"kartra/v1/calendars/{self.calendar}/classes/{class_id}/busy-blocks"
        times = "from=2020-01-01T00:00:00Z&to=2099-01-01T00:00:00Z"
        return call(f"{self.system.sandbox}/{path}?{times}", token="sandbox-kartra-token")["items"]

    # Google

    def token(self, email):
        """A new one each time: what is revoked takes the older ones along."""
        minted = self.system.control("google/access-tokens", {"email": email})
        for name in ("access_token", "refresh_token"):
            self.system.secrets[minted[name]] = "a token of Google"
        return minted["access_token"]

    def google(self, email, path="", body=None, method=None, calendar=None):
        url = f"{self.system.sandbox}/calendar/v3/calendars/{segment(calendar or email)}/events{path}"
        return call(url, body, token=self.token(email), method=method)

    def titles(self, email, calendar=None):
        events = self.google(email, "?maxResults=2500", calendar=calendar)["items"]
        return [event.get("summary") for event in events]

    def note(self, email, days=8, calendar=None, **more):
        """The host is busy; what it says is a secret."""
        return self.google(email, calendar=calendar, body=self.event(days) | more)

    def delete_at_once(self, email, ids):
        """Google cannot be read until all are gone, so that it is one change."""
        fault = self.system.control("faults", {"match": {"method": "events.list", "calendarId": email}, "status": 503})
        for id in ids:
            self.google(email, f"/{id}", method="DELETE")
        self.system.control(f"faults/{fault['id']}", method="DELETE")

    def event(self, days, hour=15):
        title = self.system.secret("what an event of Google says")
        return {
            "summary": title, "description": title, "location": title,
            "start": {"dateTime": f"{day(days)}T{hour:02}:00:00", "timeZone": ZONE},
            "end": {"dateTime": f"{day(days)}T{hour + 1:02}:00:00", "timeZone": ZONE},
        }

    def revoke(self, email):
        """The owner takes the access back in Google's settings."""
        self.system.control(f"google/users/{segment(email)}/revoke", {})


def weekday(ahead):
    """0 on Mondays."""
    return (datetime.now(timezone.utc) + timedelta(days=ahead)).weekday()


def day(ahead):
    return (datetime.now(timezone.utc) + timedelta(days=ahead)).strftime("%Y-%m-%d")
