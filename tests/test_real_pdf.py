"""A district's report of 2024 as PDF: every cell and paragraph, typed from the pictures of its pages."""

from __future__ import annotations

import pytest

from crawler.documents.pdf.reader import read_pdf
from tests.corpus import CORPUS

HONGZE = CORPUS / "pdf" / "hongze-2024.pdf"

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"
FIVE = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
# As printed on pages 2 and 3.
PROACTIVE = (
    ("第二十条第（一）项",) * 4,
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "0", "0", "0"),
    ("行政规范性文件", "3", "0", "8"),
    ("第二十条第（五）项",) * 4,
    ("信息内容",) + ("本年处理决定数量",) * 3,
    ("行政许可",) + ("9487",) * 3,
    ("第二十条第（六）项",) * 4,
    ("信息内容",) + ("本年处理决定数量",) * 3,
    ("行政处罚",) + ("2776",) * 3,
    ("行政强制",) + ("84",) * 3,
    ("第二十条第（八）项",) * 4,
    ("信息内容",) + ("本年收费金额（单位：万元）",) * 3,
    ("行政事业性收费",) + ("7545",) * 3,
)
# As printed on pages 3 and 4, every request by a natural person; the second label of the refusals is misprinted there.
REQUESTS = (
    (CORNER,) * 3 + ("申请人情况",) * 7,
    (CORNER,) * 3 + ("自然人",) + ("法人或其他组织",) * 5 + ("总计",),
    (CORNER,) * 3 + APPLICANTS,
    *(
        (*labels, count, "0", "0", "0", "0", "0", count)
        for labels, count in (
            (("一、本年新收政府信息公开申请数量",) * 3, "95"),
            (("二、上年结转政府信息公开申请数量",) * 3, "0"),
            ((RESULTS,) + ("（一）予以公开",) * 2, "50"),
            ((RESULTS,) + ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）",) * 2, "9"),
            ((RESULTS, "（三）不予公开", "1.属于国家秘密"), "0"),
            ((RESULTS, "（三）不予公开", "2.其他法律行政止公开"), "0"),
            ((RESULTS, "（三）不予公开", "3.危及“三安全一稳定”"), "1"),
            ((RESULTS, "（三）不予公开", "4.保护第三方合法权益"), "0"),
            ((RESULTS, "（三）不予公开", "5.属于三类内部事务信息"), "0"),
            ((RESULTS, "（三）不予公开", "6.属于四类过程性信息"), "1"),
            ((RESULTS, "（三）不予公开", "7.属于行政执法案卷"), "1"),
            ((RESULTS, "（三）不予公开", "8.属于行政查询事项"), "0"),
            ((RESULTS, "（四）无法提供", "1.本机关不掌握相关政府信息"), "31"),
            ((RESULTS, "（四）无法提供", "2.没有现成信息需要另行制作"), "1"),
            ((RESULTS, "（四）无法提供", "3.补正后申请内容仍不明确"), "0"),
            ((RESULTS, "（五）不予处理", "1.信访举报投诉类申请"), "1"),
            ((RESULTS, "（五）不予处理", "2.重复申请"), "0"),
            ((RESULTS, "（五）不予处理", "3.要求提供公开出版物"), "0"),
            ((RESULTS, "（五）不予处理", "4.无正当理由大量反复申请"), "0"),
            ((RESULTS, "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"), "0"),
            ((RESULTS, "（六）其他处理", ""), "0"),
            ((RESULTS, "（七）总计", ""), "95"),
            (("四、结转下年度继续办理",) * 3, "0"),
        )
    ),
)
# As printed on page 4, where a line too many parts 行政诉讼 from a blank cell.
DISPUTES = (
    ("行政复议",) * 5 + ("",) * 3 + ("行政诉讼",) * 7,
    FIVE + ("未经复议直接起诉",) * 5 + ("复议后起诉",) * 5,
    FIVE * 3,
    tuple("110021000120103"),
)


@pytest.mark.skipif(not HONGZE.is_file(), reason=f"no corpus at {CORPUS}; name its folder in CUNDANG_CORPUS")
def test_a_real_report_is_read_cell_for_cell_and_paragraph_for_paragraph() -> None:
    document = read_pdf(HONGZE.read_bytes())
    assert [table.rows for table in document.tables] == [PROACTIVE, REQUESTS, DISPUTES]
    assert [(table.page, table.heading) for table in document.tables] == [
        (2, "二、主动公开政府信息情况"),
        (3, "三、收到和处理政府信息公开申请情况"),
        (4, "四、政府信息公开行政复议、行政诉讼情况"),
    ]
    lines = [each for each in document.text.splitlines() if "\t" not in each]
    assert lines[:2] == ["淮安市洪泽区人民政府", "2024年政府信息公开工作年度报告"]
    assert lines[3] == "一、总体情况"
    assert [(each[:7], each[-6:]) for each in lines[4:11]] == [
        ("2024年，淮", "高质量发展。"),
        ("（一）主动公开", "息发布7条。"),
        ("（二）依申请公", "内予以答复。"),
        ("（三）政府信息", "律不准发布。"),
        ("（四）政府信息", "时准确规范。"),
        ("（五）政府信息", "大方针政策。"),
        ("二、主动公开政", "政府信息情况"),
    ]
    assert (
        lines[-1]
        == "2024年，区政府严格落实《政府信息公开信息处理费管理办法》，全年收取政府信息公开信息处理费0元。"
    )
    assert (document.pages, document.problem) == (5, None)
