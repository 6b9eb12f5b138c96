"""Copied text, as a reader meets it: which reports are shown as copies of which, how alike, and which words prove it."""

from __future__ import annotations

import hashlib
import itertools
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.copies import candidates, compare, masked, signature
from archive.errors import StoreError

ROOT = Path(__file__).parents[1]


def words(spaced: str) -> tuple[str, ...]:
    """The words of a line."""
    return tuple(spaced.split())


HOW = words("进一步 不断 持续 扎实 积极 全面 切实 认真 深入 稳步 着力 主动 有序 严格 及时 充分")
DO = words(
    "推进 完善 优化 规范 梳理 落实 拓展 健全 提升 细化 压实 畅通 更新 公示 解读 核对 整合 简化 归集 校对 督办 回应 汇总 编发 "
    "清理 建立 修订 升级 印发 征集 报送 复核 登记 盘点 部署 统筹 检查 考评 宣讲 公布"
)
WHAT = words(
    "造林绿化 义务教育 食品抽检 水库移民 养老服务 旧房改造 公交线路 乡村道路 财政预算 政府采购 土地征收 环境监测 安全生产 "
    "医疗救助 就业培训 科技创新 文化惠民 防汛抗旱 耕地保护 物业管理 招商引资 市场主体 信访接待 双拥优抚 气象预警 粮食收储 "
    "殡葬改革 燃气安全 消防检查 河湖巡查 招生录取 职称评审 住房公积金 村务监督 价格收费 统计调查 畜禽防疫 渔政执法 林权登记 "
    "古树名木 矿山复绿 危房排查 校车管理 午餐供应 疫苗接种 医保报销 残疾人补贴 低保核定 慈善募捐 外来投资 会展旅游 非遗传承 "
    "图书借阅 全民健身 档案查阅 保密审查 法律援助 人民调解 公证办理 电子证照"
)
THING = words(
    "信息目录 办事指南 责任清单 审核流程 网站栏目 公众号推送 查阅窗口 便民手册 工作台账 培训课程 问答专栏 意见反馈 投诉渠道 "
    "标准文本 流转时限 联络员名册 公开指南 案例汇编 服务热线 图解材料 会商机制 抽查方案 季度通报 整改方案 年度计划 数据接口 "
    "检索功能 公告栏位 专题页面 答复模板 登记表格 归档办法 发布日程 值班安排 评议活动 宣传册页 新闻通稿 督查要点 奖惩办法 "
    "目录编码 备份制度 访谈节目 听证程序 征求意见稿 解释口径 统计口径 月度简报 责任分工 协调例会 错别字筛查"
)
RESULT = words(
    "共{n}条 累计{n}余件 全年{n}次 覆盖{n}个科室 惠及群众{n}人次 比{last}年多{n}条 由{own}办公室承办 方便{place}群众查询 "
    "受到{place}居民好评 在{own}网站公布 接受社会监督 取得较好成效 未发生泄密事件 形成长效机制 确保内容准确"
)
STOCK = (
    "{year}年，{own}认真贯彻《中华人民共和国政府信息公开条例》。",
    "{year}年{own}未收到政府信息公开申请。",
    "坚持“公开为常态、不公开为例外”的原则。",
    "一是主动公开的意识还有待加强；二是业务培训还需加大力度。",
    "{year}年{own}未收取信息处理费。",
)
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TABLE = (
    "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t{n}\t{n}\t{n}\n行政规范性文件\t{n}\t{n}\t{n}"
)


@dataclass(frozen=True)
class Author:
    """An invented bureau: its place, its organ, and how it speaks of itself."""

    place: str
    organ: str
    own: str = "我局"

    @property
    def names(self) -> tuple[str, ...]:
        """Every name to mask."""
        return (self.place + self.organ, self.place, self.organ)


FORESTRY = Author("青石县", "林业局")
EDUCATION = Author("白鹭市", "教育局")
TOWN = Author("柳湾镇", "人民政府", "我镇")


def composed(seed: int, count: int) -> list[str]:
    """`count` invented sentences with their numbers, years and names left open."""
    chosen = random.Random(seed)  # noqa: S311
    return [
        f"{chosen.choice(HOW)}{chosen.choice(DO)}{chosen.choice(WHAT)}{chosen.choice(THING)}，"
        f"{chosen.choice(DO)}{chosen.choice(WHAT)}领域{chosen.choice(THING)}，{chosen.choice(RESULT)}。"
        for _ in range(count)
    ]


def invented_report(author: Author, year: int, sentences: list[str], seed: int = 0) -> str:
    """A report in the shape of the form: introduction, headings, table and stock phrases, filled in with `sentences`."""
    numbers = random.Random(f"{author.place}{year}{seed}")  # noqa: S311
    size = -(-len(sentences) // len(HEADINGS))
    parts = [
        f"{author.place}{author.organ}",
        "{year}年政府信息公开工作年度报告",
        "本报告依据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{year}年1月1日至12月31日。",
    ]
    for part, heading in enumerate(HEADINGS):
        own = sentences[part * size : (part + 1) * size]
        parts += [heading, "".join([*STOCK[part : part + 1], *own]), TABLE if part == 1 else ""]
    text = "\n".join(part for part in [*parts, "{year}年1月{n}日"] if part)
    filled = text.replace("{n}", "\0").format(year=year, last=year - 1, own=author.own, place=author.place)
    pieces = filled.split("\0")
    return "".join(piece + str(numbers.randrange(1, 900)) for piece in pieces[:-1]) + pieces[-1]


def pairs_of(*reports: tuple[Author, str]) -> list[tuple[int, int]]:
    """The pairs shown among `reports`, numbered from 0."""
    signed = [(at, signature(text, author.names)) for at, (author, text) in enumerate(reports)]
    return [(a, b) for a, b, _ in candidates([(at, s) for at, s in signed if s], range(len(reports)))]


def test_last_years_report_with_new_numbers_is_a_copy() -> None:
    sentences = composed(1, 50)
    last, this = (invented_report(FORESTRY, year, sentences) for year in (2021, 2022))
    assert last != this
    assert pairs_of((FORESTRY, last), (FORESTRY, this)) == [(0, 1)]
    assert compare(last, this, FORESTRY.names, FORESTRY.names).score >= 0.95


@pytest.mark.parametrize("other", [EDUCATION, TOWN])
def test_one_template_filled_in_by_two_bureaux_is_a_copy(other: Author) -> None:
    sentences = composed(2, 50)
    ours, theirs = (invented_report(author, 2022, sentences) for author in (FORESTRY, other))
    assert pairs_of((FORESTRY, ours), (other, theirs)) == [(0, 1)]
    assert compare(ours, theirs, FORESTRY.names, other.names).score >= 0.95
    assert compare(ours, theirs, (), ()).score < 0.95


def test_a_half_rewritten_report_is_listed_but_is_no_copy() -> None:
    kept, replaced, fresh = (composed(seed, 40) for seed in (3, 4, 5))
    mixed = [itertools.chain.from_iterable(zip(kept, other, strict=True)) for other in (replaced, fresh)]
    last, this = (invented_report(FORESTRY, 2021 + at, list(one)) for at, one in enumerate(mixed))
    assert pairs_of((FORESTRY, last), (FORESTRY, this)) == [(0, 1)]
    assert compare(last, this, FORESTRY.names, FORESTRY.names).score == pytest.approx(0.5, abs=0.1)


def test_reports_that_share_only_the_form_are_no_pair() -> None:
    authors = [FORESTRY, EDUCATION, TOWN] * 10
    reports = [invented_report(author, 2022, composed(100 + at, 50)) for at, author in enumerate(authors)]
    assert pairs_of(*zip(authors, reports, strict=True)) == []
    assert compare(reports[0], reports[1], FORESTRY.names, EDUCATION.names).score < 0.2


def test_short_reports_have_no_signature() -> None:
    table_only = "\n".join((*HEADINGS, TABLE.replace("{n}", "0"), "无。"))
    assert signature(table_only, ()) is None
    assert signature("全年公开信息很多条，" * 14 + "。", ()) is None
    assert signature("全年公开信息很多条，" * 20 + "。", ()) is not None


def test_pairs_are_looked_for_of_new_reports_only() -> None:
    texts = [invented_report(FORESTRY, year, composed(6, 50)) for year in range(2019, 2023)]
    signed = [(40 + at, signature(text, FORESTRY.names) or b"") for at, text in enumerate(texts)]
    assert [(a, b) for a, b, _ in candidates(signed, [43])] == [(42, 43), (41, 43), (40, 43)]
    assert list(candidates(signed, [])) == []


@pytest.mark.parametrize("edited", [0, 2])
def test_a_template_of_two_hundred_bureaux_gives_each_its_nearest_twenty(edited: int) -> None:
    template = composed(7, 50)
    texts = [
        invented_report(FORESTRY, 2022, composed(1000 + at, edited) + template[edited:], at)
        for at in range(200)
    ]
    signed = [(at, signature(text, FORESTRY.names) or b"") for at, text in enumerate(texts)]
    found = list(candidates(signed, range(200)))
    assert 200 * 20 / 2 <= len(found) <= 200 * 20
    assert len({(a, b) for a, b, _ in found}) == len(found)
    assert all(a < b and similarity > 0.8 for a, b, similarity in found)
    assert {one for a, b, _ in found for one in (a, b)} == set(range(200))
    assert list(candidates(signed[::-1], range(199, -1, -1))) == found


DETERMINISM = """
from tests.test_copies import FORESTRY, composed, invented_report
from archive.copies import candidates, signature
texts = [invented_report(FORESTRY, 2010 + at, composed(8 + at // 4, 50)) for at in range(12)]
signed = [(at, signature(text, FORESTRY.names)) for at, text in enumerate(texts)]
print([(at, one.hex()) for at, one in signed], list(candidates(signed, range(12))))
"""


def test_every_process_gives_the_same_signatures_and_pairs() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", DETERMINISM],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert b"(0, 1, 1.0)" in printed.pop()


def test_signatures_stay_what_they_were_when_stored() -> None:
    # Where this fails, the library or the masking has changed: raise `_RECIPE`, so that stored signatures are refused.
    made = signature(invented_report(FORESTRY, 2022, composed(9, 50)), FORESTRY.names) or b""
    assert hashlib.sha256(made).hexdigest()[:16] == "0e5a97f919ad60c9"


def test_a_signature_of_another_recipe_is_refused() -> None:
    made = signature(invented_report(FORESTRY, 2022, composed(9, 50)), FORESTRY.names) or b""
    for stale in (b"\0" + made[1:], made[:1] + b"Rensa:RMinHash:1" + made[17:], made[:-4]):
        with pytest.raises(StoreError, match=r"report 7 .* compute all signatures again"):
            list(candidates([(7, stale)], [7]))


PROSE = """青石县林业局
２０２２年政府信息公开工作年度报告
本报告依据《中华人民共和国政府信息公开条例》编制。
一、总体情况
（一）主动公开。2022 年，青石县林业局公开信息1,203余条，同比增长12.5%；区政府网站（http://www.qingshi.example/xx）为我局代发二十三条！
（二）部分公开（区分处理的，只计这一情形，不计其他情形）
规章\t0\t0\t0
行政许可，含备案\t12\t与上年持平。
行政规范性文件 3 0 8
其中：涉及国家秘密
六、其他需要报告的事项。
二〇二二年林业局未收取信息处理费，
欢迎来信：ly@qingshi.example
2023年1月20日
"""


def test_prose_alone_is_left_with_numbers_years_names_and_addresses_masked() -> None:
    assert masked(PROSE, FORESTRY.names).splitlines() == [
        "(0)主动公开",
        "0年,□公开信息0条,同比增长0",
        "□网站(@)为□代发0条",
        "0年□未收取信息处理费,",
        "欢迎来信:@",
    ]


def test_a_table_poured_into_a_line_is_no_prose() -> None:
    poured = "一、本年新收政府信息公开申请数量，0二、上年结转政府信息公开申请数量，0三、本年度办理结果，0"
    assert masked(f"{poured}\n我局认真负责，件件有答复。", ()) == "□认真负责,件件有答复"


def test_width_spaces_and_page_breaks_make_no_difference() -> None:
    clean = "我局落实审核制度，做到先审后发；全年举办培训3次，参加的有各科室人员。"
    dirty = "  我局落实审 核制度,做到先审后发;\n全年举办培训12次，参加的\n\n有各科室人员。"
    assert compare(clean, dirty, (), ()).score == 1.0


def test_the_longest_shared_passages_are_shown_in_the_words_of_the_first() -> None:
    shared, second, third, fourth = (
        "".join(composed(seed, count)).format(n=5, own="我局", place="青石县", last=2021)
        for seed, count in ((11, 6), (12, 4), (13, 2), (14, 2))
    )
    ours = f"本局自述，与人不同。\n{second}\n{TABLE}\n{shared}\n三、结语\n{third}"
    repeated = second[: second.rindex("。", 0, -1) + 1]
    theirs = f"{fourth}{shared}\n{TABLE}\n{third}此处另有说法，与人不同。{second}{fourth}{repeated}"
    seen = compare(ours, theirs, FORESTRY.names, FORESTRY.names)
    assert [passage.words for passage in seen.passages] == [shared, second, third]
    for passage in seen.passages:
        assert ours[passage.start_a : passage.end_a] == passage.words
        assert theirs[passage.start_b : passage.end_b] == passage.words


def test_a_report_wholly_in_a_longer_one_is_a_copy() -> None:
    sentences = composed(15, 80)
    short, long = (invented_report(FORESTRY, 2022, sentences[:count]) for count in (40, 80))
    assert compare(short, long, FORESTRY.names, FORESTRY.names).score == 1.0
    assert compare(long, short, FORESTRY.names, FORESTRY.names).score == 1.0


def test_a_refrain_is_part_of_a_passage_but_none_by_itself() -> None:
    refrain, told = (
        "我局依法依规公开信息，接受全社会监督，确保各项内容真实、准确。",
        "六月汛期公布水库水位三次，群众看得懂。",
    )
    ours, theirs = (refrain * 30 + f"{told}{own}，各有不同。" for own in ("此处说甲", "那里讲乙"))
    (passage,) = compare(ours, theirs, (), ()).passages
    assert passage.words == refrain * 30 + told
    assert compare(refrain * 30, refrain * 40, (), ()).passages == ()


def test_texts_without_prose_are_not_alike() -> None:
    seen = compare("规章\t0\t0", "规章\t0\t0", (), ())
    assert (seen.score, seen.passages) == (0.0, ())
