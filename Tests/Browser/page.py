"""A tab of Chromium as its user sees and handles it: by the words on the page."""

import base64
import json
import os
import shutil
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

import marks
from accessibility import Accessibility
from system import PATIENCE, ROOT

DESKTOP, PHONE = (1120, 800), (390, 844)


def pictures():
    """The folder for the pictures of this run."""
    folder = Path(os.environ.get("CALSYNC_SCREENSHOTS", ROOT / ".build/screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def start_chromium(folder, javascript=True):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in [
        "--headless=new", f"--user-data-dir={folder}", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en",
        # Whatever asks for another host is refused at once.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--no-proxy-server",
    ]:
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    # What it keeps besides its profile stays in the folder, too.
    service = webdriver.ChromeService(shutil.which("chromedriver"), env={**os.environ, "HOME": str(folder)})
    return webdriver.Chrome(options, service)


class Page:
    def __init__(self, driver, system, size=DESKTOP, runs_scripts=True):
        self.driver = driver
        self.runs_scripts = runs_scripts
        self.system = system
        self.accessibility = Accessibility(driver)
        self.html = []
        self.size = size
        self.emulate(size)

    # What the screen is like

    def emulate(self, size, scheme="light"):
        width, height = size
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            # Colours on their way from one scheme to the other are nobody's.
            "features": [{"name": "prefers-color-scheme", "value": scheme},
                         {"name": "prefers-reduced-motion", "value": "reduce"}]})

    def look(self, name):
        """Keeps pictures of the page as it is, and holds it against the rules of accessibility, in light, dark and small."""
        self.keep()
        for kind, size, scheme in [
            ("light", DESKTOP, "light"), ("dark", DESKTOP, "dark"), ("phone", PHONE, "light"),
            ("phone-dark", PHONE, "dark"),
        ]:
            self.emulate(size, scheme)
            self.picture(f"{name}-{kind}")
            if kind != "phone-dark":
                self.accessibility.check(f"{name}, {kind}")
        self.emulate((320, 640))
        self.accessibility.check_width(f"{name}, 320 px")
        self.emulate(self.size)

    def picture(self, name):
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "format": "png"})
        (pictures() / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    # Going about

    def open(self, url):
        self.driver.get(url)
        self.keep()

    def follow(self, name):
        """Clicks what is called so, and waits for the page that it leads to."""
        self.leave_by(lambda: self.find(name).click())

    def leave_by(self, act):
        before = self.document
        act()
        self.wait("the next page", lambda: self.document != before and self.driver.find_elements(By.TAG_NAME, "h1"))
        self.keep()

    @property
    def document(self):
        """Another one with each page that is loaded."""
        return self.driver.execute_cdp_cmd("Page.getFrameTree", {})["frameTree"]["frame"]["loaderId"]

    def find(self, name):
        """The link, button or menu with this text or label."""
        text = quoted(name)
        path = " | ".join(
            f"//{tag}[normalize-space()={text} or @aria-label={text}]" for tag in ("main//a", "button", "summary", "a"))
        found = [element for element in self.driver.find_elements(By.XPATH, path) if element.is_displayed()]
        assert found, f"nothing to click is called {name!r} on {self.driver.current_url}:\n{self.text}"
        return found[0]

    def labelled(self, label):
        """The control with this label."""
        for element in self.driver.find_elements(By.XPATH, f"//label[starts-with(normalize-space(), {quoted(label)})]"):
            inside = element.find_elements(By.CSS_SELECTOR, "input, select")
            return inside[0] if inside else self.driver.find_element(By.ID, element.get_dom_attribute("for"))
        raise AssertionError(f"no control is labelled {label!r}:\n{self.text}")

    def fill(self, label, text):
        control = self.labelled(label)
        if control.tag_name == "select":
            choice = [option.text for option in Select(control).options if option.text.startswith(text)]
            assert choice, f"no choice begins with {text!r}"
            Select(control).select_by_visible_text(choice[0])
        else:
            control.clear()
            control.send_keys(text)

    def choose_calendar(self, email, name):
        """A calendar of the form's list, under its Google account."""
        value = self.driver.find_element(
            By.XPATH, f"//optgroup[@label={quoted(email)}]/option[starts-with(., {quoted(name)})]").get_dom_attribute("value")
        Select(self.labelled("Google integration and calendar")).select_by_value(value)

    def check(self, label):
        control = self.labelled(label)
        if not control.is_selected():
            control.click()
        assert control.is_selected()

    def uncheck(self, label):
        control = self.labelled(label)
        if control.is_selected():
            control.click()
        assert not control.is_selected()

    # By keyboard

    def press(self, *keys):
        """Each key goes where the focus is, which can be seen."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)
        if self.driver.current_url.startswith(self.system.url):
            self.accessibility.check_focus(self.driver.current_url)

    def tab_to(self, name):
        """On with the tabulator key, as often as it takes."""
        for _ in range(80):
            self.press(Keys.TAB)
            if self.driver.switch_to.active_element.accessible_name.startswith(name):
                return
        raise AssertionError(f"the tabulator key does not lead to {name!r} on {self.driver.current_url}")

    # What can be read

    @property
    def is_live(self):
        """Whether it keeps itself up to date."""
        return self.runs_scripts and bool(self.driver.find_elements(By.CSS_SELECTOR, "[data-live-url]"))

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    @property
    def heading(self):
        return self.driver.find_element(By.TAG_NAME, "h1").text

    def shows(self, *texts):
        missing = [text for text in texts if text not in self.text]
        assert not missing, f"not shown: {missing} on {self.driver.current_url}:\n{self.text}"

    def fact(self, name):
        """What a list of names and values says of this name."""
        return self.driver.find_element(By.XPATH, f"//dt[normalize-space()={quoted(name)}]/following-sibling::dd").text

    def rows(self):
        """The lines of the page's table, but for its head."""
        return [row.text for row in self.driver.find_elements(By.CSS_SELECTOR, "tbody tr")]

    def days(self):
        """What stands under each of a week's seven days."""
        return [
            [entry.text.replace("\n", " ") for entry in day.find_elements(By.TAG_NAME, "li")]
            for day in self.driver.find_elements(By.CSS_SELECTOR, ".week > li")
        ]

    def wait(self, what, condition):
        def holds(_):
            try:
                return condition()
            except StaleElementReferenceException:
                return False
            except WebDriverException as error:
                # The driver's way of saying that the page was left while it was asked about it.
                if "does not belong to the document" in str(error):
                    return False
                raise

        try:
            return WebDriverWait(self.driver, PATIENCE, 0.05).until(holds)
        except TimeoutException:
            raise AssertionError(f"not within {PATIENCE} s: {what}, on {self.driver.current_url}:\n{self.text}") from None

    def keep(self):
        """For the canary: what the page says, byte for byte."""
        self.html.append((self.driver.current_url, self.driver.page_source))

    # What nobody may see

    def leaks(self):
        """Every place where one of the system's secrets stands."""
        said = list(self.html)
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] in ("Network.requestWillBeSent", "Page.frameNavigated", "Network.responseReceived"):
                parameters = message["params"]
                parameters.get("request", {}).pop("postData", None)
                said.append((f"log of {message['method']}", json.dumps(parameters, ensure_ascii=False)))
        history = self.driver.execute_cdp_cmd("Page.getNavigationHistory", {})
        said.append(("history", json.dumps(history, ensure_ascii=False)))
        for cookie in self.driver.execute_cdp_cmd("Network.getAllCookies", {})["cookies"]:
            if not cookie["httpOnly"]:
                said.append((f"cookie {cookie['name']}", cookie["value"]))
        return [
            (place, meaning, around)
            for place, text in said
            for secret, meaning in self.system.secrets.items()
            if (around := marks.find(secret, text))
        ]


def eventually(page, what, condition):
    """Waits for the open page to say so by itself; one that does not keep itself up to date is loaded again until it does."""
    is_live, document = page.is_live, page.document

    def so_or_loaded_again():
        if condition():
            return True
        if is_live:
            return False
        page.driver.refresh()
        return condition()

    page.wait(what, so_or_loaded_again)
    assert not is_live or page.document == document, f"{what}: the page was loaded again"
    page.keep()


def eventually_shows(page, text):
    eventually(page, repr(text), lambda: text in page.text)


def eventually_says(page, name, value):
    eventually(page, f"{name}: {value}", lambda: page.fact(name) == value)


def quoted(text):
    """A string of XPath 1.0, which knows no escapes."""
    if "'" not in text:
        return f"'{text}'"
    return "concat(" + ", \"'\", ".join(f"'{part}'" for part in text.split("'")) + ")"
