"""Quality rules on what sentences say by themselves: Q-11, Q-12, Q-22, Q-23, Q-29."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.test_quality import COUNTY, FORESTRY, TOWN, found, report

# ── Q-11 ──


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("全年公开信息2483条，其中政府网站319条、微信851条、公示栏2348条。", "319 + 851 + 2348 = 3518"),
        (
            "政务网公开信息120条，其中工作动态22条，政策法规57条，通知公告36条，人事信息60条。",
            "22 + 57 + 36 + 60 = 175",
        ),
        ("本年度公开信息395条，包括网站10条，微信52条，微博343条。", "10 + 52 + 343 = 405"),
        ("共公开信息30条，网站、微信、微博分别为12条、6条、5条。", "12 + 6 + 5 = 23"),
        ("共公开 30 条(不含\n转载)，\n其中：网站 20 条，微信 15 条。".replace("\n", ""), "20 + 15 = 35"),
    ],
)
def test_parts_that_do_not_add_up_to_their_total(text: str, arithmetic: str) -> None:
    (one,) = found("Q-11", report(text))
    assert arithmetic in one.message_zh
    assert arithmetic in one.message_en
    assert "it does not say whether the parts overlap" in one.message_en
    assert one.evidence == text


@pytest.mark.parametrize(
    "text",
    [
        "共公开信息304条，其中网站200条，微信104条。",
        # 其中 names some parts, not all.
        "共公开信息304条，其中网站20条，微信10条。",
        "共公开信息30条，其中网站20条，微信15条等。",
        "共公开信息30条，主要包括网站20条，另有微信15条。",
        "共公开信息30余条，其中网站20条，微信15条。",
        "共公开信息30条，其中网站20条，微信15条，约占一半。",
        # Parts of parts, and parts counted in two ways.
        "共公开信息30条，其中网站公开20条，其中动态15条，公告16条。",
        "共公开信息30条，其中网站20条（其中动态16条），微信15条。",
        "收到申请12件，其中网上申请8件，信函申请4件，自然人11件，企业1件。",
        "收到申请12件，其中网上申请10件，按期答复9件。",
        "共公开信息30条，其中网站公开20条，网站动态12条，网站公告8条。",
        # The first parts are the whole already.
        "发放资料30份，其中甲村20份，乙村10份，老年读者12份。",
        "共公开信息30条，较2021年增加，其中甲类20条，乙类15条。",
        "共公开信息30条，其中甲类20条，乙类15条" + "，持续做好各项公开工作" * 40 + "。",
        # Another unit, one part only, a part that is more than the whole.
        "举办培训3次，其中参加20人，外聘讲师2人。",
        "共公开信息30条，其中网站35条。",
        "共举办培训3次，其中县级40次，镇级2次。",
        "共公开信息30条。其中网站20条，微信15条。",
        "2022年共公开信息30条，其中2021年20条，2022年15条。",
        "共公开信息30条（不同渠道公开相同信息计1条），其中网站20条，微信15条。",
    ],
)
def test_lists_that_may_be_right_are_left_alone(text: str) -> None:
    assert found("Q-11", report(text)) == ()


def test_a_sentence_goes_on_where_the_page_cut_its_line() -> None:
    cut = "全年主动公开各类政府信息共计30条，其中政府网站\n20条，微信15条。"
    assert len(found("Q-11", report(cut))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "公开信息30条，其中网站20条，微信15条\t30",
        "公开信息30条\n其中网站20条，微信15条。",
        "本年度我局公开政府信息的总数共计30条，\n1.其中网站20条，微信15条。",
    ],
)
def test_rows_of_tables_and_lines_of_their_own_are_no_sentence(text: str) -> None:
    assert found("Q-11", report(text)) == ()


# ── Q-12 ──


def test_a_share_that_does_not_follow_from_its_numbers() -> None:
    text = "共答复805件，其中予以及部分公开258件，占33.9%。"
    (one,) = found("Q-12", report(text))
    assert one.message_zh == "同一句中258件、805件与33.9%并列；258 ÷ 805 = 32.05%。"
    assert one.message_en == "One sentence gives 258, 805 and 33.9%; 258 ÷ 805 = 32.05%."


@pytest.mark.parametrize(
    "text",
    [
        "办结81件，其中：予以公开42件，占51.85%；不予公开5件，占6.17%；无法提供31件，占38.27%。",
        # Cut instead of rounded, and without decimals.
        "办结81件，其中予以公开42件，占51.8%；其余占48%。",
        "办结81件，其中予以公开42件，占51%。",
        # A share of another part, or of something the sentence does not count.
        "收到申请100件，不予公开10件占10%，其中国家秘密5件占50%。",
        "收到申请100件，不予公开10件，国家秘密5件，占50%。",
        "收到申请100件，其中不予公开5件，占不予公开类的50%。",
        "网站公开303条，占71.3%。",
        "予以公开258件，占33.9%，共答复805件。",
        "收到申请100件，同比增长12%。",
    ],
)
def test_shares_that_follow_or_whose_whole_is_in_doubt(text: str) -> None:
    assert found("Q-12", report(text)) == ()


# ── Q-29 ──


def test_fees_that_do_not_add_up_in_cases_or_in_yuan() -> None:
    text = "全年收取信息处理费25件2950元，其中县自然资源局20件2000元，县公安局6件950元。"
    (one,) = found("Q-29", report(text))
    assert one.message_zh == "信息处理费总数为25件，所列各项为20 + 6 = 26件。"
    in_yuan = "收取信息处理费0.3万元，其中县自然资源局2000元，县公安局1500元。"
    (money,) = found("Q-29", report(in_yuan))
    assert "2000 + 1500 = 3500元" in money.message_zh
    assert found("Q-11", report(in_yuan)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "全年收取信息处理费25件2950元，其中县自然资源局20件2000元，县公安局5件950元。",
        "全年收取信息处理费2950元，其中县自然资源局2000元等。",
        "本年未收取信息处理费。",
        "减免22件，收取信息处理费25件，其中县自然资源局20件，县公安局5件。",
        "收取其他费用25元，其中甲20元，乙10元。",
    ],
)
def test_fees_that_add_up_or_are_not_listed(text: str) -> None:
    assert found("Q-29", report(text)) == ()


# ── Q-22 ──


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("促进民政机关为国家治理发挥作用。", "民政机关为"),
        ("我民政局高度重视政务公开。", "我民政局"),
        ("截至年底，我镇公开信息9条。", "我镇"),
    ],
)
def test_another_body_in_the_report_of_a_forestry_bureau(text: str, foreign: str) -> None:
    (one,) = found("Q-22", report(f"{text}{text}"))
    assert (one.subject, one.evidence) == (foreign, text)
    assert one.message_zh == f"报告的发布机构为青河县林业局；正文写有“{foreign}”：“{text[:-1]}”。"
    assert "The report is that of 青河县林业局" in one.message_en


def test_a_bureau_that_speaks_in_the_report_of_a_township() -> None:
    (one,) = found("Q-22", report("我局公开信息9条。", bureau=TOWN))
    assert one.subject == "我局"


@pytest.mark.parametrize(
    ("text", "bureau"),
    [
        ("我林业局高度重视。", FORESTRY),
        ("我局会同县民政局、公安局公开信息，公安机关为主。", FORESTRY),
        ("我市民政局、本级财政局均已公开。", FORESTRY),
        ("助力我乡村振兴工作。", FORESTRY),
        ("促进林草机关为人民服务。", FORESTRY),
        ("我镇公开信息9条，破除自我局限。", TOWN),
        ("我民政局公开信息9条，我镇公开3条。", COUNTY),
        # What became of the bureau of land and resources still says so.
        ("我国土资源局公开信息9条。", replace(FORESTRY, organ="自然资源局", sector="land")),
        ("我镇公开信息9条。", replace(FORESTRY, organ="松岭镇财政所", name_then="松岭镇财政所")),
    ],
)
def test_own_names_and_mentions_of_others_are_no_strangers(text: str, bureau: object) -> None:
    assert found("Q-22", report(text, bureau=bureau)) == ()  # type: ignore[arg-type]


def test_the_name_that_the_page_prints_is_its_own() -> None:
    assert found("Q-22", report("我民政局公开信息9条。", bureau_raw="青河县民政局")) == ()


# ── Q-23 ──


@pytest.mark.parametrize(
    ("text", "residue"),
    [
        ("该部分以表格形式报告。表格如下：", "该部分以表格形式报告"),
        ("收取信息处理费情况在此处报告。", "在此处报告"),
        ("20XX年，我局公开信息9条。", "20XX年"),
        ("全年公开信息××条。", "××条"),
        ("全年公开信息＿＿条。", "__条"),
        ("全年收到申请（ ）件。", "()件"),
    ],
)
def test_words_of_the_template_and_places_not_filled_in(text: str, residue: str) -> None:
    (one,) = found("Q-23", report(f"{text}\n{text}"))
    assert f"“{residue}”" in one.message_zh
    assert one.evidence in text


def test_the_note_of_the_form_with_another_number() -> None:
    text = "主动公开政府信息数（不同渠道和方式公开相同信息计{}条）\t124"
    (one,) = found("Q-23", report(text.format(32), 2017))
    assert one.message_zh == "表式附注原文为“计1条”，此处印为“相同信息计32条”。"
    assert found("Q-23", report(text.format(1), 2017)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "李××诉我局一案已经审结，XX公司撤回申请。",
        "咨询电话：0379-XXXXXXXX，网址www.XXGK.example。",
        "金额（万元）、备注（）如表。",
        "报告的各部分以文字形式表述。",
        "__________",
    ],
)
def test_masked_names_numbers_and_rules_are_no_residue(text: str) -> None:
    assert found("Q-23", report(text)) == ()
