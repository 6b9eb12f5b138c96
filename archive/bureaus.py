"""Bureau names: one body, many spellings, resolved by the place whose portal prints them."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from archive.records import Bureau, Origin, Place
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
    r"(?:局|委员会|委|办公室|办公厅|人民政府|政府|政府办|厅|院|中心|处|署|街道办事处|办事处|街道|镇|乡|管委会|"
    r"支队|大队|总队|队|站|所|馆|部|会|联合会|总社|公司|学校|医院|社|集团)$"
)
_PUNCTUATION = re.compile(r"[,.，。；;！？、“”\"<>=\d:：（）()《》]")
_PARTY = re.compile(r"^(?:中共|中国共产党)(.+?)(?:党组|党委|党工委|委员会)$")
_OFFICE = re.compile(
    r"(?<=[局厅委])(?:机关|办公室|综合科|政务公开办公室|信息公开办公室|信息中心)$|(?<=委员会)(?:机关|办公室)$"
)
_TOWNSHIP = re.compile(r".{2,}(?:镇|乡|街道)(?:人民政府|办事处)?$|街道办事处$|.{2,}办事处$")
_LEVEL_WORDS = "省市县区州旗盟"
# Words that begin with a level word and are none.
_NOT_LEVELS = ("市场", "市政", "市容", "市民", "区域", "区划", "县域", "州际")
_LONGEST = 40


def clean_name(raw: str) -> str:
    """A bureau's name as printed, without label, spaces, party body, inner office or doubling."""
    name = _LABEL.sub("", fold(raw)).strip("-—·|/,，。:： ")
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
        return _bureau(place, rest, on, gazetteer, printed=name.removesuffix(rest))
    return _by_level_word(name, home, on, gazetteer)


def sector_of(organ: str) -> str | None:
    """What a bureau works on, by its name; None where no word of the vocabulary is in it."""
    return next((key for key, sector in sectors().items() if any(w in organ for w in sector["words"])), None)


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
    if home is None or len(candidates) == 1:
        return candidates[0]
    around = {place.division_code for place in gazetteer.lineage(home)}
    return max(candidates, key=lambda c: sum(p.division_code in around for p in gazetteer.lineage(c)))


def _by_level_word(name: str, home: Place | None, on: date | None, gazetteer: Gazetteer) -> Bureau:
    if name[0] not in _LEVEL_WORDS or name.startswith(_NOT_LEVELS) or not _ORGAN.search(name[1:]):
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
    organ = organ_aliases().get(organ, organ)
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
        sector=sector_of(organ),
        is_certain=is_certain and place is not None,
    )


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
    if organ.startswith(("人民政府", "管委会", "管理委员会")):
        return "government"
    if _TOWNSHIP.search(organ):
        return "township"
    return "department" if re.search(r"(?:局|委员会|委|办公室|厅|署)$", organ) else "other"
