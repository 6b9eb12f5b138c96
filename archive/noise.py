"""What a page says differently at every visit and that is no part of the report: counters, clocks, greetings."""

from __future__ import annotations

import re

_NUMBER = r"[\s:：]*[\d,]+[\s]*(?:次|人次|人)?"
_VOLATILE = re.compile(
    rf"(?:浏览|阅读|访问|点击|查看)(?:次数|量|数|人数|人次)?{_NUMBER}"
    rf"|(?:您|你)是(?:本站)?第[\s\d,]+位(?:访客|访问者|浏览者)"
    rf"|(?:今天|今日|现在|当前)(?:是|时间)[\s:：]*20\d\d[年/-]\s?\d{{1,2}}[月/-]\s?\d{{1,2}}日?(?:\s*星期[一二三四五六日天])?"
    rf"(?:\s*\d{{1,2}}:\d\d(?::\d\d)?)?"
)


def without_noise(text: str) -> str:
    """`text` without what changes by itself: 浏览次数：123, 您是第5位访客, 今天是2026年1月2日 星期五."""
    return _VOLATILE.sub("", text)
