"""Bureau names: one body, many spellings, resolved by the place whose portal prints them."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from archive.records import Origin
from archive.reports import Bureau, Place
from archive.text import fold
from archive.vocabulary import Gazetteer, organ_aliases, sectors, stem

CENTRAL = "100000"
NO_PLACE = "000000"

Kind = Literal["government", "department", "township", "other"]

_LABEL = re.compile(
    r"^(?:信息)?(?:来源|稿源|发布机构|发布单位|发文机关|发文单位|公开机构|责任部门|作者|单位)(?:名称)?[:：]"
)
_NOT_A_BUREAU = re.compile(
    r"^(?:本站|本网|本局|网络|互联网|转载|管理员|佚名|admin|无|/|-)|(?:日报|晚报|电视台|新华网|新华社|人民网|融媒体)"
)
_ORGAN = re.compile(
    r"(?:局|委员会|委|办公室|办公厅|人民政府|政府|厅|院|中心|处|署|街道办事处|办事处|街道|镇|乡|管委会|"
    r"支队|大队|总队|队|站|所|馆|部|会|联合会|总社|公司|学校|医院|社|集团|[残妇文侨]联|工商联|科协|"
    r"(?<![交督承协申举经])办)$"
)
_PUNCTUATION = re.compile(r"[,.，。；;！？、“”\"<>=\d:：（）()《》]")
_PARTY = re.compile(r"^(?:中共|中国共产党)(.+?)(?:党组|党委|党工委|委员会)$")
# 市委办公室 is a body of its own, 发改委办公室 is not.
_OFFICE = re.compile(
    r"(?:(?<=[局厅])|(?<=[^省市县区州旗]委))(?:机关|办公室|综合科|(?:政务|信息)公开办(?:公室)?|信息中心)$|"
    r"(?<=委员会)(?:机关|办公室)$|(?<=[镇乡]人民政府)(?:党政|综合|党政综合)?办(?:公室)?$"
)
_BRACKETED = re.compile(r"^([^()（）【】\[\]〔〕]{2,})[(（【\[〔].*[)）】\]〕]$")
_BRACKETS = "()（）【】[]〔〕"
_TAX = re.compile(r"^国家税务总局(?=.+税务局$)")
_TOWNSHIP = re.compile(r".{2,}(?:镇|乡|街道)(?:人民政府|办事处)?$|街道办事处$|.{2,}办事处$")
# Also with a place before it that no list of places has, and with its office, which publishes the government's report. The
# committee for state assets (国有资产监督管理委员会) is a department; those of zones are not.
_GOVERNMENT = re.compile(
    r"(?:政府|管委会|(?:[区园城湾岛]|基地|^)管理委员会)(?:办|办公室|办公厅|党政办公室|综合办公室)?$"
)
_LEVEL_WORDS = "省市县区州旗盟"
# Words that begin with a level word and are none: 市政工程处, but 市|政府, 市|民政局, 市|政务服务局.
_NOT_LEVELS = re.compile(
    r"市场|市容|市政(?=管理|工程|公用|设施|园林|建设)|市民(?=中心|服务|热线)|区域|区划|县域|州际"
)
_LONGEST = 40


def clean_name(raw: str) -> str:
    """A bureau's name as printed, without label, spaces, brackets, party body, inner office or doubling."""
    name = _LABEL.sub("", fold(raw)).strip("-—·|/,，。:： ")
    bracketed = _BRACKETED.match(name)
    name = _TAX.sub("", bracketed[1] if bracketed else name.strip(_BRACKETS))
    first, dash, last = name.rpartition("-")
    if dash and first.endswith(last):
        name = last
    party = _PARTY.match(name)
    name = party[1] if party else name
    return _OFFICE.sub("", name).removesuffix("关于").removesuffix("的")


def resolve(raw: str, origin: Origin, on: date | None, gazetteer: Gazetteer) -> Bureau | None:
    """The bureau that `raw` names, or None where it names none.

    `origin` resolves short forms (市林业局, 林业局) to the portal's own place, `on` dates the name. `is_certain`
    is False where a short form could mean another place's bureau, or no place is known.
    """
    name = clean_name(raw)
    if not 2 <= len(name) <= _LONGEST or _NOT_A_BUREAU.search(name) or not _ORGAN.search(name):
        return None
    if _PUNCTUATION.search(name):
        return None
    home = gazetteer.place(origin.division_code) if origin.division_code else None
    if origin.level == "central" or name.startswith(("中华人民共和国", "国务院")):
        return _central(name)
    place, rest = _strip_places(name, home, gazetteer)
    if place is not None:
        printed = name.removesuffix(rest)
        only_one = _is_only_one(place, printed, home, gazetteer)
        return _bureau(place, rest, on, gazetteer, printed=printed, is_certain=only_one)
    return _by_level_word(name, home, on, gazetteer)


def sector_of(organ: str) -> str | None:
    """What a bureau works on, by its name; None where no word of the vocabulary is in it."""
    # 人民政府 holds the word 民政.
    printed = organ.replace("人民政府", "政府")
    return next(
        (key for key, sector in sectors().items() if any(w in printed for w in sector["words"])), None
    )


def _strip_places(name: str, home: Place | None, gazetteer: Gazetteer) -> tuple[Place | None, str]:
    """The most exact place that begins the name, and what is left of the name."""
    place, rest = None, name
    while True:
        found = _leading_place(rest, place, home, gazetteer)
        if found is None:
            return place, rest
        place, rest = found


def _leading_place(
    name: str, inside: Place | None, home: Place | None, gazetteer: Gazetteer
) -> tuple[Place, str] | None:
    for length in range(min(len(name) - 1, 15), 1, -1):
        rest = name[length:]
        if rest.startswith("人民政府") or _ORGAN.search(rest):
            candidates = gazetteer.named(name[:length])
            if inside is not None:
                candidates = [c for c in candidates if inside in gazetteer.lineage(c)[1:]]
            if candidates:
                return _nearest(candidates, home, gazetteer), rest
    return None if inside else _leading_stem(name, home, gazetteer)


def _leading_stem(name: str, home: Place | None, gazetteer: Gazetteer) -> tuple[Place, str] | None:
    """偃师林业局: a place without its kind is believed only of the portal's own place and what it lies in."""
    for place in gazetteer.lineage(home) if home else ():
        for full in place.names:
            rest = name.removeprefix(stem(full))
            if rest != name and _ORGAN.search(rest) and len(rest) >= 2 and rest[0] not in _LEVEL_WORDS:
                return place, rest
    return None


def _nearest(candidates: list[Place], home: Place | None, gazetteer: Gazetteer) -> Place:
    """Of places of one name, the portal's own, else one that shares the most of its lineage."""
    return max(candidates, key=lambda candidate: _nearness(candidate, home, gazetteer))


def _nearness(place: Place, home: Place | None, gazetteer: Gazetteer) -> int:
    """How much of its lineage the place shares with the portal's."""
    around = {place.division_code for place in gazetteer.lineage(home)} if home else set()
    return sum(one.division_code in around for one in gazetteer.lineage(place))


def _is_only_one(place: Place, printed: str, home: Place | None, gazetteer: Gazetteer) -> bool:
    """Whether no other place of that name is as near to the portal; a longer name says which is meant."""
    if printed not in place.names:
        return True
    nearness = _nearness(place, home, gazetteer)
    return all(
        other == place or _nearness(other, home, gazetteer) < nearness for other in gazetteer.named(printed)
    )


def _by_level_word(name: str, home: Place | None, on: date | None, gazetteer: Gazetteer) -> Bureau:
    if name[0] not in _LEVEL_WORDS or _NOT_LEVELS.match(name) or not _ORGAN.search(name[1:]):
        return _bureau(home, name, on, gazetteer, is_certain=home is not None)
    word, organ = name[0], name[1:]
    for place in gazetteer.lineage(home) if home else ():
        if any(full.endswith(word) for full in place.names):
            named_so = on is None or gazetteer.name_on(place, on).endswith(word)
            return _bureau(place, organ, on, gazetteer, is_certain=named_so)
    return _bureau(home, organ, on, gazetteer, is_certain=False)


def _bureau(
    place: Place | None,
    organ: str,
    on: date | None,
    gazetteer: Gazetteer,
    printed: str = "",
    is_certain: bool = True,
) -> Bureau:
    organ = _normal_organ(organ)
    kind = _kind(organ)
    then = place.name if place else ""
    if place and on:
        then = gazetteer.name_on(place, on)
    elif place and printed:
        then = printed
    return Bureau(
        key=f"{place.division_code if place else NO_PLACE}-{organ}",
        name=f"{place.name if place else ''}{organ}",
        name_then=f"{then}{organ}",
        organ=organ,
        kind=kind,
        place=place.name if place else None,
        division_code=place.division_code if place else None,
        level="township" if kind == "township" else place.level if place else None,
        sector=sector_of(organ) or ("government" if kind == "township" else None),
        is_certain=is_certain and place is not None,
    )


def _normal_organ(organ: str) -> str:
    """The organ's name in full: 卫健委, 人力资源与社会保障局, 岳滩镇 and 槐新街道办 as they are called in law."""
    organ = _OFFICE.sub("", re.sub(r"(?<=[镇乡])政府", "人民政府", organ)).replace("与", "和")
    organ = re.sub(r"(?<=街道)(?:办|办公室)?$", "办事处", organ)
    organ = re.sub(r"(?<=[镇乡])$", "人民政府", organ)
    return organ_aliases().get(organ, organ)


def _central(name: str) -> Bureau:
    organ = name.removeprefix("中华人民共和国")
    return Bureau(
        key=f"{CENTRAL}-{organ}",
        name=organ,
        name_then=name,
        organ=organ,
        kind="department",
        place=None,
        division_code=CENTRAL,
        level="central",
        sector=sector_of(organ),
    )


def _kind(organ: str) -> Kind:
    if _TOWNSHIP.search(organ):
        return "township"
    if _GOVERNMENT.search(organ):
        return "government"
    return "department" if re.search(r"(?:局|委员会|委|办公室|厅|署)$", organ) else "other"
