"""Pages as a browser reads them, and a document that would do harm if one of them trusted it."""

from __future__ import annotations

import html
from typing import Any

from bs4 import BeautifulSoup

HOSTILE_TITLE = '偃师市盐业局2019年政府信息公开工作年度报告<script>alert("题")</script>'
HOSTILE_SENTENCE = "<img src=x onerror=alert(1)>公开食盐储备公告</textarea><b>九</b>次"
# The only text outside the forestry bureau's own that mentions 林业.
HOSTILE_PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(HOSTILE_TITLE)}</title></head><body>
<h1>{html.escape(HOSTILE_TITLE)}</h1>
<div class="article-content"><p>一、总体情况</p>
<p>　　2019年，我局与林业站共用一块公开栏，{html.escape(HOSTILE_SENTENCE)}，接受群众监督，公开内容由专人负责核对。</p>
<p>二、存在的主要问题</p><p>　　公告更新不够及时，今后将安排专人每月核对公开栏的内容，并在乡镇设立查阅点。</p>
<p>偃师市盐业局</p><p>2020年1月20日</p></div></body></html>
"""


async def page(site: Any, path: str, status: int = 200) -> BeautifulSoup:
    """The page at `path`, or at an address that this site gave as its own, after checking its status."""
    response = await site.client.get(path.removeprefix("http://localhost"))
    assert response.status_code == status, response.text[:500]
    return BeautifulSoup(response.text, "lxml")


def words(element: Any) -> str:
    """The text of an element, spaces folded as a browser folds them."""
    return " ".join(element.get_text().split())
