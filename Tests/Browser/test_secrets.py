"""What is said in Google, and what opens doors, stands in no page, no address and no cookie that a script can read.

Each visitor of each test is searched at the end (`visit` in conftest.py); here every page of a busy account is, and the
search itself is shown to find."""

import base64
from urllib.parse import urljoin

from selenium.webdriver.common.by import By

import marks
from page import eventually_says
from steps import connect, enter, link


def test_the_search_finds_a_mark_however_it_is_written():
    mark = marks.random_mark()
    for text in [mark, mark.upper(), "".join(f"%{byte:02X}" for byte in mark.encode())]:
        assert marks.find(mark, f"before {text} after")
    for padding in ["", "a", "ab", "abc"]:
        assert marks.find(mark, base64.urlsafe_b64encode(f"{padding}{mark}~?>".encode()).decode())
    assert marks.find(mark, f"before {mark[1:]} after") is None


def test_every_place_is_searched(page, account, system):
    """The search of a visitor, shown what it is to find in each of the places."""
    enter(page, account)
    page.open(account.base + "/calendars")
    assert page.leaks() == []
    planted = marks.random_mark()
    system.secrets[planted] = "planted"
    try:
        page.driver.execute_script(f"document.querySelector('main').append('{planted}')")
        page.keep()
        page.driver.execute_script(f"document.cookie = 'note={planted}; path=/'")
        page.driver.get(f"{account.base}/calendars?note={planted}")
        places = {place.split(" ")[0] for place, _, _ in page.leaks()}
        assert places == {account.base + "/calendars", "log", "history", "cookie"}
    finally:
        del system.secrets[planted]


def test_no_page_says_what_is_said_in_google(page, account, system):
    account.ping_kartra_s_bookings()
    account.book_in_kartra(account.strategy)
    enter(page, account)
    connect(page, account, account.sam)
    for days in (10, 11):
        account.note(account.sam, days)
    account.note(account.sam, 12, transparency="transparent")
    link(page, account, account.strategy, account.sam, "Sam Reed")
    eventually_says(page, "Busy times in Kartra", "2")
    page.follow("Change")
    page.follow("Preview")
    page.shows("2 of your next 60 days' ", "shown as free in Google")

    waiting, seen = [account.base], set()
    while waiting:
        url = waiting.pop()
        seen.add(url)
        page.open(url)
        links = [urljoin(url, a.get_dom_attribute("href")) for a in page.driver.find_elements(By.TAG_NAME, "a")]
        waiting += {link for link in links if link.startswith(account.base) and "#" not in link} - seen - set(waiting)
    assert len(seen) >= 9, seen
    assert page.driver.execute_script("return document.cookie") == ""
    assert page.driver.execute_script("return localStorage.length + sessionStorage.length") == 0
    assert page.leaks() == []
    # It was there to be found.
    titles = [title for title in account.titles(account.sam) if title in system.secrets]
    assert len(titles) == 3
