"""One bureau, many spellings; another place's bureau, never."""

from datetime import date

import pytest

from archive.bureaus import clean_name, resolve
from archive.records import Origin
from archive.reports import Bureau
from archive.vocabulary import gazetteer, successors

YANSHI = Origin(
    portal_id="yanshi", portal_name="洛阳市偃师区人民政府", division_code="410381", level="county"
)
ANTU = Origin(portal_id="antu", portal_name="安图县林业局", division_code="222426", level="county")
NOWHERE = Origin()
IN_2020, IN_2022 = date(2020, 1, 22), date(2022, 1, 20)


def named(raw: str, origin: Origin = YANSHI, on: date | None = IN_2020) -> Bureau:
    bureau = resolve(raw, origin, on, gazetteer())
    assert bureau is not None
    return bureau


@pytest.mark.parametrize(
    "raw",
    ["偃师市林业局", "市林业局", "林业局", "偃师林业局", "洛阳市偃师区林业局", "偃师区林业局", "区林业局", "市林业局办公室",
     "中共偃师市林业局党组", "来源：林业局", "偃 师 市 林 业 局", "河南省洛阳市偃师市林业局", "发布机构： 偃师市林业局",
     "【偃师市林业局】", "（市林业局）", "偃师市林业局（绿化委员会办公室）", "偃师市林业局信息公开办"],
)  # fmt: skip
def test_every_spelling_of_one_bureau_is_one_bureau(raw: str) -> None:
    bureau = named(raw)
    assert bureau.key == "410381-林业局"
    assert bureau.name == "洛阳市偃师区林业局"
    assert bureau.name_then == "偃师市林业局"
    assert bureau.sector == "forestry"


def test_the_name_follows_the_day() -> None:
    assert named("林业局", on=IN_2022).name_then == "洛阳市偃师区林业局"
    assert named("偃师市林业局", on=None).name_then == "偃师市林业局"


def test_a_place_is_one_place_under_either_code() -> None:
    today = Origin(division_code="410307", level="county")
    assert named("林业局", origin=today).key == "410381-林业局"


@pytest.mark.parametrize(
    ("raw", "key", "kind"),
    [
        ("洛阳市林业局", "410300-林业局", "department"),
        ("省林业局", "410000-林业局", "department"),
        ("河南省自然资源厅", "410000-自然资源厅", "department"),
        ("偃师市人民政府", "410381-人民政府", "government"),
        ("偃师市人民政府办公室", "410381-人民政府办公室", "government"),
        ("区政府办", "410381-人民政府办公室", "government"),
        ("市场监督管理局", "410381-市场监督管理局", "department"),
        ("区市场监督管理局", "410381-市场监督管理局", "department"),
        ("偃师市卫健委", "410381-卫生健康委员会", "department"),
        ("市民政局", "410381-民政局", "department"),
        ("市民族宗教事务局", "410381-民族宗教事务局", "department"),
        ("市政务服务中心", "410381-政务服务中心", "other"),
        ("市政工程管理处", "410381-市政工程管理处", "other"),
        ("市政府办公室", "410381-人民政府办公室", "government"),
        ("偃师区政府", "410381-人民政府", "government"),
        ("环保局", "410381-环境保护局", "department"),
        ("偃师市人力资源与社会保障局", "410381-人力资源和社会保障局", "department"),
        ("国家税务总局洛阳市偃师区税务局", "410381-税务局", "department"),
        ("偃师市残联", "410381-残疾人联合会", "other"),
        ("市委办公室", "410381-委办公室", "department"),
        ("顾县镇人民政府", "410381-顾县镇人民政府", "township"),
        ("顾县镇政府", "410381-顾县镇人民政府", "township"),
        ("顾县镇", "410381-顾县镇人民政府", "township"),
        ("顾县镇人民政府党政办公室", "410381-顾县镇人民政府", "township"),
        ("槐新街道", "410381-槐新街道办事处", "township"),
        ("偃师区槐新街道办", "410381-槐新街道办事处", "township"),
        ("偃师区槐新街道办事处", "410381-槐新街道办事处", "township"),
        # Governments whose place is not known by name, and their offices.
        ("东岭区人民政府", "410381-东岭区人民政府", "government"),
        ("宁河市人民政府办公室", "410381-宁河市人民政府办公室", "government"),
        ("平潭综合实验区管委会办公室", "410381-平潭综合实验区管委会办公室", "government"),
        ("先进制造业开发区管理委员会", "410381-先进制造业开发区管理委员会", "government"),
        ("国有资产监督管理委员会", "410381-国有资产监督管理委员会", "department"),
        ("区政务服务和大数据管理局", "410381-政务服务和大数据管理局", "department"),
    ],
)
def test_the_place_and_kind_of_a_bureau_are_told_from_its_name(raw: str, key: str, kind: str) -> None:
    bureau = named(raw)
    assert (bureau.key, bureau.kind) == (key, kind)


def test_a_short_form_that_fits_no_name_of_the_place_is_filed_there_but_not_believed() -> None:
    bureau = named("市林业局", origin=ANTU)
    assert (bureau.key, bureau.is_certain) == ("222426-林业局", False)
    assert named("林业局", origin=ANTU).is_certain


def test_after_a_renaming_the_old_level_word_may_mean_the_city_above() -> None:
    assert named("市林业局", on=IN_2020).is_certain
    assert not named("市林业局", on=IN_2022).is_certain


def test_a_doubled_name_is_one_name() -> None:
    assert clean_name("吉林省安图县林业局-安图县林业局") == "安图县林业局"
    assert named("吉林省安图县林业局-安图县林业局", origin=ANTU).key == "222426-林业局"


def test_a_full_name_needs_no_portal() -> None:
    assert named("偃师市林业局", origin=NOWHERE).key == "410381-林业局"
    lone = named("林业局", origin=NOWHERE)
    assert (lone.key, lone.place, lone.is_certain) == ("000000-林业局", None, False)


def test_places_of_one_name_are_told_apart_by_the_portal() -> None:
    beijing = Origin(division_code="110000", level="province")
    changchun = Origin(division_code="220100", level="city")
    assert named("朝阳区教育局", origin=beijing).key.startswith("110105")
    assert named("朝阳区教育局", origin=changchun).key.startswith("220104")


@pytest.mark.parametrize("raw", ["朝阳区教育局", "市中区林业局"])
def test_a_name_that_several_places_bear_is_not_believed_without_a_portal(raw: str) -> None:
    assert not named(raw, origin=NOWHERE).is_certain
    assert named("北京市朝阳区教育局", origin=NOWHERE).is_certain


@pytest.mark.parametrize(
    ("raw", "sector"),
    [
        ("偃师市人民政府", "government"),
        ("偃师市民政局", "civil_affairs"),
        ("偃师市人民政府金融工作办公室", "finance"),
        ("顾县镇", "government"),
        ("偃师市蔬菜办公室", None),
    ],
)
def test_what_a_bureau_works_on_is_told_from_its_name(raw: str, sector: str | None) -> None:
    assert named(raw).sector == sector


def test_a_central_body_has_no_place() -> None:
    bureau = named(
        "中华人民共和国国家发展和改革委员会", origin=Origin(level="central", division_code="100000")
    )
    assert (bureau.key, bureau.place, bureau.level) == ("100000-国家发展和改革委员会", None, "central")


@pytest.mark.parametrize("raw", ["本站", "本网", "洛阳日报", "", "/", "无", "管理员", "2020年1月22日", "一二三四五六七八九十" * 5,
                                 "二是加强领导，落实到局", "办理结果"])  # fmt: skip
def test_what_names_no_bureau_resolves_to_none(raw: str) -> None:
    assert resolve(raw, YANSHI, IN_2020, gazetteer()) is None


def test_reforms_state_possible_successors() -> None:
    assert {reform.organ for reform in successors("环境保护局")} == {"生态环境局", "生态环境分局"}
    assert successors("教育局") == ()
