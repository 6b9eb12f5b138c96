"""OFD documents: whole ones, and packages, templates and resources as programs really write them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from archive.errors import UnreadableError
from archive.records import Document
from archive.text import fold
from crawler.documents.html import read_html
from crawler.documents.ofd.reader import images, read_ofd
from crawler.documents.pages.assembly import read_pages
from crawler.documents.pages.layout import PageLayout
from crawler.documents.pdf import reader as pdf
from tests.builders.lay_out import lay_out
from tests.builders.ofd import (
    NAMESPACE,
    RESOURCES,
    build_ofd,
    composite_xml,
    document_part,
    package_of,
    page_xml,
    path_xml,
    resources_part,
    text_xml,
)
from tests.document_cases import as_expected, cases, expected, same_report
from tests.replicas.office import zipped


@pytest.mark.parametrize("body", cases("ofd"), ids=lambda body: body.parent.name)
def test_a_document_is_read_line_by_line_and_cell_by_cell(body: Path) -> None:
    assert as_expected(read_ofd(body.read_bytes())) == expected(body)


def test_a_report_reads_as_its_web_page_does_though_a_page_break_cuts_its_table() -> None:
    html = same_report()["html"].decode("utf-8")
    sheets = lay_out(html)
    page, document = read_html(html), read_ofd(build_ofd(sheets))
    assert [(table.heading, table.rows) for table in document.tables] == [
        (table.heading, table.rows) for table in page.tables
    ]
    assert list(map(fold, document.text.splitlines())) == list(map(fold, page.text.splitlines()))
    assert document.pages == len(sheets) > 1
    assert [table.page for table in document.tables] == [1, 1, 3]
    assert document.problem is None


def test_a_report_printed_as_pdf_reads_the_same_when_its_pages_are_written_as_ofd(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheets: list[PageLayout] = []

    def keep(pages: Sequence[PageLayout]) -> Document:
        sheets.extend(pages)
        return read_pages(pages)

    monkeypatch.setattr(pdf, "read_pages", keep)
    printed = pdf.read_pdf(same_report()["pdf"])
    document = read_ofd(build_ofd(sheets))
    assert (document.text, document.tables) == (printed.text, printed.tables)


def test_templates_before_and_behind_a_page_and_units_within_units_are_text_of_the_page() -> None:
    common = RESOURCES + "".join(
        f'<ofd:TemplatePage ID="{n}" ZOrder="Foreground" BaseLoc="Tpls/{n}.xml"/>' for n in (7, 8)
    )
    before = (
        '<ofd:Template TemplateID="7" ZOrder="Background"/><ofd:Template TemplateID="8" ZOrder="Foreground"/>'
    )
    parts = {f"Doc_0/Tpls/{n}.xml": page_xml(text_xml(f"第{n}版", 20, 10 * n)) for n in (7, 8)}
    units = resources_part(composite_xml(1, CTM="0.5 0 0 0.5 10 10"), text_xml("盖章处", 40, 220))
    body = package_of(
        [page_xml(text_xml("正文", 20, 20) + composite_xml(0), before=before)], common, parts | units
    )
    assert read_ofd(body).text.replace("\n", "") == "正文第7版第8版盖章处"


def test_a_heavy_template_is_opened_once_for_all_its_pages() -> None:
    unseen = f'<ofd:PageBlock Visible="false">{"<a/>" * 300_000}</ofd:PageBlock>'
    page = page_xml(text_xml("正文", 20, 140), before='<ofd:Template TemplateID="7"/>')
    template = {"Doc_0/Tpl.xml": page_xml(text_xml("版头", 20, 100) + unseen)}
    body = package_of([page] * 200, '<ofd:TemplatePage ID="7" BaseLoc="Tpl.xml"/>', template)
    assert read_ofd(body).text.count("版头") == 200


def test_a_composite_that_holds_itself_is_drawn_once() -> None:
    pieces = [text_xml("甲", 20, 20) + composite_xml(1), text_xml("乙", 20, 30) + composite_xml(0)]
    body = package_of([page_xml(composite_xml(0))], RESOURCES, resources_part(*pieces))
    assert read_ofd(body).text.replace("\n", "") == "甲乙"


@pytest.mark.parametrize(
    ("root", "page"),
    [
        ("Doc_0/Document.xml", "Pages/Page_0/Content.xml"),
        ("Doc_0\\Document.xml", "Pages\\Page_0\\Content.xml"),
        ("\\doc_0\\DOCUMENT.xml", "pages/PAGE_0/content.XML"),
        ("/Doc_0/Document.xml", "/Doc_0/Pages/Page_0/Content.xml"),
        ("Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"),
        ("./Doc_0/../Doc_0/Document.xml", "../../Doc_0/Pages/Page_0/Content.xml"),
    ],
)
def test_parts_are_found_by_whatever_a_program_writes_for_their_place(root: str, page: str) -> None:
    entry = f"<OFD><DocBody><DocRoot>{root}</DocRoot></DocBody></OFD>"
    parts = document_part(f'<ofd:Page BaseLoc="{page}"/>') | {
        "OFD.xml": entry,
        "Doc_0/Doc_0/Pages/Page_0/Content.xml" if page.startswith("/") else "x": page_xml(
            text_xml("别处", 20, 140)
        ),
    }
    assert read_ofd(package_of([page_xml(text_xml("正文", 20, 140))], parts=parts)).text == "正文"


def test_the_current_version_of_a_document_is_read_and_of_a_broken_one_the_first() -> None:
    def versions(location: str) -> dict[str, str]:
        listed = f'<Version Current="false" BaseLoc="x"/><Version Current="true" BaseLoc="{location}"/>'
        body = f"<DocRoot>Doc_0/Document.xml</DocRoot><Versions>{listed}</Versions>"
        return {
            "OFD.xml": f"<OFD><DocBody>{body}</DocBody></OFD>",
            "Doc_0/V2.xml": "<DocVersion><DocRoot>Second.xml</DocRoot></DocVersion>",
            "Doc_0/Second.xml": document_part('<ofd:Page BaseLoc="Second_page.xml"/>')["Doc_0/Document.xml"],
            "Doc_0/Second_page.xml": page_xml(text_xml("新版", 20, 140)),
        }

    page = page_xml(text_xml("旧版", 20, 140))
    assert read_ofd(package_of([page], parts=versions("Doc_0/V2.xml"))).text == "新版"
    assert read_ofd(package_of([page], parts=versions("Doc_0/V3.xml"))).text == "旧版"


def test_resources_of_a_page_go_before_those_of_its_document() -> None:
    own = resources_part(text_xml("本页", 20, 140))["Doc_0/DocumentRes.xml"]
    page = page_xml(composite_xml(0) + composite_xml(1), before="<ofd:PageRes>Own.xml</ofd:PageRes>")
    units = resources_part(text_xml("全文", 20, 140), text_xml("各页", 20, 160))
    body = package_of([page], RESOURCES, units | {"Doc_0/Pages/Page_0/Own.xml": own})
    assert read_ofd(body).text.replace("\n", "") == "本页各页"


@pytest.mark.parametrize(
    ("paper", "level", "text"),
    [
        ("0 0 210 297", 285, "正文"),
        ("0 0 210 140", 132, "正文"),
        ("0 500 210 140", 632, "正文"),
        ("0 500 210 297", 632, "正文- 7 -"),
        ("0 0 210 297", 132, "正文- 7 -"),
        ("0 0 210 -5", 132, "正文- 7 -"),
        ("0 0 nan 140", 285, "正文"),
        ("", 285, "正文"),
    ],
)
def test_the_edges_of_a_page_are_those_of_its_paper(paper: str, level: float, text: str) -> None:
    area = f"<ofd:Area><ofd:PhysicalBox>{paper}</ofd:PhysicalBox></ofd:Area>"
    page = page_xml(text_xml("正文", 20, level - 40) + text_xml("- 7 -", 100, level), before=area)
    assert read_ofd(package_of([page])).text.replace("\n", "") == text


def test_annotations_are_not_text_and_attached_files_are_named() -> None:
    links = "<ofd:Annotations>Annots.xml</ofd:Annotations><ofd:Attachments>Att.xml</ofd:Attachments>"
    parts = document_part('<ofd:Page BaseLoc="Pages/Page_0/Content.xml"/>', links) | {
        "Doc_0/Annots.xml": f"<ofd:Annotations {NAMESPACE}><ofd:Page><ofd:FileLoc>A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
        "Doc_0/A.xml": f"<ofd:PageAnnot {NAMESPACE}><ofd:Annot><ofd:Appearance>{text_xml('水印', 20, 40)}</ofd:Appearance>"
        "</ofd:Annot></ofd:PageAnnot>",
        "Doc_0/Att.xml": f'<ofd:Attachments {NAMESPACE}><ofd:Attachment Name="台账.xlsx"/></ofd:Attachments>',
    }  # fmt: skip
    document = read_ofd(package_of([page_xml(text_xml("正文", 20, 20))], parts=parts))
    assert document.text == "正文"
    assert document.problem is not None
    assert "台账.xlsx" in document.problem


def test_a_page_that_cannot_be_read_is_told_and_the_others_are_read() -> None:
    pages = [page_xml(text_xml("起首", 20, 20)), "<ofd:Page", page_xml(text_xml("收尾", 20, 20))]
    document = read_ofd(package_of(pages, "<ofd:PublicRes>Gone.xml</ofd:PublicRes>"))
    assert document.text.replace("\n", "") == "起首收尾"
    assert document.pages == 3
    assert document.problem is not None
    assert "Page_1/Content.xml" in document.problem
    assert "Gone.xml" in document.problem


def test_of_many_parts_that_cannot_be_read_only_some_are_named() -> None:
    document = read_ofd(package_of([page_xml(text_xml("正文", 20, 140)), *["<ofd:Page"] * 9]))
    assert document.problem is not None
    assert document.problem.count("Content.xml") == 3
    assert "6 more" in document.problem


def test_a_page_of_pictures_among_pages_of_text_is_told() -> None:
    picture = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>'
    media = '<ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia>'
    parts: dict[str, str | bytes] = {
        "Doc_0/DocumentRes.xml": f'<ofd:Res {NAMESPACE} BaseLoc="Res">{media}</ofd:Res>',
        "Doc_0/Res/scan.png": b"\x89PNG",
    }
    pages = [page_xml(text_xml("正文", 20, 20)), page_xml(picture), page_xml(picture)]
    body = package_of(pages, RESOURCES, parts)
    document = read_ofd(body)
    assert document.problem is not None
    assert "page 2 is a picture" in document.problem
    assert images(body) == (b"\x89PNG",)
    numbered = page_xml(picture + text_xml("第三页之三", 20, 140))
    with pytest.raises(UnreadableError) as refused:
        read_ofd(package_of([*pages[1:], numbered], RESOURCES, parts))
    assert refused.value.reason == "scan"
    logo = page_xml(picture.replace("210 297", "20 20") + text_xml("正文", 20, 140))
    assert read_ofd(package_of([logo], RESOURCES, parts)).problem is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"%PDF-1.7", "damaged"),
        (package_of([])[:300], "damaged"),
        (zipped({"Doc_0/Document.xml": "<a/>"}), "damaged"),
        (package_of([], parts={"Doc_0/Document.xml": "<a"}), "damaged"),
        (package_of(["<ofd:Page"]), "damaged"),
        (package_of(['<!DOCTYPE a [<!ENTITY a "公开">]><a>&a;</a>']), "damaged"),
        (package_of([page_xml(text_xml("正文", 20, 20, CTM="1 0 0 1 1e308 nan"))]), "damaged"),
        (package_of([]), "empty"),
        (package_of([page_xml("")]), "empty"),
        (package_of([page_xml(text_xml("- 1 -", 100, 285))]), "empty"),
        (package_of([page_xml(path_xml("M 0 0 B 1 9 2 9 9 9 C", Fill="true", Stroke="false"))]), "scan"),
        (package_of([page_xml(text_xml("正文", 20, 20))], parts={"Encryptions.xml": "<a/>"}), "encrypted"),
    ],
    ids=["no-zip", "cut", "no-entry", "broken-root", "broken-page", "entities", "off-the-page", "no-pages", "blank", "page-number", "shapes",
         "encrypted"],
)  # fmt: skip
def test_what_cannot_be_read_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_ofd(body)
    assert refused.value.reason == reason
