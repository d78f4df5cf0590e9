"""What a user does at the console, in the order of the user's guide."""

from page import eventually, eventually_shows


def enter(page, account):
    page.open(account.console_link())
    assert page.heading == "Set up your calendar sync"


def connect(page, account, email):
    """My Integrations, Google's menu, New Integration, Connect Google, consent."""
    page.open(account.base + "/integrations")
    page.find("What to do with Google").click()
    page.follow("New Integration")
    page.follow("Connect Google")
    consent(page, email)
    page.shows("The Google account is connected", email)


def consent(page, email, refuse=(), decision="Allow"):
    """At the page that stands in for Google's."""
    assert page.heading == "Choose an account"
    page.check(email)
    for scope in refuse:
        page.uncheck(scope)
    page.follow(decision)


def unlink(page, name, removing):
    """From the link's page to the certificate."""
    page.follow("Unlink…")
    page.check("Remove it" if removing else "Keep it")
    page.follow("Unlink")
    read_certificate(page, name)


def read_certificate(page, name):
    """Where the workers need longer than a page waits, the link's own page leads to it."""
    if page.heading == name:
        eventually(page, "an end of it", lambda: page.driver.find_elements("link text", "Its certificate"))
        page.follow("Its certificate")
        eventually(page, "the certificate", lambda: page.heading.startswith("Unlinked"))
    assert page.heading == f"Unlinked: {name}"


def open_automation(page, account, class_id):
    name = account.names[class_id]
    page.open(account.base + "/calendars")
    eventually_shows(page, "Coaching")
    page.follow("Coaching")
    eventually_shows(page, name)
    page.follow(f"Yes, sync {name} with an external calendar")
    assert page.heading == f"Automation: {name}"


def link(page, account, class_id, email, calendar):
    open_automation(page, account, class_id)
    page.check("Yes, sync with an external calendar")
    page.choose_calendar(email, calendar)
    page.follow("Save")
    page.shows("Saved.", email)
    eventually_shows(page, "In step")
