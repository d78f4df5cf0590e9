import shutil
import tempfile
from pathlib import Path

import pytest

from page import PHONE, Page, start_chromium
from system import System


@pytest.fixture(scope="session")
def folder():
    made = Path(tempfile.mkdtemp(prefix="calsync-browser-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def system(folder):
    running = System(folder)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium(folder):
    driver = start_chromium(folder / "chromium")
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def chromium_without_javascript(folder):
    driver = start_chromium(folder / "chromium-plain", javascript=False)
    yield driver
    driver.quit()


@pytest.fixture
def account(system):
    return system.new_account()


@pytest.fixture
def page(chromium, system):
    yield from visit(Page(chromium, system))


@pytest.fixture
def phone(chromium, system):
    yield from visit(Page(chromium, system, PHONE))


@pytest.fixture
def plain_page(chromium_without_javascript, system):
    yield from visit(Page(chromium_without_javascript, system))


def visit(page):
    """A visitor without cookies; whatever the test was about, nothing secret was shown to them."""
    page.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    page.driver.get("about:blank")
    page.driver.get_log("performance")
    yield page
    assert page.leaks() == []
