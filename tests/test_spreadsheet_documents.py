"""Workbooks as documents: cells as a person sees them, tables where a person sees some."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from archive.errors import UnreadableError
from archive.records import Document
from crawler.documents.html import read_html
from crawler.documents.sheets.reader import read_spreadsheet
from tests.builders import spreadsheets as build
from tests.builders.spreadsheets import cell, record, rows, wide, xls, xlsx
from tests.document_cases import as_expected, cases, expected, same_report

WORKBOOKS = [*cases("xls"), *cases("xlsx")]
PAIR = '<c t="str"><v>甲</v></c><c><v>1</v></c>'


def names(body: Path) -> str:
    return f"{body.parent.name}{body.suffix}"


def refused(body: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_spreadsheet(body)
    return caught.value.reason


@pytest.mark.parametrize("body", WORKBOOKS, ids=names)
def test_a_workbook_is_read_line_by_line_and_cell_by_cell(body: Path) -> None:
    assert as_expected(read_spreadsheet(body.read_bytes())) == expected(body)


@pytest.mark.parametrize("suffix", ["xls", "xlsx"])
def test_a_workbook_reads_as_the_web_page_of_the_same_report(suffix: str) -> None:
    page, workbook = read_html(same_report()["html"].decode()), read_spreadsheet(same_report()[suffix])
    assert [table.rows for table in workbook.tables] == [table.rows for table in page.tables]
    assert [table.heading for table in workbook.tables] == [table.heading for table in page.tables]
    assert workbook.text == page.text


# ── XLSX ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_strings_lose_their_formats_readings_and_escapes() -> None:
    strings = (
        f'<sst xmlns="{build.MAIN}"><si><r><t>政府</t></r><r><t xml:space="preserve">信息 </t></r><rPh><t>zhengfu</t></rPh></si>'
        "<si><t>甲_x000D__x0007_乙_x0041_</t></si></sst>"
    )
    sheet = rows(
        '<c t="s"><v>0</v></c><c t="s"><v>1</v></c>',
        '<c t="inlineStr"><is><t>丙</t></is></c><c t="d"><v>2020-01-22</v></c>',
    )
    document = read_spreadsheet(xlsx(sheet, parts={"xl/sharedStrings.xml": strings}))
    assert document.tables[0].rows == (("政府信息", "甲乙A"), ("丙", "2020-01-22"))


def test_cells_of_any_namespace_stand_where_they_say_or_after_one_another() -> None:
    sheet = '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="3"><x:c r="B3" t="str"><x:v>甲</x:v></x:c>'
    sheet += '<x:c><x:v>1</x:v></x:c></x:row><x:row><x:c r="B4" t="str"><x:v>乙</x:v></x:c><x:c t="b"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    document = read_spreadsheet(xlsx("", parts={"xl/worksheets/1.xml": sheet}))
    assert document.tables[0].rows == (("甲", "1"), ("乙", "FALSE"))


def test_a_formula_saved_without_a_result_is_no_blank() -> None:
    without, blank = "<c><f>B1</f></c>", '<c t="str"><f>""</f></c>'
    document = read_spreadsheet(xlsx(rows(PAIR, PAIR + without, PAIR + blank)))
    assert document.tables[0].rows == (("甲", "1"),) * 3
    assert (
        document.problem == "Left out were 1 formulas saved without a result; open the workbook to see them."
    )


def test_dates_may_be_counted_from_1904() -> None:
    styles = f'<styleSheet xmlns="{build.MAIN}"><cellXfs><xf numFmtId="31"/></cellXfs></styleSheet>'
    document = read_spreadsheet(
        xlsx(
            rows("<c><v>43484</v></c>"),
            parts={"xl/styles.xml": styles},
            properties='<workbookPr date1904="1"/>',
        )
    )
    assert document.text == "2023年1月20日"


def test_a_workbook_of_another_format_is_said_to_be_one() -> None:
    binary = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    binary += (
        f'<Relationship Id="w" Type="{build.LINKS}/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    )
    assert (
        refused(xlsx("", parts={"_rels/.rels": binary, "xl/workbook.bin": b"\x83\x01\x00"})) == "unsupported"
    )


def test_sheets_without_text_are_empty_or_hold_pictures() -> None:
    assert refused(xlsx(rows("<c/>"))) == "empty"
    assert refused(xlsx(rows("<c/>"), parts={"xl/media/image1.png": b"\x89PNG"})) == "scan"


# ── XLS ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_string_goes_on_in_the_next_record_in_characters_of_another_size() -> None:
    # 政 in two bytes a character, then 府 likewise, then "AB" in one; a string with formats and a reading; a plain one.
    begun = struct.pack("<II", 3, 3) + struct.pack("<HB", 4, 1) + "政".encode("utf-16-le")
    formatted = struct.pack("<HBHI", 1, 0x0D, 1, 4) + "甲".encode("utf-16-le") + b"RUNS" + b"READ"
    shared = (
        record(build.SST, begun)
        + record(build.CONTINUE, b"\x01" + "府".encode("utf-16-le"))
        + record(build.CONTINUE, b"\x00AB" + formatted[:13])
        + record(build.CONTINUE, formatted[13:] + struct.pack("<HB", 1, 0) + b"C")
    )
    sheet = b"".join(cell(build.LABEL_SST, 0, n, struct.pack("<I", n)) for n in range(3))
    assert read_spreadsheet(xls(shared, sheet)).text == "政府AB\t甲\tC"


def test_every_kind_of_cell_is_read() -> None:
    sheet = cell(build.LABEL, 0, 0, wide("甲")) + cell(build.NUMBER, 0, 1, struct.pack("<d", 0.5))
    packed = ((12 << 2 | 2), (1234 << 2 | 3), ((-5 << 2 | 2) & 0xFFFFFFFF), 0x3FF00000)
    sheet += b"".join(cell(build.RK, 1, n, struct.pack("<I", number)) for n, number in enumerate(packed))
    sheet += cell(build.BOOL_ERR, 2, 0, b"\x01\x00") + cell(build.BOOL_ERR, 2, 1, b"\x17\x01")
    sheet += cell(build.FORMULA, 3, 0, b"\x00" * 6 + b"\xff\xff" + bytes(6)) + record(
        build.STRING, wide("公式")
    )
    sheet += cell(build.FORMULA, 3, 1, b"\x01\x00\x01\x00\x00\x00\xff\xff" + bytes(6))
    sheet += cell(build.FORMULA, 3, 2, b"\x02\x00\x07\x00\x00\x00\xff\xff" + bytes(6))
    sheet += cell(build.FORMULA, 3, 3, struct.pack("<d", 3) + bytes(6))
    assert read_spreadsheet(xls(b"", sheet)).tables[0].rows == (
        ("甲", "0.5", "", ""), ("12", "12.34", "-5", "1"), ("TRUE", "#REF!", "", ""), ("公式", "TRUE", "#DIV/0!", "3"),
    )  # fmt: skip


def test_a_workbook_of_excel_95_is_in_its_code_page() -> None:
    text = "信息公开".encode("gb18030")
    styles = record(build.FORMAT, struct.pack("<HB", 164, 5) + b"0.000") + record(
        build.XF, struct.pack("<HH12x", 0, 164)
    )
    sheet = cell(build.LABEL, 0, 0, struct.pack("<H", len(text)) + text) + cell(
        build.NUMBER, 0, 1, struct.pack("<d", 2)
    )
    document = read_spreadsheet(
        xls(record(build.CODE_PAGE, b"\xa8\x03") + styles, sheet, sheet, version=build.BIFF5)
    )
    assert document.text == "表1\n信息公开\t2.000\n表2\n信息公开\t2.000"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (xls(record(build.FILE_PASS, bytes(6)), cell(build.LABEL, 0, 0, wide("甲"))), "encrypted"),
        (xls(b"", cell(build.LABEL, 0, 0, wide("甲")), version=build.BIFF4), "unsupported"),
        (xls(b"", cell(build.BLANK, 0, 0, b"")), "empty"),
        (xls(record(build.DRAWINGS), cell(build.BLANK, 0, 0, b"")), "scan"),
        (xls(b"", cell(build.LABEL, 0, 0, wide("甲")), state=1), "empty"),
        (xls(b"", cell(build.LABEL_SST, 0, 0, b"\x07\x00\x00\x00")), "damaged"),
    ],
    ids=["encrypted", "excel-4", "empty", "pictures", "all-hidden", "no-such-string"],
)
def test_a_workbook_that_cannot_be_read_says_why(body: bytes, reason: str) -> None:
    assert refused(body) == reason


def test_a_chart_within_a_sheet_does_not_end_it() -> None:
    chart = (
        record(build.BOF, struct.pack("<HH12x", build.BIFF8, 0x20))
        + cell(build.LABEL, 9, 9, wide("图"))
        + record(build.EOF)
    )
    assert read_spreadsheet(xls(b"", chart + cell(build.LABEL, 0, 0, wide("甲")))).text == "甲"


# ── tables on a sheet ────────────────────────────────────────────────────────────────────────────────────


def unruled(*texts: str) -> Document:
    """A sheet of rows with a bar between their cells."""
    cells = (row.split("|") for row in texts)
    return read_spreadsheet(
        xlsx(rows(*("".join(f'<c t="str"><v>{text}</v></c>' for text in row) for row in cells)))
    )


def test_blank_rows_part_tables_and_the_line_above_heads_one() -> None:
    document = unruled("||", "甲表", "|项目|数", "|许可|1", "||", "|项目|数", "|处罚|2")
    assert [(table.heading, table.rows) for table in document.tables] == [
        ("甲表", (("项目", "数"), ("许可", "1"))),
        ("表1", (("项目", "数"), ("处罚", "2"))),
    ]


def test_notes_above_and_signatures_below_are_no_rows() -> None:
    document = unruled(
        "统计表",
        "填报单位：某站||单位：件",
        "项目|数|备注",
        "许可|1|",
        "处罚||",
        "强制",
        "|某站",
        "填表人：甲|审核人：乙",
    )
    assert [(table.heading, table.rows) for table in document.tables] == [
        (
            "填报单位：某站 单位：件",
            (("项目", "数", "备注"), ("许可", "1", ""), ("处罚", "", ""), ("强制", "", "")),
        ),
    ]
    assert document.text.splitlines()[-2:] == ["某站", "填表人：甲\t审核人：乙"]


def test_numbered_headings_part_tables_with_headers_of_their_own() -> None:
    document = unruled(
        "一、主动公开",
        "项目|数",
        "许可|1",
        "二、依申请公开",
        "办理|自然人|总计",
        "新收|2|2",
        "三、收费|0|0",
        "四、其他",
        "无。",
    )
    assert [(table.heading, len(table.rows), len(table.rows[0])) for table in document.tables] == [
        ("一、主动公开", 2, 2), ("二、依申请公开", 3, 3),
    ]  # fmt: skip
    assert document.text.splitlines()[-2:] == ["四、其他", "无。"]


RULED = (
    f'<styleSheet xmlns="{build.MAIN}"><borders><border/><border><left style="thin"/><top/></border></borders>'
    '<cellXfs><xf borderId="0"/><xf borderId="1"/></cellXfs></styleSheet>'
)


def ruled(*texts: str, rest: str = "") -> Document:
    """A sheet of ruled rows with a bar between their cells."""
    cells = (row.split("|") for row in texts)
    sheet = rows(*("".join(f'<c s="1" t="str"><v>{text}</v></c>' for text in row) for row in cells))
    return read_spreadsheet(xlsx(sheet + rest, parts={"xl/styles.xml": RULED}))


def test_of_ruled_rows_without_text_one_below_labels_is_the_forms() -> None:
    assert ruled("维持|纠正|总计", "||", "||").tables[0].rows == (("维持", "纠正", "总计"), ("", "", ""))
    assert ruled("||", "项目|数|备注", "许可|1|", "||", "||").tables[0].rows == (
        ("项目", "数", "备注"),
        ("许可", "1", ""),
    )


def test_what_is_merged_over_a_hidden_row_keeps_its_text() -> None:
    hidden = '<row r="1" hidden="1"><c r="A1" s="1" t="str"><v>甲</v></c></row><row r="2"><c r="A2" s="1"/><c r="B2" s="1"><v>1</v></c></row>'
    sheet = f'<sheetData>{hidden}</sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    assert read_spreadsheet(xlsx(sheet, parts={"xl/styles.xml": RULED})).tables[0].rows == (("甲", "1"),)


def test_one_row_of_cells_is_a_line() -> None:
    assert unruled("公开指南", "电话|5550001").tables == ()
