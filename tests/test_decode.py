"""Whatever label a page wears, its Chinese comes out readable."""

import pytest

from crawler.decode import declared_charset, decode

TEXT = "<html><body>偃师市林业局2019年政府信息公开工作年度报告，在市委、市政府的领导下，主动公开工作有了进展。〇</body></html>"
TRADITIONAL = (
    "<html><body>市政府的工作人員在這個年度對於公開的方法有所發展，為了人民的利益而工作。</body></html>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "gbk", "iso-8859-1", "big5", "nonsense"])
def test_the_bytes_decide_whatever_the_label_says(encoding: str, declared: str | None) -> None:
    assert decode(TEXT.encode(encoding), declared).text == TEXT


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "big5"])
def test_big5_is_told_from_gb(declared: str | None) -> None:
    assert decode(TRADITIONAL.encode("big5"), declared).text == TRADITIONAL


def test_a_wrong_label_is_noted_in_words() -> None:
    assert (
        decode(TEXT.encode("gb18030"), "utf-8").note
        == "The page is declared as utf-8 but its bytes are gb18030."
    )
    assert decode(TEXT.encode("gb18030"), "gb2312").note is None


def test_one_dirty_byte_spoils_one_character() -> None:
    body = TEXT.encode("gb18030")
    dirty = body[:30] + b"\xff" + body[30:]
    assert "政府信息公开工作年度报告" in decode(dirty, "utf-8").text


def test_a_page_cut_in_the_middle_of_a_character_is_still_utf8() -> None:
    decoded = decode("偃师市林业局".encode()[:-1])
    assert (decoded.text, decoded.encoding) == ("偃师市林业", "utf-8")


def test_plain_ascii_and_nothing_at_all_are_utf8() -> None:
    assert decode(b"hello").encoding == decode(b"").encoding == "utf-8"


def test_the_declared_charset_comes_from_header_then_page() -> None:
    assert declared_charset("text/html; charset=GBK", b"<meta charset=utf-8>") == "gbk"
    assert (
        declared_charset("text/html", b'<meta http-equiv=x content="text/html; charset=gb2312">') == "gb2312"
    )
    assert declared_charset("", b"<html>") is None
