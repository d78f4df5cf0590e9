"""What can go wrong between the console and Google's consent page, and how it goes on."""

from page import eventually, eventually_says, eventually_shows
from steps import connect, consent, enter, link


def test_who_refuses_is_told_that_nothing_was_connected(page, account):
    enter(page, account)
    page.follow("Connect Google")
    page.follow("Connect Google")
    consent(page, account.sam, decision="Deny")
    page.shows("Access was refused on Google's page, so nothing was connected", "No Google account is connected yet")
    page.look("21-consent-denied")


def test_who_leaves_a_box_unticked_is_told_which_and_can_grant_it(page, account):
    enter(page, account)
    page.follow("Connect Google")
    page.follow("Connect Google")
    consent(page, account.sam, refuse=["calendar.freebusy"])
    page.shows("What is missing", "See when you are free or busy", "No Google account is connected yet")
    assert "See and change events" not in page.text
    page.look("22-consent-partial")
    page.follow("Grant again")
    consent(page, account.sam)
    page.shows("The Google account is connected", account.sam)


def test_a_revoked_grant_asks_to_be_renewed_and_what_waited_goes_on(page, account):
    enter(page, account)
    connect(page, account, account.sam)
    account.produce_booking(account.strategy, f"{account.id}-1")
    link(page, account, account.strategy, account.sam, "Sam Reed")
    account.revoke(account.sam)
    account.produce_booking(account.strategy, f"{account.id}-2", days=9)
    page.open(account.link_page(account.strategy))
    eventually_shows(page, "Reconnect needed")
    eventually(page, "the booking that waits", lambda: page.fact("Waiting") != "0")
    page.look("23-reconnect-needed")
    page.follow("Open My Integrations")
    page.shows("Reconnect needed: Google no longer accepts the access that was given")
    page.look("24-integrations-reconnect")

    # Another account than the one that is to be renewed changes nothing.
    page.follow(f"Reconnect {account.sam}")
    consent(page, account.kim)
    page.shows("Another Google account was chosen", "Reconnect needed")
    page.follow(f"Reconnect {account.sam}")
    consent(page, account.sam)
    page.shows("The Google account is connected again; what waited for it goes on.")
    page.open(account.link_page(account.strategy))
    eventually_says(page, "Bookings in Google", "2")
    eventually_shows(page, "In step")
    assert page.fact("Waiting") == "0"
    assert account.titles(account.sam).count("Strategy call — Ana Lopez") == 2
