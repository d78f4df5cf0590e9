import shutil
import tempfile
from pathlib import Path

import pytest

from page import PHONE, Page, pictures, start_chromium
from system import System


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.has_failed = report.failed
    return report


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
def page(chromium, system, request):
    yield from visit(Page(chromium, system), request)


@pytest.fixture
def phone(chromium, system, request):
    yield from visit(Page(chromium, system, PHONE), request)


@pytest.fixture
def plain_page(chromium_without_javascript, system, request):
    yield from visit(Page(chromium_without_javascript, system, runs_scripts=False), request)


def visit(page, request):
    """A visitor without cookies; whatever the test was about, nothing secret was shown to them."""
    page.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    page.driver.get("about:blank")
    page.driver.get_log("performance")
    yield page
    if getattr(request.node, "has_failed", False):
        page.picture(f"failed-{request.node.name}")
        shutil.copy(page.system.serve.log_file, pictures() / f"failed-{request.node.name}.log")
    assert page.leaks() == []
