"""What a link's page shows of what happens to it, as it happens; pausing; and the first page, which leads through the set-up."""

from selenium.webdriver.common.by import By

import system
from page import eventually, eventually_says, eventually_shows
from steps import connect, enter, link


def linked(page, account):
    account.produce_booking(account.strategy, f"{account.id}-1")
    enter(page, account)
    connect(page, account, account.sam)
    link(page, account, account.strategy, account.sam, "Sam Reed")
    eventually_says(page, "Bookings in Google", "1")


def test_a_week_shows_bookings_and_busy_times_as_they_come(page, account):
    linked(page, account)
    page.open(account.link_page(account.strategy) + f"?week={system.day(7)}")
    day = system.weekday(7)
    eventually(page, "the booking", lambda: page.days()[day] == ["Booked 09:00–10:00", "In Google 09:00–10:00"])
    account.note(account.sam, days=7)
    eventually(page, "the busy time", lambda: page.days()[day][2:] == ["Busy 15:00–16:00"])
    page.shows("All times in America/Denver")
    eventually_shows(page, "Google calendar read: busy time written")
    eventually_shows(page, "Compared: event written in")
    page.look("41-link-s-week")
    page.follow("This week")
    assert [entry for entries in page.days() for entry in entries] == []
    page.follow("Week after")
    page.follow("Week after")
    page.follow("Week before")
    assert page.driver.find_element(By.ID, "week").text.startswith("Week of ")
    assert page.driver.current_url.startswith(account.link_page(account.strategy) + "?week=20")


def test_a_link_is_paused_and_catches_up(page, account):
    linked(page, account)
    page.follow("Pause")
    page.shows("Paused: nothing is written until the link is resumed.", "Paused since")
    account.produce_booking(account.strategy, f"{account.id}-2", days=9)
    account.note(account.sam, days=8)
    eventually_shows(page, "remembered, as the link is paused")
    page.look("42-link-paused")
    assert (page.fact("Bookings in Google"), page.fact("Busy times in Kartra")) == ("1", "0")
    assert account.titles(account.sam).count("Strategy call — Ana Lopez") == 1
    page.follow("Resume")
    page.shows("Resumed: what has changed meanwhile is being caught up")
    eventually_says(page, "Bookings in Google", "2")
    eventually_says(page, "Busy times in Kartra", "1")
    eventually_shows(page, "In step")
    assert page.driver.find_elements(By.XPATH, "//button[.='Pause']")


def test_whoever_is_about_to_press_a_button_is_not_disturbed(page, account):
    linked(page, account)
    page.driver.refresh()
    page.tab_to("Re-sync")
    account.produce_booking(account.strategy, f"{account.id}-2", days=9)
    eventually_says(page, "Bookings in Google", "2")
    assert page.driver.switch_to.active_element.accessible_name == "Re-sync"
    page.accessibility.check_focus("after the page has changed")


def test_what_was_done_is_said_once(page, account):
    linked(page, account)
    page.follow("Re-sync")
    page.shows("The whole calendar is being read again.")
    assert page.driver.current_url == account.link_page(account.strategy)
    page.driver.refresh()
    assert "is being read again" not in page.text


def test_the_first_page_leads_through_the_set_up(page, account):
    enter(page, account)
    page.shows("Four steps", account.system.calsync("ping-url", "--account", account.id))
    assert step(page) == "Connect a Google account"
    connect(page, account, account.sam)
    page.open(account.base)
    assert step(page) == "Link each class to a Google calendar"
    page.look("43-set-up-connected")
    account.ping_kartra_s_bookings()
    account.book_in_kartra(account.group)
    link(page, account, account.group, account.sam, "Team")
    page.open(account.base)
    eventually_shows(page, "Everything is set up")
    assert step(page) is None


def step(page):
    """The heading of the step that is marked as the next one."""
    found = page.driver.find_elements(By.CSS_SELECTOR, "li[aria-current=step] h2")
    return found[0].text if found else None
