"""A report shown as a row of pictures is put together in the page's order once its last sheet is read."""

from __future__ import annotations

from archive.records import AttachmentLink, Document, ParsedReport, Table
from crawler.files.picture_pages import PicturePages

URL = "http://127.0.0.1/nb/1.html"
LINKS = ("/1.jpg", "/2.jpg", "/3.PNG?v=1", "/年报.pdf")
PAGE = ParsedReport("年报", Document(""), attachments=tuple(AttachmentLink(link, "") for link in LINKS))


def sheet(word: str) -> Document:
    return Document(word, (Table(((word,),), page=1, source="ocr"),), 1, source="ocr")


def test_the_sheets_follow_each_other_as_the_page_shows_them() -> None:
    pictures = PicturePages()
    assert pictures.complete(PAGE, URL, "/3.PNG?v=1", sheet("丙")) is None
    assert pictures.complete(PAGE, URL, "/1.jpg", sheet("甲")) is None
    whole = pictures.complete(PAGE, URL, "/2.jpg", sheet("乙"))
    assert whole is not None
    assert (whole.text, whole.pages, whole.source) == ("甲\n乙\n丙", 3, "ocr")
    assert [(table.rows[0][0], table.page) for table in whole.tables] == [("甲", 1), ("乙", 2), ("丙", 3)]


def test_a_sheet_that_is_lost_or_says_nothing_does_not_hold_back_the_others() -> None:
    pictures = PicturePages()
    pictures.complete(PAGE, URL, "/1.jpg", sheet("甲"))
    pictures.complete(PAGE, URL, "/2.jpg", None)
    whole = pictures.complete(PAGE, URL, "/3.PNG?v=1", sheet("丙"))
    assert whole is not None
    assert whole.text == "甲\n丙"
    assert [table.page for table in whole.tables] == [1, 3]
    assert whole.problem == "Of 3 pictures 1 say nothing; compare them."


def test_one_picture_is_no_row_and_pages_are_kept_apart() -> None:
    pictures = PicturePages()
    one = ParsedReport("年报", Document(""), attachments=(AttachmentLink("/1.jpg", ""),))
    assert pictures.complete(one, URL, "/1.jpg", sheet("甲")) is None
    pictures.complete(PAGE, "另页", "/1.jpg", sheet("甲"))
    assert pictures.complete(PAGE, URL, "/2.jpg", sheet("乙")) is None
