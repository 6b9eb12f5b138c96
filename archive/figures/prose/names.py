"""Which bureau speaks: the names its author is known by, and those a report gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

SELF = "本机关"
_HEAD = 1500
_ORGAN = r"(?:局|委员会|委|厅|院|所|队|中心|办公室|站|处|总站|公司|银行|大学|学院|学校|街道办事处|街道|镇|乡|人民政府|馆|管委会)"
# The printed name stands before the year of the title, alone on a line above it, or where the report says who wrote it.
_TITLE_YEAR = re.compile(r"(?:20\d\d|二[〇○零][〇○零一二]\S)年?度?(?:政府|政务)信息公开")
_BEFORE_YEAR = re.compile(r"[\u4e00-\u9fff]{3,30}$")
_LONGEST = 30
_NAMED = (
    re.compile(r"报告由([\u4e00-\u9fff]{3,25})(?:根据|按照|依据|编制)"),
    re.compile(r"请(?:与|直接与|联系)([\u4e00-\u9fff]{3,25}?)(?:办公室|行政办公室)?(?:联系|[(,:])"),
)
_WRITTEN = re.compile(r".*(?:编制|公布|发布|现将|形成|要求|规定|由)(?:了)?")
_ALONE = re.compile(rf"(?![各全])[\u4e00-\u9fff]{{2,25}}{_ORGAN}")
_LINES = 5
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:自治区|自治州|自治县|省|市(?![场政容])|县|区(?!划)|州|旗|盟)")
# The town is the body whose seat it is: 石桥镇 for 石桥镇人民政府.
_TOWN = re.compile(r"([\u4e00-\u9fff]{1,10}?(?:镇|乡|街道))(?:人民政府|政府|办事处|办)?(?:办公室)?")
# 市水务局 is not 河口县水务局, though both are 水务局.
_LEVELS = ("省", "市", "县", "区", "州", "旗")
# What is of the author and is not the author.
_OF_IT = re.compile(r"下属|所属|直属|各|系统|辖|境|社区|[\u4e00-\u9fff]{1,6}村")


def own_names(paragraphs: Iterable[str], known: Iterable[str] = ()) -> tuple[str, ...]:
    """The names a report's author calls itself by, none where none is known and its title names none.

    Arguments: `paragraphs`, folded, in order; the names `known` before. Returns the full name, and that of the organ
    with the letter of its level before it or without: 青山县林业局, 县林业局, 林业局; of a township also
    that of its place; the longest first. Raises nothing. The title names the author because the form wants it to (国办公开办函〔2021〕30号).
    """
    names = [name for name in known if _ALONE.fullmatch(name)]
    read = 0
    for ordinal, paragraph in enumerate(paragraphs):
        if read > _HEAD:
            break
        read += len(paragraph)
        if ordinal < _LINES and _ALONE.fullmatch(paragraph):
            names.append(paragraph)
        stated = (_WRITTEN.sub("", found) for found in _named(paragraph[:_HEAD]))
        names += [name for name in stated if _ALONE.fullmatch(name)]
    return tuple(
        sorted({form for name in names for form in _forms(name)}, key=lambda form: (-len(form), form))
    )


def as_author(text: str, names: Iterable[str]) -> str:
    """`text` with each of the author's `names`, the longest first, as 本机关; nothing is raised."""
    for name in names:
        if name in text:
            text = _replaced(text, name)
    return text


def _replaced(text: str, name: str) -> str:
    parts = text.split(name)
    is_short = not _PLACE.match(name) and name[0] not in _LEVELS
    written = parts[0]
    for rest in parts[1:]:
        is_another = is_short and written.endswith((*_LEVELS, "各"))
        written += (name if is_another or _OF_IT.match(rest) else SELF) + rest
    return written


def _named(head: str) -> Iterator[str]:
    for year in _TITLE_YEAR.finditer(head):
        before = _BEFORE_YEAR.search(head[max(year.start() - _LONGEST, 0) : year.start()])
        if before:
            yield before[0]
    if "报告由" in head or "请" in head:
        for pattern in _NAMED:
            yield from pattern.findall(head)


def _forms(name: str) -> list[str]:
    """The full name, and the organ under its short names; a town is its own place and has no organ in it."""
    level, organ = "", name
    while (place := _PLACE.match(organ)) and place.end() < len(organ) - 1:
        level, organ = organ[place.end() - 1], organ[place.end() :]
    town = _TOWN.fullmatch(organ)
    if town:
        return [name, organ, *(town[1] + seat for seat in ("人民政府", ""))]
    if len(organ) < 3 or organ in ("办公室", "委员会", "办事处", "人民政府"):
        return [name]
    return [name, level + organ, organ] if level else [name, organ]
