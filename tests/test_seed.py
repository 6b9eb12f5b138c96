"""The seed list: every row names a place of the gazetteer, an address, a known family and where it comes from."""

from __future__ import annotations

from urllib.parse import urlsplit

from archive.vocabulary import gazetteer
from crawler.cms import FAMILIES
from crawler.seed import seed_portals
from tests.commands import cundang


def test_every_row_is_a_place_with_an_address_a_known_family_and_a_source() -> None:
    seeds = seed_portals()
    places = gazetteer()
    for code, seed in seeds.items():
        place = places.place(code)
        assert place is not None
        assert seed.name == place.name
        assert urlsplit(seed.home_url).scheme in ("http", "https")
        assert urlsplit(seed.home_url).hostname
        assert seed.family in (*FAMILIES, "")
        assert seed.source
    assert {place.name for place in places.all() if place.level == "province"} <= {
        s.name for s in seeds.values()
    }


def test_the_whole_field_is_listed_with_what_covers_it() -> None:
    outcome = cundang("portals", "list", "--all")
    assert outcome.code == 0
    lines = outcome.said.splitlines()
    assert len(lines) == len(gazetteer().all()) + 1
    (yanshi,) = [line for line in lines if line.startswith("410381")]
    assert "洛阳市偃师区" in yanshi
    assert "https://www.yanshi.gov.cn/  henan_date  <- yanshi (disabled)" in yanshi
    (unknown,) = [line for line in lines if line.startswith("410328")]
    assert unknown.endswith("(address not known)")
    assert lines[-1].startswith(
        f"{len(lines) - 1} places: the portals of {len(seed_portals())} are known by address"
    )
