"""What the disputes of a sentence are about: the disclosure of information, or the bureau's other cases."""

from __future__ import annotations

import re
from typing import Literal

from archive.figures.prose.clauses import Headings
from archive.figures.prose.openings import opening

# "" where nothing but the disputes themselves has been spoken of, "mentioned" where disclosure was and not as a cause,
# "unknown" after words that may be one.
Cause = Literal["", "disclosure", "mentioned", "other", "unknown"]

_DISCLOSURE = re.compile(r"信息公开|政务公开|依申请公开|公开(?:政府|政务)信息")
_AS_CAUSE = re.compile(r"复议|诉讼|申诉|因|由|涉及|针对|有关|关于|引[起发]|方面")
_TAKEN_IN = re.compile(r"收到|接到|受理|接收")
_DISPUTE = re.compile(r"复议|诉讼|申诉")
_CASE = re.compile(r"复议|诉讼|申诉|案")
# 除政府信息公开外 and 与政府信息公开无关 name the disclosure and mean all else.
_OTHER_CASES = re.compile(
    r"处罚|许可|征[收地]|拆迁|工伤|登记|强制|认定|裁决|纠纷|民事|劳动|仲裁|无关|不属于|不涉及|除|非(?:政府|政务)信息"
)
_OTHER_CAUSE = re.compile(
    r"(?<!原)因(?!此|而)|由于|不服|投诉|举报|信访|当事人|其[他它](?!结果|处理)|法院|机关[^,]{0,3}(?:收到|受理|审理|办理)|执法|应诉"
)
_NEUTRAL = re.compile(
    r"(?:行政|复议|诉讼|申诉|案件?|维持|纠正|结果|其[他它]|撤诉|撤回|驳回|胜诉|败诉|终止|尚未|正在|审[结理]|之?中|均|已|获|得到|全部|办结"
    r"|被|提起|申请|发生|引[起发]|受理|收到|\d+|[零〇一二两三四五六七八九十百]+|[件起宗例次]|[和及、的共为无有未没]|没有)*"
)
# 备案 is what the office of legal affairs put on file: no number of disputes unless it has one of its own.
_ON_FILE = re.compile(r"备案(?!.{0,3}\d)")


def cause_after(cause: Cause, words: str) -> Cause:
    """What the disputes are about once a clause has been heard.

    Arguments: the `cause` so far, and the clause's `words` in relation to the year. Returns the cause from here on.
    Raises nothing. 第五十条 wants those about disclosure alone, and bureaus tell of all that they had.
    """
    if _OTHER_CASES.search(words):
        return "other"
    if _DISCLOSURE.search(words):
        is_cause = cause == "disclosure" or _AS_CAUSE.search(words)
        return "disclosure" if is_cause else "mentioned"
    if _OTHER_CAUSE.search(words):
        return "other"
    if cause == "" and not _NEUTRAL.fullmatch(opening(words).full):
        return "unknown"
    return cause


def tells_of_cases(whole: str) -> bool:
    """Whether a `whole` sentence speaks of cases at all, so that their cause matters; nothing is raised."""
    return bool(_CASE.search(whole))


def cause_after_sentence(cause: Cause, whole: str) -> Cause:
    """What the next sentence of the paragraph starts from: other cases go on, anything else must be said again.

    Arguments: the `cause` at the end of a sentence, and the `whole` of it. Returns "other" or "". Raises nothing.
    """
    return "other" if cause == "other" and tells_of_cases(whole) else ""


def are_about_disclosure(cause: Cause, whole: str, headings: Headings) -> bool:
    """Whether disputes counted in a sentence are about disclosure.

    Arguments: the `cause` at the count, the `whole` sentence, its `headings`. Returns whether the sentence or, where it
    names no cause, the heading says so. Raises nothing.
    """
    if cause in ("disclosure", "other"):
        return cause == "disclosure"
    if cause != "mentioned" and _DISCLOSURE.search(whole):
        # 行政复议12件，其中涉及政府信息公开2件
        return False
    above = next((text for text in (headings.item, headings.chapter) if _DISPUTE.search(text)), "")
    if _DISCLOSURE.search(above):
        return True
    # Who receives them may be who decides on them.
    return bool(above) and cause == "" and not _TAKEN_IN.search(whole)


def are_put_on_file(said: str, whole: str) -> bool:
    """Whether a count of disputes is of those put on file.

    Arguments: what is `said` up to and about the count, and the `whole` sentence. Returns the answer. Raises nothing.
    """
    return "备案" in said or bool(_ON_FILE.search(whole))


def are_others(cause: Cause, said: str) -> bool:
    """Whether a clause after `said` that denies disputes denies those of other cases; nothing is raised."""
    return cause == "other" and bool(_DISPUTE.search(said))
