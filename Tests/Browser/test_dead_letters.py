"""Inputs that could not be handled, as an operator decides about them."""

import urllib.error

import pytest

from page import eventually_shows
from system import call, eventually


@pytest.fixture
def letters(account, system):
    """Two bookings of the account in a zone that is none, of a lead whose name is a secret."""
    lead = {"id": "501", "firstName": system.secret("a lead's name"), "lastName": "", "email": "", "phone": ""}
    for number in (1, 2):
        account.produce_booking(
            account.strategy, f"{account.id}-{number}", lead=lead, timeZone="Mars/Olympus")
    return eventually("the dead letters", lambda: len(found := listed(account, system)) == 2 and found)


def listed(account, system):
    url = f"{system.url}/api/v1/dead-letters?accountId={account.id}"
    return [letter["letter"] for letter in call(url, token=system.environment["API_TOKEN"])["deadLetters"]]


def open_list(page, account, system):
    page.open(system.calsync("console-link", "--operator"))
    page.follow("Dead letters")
    page.fill("Kartra's id of the account", account.id)
    page.fill("Reason", "The time zone is unknown")
    page.follow("Show")


def decide(page, account, system, letters):
    look = page.look if page.runs_scripts else lambda name: None
    page.open(system.calsync("console-link", "--operator"))
    page.shows("Waiting for your decision")
    look("44-accounts-with-dead-letters")
    open_list(page, account, system)
    page.shows("2 dead letters are open")
    assert sorted(row.split()[0] for row in page.rows()) == sorted(letters)
    look("40-dead-letters")
    page.follow(letters[0])
    assert page.fact("Reason") == "unknown_time_zone"
    assert page.fact("Field") == "timeZone"
    assert page.fact("ce_type") == "com.kartra.booking.v1"
    look("41-dead-letter")
    page.follow("Replay…")
    assert page.heading == "Replay 1 dead letter?"
    look("42-dead-letter-replay")
    page.follow("Replay 1")
    assert page.heading == "1 dead letter replayed"
    page.shows("What fails again")
    look("43-dead-letter-replayed")
    # It is as bad as it was: a letter of a new name.
    page.follow("Back to the dead letters")
    eventually("the letter of the replay", lambda: len(listed(account, system)) == 2)
    assert letters[0] not in listed(account, system)
    open_list(page, account, system)
    page.follow("Discard all…")
    assert page.heading == "Discard 2 dead letters?"
    page.shows("The time zone is unknown")
    page.follow("Leave them")
    page.shows("2 dead letters are open")
    page.follow("Discard all…")
    page.follow("Discard 2")
    assert page.heading == "2 dead letters discarded"
    open_list(page, account, system)
    page.shows("0 dead letters are open")
    page.fill("State", "Open, replayed or discarded")
    page.follow("Show")
    assert sorted(row.split()[-1] for row in page.rows()) == ["discarded", "discarded", "replayed"]


def test_an_operator_replays_one_and_discards_what_the_filter_lets_through(page, account, system, letters):
    decide(page, account, system, letters)


def test_without_javascript(plain_page, account, system, letters):
    decide(plain_page, account, system, letters)


def test_the_owner_of_an_account_sees_none(page, account, system, letters):
    page.open(account.console_link())
    eventually_shows(page, "Set up your calendar sync")
    assert "Dead letters" not in page.text
    for path in ("", f"/{letters[0]}", "/replay", "/discard"):
        page.open(f"{system.url}/console/dead-letters{path}")
        assert page.heading == "There is nothing here"


def test_a_token_of_nobody_is_refused(system, letters):
    with pytest.raises(urllib.error.HTTPError, match="401"):
        call(f"{system.url}/api/v1/dead-letters", token="nobody's")
