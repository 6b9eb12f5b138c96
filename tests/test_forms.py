"""Which form a report is on, by its labels, and whose activity it counts, by its words."""

from datetime import date

import pytest

from archive.bureaus import resolve
from archive.forms import form_edition, scope
from archive.records import Origin, Table
from archive.reports import Bureau
from archive.vocabulary import gazetteer


def bureau(name: str) -> Bureau:
    found = resolve(name, Origin(), date(2022, 1, 20), gazetteer())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("label", "edition"),
    [
        ("本年制发件数", "f2021"),
        ("3.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "f2021"),
        ("本年新\n制作数量", "f2019"),
        ("上一年项目数量", "f2019"),
        ("其中：主动公开规范性文件数", "f2014"),
        ("3.否决公开答复总数", "f2008"),
        ("其中：全文电子化的主动公开信息数", "f2008"),
        ("指标名称", None),
    ],
)
def test_the_labels_of_a_table_tell_its_edition(label: str, edition: str | None) -> None:
    assert form_edition([Table((("项目", label), ("规章", "0")))], "") == edition


def test_a_table_pasted_as_text_tells_its_edition_though_another_table_stands_beside_it() -> None:
    catalogue = Table((("索引号", "005184/2022-00012"),))
    assert form_edition([catalogue], "信息内容 本年制发件数 本年废止件数") == "f2021"


def test_the_year_of_a_report_decides_nothing() -> None:
    old_form = Table((("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),))
    assert form_edition([old_form], "2022年政府信息公开工作年度报告") == "f2019"


def test_a_guide_that_speaks_of_refusals_is_on_no_form() -> None:
    assert form_edition([], "属于免予公开范围的，说明理由；同意公开的，当场提供。") is None


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("偃师市林业局", "我局全年公开信息十二条。", "own"),
        ("偃师市林业局", "（三）无法提供 1.本机关不掌握相关政府信息 0", "unknown"),
        ("偃师市林业局", "全年公开信息十二条。", "unknown"),
        ("偃师市人民政府", "本报告由区政府办公室汇总各部门年度报告编制。", "region_total"),
        ("偃师市人民政府", "2022年，全区共收到政府信息公开申请九十件。", "region_total"),
        ("偃师市人民政府", "全区上下高度重视。我办收到申请九件。", "unknown"),
        ("偃师市人民政府", "本机关主动公开信息九条。", "unknown"),
    ],
)
def test_the_scope_is_what_the_reports_own_words_say(name: str, text: str, expected: str) -> None:
    assert scope(bureau(name), text) == expected
