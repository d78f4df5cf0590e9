"""What everybody needs of a page, whatever they read and handle it with."""

from importlib.resources import files

AXE = (files("axe_core_python") / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]

UNNAMED = """
return [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button")]
    .filter(control => !(control.labels?.length || control.getAttribute("aria-label") || control.textContent.trim()))
    .map(control => control.outerHTML)"""
WIDTH = """
const room = document.documentElement.clientWidth
return [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > room + 1 && !e.closest(".scroll > *") && e.checkVisibility())
    .map(e => e.outerHTML.slice(0, 120))"""
FOCUS = """
const focused = document.activeElement, style = getComputedStyle(focused), box = focused.getBoundingClientRect()
return {what: focused.outerHTML.slice(0, 120), isPage: focused === document.body,
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        isThere: box.width > 0 && box.right > 0 && box.left < innerWidth}"""


class Accessibility:
    def __init__(self, driver):
        self.driver = driver

    def check(self, state):
        """WCAG 2.1 A and AA as far as axe-core can tell, and what it takes for good practice."""
        self.driver.execute_script(AXE)
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']})"
            ".then(result => done(result), error => done({error: String(error)}))", RULES)
        assert "error" not in found, found
        problems = [
            f"{violation['id']}: {violation['help']}: {node['html']}: {node.get('failureSummary', '')}"
            for violation in found["violations"] for node in violation["nodes"]
        ]
        assert not problems, f"{state}:\n" + "\n".join(problems)
        assert found["passes"], f"{state}: no rule was applied"
        assert self.driver.execute_script("return document.documentElement.lang") == "en", state
        assert self.driver.execute_script(UNNAMED) == [], f"{state}: controls without a label"
        self.check_width(state)

    def check_width(self, state):
        """Nobody has to move the page sideways (WCAG 1.4.10, at 320 px)."""
        assert self.driver.execute_script(WIDTH) == [], f"{state}: wider than the screen"

    def check_focus(self, state):
        """Where the focus is can be seen (WCAG 2.4.7)."""
        focus = self.driver.execute_script(FOCUS)
        assert focus["isPage"] or (focus["outline"] >= 2 and focus["isThere"]), f"{state}: {focus}"
