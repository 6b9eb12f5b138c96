"""The prose of a report with what changes from copy to copy masked: its numbers, its years and its author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.text import fold

NUMBER, NAME, ADDRESS = "0", "□", "@"

_ENDS = "。！？；!?;"
_SENTENCE = re.compile(rf"[^{_ENDS}]*[{_ENDS}]*")
_CLAUSE_MARK = re.compile(r"[,。;:!?]")
_LONGEST_LABEL = 40
_ORDINAL = r"(?:\(?(?:第?[0-9]{1,2}|第?[一二三四五六七八九十]{1,3})(?:部分)?\)?[、.,:]?)?"
# The headings and labels of the forms of 国办发〔2014〕32号, 国办公开办函〔2019〕60号 and 〔2021〕30号 that punctuation
# would make pass for prose, and the headings where a full stop ends them.
_LABEL = re.compile(
    rf"{_ORDINAL}(?:总体情况|概述|(?:行政机关)?主动公开政府信息(?:的)?情况|收到和处理政府信息公开申请情况|"
    r"(?:因)?政府信息公开(?:工作被申请)?行政复议(?:、|和)(?:提起)?行政诉讼情况|"
    r"(?:政府信息公开工作)?存在的(?:主要)?问题(?:及|和)改进(?:情况|措施)|其他需要报告的事项|"
    r"部分公开\(区分处理的,只计这一情形,不计其他情形\)|\(?本列数据的勾稽关系为.*|\(?注:.*|单位:.*|"
    r"政府信息公开专项经费\(.*|其中:[^,。;]*|[^,。;]{1,20}\(单位:[^,。;]{1,6}\))[0-9.]*[。:]?"
)
# Rows of the form run together, as where a page prints its table as text: no prose has these words.
_POURED_TABLE = re.compile(
    r"(?:本年新收|上年结转)政府信息公开申请数量|信息内容(?:本年|上一年)|属于三类内部事务信息|结果维持结果纠正"
)
# How a report introduces itself: on which law, of which parts, over which period, whom to ask. It is as good as printed
# on the form, and in the shortest reports it is a third of the prose.
_INTRODUCTION = re.compile(
    r"统计(?:期限|时限)|报告.{0,30}(?:依据|根据|按照).{0,80}条例|如.{0,12}疑问|电子版.{0,30}(?:下载|查阅|公布)|"
    r"(?:依据|根据|按照|贯彻落实).{0,80}条例.{0,160}(?:编制|公布|形成).{0,40}报告|条例.{0,160}编制(?:而成|完成)?$|"
    r"(?:全文|报告).{0,8}(?:包括|由).{0,60}(?:主动公开|概述)"
)
_NUMERALS = "0-9零〇○一二三四五六七八九十百千万亿两"
_NUMBER = re.compile(rf"[{_NUMERALS}]+(?:[.,][0-9]+)*[%‰]?[余多]?")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./:%?=&#~-]+|[\w.-]{1,64}@[\w.-]+", re.ASCII)
_LEVEL = "省市县区州旗盟镇乡"
# 我局 and 我镇, 区委 and 县委: how a template speaks of whoever fills it in.
_SELF = re.compile(
    rf"[我本](?:[{_LEVEL}局委办厅院所队站]|街道|机关|单位|部门|中心)|全[{_LEVEL}]|[{_LEVEL}](?=委|(?:人民)?政府)"
)
_NAMED = re.compile(
    rf"[{_LEVEL}]?{NAME}[{_LEVEL}{NAME}]*(?:街道)?(?:人民政府|政府(?!信息))?(?:办公[室厅]|办事处)?{NAME}*"
)
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of prose: where it stands in the text, from `start` to before `end`, and its masked words."""

    start: int
    end: int
    masked: str


def masked(text: str, names: Iterable[str]) -> str:
    """The prose of a report, folded and masked, one sentence a line.

    Rows of tables (lines with a tab) and lines that are only a heading or a label of a statutory form are left out.
    `names` are the names of the bureau and of its places, in any length. Digits, Chinese numerals and years become
    `0`, the names and what stands for them (我局, 区政府) `□`, web and mail addresses `@`. What no two fillings of a
    template share is masked, so two bureaux that filled in the same template look alike.
    """
    return "\n".join(sentence.masked for sentence in sentences(text, names))


def sentences(text: str, names: Iterable[str]) -> list[Sentence]:
    """The sentences of a report's prose in order, masked as `masked` does, with their places in `text`.

    A sentence runs over the end of a line that stops in the middle of a word, as at the foot of a page.
    """
    pattern = _names_pattern(names)
    found = []
    for start, end in _spans(text):
        folded = fold(text[start:end]).rstrip(_ENDS)
        if folded and not _POURED_TABLE.search(folded) and not _INTRODUCTION.search(folded):
            found.append(Sentence(start, end, _mask(folded, pattern)))
    return found


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of prose."""
    open_at: int | None = None
    end = at = 0
    for line in text.splitlines(keepends=True):
        kept = line.rstrip()
        if kept and not _is_prose(kept):
            if open_at is not None:
                yield open_at, end
            open_at = None
        elif kept:
            for matched in _SENTENCE.finditer(kept):
                if not matched[0].strip():
                    continue
                open_at = at + matched.start() + _indent(matched[0]) if open_at is None else open_at
                end = at + matched.end()
                if not matched[0][-1].isalpha():
                    yield open_at, end
                    open_at = None
        at += len(line)
    if open_at is not None:
        yield open_at, end


def _indent(words: str) -> int:
    return len(words) - len(words.lstrip())


def _is_prose(line: str) -> bool:
    folded = fold(line)
    if "\t" in line.strip() or not folded or _LABEL.fullmatch(folded):
        return False
    return len(folded) > _LONGEST_LABEL or _CLAUSE_MARK.search(folded) is not None


def _names_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    folded = {fold(name) for name in names}
    longest_first = sorted((n for n in folded if len(n) >= _SHORTEST_NAME), key=lambda n: (-len(n), n))
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def _mask(folded: str, names: re.Pattern[str] | None) -> str:
    found = _ADDRESS.sub(ADDRESS, folded)
    found = names.sub(NAME, found) if names else found
    return _NUMBER.sub(NUMBER, _NAMED.sub(NAME, _SELF.sub(NAME, found)))
