"""Word documents: what a person sees of their text, numbers and tables, and no package that exhausts the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import UnreadableError
from crawler.documents.docx.reader import read_docx
from crawler.documents.flowing.numerals import numeral
from crawler.documents.html import read_html
from tests.builders.docx import cell, docx, lists, mark, numbered, paragraph, run, table
from tests.corpus import CORPUS
from tests.document_cases import as_expected, cases, expected
from tests.replicas import forms
from tests.replicas.office import zipped

STRICT = (
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
PICTURE = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"


def box(*texts: str) -> str:
    return f"<w:txbxContent>{''.join(map(paragraph, texts))}</w:txbxContent>"


def lines(body: str, **parts: str) -> list[str]:
    return read_docx(docx(body, parts)).text.splitlines()


def rows(body: str) -> list[tuple[tuple[str, ...], ...]]:
    return [table.rows for table in read_docx(docx(body)).tables]


@pytest.mark.parametrize("body", cases("docx"), ids=lambda body: body.parent.name)
def test_a_document_is_read_line_by_line_and_cell_by_cell(body: Path) -> None:
    assert as_expected(read_docx(body.read_bytes())) == expected(body)


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}; name its folder in CUNDANG_CORPUS")
def test_the_blank_form_has_every_label_and_no_value() -> None:
    document = read_docx((CORPUS / "docx" / "annual-report-template.docx").read_bytes())
    filled = (
        forms.proactive_table("f2021", 2, 35, 15),
        forms.requests_table("f2021", 5, 3, 1),
        forms.disputes_table(1),
    )
    form = [
        [tuple("" if cell.isdigit() or cell == "/" else cell for cell in row) for row in table.rows]
        for table in read_html("".join(filled)).tables
    ]
    blank = [list(table.rows) for table in document.tables]
    assert [(len(grid), len(grid[0])) for grid in blank] == [(14, 4), (28, 10), (4, 15)]
    assert blank[1] == form[1]
    for ours, theirs in zip(form, blank, strict=True):
        assert {cell for row in theirs for cell in row} == {cell for row in ours for cell in row}
    assert set(blank[2][-1]) == {""}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("公") + run("开", "<w:b/>"), "公开"),
        ("<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>3</w:t><w:noBreakHyphen/><w:t>4</w:t></w:r>", "1 2\n3-4"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="zz"/></w:r>', "☑"),
        (f"<w:r><w:ruby><w:rt>{run('can')}</w:rt><w:rubyBase>{run('蚕')}</w:rubyBase></w:ruby></w:r>", "蚕"),
        (f"<w:ins>{run('1')}</w:ins><w:del><w:r><w:delText>2</w:delText></w:r></w:del>", "1"),
        (f"<w:moveFrom>{run('1')}</w:moveFrom><w:moveTo>{run('2')}</w:moveTo>", "2"),
        (run("1", "<w:vanish/>") + run("2", '<w:vanish w:val="0"/>') + run("3", '<w:vanish w:val="true"/>'), "2"),
        (f"<w:hyperlink><w:smartTag><w:fldSimple>{run('1')}</w:fldSimple></w:smartTag></w:hyperlink>", "1"),
        (f"<w:sdt><w:sdtContent>{run('1')}</w:sdtContent></w:sdt>", "1"),
        (mark("begin") + run("IF ") + mark("begin") + run("1") + mark("separate") + run("2") + mark("end")
         + mark("separate") + run("3") + mark("end") + run("4"), "34"),
        (mark("begin") + run("1"), "1"),
        (mark("end") + run("1") + mark("begin"), "1"),
        ("<m:oMath><m:r><m:t>1+2</m:t></m:r></m:oMath>", "1+2"),
        (f"<w:r><w:pict><v:textbox>{box('2', '3')}</v:textbox></w:pict></w:r>{run('1')}", "1\n2\n3"),
        (f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box('2')}</wps:txbx></w:drawing></mc:Choice>"
         f"<mc:Fallback><w:pict>{box('3')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{run('1')}", "1\n2"),
        (run("1<w:unknown/>") + "<w:bookmarkStart/><w:commentReference/>", "1"),
    ],
    ids=["runs", "signs", "symbols", "ruby", "inserted-deleted", "moved", "hidden", "wrapped", "control", "field",
         "field-without-end", "field-inside-out", "formula", "old-text-box", "text-box-in-two-ways", "unknown"],
)  # fmt: skip
def test_a_paragraph_is_what_a_person_sees(content: str, text: str) -> None:
    assert lines(f"<w:p>{content}</w:p>") == text.splitlines()


def test_a_field_may_reach_over_paragraphs() -> None:
    begun = f"<w:p>{mark('begin')}{run('TOC')}{mark('separate')}{run('目录')}</w:p>"
    assert lines(begun + paragraph("第一节") + f"<w:p>{mark('end')}</w:p>") == ["目录", "第一节"]


def test_lists_count_by_their_levels() -> None:
    numbering = lists([["chineseCounting:%1、", "chineseCounting:（%2）", "decimal:%1.%3"]], ["0"])
    levels = (0, 1, 1, 2, 2, 0, 1, 2)
    assert lines("".join(numbered("甲", 1, level) for level in levels), numbering=numbering) == [
        "一、甲", "（一）甲", "（二）甲", "一.1甲", "一.2甲", "二、甲", "（一）甲", "二.1甲",
    ]  # fmt: skip


def test_lists_of_one_kind_go_on_counting_unless_they_state_a_start() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = lists([["decimal:%1."]], ["0", "0", f"0:{start}"])
    body = "".join(numbered("甲", number) for number in (1, 2, 3, 3, 9, 0))
    assert lines(body, numbering=numbering) == ["1.甲", "2.甲", "5.甲", "6.甲", "甲", "甲"]


def test_a_style_numbers_its_paragraphs_even_by_the_style_it_is_based_on() -> None:
    stated = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="a">{stated}</w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="d"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="d"><w:basedOn w:val="c"/></w:style>'
    )
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(paragraph("甲", f'<w:pStyle w:val="{style}"/>{own}') for style, own in
                   (("a", ""), ("b", ""), ("a", off), ("c", ""), ("zz", "")))  # fmt: skip
    numbering = lists([["upperLetter:%1)"]], ["0"])
    assert lines(body, styles=styles, numbering=numbering) == ["A)甲", "B)甲", "甲", "甲", "甲"]


def test_a_list_may_take_its_levels_from_a_style() -> None:
    styles = '<w:style w:styleId="s"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    linked = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="s"/></w:abstractNum>'
    numbering = linked + lists([["decimal:%1)"]], ["7", "0"])
    assert lines(numbered("甲", 1) + numbered("乙", 2), styles=styles, numbering=numbering) == [
        "1)甲",
        "2)乙",
    ]


def test_the_levels_of_a_style_are_those_that_name_it() -> None:
    styles = '<w:style w:styleId="s"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    level = '<w:pStyle w:val="s"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/>'
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        f'<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="3"/>{level}</w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = numbered("甲", 1) + paragraph("乙", '<w:pStyle w:val="s"/>')
    assert lines(body, styles=styles, numbering=numbering) == ["一、甲", "1.3乙"]


@pytest.mark.parametrize(
    ("form", "number", "written"),
    [
        ("decimal", 12, "12"), ("decimalZero", 7, "07"), ("decimalFullWidth", 12, "１２"), ("none", 3, ""),
        ("decimalEnclosedCircle", 20, "⑳"), ("decimalEnclosedCircle", 21, "21"), ("decimalEnclosedParen", 3, "⑶"),
        ("decimalEnclosedFullstop", 3, "⒊"), ("ideographEnclosedCircle", 10, "㊉"), ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"), ("lowerLetter", 26, "z"), ("upperLetter", 28, "BB"), ("lowerRoman", 14, "xiv"),
        ("upperRoman", 1994, "MCMXCIV"), ("upperRoman", 10**9, "1000000000"), ("lowerLetter", 10**9, "1000000000"),
        ("chineseCounting", 10, "十"), ("chineseCounting", 11, "十一"), ("chineseCounting", 20, "二十"),
        ("chineseCounting", 105, "一百零五"), ("chineseCounting", 110, "一百一十"), ("chineseCounting", 1001, "一千零一"),
        ("chineseCountingThousand", 10**6, "1000000"), ("japaneseCounting", 3, "三"), ("ideographDigital", 105, "一〇五"),
        ("chineseLegalSimplified", 12, "壹拾贰"), ("ideographLegalTraditional", 3, "參"), ("chineseCounting", 0, "零"),
        ("unheard-of", 5, "5"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_word_writes_them(form: str, number: int, written: str) -> None:
    assert numeral(number, form) == written


def test_bullets_are_not_printed_and_empty_numbered_cells_are() -> None:
    numbering = lists([["bullet:\uf06c"], ["decimal:%1"]], ["0", "1"])
    number = f"<w:tc>{numbered('', 2)}</w:tc>"
    body = numbered("甲", 1) + table([[number, cell("来信")], [number, cell("")]])
    assert lines(body, numbering=numbering) == ["甲", "1\t来信", "2"]


@pytest.mark.parametrize(
    ("written", "grid"),
    [
        ([[cell("1", '<w:gridSpan w:val="2"/>')], [cell("2"), cell("")]], (("1", "1"), ("2", ""))),
        ([[cell("1|2", '<w:vMerge w:val="restart"/>'), cell("3")], [cell("", "<w:vMerge/>"), cell("４")]],
         (("1 2", "3"), ("1 2", "４"))),
        ([[cell("1", "<w:vMerge/>"), cell("2")], [cell("", "<w:vMerge/>"), cell("/")]], (("1", "2"), ("1", "/"))),
        ([[cell("1", '<w:vMerge w:val="restart"/>'), cell("2")], [cell("3", '<w:gridSpan w:val="2"/><w:vMerge/>')]],
         (("1", "2"), ("3", "3"))),
        ([["<w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>", cell("1")], [cell("2"), cell("3")]], (("", "1"), ("2", "3"))),
        ([["<w:trPr><w:gridAfter w:val=\"1\"/></w:trPr>", cell("1")], [cell("2"), cell("3")]], (("1", ""), ("2", "3"))),
        ([[cell("1", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")], [cell("2"), cell("3")]],
         (("1", "1"), ("2", "3"))),
        ([["<w:trPr><w:del/></w:trPr>", cell("1"), cell("2")], [cell("3"), cell("4")]], (("3", "4"),)),
        ([[f"<w:sdt><w:sdtContent>{cell('1')}</w:sdtContent></w:sdt>", cell("2")]], (("1", "2"),)),
    ],
    ids=["wide", "merged", "merged-from-nothing", "merged-from-another-width", "free-before", "free-after",
         "merged-sideways", "deleted-row", "cell-in-a-control"],
)  # fmt: skip
def test_cells_stand_where_spans_put_them(
    written: list[list[str]], grid: tuple[tuple[str, ...], ...]
) -> None:
    assert rows(table(written, [1000, 1000])) == [grid]
    assert rows(table(written)) == [grid]


def test_columns_that_no_cell_ends_in_do_not_count() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    assert rows(table([[cell("1", wide), cell("2")], [cell("3", wide), cell("4")]], [900, 100, 500])) == [
        (("1", "2"), ("3", "4"))
    ]


def test_columns_that_a_row_leaves_free_at_its_end_count() -> None:
    free = '<w:trPr><w:gridAfter w:val="2"/></w:trPr>'
    jagged = [[free, cell("1")], [cell("2", '<w:gridSpan w:val="2"/>'), cell("3")]]
    assert rows(table(jagged, [2000, 40, 1960])) == [(("1", ""), ("2", "3"))]


def test_widths_count_where_spans_do_not_fill_the_grid() -> None:
    widths = [
        [cell("1", '<w:tcW w:w="4000"/>')],
        [cell("2", '<w:tcW w:w="1990"/>'), cell("3", '<w:tcW w:w="2010"/>')],
    ]
    assert rows(table(widths, [2000, 2000])) == [(("1", "1"), ("2", "3"))]


def test_a_merged_cell_is_written_once() -> None:
    begun, goes_on = cell("3", '<w:vMerge w:val="restart"/>'), cell("", "<w:vMerge/>")
    assert lines(table([[cell("1"), begun, cell("2")], [cell("4"), goes_on, cell("5")]])) == [
        "1\t3\t2",
        "4\t5",
    ]


def test_a_row_in_a_control_is_a_row_and_a_caption_is_one() -> None:
    row = f"<w:sdt><w:sdtContent><w:tr>{cell('1')}</w:tr></w:sdtContent></w:sdt>"
    body = f'<w:tbl><w:tblPr><w:tblCaption w:val="表一"/></w:tblPr>{row}</w:tbl>'
    (found,) = read_docx(docx(paragraph("一、收费") + body)).tables
    assert (found.heading, found.caption, found.rows) == ("一、收费", "表一", (("1",),))


def test_a_table_that_holds_tables_only_lays_out_the_page() -> None:
    inner = table([[cell("1"), cell("2")]])
    outer = table(
        [[f"<w:tc>{paragraph('一、甲')}{inner}{paragraph('乙')}</w:tc>", cell("丙")], [cell("丁"), cell("")]]
    )
    document = read_docx(docx(outer))
    assert document.text.splitlines() == ["一、甲", "1\t2", "乙", "丙", "丁"]
    assert [(found.heading, found.rows) for found in document.tables] == [("一、甲", (("1", "2"),))]


def test_a_cell_of_many_paragraphs_is_text_line_by_line() -> None:
    assert lines(table([[cell("|".join("一二三四五六七八九"))]])) == list("一二三四五六七八九")
    assert lines(table([[cell("|".join("一二三四五六七八"))]])) == ["一二三四五六七八"]


def test_notes_follow_the_text_without_the_lines_above_them() -> None:
    note = f'<w:footnote w:type="separator">{paragraph("——")}</w:footnote><w:footnote w:id="1">{paragraph("脚注")}</w:footnote>'
    endnote = f'<w:endnote w:type="normal">{paragraph("尾注")}</w:endnote>'
    assert lines(paragraph("正文"), footnotes=note, endnotes=endnote) == ["正文", "脚注", "尾注"]


def test_headers_footers_and_comments_are_left_out() -> None:
    assert lines(
        paragraph("正文"), header=paragraph("页眉"), footer=paragraph("页脚"), comments=paragraph("批注")
    ) == ["正文"]


def test_the_strict_spelling_of_the_format_is_read_alike() -> None:
    body = table([[cell("1", '<w:gridSpan w:val="2"/>')], [cell("2"), cell("3")]])
    document = read_docx(docx(body, namespace=STRICT[0], relations=STRICT[1]))
    assert document.tables[0].rows == (("1", "1"), ("2", "3"))


def test_parts_are_found_whatever_their_slashes() -> None:
    relations = '<Relationships><Relationship Type="x/{0}" Target="{1}"/></Relationships>'
    document = zipped(
        {
            "_rels/.rels": relations.format("officeDocument", "word\\main.xml"),
            "word/_rels/main.xml.rels": relations.format("footnotes", "/word/notes/a.xml"),
            "word/main.xml": f"<w:document xmlns:w='a'><w:body>{paragraph('正文')}</w:body></w:document>",
            "word/notes/a.xml": f"<w:footnotes xmlns:w='a'><w:footnote>{paragraph('脚注')}</w:footnote></w:footnotes>",
        }
    )
    assert read_docx(document).text.splitlines() == ["正文", "脚注"]


def test_a_part_that_cannot_be_read_costs_only_what_it_holds() -> None:
    document = read_docx(docx(numbered("正文", 1), {"numbering": "<w:num", "footnotes": "<w:footnote"}))
    assert document.text == "正文"
    assert document.problem is not None
    assert "numbering" in document.problem
    assert "footnotes" in document.problem


def test_a_file_embedded_in_the_document_is_named_as_unread() -> None:
    document = read_docx(docx(paragraph("正文") + "<w:altChunk/>"))
    assert document.problem is not None
    assert "embedded" in document.problem


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (docx("<w:p/>"), "empty"),
        (docx(table([[cell(""), cell("　")]])), "empty"),
        (docx(PICTURE), "scan"),
        (docx("<w:altChunk/>"), "unsupported"),
        (docx("<w:p>"), "damaged"),
        (zipped({"[Content_Types].xml": "<Types/>"}), "damaged"),
        (b"", "damaged"),
        (docx(paragraph("公开"))[:-200], "damaged"),
    ],
    ids=["empty", "blank-table", "picture", "embedded", "not-well-formed", "no-document", "nothing", "cut"],
)
def test_what_holds_no_text_is_refused_with_its_reason(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_docx(body)
    assert refused.value.reason == reason
