"""How a report is cited: in words that stay true when its portal is gone."""

from __future__ import annotations

from typing import Any

from archive.web.labels import moment, plain_day, safe_link


def citations(report: Any, shown: Any, link: str) -> dict[str, str]:
    """The citation in Chinese and in English: who, what, when published, where, when captured, which bytes.

    A space stands on both sides of every address, so that no program takes the words after it for a part of it.
    """
    # The day that this revision's own page states, which is where its address leads.
    published = shown["published_on"]
    captured, digest = moment(shown["captured_at"]), shown["sha256"][:12]
    address = safe_link(shown["url"])
    zh = (
        f"{report['bureau_then']}：《{shown['title']}》，{f'{plain_day(published)}公布' if published else '公布日期不详'}{f'， {address} ' if address else ''}"
        f"（{captured} 北京时间采集，SHA-256 {digest}，第{shown['number']}版），存档 {link}"
    )
    en = (
        f"{report['bureau_then']}: “{shown['title']}”, {f'published {published}' if published else 'publication date not known'}{f', {address}' if address else ''} "
        f"(captured {captured} Beijing time, SHA-256 {digest}, revision {shown['number']}), archived at {link}"
    )
    return {"zh": zh, "en": en}
