"""Quality rules as a whole: their words, their order, their speed, and what real reports raise; reports to test them on."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.normalise import normalise
from archive.quality import finding, findings, rules, word
from archive.records import Origin
from archive.reports import Bureau, Check, Figure, Finding, Report
from archive.sections import split_sections
from archive.vocabulary import gazetteer
from archive.vocabulary.forms import forms
from tests.corpus import CORPUS
from tests.imported import parsed

FORESTRY = Bureau(
    key="419999-林业局",
    name="青河县林业局",
    name_then="青河县林业局",
    organ="林业局",
    kind="department",
    place="青河县",
    division_code="419999",
    level="county",
    sector="forestry",
)
TOWN = replace(FORESTRY, key="419999-松岭镇", name="松岭镇人民政府", name_then="松岭镇人民政府", organ="松岭镇人民政府",
               kind="township", level="township", sector="government")  # fmt: skip
COUNTY = replace(FORESTRY, key="419999-人民政府", name="青河县人民政府", name_then="青河县人民政府", organ="人民政府",
                 kind="government", sector="government")  # fmt: skip
SIX_PARTS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def report(text: str = "", year: int = 2022, bureau: Bureau | None = FORESTRY, **stated: object) -> Report:
    """A report of the forestry bureau on the form of its year, unless something else is stated."""
    edition = {2019: "f2019", 2020: "f2019"}.get(year, "f2021" if year > 2020 else None)
    name = bureau.name_then if bureau else "某单位"
    plain = Report(
        key=None,
        title=f"{name}{year}年政府信息公开工作年度报告",
        report_type="disclosure_annual",
        report_year=year,
        bureau=bureau,
        bureau_raw=name,
        published_on=None,
        signed_on=None,
        due_on=None,
        form_edition=edition,
        scope="unknown",
        document_number=None,
        index_number=None,
        text=text,
        sections=split_sections(text),
    )
    return replace(plain, **stated)  # type: ignore[arg-type]


def cell(indicator: str, value: float | None, raw: str | None = None, dimension: str | None = None) -> Figure:
    """A cell of a table; `value` None is a blank one, or words where `raw` says something."""
    known = forms().indicators[indicator]
    if dimension is None and known.dimension:
        dimension = "total"
    state = ("zero" if value == 0 else "number") if value is not None else ("text" if raw else "blank")
    printed = raw if raw is not None else "" if value is None else f"{value:g}"
    return Figure(indicator, dimension, value, printed, state, known.unit, "table", f"{known.zh} × 件数")


def said(indicator: str, value: float, evidence: str, **stated: object) -> Figure:
    """A figure of a sentence."""
    known = forms().indicators[indicator]
    dimension = "total" if known.dimension else None
    state = "zero" if value == 0 else "number"
    plain = Figure(
        indicator, dimension, value, f"{value:g}{known.unit}", state, known.unit, "prose", evidence
    )
    return replace(plain, **stated)  # type: ignore[arg-type]


def found(
    rule: str, of: Report, figures: Sequence[Figure] = (), checks: Sequence[Check] = ()
) -> tuple[Finding, ...]:
    """The findings of one rule."""
    return tuple(one for one in findings(of, figures, checks) if one.rule == rule)


def test_every_rule_has_its_words_in_both_languages() -> None:
    assert list(rules()) == [f"Q-{number:02}" for number in range(1, 33)]
    for rule in rules().values():
        assert rule.severity in ("high", "medium", "low")
        assert rule.needs in ("document", "archive", "none")
        for words in (rule.name, *rule.messages.values()):
            assert words.zh
            assert words.en


def test_only_the_rule_on_two_kinds_of_fee_is_never_raised_and_says_why() -> None:
    (never,) = [rule for rule in rules().values() if rule.needs == "none"]
    assert never.key == "Q-28"
    assert "no contradiction" in never.note


@pytest.mark.parametrize("accusing", ["造假", "隐瞒", "谎报", "抄袭", "concealed", "falsified", "plagiar"])
def test_no_message_gives_a_motive(accusing: str) -> None:
    for rule in rules().values():
        for words in (rule.name, *rule.messages.values()):
            assert accusing not in words.zh + words.en


def test_numbers_and_days_are_written_as_each_language_writes_them() -> None:
    filled = word("signed", day=date(2023, 2, 3))
    assert (filled.zh, filled.en) == ("。落款日期为2023年2月3日", "; it is signed 3 February 2023")
    message = finding("Q-26", "x", "x", others=5.0, results=1234567, share=10.10).message_en
    assert message == "5 of 1234567 requests concluded, 10.1%, stand under “otherwise closed: other”."


def test_a_long_quotation_is_cut_and_put_on_one_line() -> None:
    evidence = finding("Q-30", "x", "一\n二" + "长" * 300).evidence
    assert evidence.startswith("一 二长")
    assert evidence.endswith("…")
    assert len(evidence) < 200


def test_a_report_without_year_bureau_text_and_figures_raises_nothing() -> None:
    bare = replace(report(), report_year=None, bureau=None, form_edition=None)
    assert findings(bare, (), ()) == ()


def test_a_document_of_another_type_is_not_measured_by_these_rules() -> None:
    text = "我镇共公开XX条。"
    assert findings(report(text), (), ()) != ()
    assert findings(report(text, report_type="other"), (), ()) == ()


def test_findings_come_in_the_order_of_the_rules() -> None:
    text = "我镇共公开XX条。"
    figures = [cell("proactive.penalties", -1), cell("proactive.rules_issued", 2)]
    raised = [one.rule for one in findings(report(text), figures, ())]
    assert raised == sorted(raised)
    assert {"Q-15", "Q-22", "Q-23", "Q-27"} <= set(raised)


corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}; name its folder in CUNDANG_CORPUS"
)


def read(name: str) -> Report:
    """A document of the corpus as the archive reads it."""
    return normalise(parsed(Path(CORPUS / name)), None, Origin(), date(2026, 1, 1), gazetteer())


def raised_by(of: Report) -> list[str]:
    """The rules that a report raises by its own figures."""
    return [one.rule for one in findings(of, of.figures, of.checks)]


@corpus
def test_the_seed_has_no_tables_older_parts_and_nought_beside_a_list() -> None:
    assert raised_by(read("seed/yanshi-forestry-2019.txt")) == ["Q-05", "Q-19", "Q-24"]


@corpus
def test_the_masked_city_adds_up() -> None:
    assert set(raised_by(read("tables/masked-city-2025.html"))).isdisjoint(
        {"Q-06", "Q-08", "Q-17", "Q-18", "Q-27"}
    )


@corpus
def test_the_office_of_hongze_and_its_district_are_not_compared() -> None:
    assert raised_by(read("pdf/hongze-2024.pdf")) == []


def test_a_long_report_takes_milliseconds() -> None:
    sentence = "{n}月，我局在政府网站公开信息{n}条，其中政策文件1条，通知公告等{n}条，群众可以查询。"
    text = "\n".join([*SIX_PARTS, *(sentence.format(n=n) for n in range(1, 100))])
    long, started = report(text), time.perf_counter()
    for _ in range(10):
        findings(long, (), ())
    # Ten times what it takes: the machine that runs the tests may be busy.
    assert (time.perf_counter() - started) / 10 < 0.02
