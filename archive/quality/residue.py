"""Rules on words that do not belong: another body's name, words of the template, places not filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from archive.quality.reading import Reading
from archive.quality.wording import finding, inner
from archive.reports import Bureau, Finding
from archive.text import fold
from archive.vocabulary import sectors, successors

_NOT_A_SECTOR = frozenset({"government", "management_committee"})
# 公安机关为主 and the like are said by everybody.
_NAMED_BY_ALL = frozenset({"公安", "司法", "税务", "审计", "银行", "证券"})
_OURS_IN_TOWNSHIPS = re.compile(r"(?<!自)(?:我|本)局(?![部限域势面促])")
_OURS_IN_DEPARTMENTS = re.compile(r"(?:我|本)(?:镇|乡(?![村土亲镇])|街道)")
_ACTS = re.compile(r"机关(?:成?为|作为|是)(?=国家|社会|政府|人民|我|本)")
_TOWNSHIP_WORDS = re.compile(r"镇|乡|街道")
_TEMPLATE = re.compile(
    r"该部分以(?:表格|文字)形式报告|在此处(?:报告|填写|说明|插入)|此处(?:填写|插入|填报)[^。]{0,6}|请(?:在此|在本栏)填写"
)
_MAY_BE_TEMPLATE = re.compile(r"[Xx×]{2}|__|\(\)|此处|该部分|请在")
_COUNTED = "年|月|日|条|件|次|项|个|人|元|万元|份|篇|局|委|县|市|区|镇|乡|街道|单位|部门|政府"
_PLACEHOLDER = re.compile(
    rf"(?<![A-Za-z])20[Xx×]{{2}}(?=年)|(?<![A-Za-z\d\-X×])[Xx×]{{2,}}(?=(?:{_COUNTED})(?![^,。;]{{0,6}}(?:公司|案|诉)))"
    rf"|_{{2,}}(?=(?:{_COUNTED}))|(?:共|为|计|数|达|:)\(\)(?=(?:{_COUNTED}))|\(\)(?=[条件次项元])"
)
_NOTE = re.compile(r"相同信息计(\d+)条|(?:热点|舆情)[^。()]{0,4}计(\d+)次")


def strangers(reading: Reading) -> Iterator[Finding]:
    """Q-22: a body of another kind is named as the one that speaks or acts.

    Arguments: `reading`. Returns a finding for each body so named. Raises nothing. Only 我/本/全 before another sector's
    body, 某某机关为 …, 我局 of a township and 我镇 of a department; what a bureau was once called is its own.
    """
    bureau = reading.report.bureau
    if bureau is None or bureau.kind not in ("department", "township"):
        return
    own = _own_names(reading, bureau)
    if not any(True for _ in _foreign(bureau, own, reading.folded)):
        return
    seen: set[str] = set()
    for sentence in reading.sentences:
        for found in _foreign(bureau, own, sentence.folded):
            if found not in seen:
                seen.add(found)
                fields = {"name": bureau.name_then, "found": found, "quote": inner(sentence.printed)}
                yield finding("Q-22", found, sentence.printed, **fields)


def _foreign(bureau: Bureau, own: str, text: str) -> Iterator[str]:
    for matched in _bodies_of_ours().finditer(text):
        if _is_foreign(bureau, own, matched[1]):
            yield matched[0]
    # Looking for the verb first is ten times faster than looking for every sector.
    for verb in _ACTS.finditer(text):
        acting = next((name for name in _sector_words() if text.endswith(name, 0, verb.start())), None)
        if acting and acting not in _NAMED_BY_ALL and _is_foreign(bureau, own, acting):
            yield acting + verb[0]
    if bureau.kind == "township":
        pattern = _OURS_IN_TOWNSHIPS
    elif _TOWNSHIP_WORDS.search(own):
        return
    else:
        pattern = _OURS_IN_DEPARTMENTS
    yield from (matched[0] for matched in pattern.finditer(text))


def _own_names(reading: Reading, bureau: Bureau) -> str:
    raw = reading.report.bureau_raw or ""
    return fold(f"{bureau.name} {bureau.name_then} {bureau.organ} {raw} {reading.report.title}")


def _is_foreign(bureau: Bureau, own: str, name: str) -> bool:
    """Whether a sector's word is neither in the bureau's names, nor of its sector, nor of a body it came from."""
    if name in own or (bureau.sector is not None and bureau.sector == _sector_words()[name]):
        return False
    predecessors = successors(f"{name}局") + successors(f"{name}委员会")
    return not any(reform.organ in bureau.organ or bureau.organ in reform.organ for reform in predecessors)


@cache
def _sector_words() -> dict[str, str]:
    return {
        name: key for key, entry in sectors().items() if key not in _NOT_A_SECTOR for name in entry["words"]
    }


@cache
def _bodies_of_ours() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_sector_words(), key=len, reverse=True)))
    return re.compile(rf"(?<!自)[我本全]({names})(?:局|委员会|委(?!托|派|员)|厅)")


def template(reading: Reading) -> Iterator[Finding]:
    """Q-23: words of the template, places not filled in, or the form's note with another number.

    Arguments: `reading`. Returns a finding for each of them once. Raises nothing. Letters that stand for a person or a
    company in a case are no such place.
    """
    seen: set[str] = set()
    for sentence in reading.sentences if _MAY_BE_TEMPLATE.search(reading.folded) else ():
        for matched in (*_TEMPLATE.finditer(sentence.folded), *_PLACEHOLDER.finditer(sentence.folded)):
            kind = "template" if matched.re is _TEMPLATE else "placeholder"
            found = matched[0] + sentence.folded[matched.end() : matched.end() + (kind == "placeholder")]
            if found not in seen:
                seen.add(found)
                fields = {"found": found, "quote": inner(sentence.printed)}
                yield finding("Q-23", f"{kind}:{found}", sentence.printed, **fields)
    note = next((m for m in _NOTE.finditer(reading.folded) if int(m[1] or m[2]) != 1), None)
    if note:
        yield finding("Q-23/note", "note", note[0], found=note[0], unit="条" if note[1] else "次")
