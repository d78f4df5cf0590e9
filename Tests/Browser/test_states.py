"""Pages that the guide does not come by: errors, a mass removal, an operator's."""

from page import eventually_shows
from steps import connect, enter, link, open_automation
from system import eventually


def test_whoever_has_no_link_is_told_how_to_get_in(page, account):
    page.open(account.base)
    assert page.heading == "Open the console by its link"
    page.look("31-no-session")
    link = account.console_link()
    page.open(link)
    page.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    page.open(link)
    assert page.heading == "Open the console by its link"


def test_pages_of_nothing_and_of_others_do_not_exist(page, account, system):
    enter(page, account)
    page.open(account.base + "/nothing")
    assert page.heading == "There is nothing here"
    page.look("32-not-found")
    page.open(system.new_account().base)
    assert page.heading == "There is nothing here"


def test_an_operator_sees_how_the_accounts_are_and_chooses_one(page, account, system):
    other = system.new_account()
    for one in (account, other):
        enter(page, one)
        connect(page, one, one.sam)
        one.produce_booking(one.strategy, f"{one.id}-1")
        link(page, one, one.strategy, one.sam, "Sam Reed")
    other.revoke(other.sam)
    other.produce_booking(other.strategy, f"{other.id}-2", days=9)
    eventually_shows(page, "Reconnect needed")
    page.open(account.link_page(account.strategy))
    assert page.heading == "There is nothing here"
    page.open(system.calsync("console-link", "--operator"))
    assert page.heading == "Accounts"
    rows = {row.split()[0]: row for row in page.rows()}
    assert "1 in step" in rows[account.id]
    assert "1 without access, 1 Google account to be reconnected" in rows[other.id]
    page.look("33-operator")
    page.follow(account.id)
    assert page.heading == "Set up your calendar sync"
    page.follow("Accounts")
    page.fill("Kartra's id of the account", other.id)
    page.follow("Open the account")
    assert page.driver.current_url == other.base
    page.follow("Leave the console")
    page.look("34-left")


def test_a_form_that_cannot_be_saved_says_at_the_field_what_is_wrong(page, account):
    enter(page, account)
    account.produce_booking(account.strategy, f"{account.id}-1")
    open_automation(page, account, account.strategy)
    page.shows("connect a Google account")
    page.look("35-automation-first-connect")
    connect(page, account, account.sam)
    open_automation(page, account, account.strategy)
    page.find("More about busy times").click()
    page.find("More about the events").click()
    page.find("Reminders of your own").click()
    page.look("36-automation-all-options")
    page.choose_calendar(account.sam, "Team")
    page.fill("Take busy times out", "721")
    page.follow("Save")
    page.shows("Nothing was saved: correct the field that is marked below.")
    assert page.labelled("Take busy times out").is_displayed()
    problem = page.labelled("Take busy times out").get_dom_attribute("aria-describedby").split()[-1]
    assert "720" in page.driver.find_element("id", problem).text
    page.look("37-automation-refused")
    page.fill("Take busy times out", "24")
    page.follow("Save")
    page.shows("Saved.")


def test_a_mass_removal_waits_for_an_answer(page, account):
    enter(page, account)
    connect(page, account, account.sam)
    account.produce_booking(account.strategy, f"{account.id}-1")
    noted = [account.event(days) for days in range(10, 30)]
    made = [account.google(account.sam, body=event)["id"] for event in noted]
    open_automation(page, account, account.strategy)
    page.choose_calendar(account.sam, "Sam Reed")
    page.follow("Preview")
    page.shows("20 of your next 60 days' 20 events would block")
    page.look("38-preview-of-busy-times")
    page.follow("Save")
    eventually("all busy times", lambda: len(account.blocks(account.strategy)) == 20)
    account.delete_at_once(account.sam, made)
    eventually_shows(page, "waits for your answer")
    page.shows("Was that meant?")
    page.look("39-mass-removal")
    page.follow("Approve")
    page.shows("Approved")
    eventually("no busy times", lambda: account.blocks(account.strategy) == [])
    eventually_shows(page, "In step")
