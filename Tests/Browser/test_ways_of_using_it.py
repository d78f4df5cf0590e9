"""The essentials of the guide for who has no JavaScript, a phone, or no mouse."""

import http.server
import threading

from selenium.webdriver.common.keys import Keys

from page import eventually_says, eventually_shows
from steps import connect, enter, link, unlink


def essentials(page, account):
    account.ping_kartra_s_bookings()
    account.book_in_kartra(account.group)
    enter(page, account)
    connect(page, account, account.sam)
    link(page, account, account.group, account.sam, "Team")
    eventually_says(page, "Bookings in Google", "1")
    assert account.titles(account.sam, account.team) == ["Group session — Ben Ito"]
    account.note(account.sam, calendar=account.team)
    eventually_says(page, "Busy times in Kartra", "1")
    unlink(page, "Group session", removing=True)
    assert page.fact("Events removed from Google") == "1"


def test_without_javascript(plain_page, account):
    assert_no_script_runs(plain_page)
    essentials(plain_page, account)


def test_on_a_phone(phone, account):
    essentials(phone, account)


def test_by_keyboard_alone(page, account):
    """Nothing is clicked from the entry on: the tabulator key, Enter, space, arrows and letters."""
    account.produce_booking(account.strategy, f"{account.id}-1")
    enter(page, account)
    page.press(Keys.TAB)
    assert page.driver.switch_to.active_element.accessible_name == "Skip to the content"
    page.press(Keys.ENTER, Keys.TAB)
    assert page.driver.switch_to.active_element.accessible_name == "Connect Google"
    page.leave_by(lambda: page.driver.switch_to.active_element.send_keys(Keys.ENTER))
    go(page, "Connect Google")
    # Google's page: the account that is ticked is the first of all tests', so it is chosen by the arrows.
    tab_to_account(page, account.sam)
    go(page, "Allow")
    page.shows("The Google account is connected", account.sam)
    page.tab_to("What to do with Google")
    page.press(Keys.ENTER)
    page.tab_to("New Integration")
    go(page, "My Calendars", from_start=True)
    eventually_shows(page, "Coaching")
    go(page, "Coaching")
    eventually_shows(page, "Strategy call")
    go(page, "Yes, sync Strategy call with an external calendar")
    page.tab_to("Yes, sync with an external calendar")
    page.tab_to("Google integration and calendar")
    page.press("Sam")
    go(page, "Save")
    page.shows("Saved.")
    eventually_shows(page, "In step")
    go(page, "Unlink…")
    page.tab_to("Remove it")
    page.press(Keys.ARROW_DOWN)
    assert page.driver.switch_to.active_element.accessible_name.startswith("Keep it")
    go(page, "Unlink")
    if page.heading == "Strategy call":
        eventually_shows(page, "Its certificate")
        go(page, "Its certificate")
    assert page.heading == "Unlinked: Strategy call"
    go(page, "Leave the console", from_start=True)
    assert page.heading == "You have left the console"
    page.open(account.base)
    assert page.heading == "Open the console by its link"


def go(page, name, from_start=False):
    """To what is called so, and on with Enter."""
    if from_start:
        page.driver.refresh()
    page.tab_to(name)
    page.leave_by(lambda: page.driver.switch_to.active_element.send_keys(Keys.ENTER))


def tab_to_account(page, email):
    for _ in range(5):
        page.driver.switch_to.active_element.send_keys(Keys.TAB)
        if page.driver.switch_to.active_element.get_dom_attribute("type") == "radio":
            break
    for _ in range(60):
        radio = page.driver.switch_to.active_element
        if radio.get_dom_attribute("value") == email:
            return
        radio.send_keys(Keys.ARROW_DOWN)
    raise AssertionError(f"the arrows do not lead to {email}")


def assert_no_script_runs(page):
    """A page that would say otherwise, from a server of its own."""

    class Scripted(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>plain</title><script>document.title = 'scripted'</script><h1>x</h1>")

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Scripted) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.open(f"http://127.0.0.1:{server.server_port}/")
        assert page.driver.title == "plain"
        server.shutdown()
