"""WCAG 2.2 AA on every kind of page, light and dark, on a phone: an automated checker finds nothing."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import PAGES, PHONE, Open, needs_chromium

pytest_plugins = ["tests.web", "tests.browser_fixtures"]
pytestmark = needs_chromium

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
# Of all rules the colours alone decide what this one finds.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
DESK = {"width": 1280, "height": 900}


@pytest.mark.parametrize(
    ("screen", "scheme", "rules"),
    [(PHONE, "light", RULES), (DESK, "light", RULES), (DESK, "dark", CONTRAST)],
    ids=["phone", "desk", "dark"],
)
def test_the_checker_finds_nothing(
    tab: Open, address: str, screen: dict[str, int], scheme: str, rules: dict[str, object]
) -> None:
    page = tab(color_scheme=scheme, viewport=screen)
    found = []
    for path in PAGES:
        page.goto(address + path)
        for violation in Axe().run(page, options=rules).response["violations"]:
            places = [node["target"][0] for node in violation["nodes"][:3]]
            found.append((path, violation["id"], places))
    assert found == []
