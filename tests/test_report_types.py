"""What is a disclosure report, what merely lies in its column, and which year it is about."""

import pytest

from archive.report_types import classify, report_year


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("偃师市林业局2019年政府信息公开工作年度报告", "disclosure_annual"),
        ("市林业局2016年政务公开年度报告", "disclosure_annual"),
        ("安图县林业局2018年政务公开报告", "disclosure_annual"),
        ("2023年政府信息公开年报", "disclosure_annual"),
        ("2020 年政府信息公开\n工作年度报告", "disclosure_annual"),
        ("关于2012年政府信息公开工作情况的报告", "disclosure_annual"),
        ("2020年度安图县林业局政府网站工作年度报表", "website_annual"),
        ("安图县林业局2017年度政府网站年度工作报表", "website_annual"),
        ("2021年度法治政府建设情况报告", "rule_of_law_annual"),
        ("安图县林业局2021年预算公开", "budget"),
        ("2018年度决算公开", "final_accounts"),
        ("安图县林业局政府信息公开指南", "disclosure_guide"),
        ("提案议案办理结果公开", "proposals"),
        ("关于做好2020年度政府信息公开工作年度报告编制发布工作的通知", "notice"),
        ("政府信息公开工作年度报告制度", "disclosure_rules"),
        ("关于查询2020年政府信息公开年度报告的来信", "letter"),
        ("一图读懂2022年政府信息公开工作年度报告", "interpretation"),
        ("政府信息公开社会评议情况的报告", "other"),
        ("2019年政府信息公开工作自查报告", "other"),
        ("我想要一份2019年政府信息公开年度报告", "letter"),
        ("2019年度各单位政府信息公开工作年度报告汇总", "report_collection"),
        ("偃师区各镇（街道）2023年政府信息公开年报", "report_collection"),
        ("国庆放假安排", "other"),
    ],
)
def test_a_title_says_what_a_document_is(title: str, kind: str) -> None:
    assert classify(title, "") == kind


def test_a_title_that_says_nothing_leaves_it_to_the_text() -> None:
    assert classify("年度报告", "偃师市林业局2019年政府信息公开工作年度报告") == "disclosure_annual"


@pytest.mark.parametrize(
    ("title", "text", "year"),
    [
        ("偃师市林业局2019年政府信息公开工作年度报告", "", 2019),
        ("2019 年度报告", "", 2019),
        ("二〇一九年政府信息公开年报", "", 2019),
        ("2020年公布的2019年度政府信息公开工作报告", "", 2019),
        ("政府信息公开工作年度报告", "本报告所列数据的统计期限自2019年1月1日起至2019年12月31日止。", 2019),
        ("政府信息公开工作年度报告", "统计期限：2019年1月1日至12月31日", 2019),
        ("政府信息公开工作年度报告（2019）", "", 2019),
        ("信息公开年报", "偃师市林业局2019年政府信息公开工作年度报告\n2020年打算。", 2019),
        ("信息公开年报", "偃师市林业局\n2019年政府信息公开工作年度报告", 2019),
        ("信息公开年报", "根据偃政（2020）5号文件，现报告如下。", None),
        ("信息公开年报（偃政（2020）5号）", "", None),
        ("政府信息公开工作年度报告", "2020年1月22日", None),
        ("政府信息公开工作年度报告", "自2018年1月1日至2019年12月31日", None),
    ],
)
def test_the_year_is_the_one_described_never_the_one_published(
    title: str, text: str, year: int | None
) -> None:
    assert report_year(title, text)[0] == year
