"""What is typed and what is shown: one normalisation on both sides, and snippets that quote the original."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.query import index_terms, normalise, snippet, snippet_html, terms_of

_TEXTS = st.text("林業业局公开信息０12ＡaＢ〔〕（）()。 \n\u3000\t\u200b🏛𠮷ﬁ㈠", max_size=80)


@pytest.mark.parametrize(
    ("printed", "indexed"),
    [
        ("偃師市林業局", "偃师市林业局"),
        ("２０２０年Ａ类", "2020年a类"),
        ("豫政〔2020〕5号", "豫政(2020)5号"),
        ("豫政【2020】5号", "豫政(2020)5号"),
        ("（一）总体情况", "(一)总体情况"),
        ("主动 公\u3000开\n信息", "主动公开信息"),
        ("Open  Government", "open government"),
        ("林\u200b业\ufeff局", "林业局"),
        ("㈠", "(一)"),
    ],
)
def test_spellings_of_one_text_are_indexed_alike(printed: str, indexed: str) -> None:
    assert normalise(printed) == indexed


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("林业 公开", ["林业", "公开"]),
        ('"open gov" 公开', ["open gov", "公开"]),
        ("“主动公开”年报", ["主动公开", "年报"]),
        ('"没有 收尾', ["没有收尾"]),
        ("\u3000林业\u3000", ["林业"]),
        ('"" \u200b', []),
    ],
)
def test_a_query_is_words_and_what_stands_in_quotes(query: str, terms: list[str]) -> None:
    assert terms_of(query) == terms


def test_the_last_character_of_a_run_is_a_term_of_its_own() -> None:
    assert index_terms("林业局") == "林业 业局 局"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_TEXTS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_TEXTS, st.integers(0, 80), st.integers(1, 12))
def test_a_snippet_marks_what_was_asked_for_and_quotes_only_the_text(
    text: str, start: int, length: int
) -> None:
    query = text[start : start + length]
    (term,) = terms_of(f'"{query}"') or [""]
    pieces = snippet(text, f'"{query}"')
    if term and term in normalise(text):
        marked = [normalise(piece.text) for piece in pieces if piece.is_hit]
        assert any(term in one for one in marked)
    shown = "".join(piece.text for piece in pieces if piece.text != "…")
    assert normalise(shown) in normalise(text)


def test_a_snippet_is_about_as_wide_as_asked_for() -> None:
    pieces = snippet("前言。" * 90 + "蚕桑" + "后记。" * 90, "蚕桑", width=30)
    assert [piece.text for piece in pieces if piece.is_hit] == ["蚕桑"]
    assert 30 <= sum(len(piece.text) for piece in pieces) <= 45


def test_markup_in_a_report_is_shown_and_never_run() -> None:
    assert snippet_html("<script>蚕桑</script>", "蚕桑") == "&lt;script&gt;<mark>蚕桑</mark>&lt;/script&gt;"
