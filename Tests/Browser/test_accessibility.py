"""Every page is held against the rules where the other tests look at it (`Page.look`); here the rules are shown to hold."""

import pytest

from steps import enter

SPOILED = {
    "main.append(document.createElement('input'))": "label",
    "main.append(document.createElement('img'))": "image-alt",
    "document.documentElement.lang = ''": "html-has-lang",
    "main.querySelector('p').style.color = '#c8c8c8'": "color-contrast",
    "main.querySelector('h2').style.width = '3000px'": "wider than the screen",
}


def test_what_is_wrong_is_found(page, account):
    enter(page, account)
    page.accessibility.check("as it is")
    for script, complaint in SPOILED.items():
        page.driver.execute_script(f"const main = document.querySelector('main'); {script}")
        with pytest.raises(AssertionError, match=complaint):
            page.accessibility.check("spoiled")
        page.driver.refresh()


def test_a_focus_that_cannot_be_seen_is_found(page, account):
    enter(page, account)
    page.tab_to("Connect Google")
    page.driver.execute_script("document.activeElement.style.outline = 'none'")
    with pytest.raises(AssertionError, match="outline"):
        page.accessibility.check_focus("spoiled")
