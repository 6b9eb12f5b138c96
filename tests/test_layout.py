"""Laid-out pages to text and tables, whatever format they came from: what PDF, OFD and scans have in common."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import pytest

from archive.records import Document
from crawler.documents.grid import is_wide
from crawler.documents.pages.assembly import read_pages
from crawler.documents.pages.layout import PageLayout, Piece, Rule

WIDTH, HEIGHT = 595.0, 842.0
SIZE = 12.0
XS = (72.0, 200.0, 300.0, 400.0)
PROSE = "本站围绕桑苗繁育养蚕技术和茧丝价格主动公开政府信息并在法定期限内答复全部申请工作人员全年参加培训两次"


def words(x: float, top: float, text: str, size: float = SIZE) -> list[Piece]:
    """A line of single characters, as PDF readers give them."""
    pieces = []
    for character in text:
        width = size if is_wide(character) else size / 2
        if not character.isspace():
            pieces.append(Piece(character, x, top, x + width, top + size))
        x += width
    return pieces


def lines(*texts: str, left: float = 72.0, top: float = 120.0, pitch: float = 20.0) -> list[Piece]:
    return [piece for n, text in enumerate(texts) for piece in words(left, top + n * pitch, text)]


def across(y: float, x0: float, x1: float) -> Rule:
    return Rule(x0, y - 0.25, x1, y + 0.25)


def down(x: float, top: float, bottom: float) -> Rule:
    return Rule(x - 0.25, top, x + 0.25, bottom)


def ruled(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    return [across(y, xs[0], xs[-1]) for y in ys] + [down(x, ys[0], ys[-1]) for x in xs]


def filled(xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> list[Piece]:
    """The texts of a grid, each near the upper left corner of its place; a line break begins a line."""
    return [
        piece
        for y, row in zip(ys, rows, strict=False)
        for x, text in zip(xs, row, strict=False)
        for n, line in enumerate(text.split("\n"))
        for piece in words(x + 4, y + 3 + n * 14, line)
    ]


def page(pieces: Iterable[Piece] = (), rules: Iterable[Rule] = ()) -> PageLayout:
    return PageLayout(WIDTH, HEIGHT, tuple(pieces), tuple(rules))


def rows(document: Document, number: int = 0) -> list[list[str]]:
    return [list(row) for row in document.tables[number].rows]


# ── ruled tables on one page ─────────────────────────────────────────────────────────────────────────────


def test_a_ruled_table_is_read_cell_by_cell_and_stands_in_the_text_with_tabs() -> None:
    ys = (200.0, 220.0, 240.0)
    table = filled(XS, ys, [["信息内容", "制发件数", "备注"], ["规章", "０", "/"]])
    document = read_pages([page(lines("二、主动公开", top=170) + table, ruled(XS, ys))])
    assert rows(document) == [["信息内容", "制发件数", "备注"], ["规章", "０", "/"]]
    assert (document.tables[0].heading, document.tables[0].page) == ("二、主动公开", 1)
    assert document.text.splitlines() == ["二、主动公开", "信息内容\t制发件数\t备注", "规章\t０\t/"]


def test_a_line_that_is_not_drawn_merges_the_cells_beside_it() -> None:
    ys = (200.0, 220.0, 240.0, 260.0)
    rules = [across(y, 72, 400) for y in (200.0, 220.0, 260.0)] + [across(240, 200, 400)]
    rules += [down(x, 200, 260) for x in (72.0, 400.0)] + [down(200, 220, 260), down(300, 220, 260)]
    table = words(180, 203, "申请人情况") + filled(
        XS, ys[1:], [["三、本年度", "自然人", "9"], ["", "其他", ""]]
    )
    document = read_pages([page(table, rules)])
    assert rows(document) == [
        ["申请人情况"] * 3,
        ["三、本年度", "自然人", "9"],
        ["三、本年度", "其他", ""],
    ]
    assert document.text.splitlines() == ["申请人情况", "三、本年度\t自然人\t9", "其他"]


@pytest.mark.parametrize(
    "rules",
    [
        [r for d in (0, 2.2) for r in ruled([x + d for x in XS], [y + d for y in (200.0, 220.0, 240.0)])],
        [across(y, x, x + 3) for y in (200.0, 220.0, 240.0) for x in range(72, 398, 6)]
        + [down(x, y, y + 3) for x in XS for y in range(200, 238, 6)],
        [Rule(x, y, x + 1, y + 1) for y in (200.0, 220.0, 240.0) for x in range(72, 400, 2)]
        + [Rule(x, y, x + 1, y + 1) for x in XS for y in range(200, 240, 2)],
        [across(y, 72, 400) for y in (200.0, 220.0, 240.0)] + [down(x, 200, 240) for x in XS[1:-1]],
        [*ruled(XS, (200.0, 220.0, 240.0)), across(225, 200, 228), across(300, 72, 400)],
    ],
    ids=["double", "dashed", "dotted", "open-sides", "underlined"],
)
def test_borders_of_any_kind_make_the_same_grid(rules: list[Rule]) -> None:
    table = filled(XS, (200.0, 220.0), [["项目", "上年", "本年"], ["许可", "12", "13"]])
    assert rows(read_pages([page(table, rules)])) == [["项目", "上年", "本年"], ["许可", "12", "13"]]


def test_lines_of_a_cell_are_one_text_and_a_number_broken_for_want_of_room_one_number() -> None:
    xs, ys = (72.0, 200.0, 236.0), (200.0, 240.0, 280.0)
    table = filled(xs, ys, [["2.申请人逾期\n未缴纳费用", "1398\n8889"], ["两个\nWeb\npage", "1\n2"]])
    document = read_pages([page(table, ruled(xs, ys))])
    assert rows(document) == [["2.申请人逾期未缴纳费用", "13988889"], ["两个Web page", "1 2"]]


@pytest.mark.parametrize(
    "rules",
    [ruled((50.0, 545.0), (50.0, 790.0)), ruled((70.0, 545.0), (115.0, 137.0, 157.0, 177.0)), [down(50, 50, 790)]],
    ids=["frame", "shaded-lines", "margin-line"],
)  # fmt: skip
def test_a_frame_around_text_is_no_table(rules: list[Rule]) -> None:
    document = read_pages([page(lines("一、总体情况", "公开政府信息12条。", "收到申请5件。"), rules)])
    assert document.tables == ()
    assert document.text.splitlines() == ["一、总体情况", "公开政府信息12条。", "收到申请5件。"]


def test_frames_on_several_pages_are_no_table() -> None:
    frame = ruled((50.0, 545.0), (50.0, 790.0))
    pages = [page(lines(text, "收到申请5件。"), frame) for text in ("一、总体情况", "二、其他情况")]
    document = read_pages(pages)
    assert document.tables == ()
    assert document.text.splitlines() == ["一、总体情况", "收到申请5件。", "二、其他情况", "收到申请5件。"]


def test_a_box_before_a_table_of_its_width_is_text_where_a_heading_stands_between() -> None:
    first = page(words(200, 743, "注意事项"), ruled((72.0, 400.0), (740.0, 760.0)))
    ys = (200.0, 220.0, 240.0)
    table = filled(XS, ys, [["项目", "上年", "本年"], ["许可", "12", "13"]])
    document = read_pages([first, page(lines("二、公开情况") + table, ruled(XS, ys))])
    assert document.text.splitlines()[:2] == ["注意事项", "二、公开情况"]
    assert len(document.tables) == 1


def test_a_table_within_a_frame_is_a_table_and_the_rest_text() -> None:
    ys = (200.0, 220.0, 240.0)
    table = filled(XS, ys, [["项目", "上年", "本年"], ["许可", "12", "13"]])
    rules = [*ruled(XS, ys), *ruled((50.0, 545.0), (50.0, 790.0))]
    document = read_pages([page(lines("一、总体情况") + table, rules)])
    assert len(document.tables) == 1
    assert document.text.splitlines() == ["一、总体情况", "项目\t上年\t本年", "许可\t12\t13"]


# ── tables over a page break ─────────────────────────────────────────────────────────────────────────────

HEAD = ["类别", "项目", "数量"]
UPPER, LOWER = (720.0, 740.0, 760.0), (80.0, 100.0, 120.0)


def broken(
    upper: Sequence[Sequence[str]], lower: Sequence[Sequence[str]], *, left: float = 0.0
) -> tuple[PageLayout, PageLayout]:
    """Two pages with two rows each of one table."""
    xs = tuple(x + left for x in XS)
    return (
        page(filled(XS, UPPER, upper), ruled(XS, UPPER)),
        page(filled(xs, LOWER, lower), ruled(xs, LOWER)),
    )


def test_a_table_goes_on_over_the_page_break_with_its_head_and_the_page_number_left_out() -> None:
    upper, lower = broken([HEAD, ["公开", "许可", "1"]], [HEAD, ["公开", "处罚", "2"]], left=9)
    document = read_pages(
        [
            page([*upper.pieces, *words(280, 790, "- 4 -")], upper.rules),
            page([*words(280, 50, "年度报告"), *lower.pieces, *words(280, 790, "- 5 -")], lower.rules),
            page([*words(280, 50, "年度报告"), *lines("五、存在的问题"), *words(280, 790, "- 6 -")]),
        ]
    )
    assert [rows(document, n) for n in range(len(document.tables))] == [
        [HEAD, ["公开", "许可", "1"], ["公开", "处罚", "2"]]
    ]
    assert document.text.splitlines()[-2:] == ["公开\t处罚\t2", "五、存在的问题"]
    assert document.pages == 3


def test_a_page_number_between_the_lines_of_a_table_is_left_out() -> None:
    upper, lower = broken([HEAD, ["公开", "许可", "1"]], [["公开", "处罚", "2"], ["公开", "强制", "3"]])
    rules = [*upper.rules, *(down(x, 760, 820) for x in XS)]
    document = read_pages([page([*upper.pieces, *words(220, 790, "— 4 —")], rules), lower])
    assert rows(document) == [HEAD, ["公开", "许可", "1"], ["公开", "处罚", "2"], ["公开", "强制", "3"]]


def test_a_heading_between_parts_two_tables() -> None:
    upper, lower = broken([HEAD, ["公开", "许可", "1"]], [HEAD, ["申请", "收到", "2"]])
    document = read_pages([upper, page([*words(72, 50, "三、申请情况"), *lower.pieces], lower.rules)])
    assert [table.heading for table in document.tables] == ["", "三、申请情况"]
    assert rows(document, 1) == [HEAD, ["申请", "收到", "2"]]


@pytest.mark.parametrize("xs", [(72.0, 200.0, 300.0, 480.0), (72.0, 130.0, 250.0, 400.0)])
def test_a_table_with_other_columns_is_another_table(xs: tuple[float, ...]) -> None:
    upper, _ = broken([HEAD, ["公开", "许可", "1"]], [])
    other = page(filled(xs, LOWER, [["甲", "乙", "丙"], ["1", "2", "3"]]), ruled(xs, LOWER))
    assert len(read_pages([upper, other]).tables) == 2


def test_two_tables_on_one_page_with_nothing_between_are_two() -> None:
    first, second = (200.0, 220.0, 240.0), (260.0, 280.0, 300.0)
    table = [HEAD, ["公开", "许可", "1"]]
    pieces = filled(XS, first, table) + filled(XS, second, table)
    assert len(read_pages([page(pieces, ruled(XS, first) + ruled(XS, second))]).tables) == 2


def test_a_part_that_lacks_a_column_boundary_is_counted_in_the_columns_of_the_whole() -> None:
    upper, _ = broken([["信息内容", "制发", "废止"], ["规章", "0", "1"]], [])
    xs = (72.0, 200.0, 400.0)
    lower = page(filled(xs, LOWER, [["信息内容", "决定数量"], ["行政许可", "35"]]), ruled(xs, LOWER))
    assert rows(read_pages([upper, lower])) == [
        ["信息内容", "制发", "废止"],
        ["规章", "0", "1"],
        ["信息内容", "决定数量", "决定数量"],
        ["行政许可", "35", "35"],
    ]


def test_a_row_that_no_line_closes_at_the_break_is_one_row() -> None:
    upper, lower = broken([HEAD, ["公开", "行政", "12"]], [["", "许可", ""], ["公开", "处罚", "2"]])
    upper_rules = [rule for rule in upper.rules if rule.top < 755 or rule.bottom > 765]
    lower_rules = [rule for rule in lower.rules if rule.bottom > 90]
    document = read_pages([page(upper.pieces, upper_rules), page(lower.pieces, lower_rules)])
    assert rows(document) == [HEAD, ["公开", "行政许可", "12"], ["公开", "处罚", "2"]]


@pytest.mark.parametrize(
    ("label", "rest"),
    [
        ("2.逾期未", "缴纳费用的"),
        ("（二）公开（只", "计这一项）"),
        ("处理的（只计", "这一情形）"),
        ("逾期仍未缴纳费", "用的"),
    ],
    ids=["numbered", "numbered-bracket", "bracket", "full"],
)
def test_a_row_whose_label_goes_on_below_a_drawn_line_is_one_row(label: str, rest: str) -> None:
    document = read_pages(broken([HEAD, ["公开", label, "12"]], [["", rest, ""], ["公开", "4.许可", "2"]]))
    assert rows(document) == [HEAD, ["公开", label + rest, "12"], ["公开", "4.许可", "2"]]


@pytest.mark.parametrize(
    "below",
    [["公开", "2.处罚", ""], ["公开", "处罚", "2"]],
    ids=["numbered-and-blank", "complete"],
)
def test_a_new_row_with_blank_figures_stays_a_row_and_its_figures_blank(below: list[str]) -> None:
    document = read_pages(broken([HEAD, ["公开", "1.许可", "12"]], [below, ["公开", "3.强制", "/"]]))
    assert rows(document) == [HEAD, ["公开", "1.许可", "12"], below, ["公开", "3.强制", "/"]]


def test_a_total_below_a_numbered_row_is_a_row() -> None:
    document = read_pages(broken([HEAD, ["公开", "1.许可", "12"]], [["", "合计", ""], ["", "3.强制", "/"]]))
    assert rows(document)[2:] == [["公开", "合计", ""], ["", "3.强制", "/"]]


def test_a_heading_row_and_the_row_below_it_stay_two_rows() -> None:
    document = read_pages(broken([HEAD, ["", "（二）公开", ""]], [["", "网站", "5"], ["", "微信", "/"]]))
    assert rows(document)[1:] == [["", "（二）公开", ""], ["", "网站", "5"], ["", "微信", "/"]]


def test_a_blank_label_before_figures_alone_stays_blank() -> None:
    document = read_pages(broken([HEAD, ["许可", "1", "2"]], [["", "3", "4"], ["处罚", "5", "6"]]))
    assert rows(document)[1:] == [["许可", "1", "2"], ["", "3", "4"], ["处罚", "5", "6"]]


def test_an_unnumbered_row_below_an_unnumbered_row_is_never_taken_for_its_rest() -> None:
    document = read_pages(broken([HEAD, ["", "行政处罚", "7"]], [["", "行政强制", ""], ["", "收费", "0"]]))
    assert rows(document) == [HEAD, ["", "行政处罚", "7"], ["", "行政强制", ""], ["", "收费", "0"]]


def test_a_label_of_several_rows_is_carried_over_the_break_but_no_blank_figure_is_filled() -> None:
    upper, lower = broken(
        [["（三）不予公开", "1.国家秘密", "0"], ["", "2.其他法规", "1"]],
        [["", "3.三安全", ""], ["", "4.第三方", "/"]],
    )
    upper_rules = [rule for rule in upper.rules if rule.top != 739.75] + [across(740, 200, 400)]
    lower_rules = [rule for rule in lower.rules if rule.top != 99.75] + [across(100, 200, 400)]
    document = read_pages([page(upper.pieces, upper_rules), page(lower.pieces, lower_rules)])
    assert rows(document) == [
        ["（三）不予公开", "1.国家秘密", "0"],
        ["（三）不予公开", "2.其他法规", "1"],
        ["（三）不予公开", "3.三安全", ""],
        ["（三）不予公开", "4.第三方", "/"],
    ]


def test_a_head_that_the_page_break_cuts_keeps_its_headings_over_both_rows() -> None:
    xs = (72.0, 172.0, 272.0, 372.0, 472.0)
    upper_rules = [across(y, 72, 472) for y in (740, 760)] + [down(x, 740, 760) for x in (72, 172, 372, 472)]
    upper = page(filled((72.0, 172.0, 372.0), (740.0,), [["类别", "法人组织", "总计"]]), upper_rules)
    lower = page(filled(xs, LOWER, [["", "商业企业", "其他", ""], ["申请", "1", "2", "3"]]), ruled(xs, LOWER))
    assert rows(read_pages([upper, lower])) == [
        ["类别", "法人组织", "法人组织", "总计"],
        ["类别", "商业企业", "其他", "总计"],
        ["申请", "1", "2", "3"],
    ]


def test_the_padding_of_a_row_pushed_to_the_next_page_is_no_row() -> None:
    document = read_pages(broken([HEAD, ["公开", "许可", "1"]], [["", "", ""], ["公开", "处罚", "2"]]))
    assert rows(document) == [HEAD, ["公开", "许可", "1"], ["公开", "处罚", "2"]]


def test_a_blank_strip_that_no_line_closes_is_no_row() -> None:
    rules = [*ruled(XS, UPPER), *(down(x, 760, 780) for x in XS)]
    document = read_pages([page(filled(XS, UPPER, [HEAD, ["公开", "许可", "1"]]), rules)])
    assert rows(document) == [HEAD, ["公开", "许可", "1"]]


def test_the_side_of_a_label_that_fills_the_page_is_a_side_of_the_table() -> None:
    ys = (200.0, 220.0, 240.0)
    rules = [down(72, 200, 240), *ruled(XS[1:], ys)]
    table = filled(XS, ys, [["三、办理", "许可", "12"], ["", "处罚", "/"]])
    assert rows(read_pages([page(table, rules)])) == [["三、办理", "许可", "12"], ["三、办理", "处罚", "/"]]


def test_a_label_that_is_drawn_shorter_than_its_rows_makes_no_row_of_its_own() -> None:
    rules = [across(y, 200, 400) for y in (200, 220, 260)] + [across(y, 72, 200) for y in (200, 246, 260)]
    rules += [down(x, 200, 260) for x in XS]
    table = filled(XS, (200.0, 222.0), [["（六）其他", "许可", "12"], ["", "处罚", "/"]])
    assert rows(read_pages([page(table, rules)])) == [
        ["（六）其他", "许可", "12"],
        ["（六）其他", "处罚", "/"],
    ]


def test_a_label_may_cover_the_rows_of_many_pages() -> None:
    ys = [100.0 + 16 * n for n in range(41)]
    rules = [across(y, 200, 400) for y in ys] + [across(ys[0], 72, 400), across(ys[-1], 72, 400)]
    rules += [down(x, ys[0], ys[-1]) for x in XS]
    pages = [
        page(filled(XS, ys, [["" if n or m else "公开", f"第{n}项", f"{m}"] for m in range(40)]), rules)
        for n in range(4)
    ]
    read = rows(read_pages(pages))
    assert read == [["公开", f"第{n}项", f"{m}"] for n in range(4) for m in range(40)]


def test_a_row_over_all_columns_alone_at_the_end_of_a_page_belongs_to_the_table() -> None:
    first = page(words(200, 743, "第二十条第（一）项"), ruled((72.0, 400.0), (740.0, 760.0)))
    _, lower = broken([], [["信息内容", "制发", "废止"], ["规章", "0", "1"]])
    assert rows(read_pages([first, lower]))[0] == ["第二十条第（一）项"] * 3


# ── tables by their columns ──────────────────────────────────────────────────────────────────────────────

PLAIN = [["项目", "上年", "本年"], ["行政许可", "12", "13"], ["行政处罚", "７", ""], ["行政强制", "/", "0"]]


def test_three_rules_make_a_table_of_head_and_body() -> None:
    rules = [across(y, 72, 500) for y in (198.0, 218.0, 280.0)]
    pieces = filled((80.0, 250.0, 400.0), (200.0, 220.0, 240.0, 260.0), PLAIN)
    document = read_pages([page(lines("表1处理决定") + pieces, rules)])
    assert rows(document) == PLAIN
    assert document.tables[0].heading == "表1处理决定"


def test_more_rules_make_a_row_between_each_two() -> None:
    rules = [across(y, 72, 500) for y in (198.0, 218.0, 250.0, 270.0)]
    texts = [
        ["项目", "上年", "本年"],
        ["1.其他法律\n禁止公开", "12", "13"],
        ["", "", ""],
        ["2.国家秘密", "0", "/"],
    ]
    pieces = filled((80.0, 250.0, 400.0), (200.0, 220.0, 240.0, 252.0), texts)
    assert rows(read_pages([page(pieces, rules)])) == [texts[0], ["1.其他法律禁止公开", "12", "13"], texts[3]]


def test_figures_that_stand_below_each_other_make_a_table() -> None:
    figures = [["项目", "上年", "本年"], ["行政许可", "12", "13件"], ["行政处罚", "7", "0件"]]
    pieces = filled((80.0, 250.0, 400.0), (200.0, 220.0, 240.0), figures)
    assert rows(read_pages([page(lines("表1") + pieces + lines("完。", top=300))])) == figures


def test_figures_that_stand_beside_their_heads_are_not_taken_for_another_column() -> None:
    heads = filled((80.0, 200.0, 330.0), (200.0,), [["项目", "上年", "本年"]])
    figures = filled((80.0, 280.0, 410.0), (220.0, 240.0), [["行政许可", "12", "13"], ["行政处罚", "7", "0"]])
    assert read_pages([page(heads + figures)]).tables == ()


def test_figures_that_no_gap_parts_from_their_neighbours_make_no_table() -> None:
    figures = filled((80.0, 150.0, 330.0), (220.0, 240.0), [["行政许可", "12", "13"], ["行政处罚", "7", "0"]])
    heads = filled((80.0, 300.0), (200.0,), [["信息内容上年件数", "本年件数"]])
    assert read_pages([page(heads + figures)]).tables == ()


@pytest.mark.parametrize(
    "texts",
    [
        ["一、总体情况", "1. 公开信息12条", "2. 收到申请5件", "3. 答复申请5件"],
        ["（一）     公开信息", "（二）     收到申请", "（三）     答复申请"],
        ["邮编：    471900", "申请：    12", "答复：    13"],
        ["白杨县蚕桑站      2024年1月20日", "联系人：张三      电话：0379-1234567"],
        ["一、总体情况" + "…" * 29 + "1", "二、主动公开" + "…" * 29 + "2", "三、申请情况" + "…" * 29 + "5"],
        [PROSE[:30], PROSE[:12] + "     " + PROSE[20:30] + "。", PROSE[:20] + "    " + PROSE[30:32]],
        ["收到申请      12", "答复申请      13"],
    ],
    ids=["list", "bracketed-list", "address", "signature", "contents", "prose", "two-lines"],
)
def test_what_only_looks_like_columns_stays_text(texts: list[str]) -> None:
    document = read_pages([page(lines(*texts))])
    assert document.tables == ()
    assert ["".join(line.split()) for line in document.text.splitlines()] == [
        "".join(text.split()) for text in texts
    ]


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("洪 泽 区", "洪泽区"),
        ("总  计", "总计"),
        ("报　　　　告", "报告"),
        ("2024 年 1 月", "2024年1月"),
        ("政务 PDF reader 2.0 版", "政务PDF reader 2.0版"),
        ("12 34", "12 34"),
        ("联系人：张三      电话：5678", "联系人：张三 电话：5678"),
    ],
)
def test_spaces_between_chinese_characters_go_and_those_between_latin_words_stay(
    drawn: str, read: str
) -> None:
    assert read_pages([page(words(72, 120, drawn))]).text == read


def test_spaces_within_a_run_are_treated_as_those_between_characters() -> None:
    runs = [Piece("洪 泽 区 ", 72, 120, 130, 132), Piece("Web 2.0", 130, 120, 170, 132)]
    assert read_pages([page(runs)]).text == "洪泽区Web 2.0"


def test_characters_drawn_twice_to_print_bold_are_read_once() -> None:
    pieces = [*words(72, 120, "一、总体情况 1122"), *words(72.4, 120.2, "一、总体情况 1122")]
    assert read_pages([page(pieces)]).text == "一、总体情况1122"


def test_hard_lines_are_joined_to_paragraphs_over_page_breaks_too() -> None:
    full = PROSE[:36]
    first = [*words(228, 90, "年度报告", 22), *lines("　　" + full[:34], full, full[:20] + "。")]
    first += lines("　　一、总体情况", "　　（一）" + full[:30], top=180)
    second = [*lines(full, full[:9] + "：", "　　1." + full[:33], full[:5] + "。", top=90)]
    second += [*words(400, 300, "白杨县蚕桑站"), *words(400, 320, "2024年1月20日")]
    assert read_pages([page(first), page(second)]).text.splitlines() == [
        "年度报告",
        full[:34] + full + full[:20] + "。",
        "一、总体情况",
        "（一）" + full[:30] + full + full[:9] + "：",
        "1." + full[:33] + full[:5] + "。",
        "白杨县蚕桑站",
        "2024年1月20日",
    ]


def test_a_numbered_line_after_a_full_one_that_ends_a_sentence_begins_a_paragraph() -> None:
    texts = [PROSE[:36] + "。", "二、" + PROSE[:35], PROSE[:36] + "，", "一、" + PROSE[:20]]
    document = read_pages([page(lines(*texts))])
    assert document.text.splitlines() == [texts[0], "".join(texts[1:])]


@pytest.mark.parametrize(
    "number", ["- {} -", "— {} —", "－{}－", "第 {} 页 共 9 页", "第{}页", "{}/9", "{}", "· {} ·"]
)
def test_page_numbers_are_left_out(number: str) -> None:
    pages = [page([*lines(f"公开信息{n}条。"), *words(280, 790, number.format(n))]) for n in (4, 5, 6)]
    assert read_pages(pages).text.splitlines() == ["公开信息4条。", "公开信息5条。", "公开信息6条。"]


def test_a_figure_at_the_foot_of_a_page_that_does_not_count_on_is_text() -> None:
    pages = [page([*lines("公开信息。"), *words(280, 790, number)]) for number in ("12", "7")]
    assert read_pages(pages).text.splitlines() == ["公开信息。", "12", "公开信息。", "7"]


def test_a_figure_in_the_last_cell_of_a_page_is_no_page_number() -> None:
    ys = (740.0, 765.0, 790.0)
    document = read_pages([page(filled(XS, ys, [HEAD, ["", "", "1"]]), ruled(XS, ys))])
    assert rows(document)[1] == ["", "", "1"]


def test_headers_that_run_over_all_pages_are_left_out() -> None:
    pages = [
        page(
            [*words(72, 40, "白杨县蚕桑站年度报告"), *lines(text), *words(72, 800, f"http://a.example {n}/3")]
        )
        for n, text in enumerate(("甲。", "乙。", "丙。"), 1)
    ]
    assert read_pages(pages).text.splitlines() == ["甲。", "乙。", "丙。"]


# ── bounds ───────────────────────────────────────────────────────────────────────────────────────────────


def test_no_pages_and_blank_pages_are_an_empty_text() -> None:
    assert read_pages([]) == Document("", pages=0)
    assert read_pages([page(), page(rules=ruled(XS, (200.0, 220.0)))]) == Document("", pages=2)


@pytest.mark.parametrize(
    "layout",
    [
        page(lines("甲"), [across(n % 800, n % 500, n % 500 + 60) for n in range(20_000)]),
        page(
            lines("甲"), [r for n in range(10_000) for r in (across(n % 800, 0, 590), down(n % 590, 0, 800))]
        ),
        page(lines("甲"), ruled([n * 1.9 for n in range(300)], [n * 2.7 for n in range(300)])),
        page(words(0, 0, "甲乙" * 10_000)),
        page([Piece("甲", n % 590, n % 800, n % 590 + 9, n % 800 + 9) for n in range(20_000)]),
        page(lines("甲"), ruled((float("inf"), 1.0), (float("-inf"), 1e300))),
        page(lines("甲"), [across(n, 1, float("inf")) for n in range(9)]),
    ],
    ids=["lines", "crossing-lines", "fine-grid", "long-line", "scattered", "infinite", "endless"],
)
def test_pages_that_would_exhaust_the_reader_are_read_within_two_seconds(layout: PageLayout) -> None:
    started = time.process_time()
    assert "甲" in read_pages([layout]).text
    assert time.process_time() - started < 2


def test_grids_beyond_any_form_on_many_pages_are_reported() -> None:
    grid = ruled([n * 4.9 for n in range(120)], [n * 5.5 for n in range(150)])
    started = time.process_time()
    document = read_pages([page(words(72, 120, "甲"), grid)] * 50)
    assert time.process_time() - started < 5
    assert "only the first 60000 cells" in (document.problem or "")
