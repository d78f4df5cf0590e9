"""The whole guide: two classes, each with a Google account of its own, and both directions."""

import system
from page import eventually, eventually_says, eventually_shows
from steps import connect, consent, enter, link, read_certificate


def test_the_guide_from_the_first_page_to_both_certificates(page, account):
    enter(page, account)
    page.look("01-set-up")
    page.follow("My Integrations")
    page.shows("No Google account is connected yet")
    page.look("02-integrations-none")
    page.follow("All")
    page.shows("Google")
    page.follow("Calendars")
    page.find("What to do with Google").click()
    page.look("03-integrations-menu")
    page.follow("New Integration")
    page.look("04-new-integration")
    page.follow("Connect Google")
    consent(page, account.sam)
    page.shows("The Google account is connected", account.sam, "Connected")
    page.look("05-integrations-connected")
    connect(page, account, account.kim)
    page.shows(account.sam, account.kim)

    page.follow("My Calendars")
    page.shows("No booking has named a calendar yet")
    page.look("06-calendars-none")
    account.produce_booking(account.strategy, f"{account.id}-1")
    account.produce_booking(account.group, f"{account.id}-2")
    eventually_shows(page, "Coaching")
    page.look("07-calendars")
    page.follow("Coaching")
    eventually_shows(page, "Group session")
    page.shows("Strategy call", "Does not sync with an external calendar")
    page.look("08-calendar")
    page.follow("Yes, sync Strategy call with an external calendar")
    page.look("09-automation")
    page.choose_calendar(account.sam, "Sam Reed")
    page.follow("Preview")
    page.shows("nothing was saved yet", "Strategy call — ")
    page.look("10-preview")
    page.follow("Save")
    eventually_shows(page, "In step")
    page.shows(account.sam)
    link(page, account, account.group, account.kim, "Kim Doe")

    # Bookings of the past are caught up with, new ones follow, each in its own Google account.
    account.produce_booking(account.strategy, f"{account.id}-3", days=9)
    page.open(account.link_page(account.strategy))
    eventually_says(page, "Bookings in Google", "2")
    assert account.titles(account.sam).count("Strategy call — Ana Lopez") == 2
    system.eventually("the other class", lambda: account.titles(account.kim) == ["Group session — Ana Lopez"])

    account.note(account.sam, days=10)
    eventually_says(page, "Busy times in Kartra", "1")
    assert len(account.blocks(account.strategy)) == 1
    assert account.blocks(account.group) == []
    page.look("11-link")
    page.open(account.base)
    page.shows("Everything is set up")
    page.look("12-set-up-done")
    page.open(account.base + "/integrations")
    page.look("13-integrations-linked")

    # Unlink: what would go before, what went after.
    page.open(account.link_page(account.strategy))
    page.follow("Unlink…")
    assert (page.fact("Events in Google"), page.fact("Busy times in Kartra")) == ("2", "1")
    page.look("14-unlink")
    page.check("Remove it")
    page.follow("Unlink")
    read_certificate(page, "Strategy call")
    assert page.fact("Events removed from Google") == "2"
    assert page.fact("Busy times removed from Kartra") == "1"
    page.look("15-certificate")
    assert account.blocks(account.strategy) == []
    assert "Strategy call — Ana Lopez" not in account.titles(account.sam)

    page.open(account.base + "/integrations")
    page.follow(f"Disconnect {account.kim}")
    assert page.fact("Links that use it") == "1"
    page.look("16-disconnect")
    page.check("Keep it")
    page.follow("Disconnect")
    eventually(page, "the certificate", lambda: page.heading == "Disconnected")
    assert page.fact("Events kept in Google") == "1"
    assert page.fact("Google's access given back") == "yes"
    page.look("17-disconnected")
    assert account.titles(account.kim) == ["Group session — Ana Lopez"]
    page.open(account.base + "/integrations")
    page.shows(account.sam)
    assert account.kim not in page.text
