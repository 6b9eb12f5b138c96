"""Search as a journalist relies on it: every text that holds the words, and no other."""

import random
import time

import pytest

from archive import migrations, search
from archive.catalogue import Catalogue
from archive.database import Connection, sqlite3
from archive.query import match_query, normalise, snippet, snippet_html, terms_of

TITLES = ("偃师市林业局2019年政府信息公开工作年度报告", "洛阳市偃师区教育局2023年政府信息公开工作年度报告")
ALPHABET = (
    "林业局公开信息政府主动依申请办理答复年度报告工作偃師市區縣監督檢查，。、；：（）〔〕【】[]“”《》—…"
    "0123456789０１２abcXYZＡｂ %-/.\n \u3000\t〇○"
)


@pytest.fixture
def index() -> Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    migrations.migrate(connection, migrations.archive)
    search.register(connection)
    return connection


def matching(index: Connection, query: str) -> list[int]:
    return list(search.ids(index, query))


def with_text(index: Connection, *texts: str) -> Connection:
    for number, text in enumerate(texts, start=1):
        search.index_report(index, number, "标题", "机构", text)
    return index


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("市林业局加强监督检查工作", "林业", True),
        ("市林业局加强监督检查工作", "监督检查", True),
        ("市林业局加强监督检查工作", "业林", False),
        ("市林业局加强监督检查工作", "局", True),
        ("市林业局加强监督检查工作", "作", True),
        ("市林业局加强监督检查工作", "林业 检查", True),
        ("市林业局加强监督检查工作", "林业 水利", False),
        ("偃師市林業局", "偃师市林业局", True),
        ("偃师市林业局", "林業局", True),
        ("豫政〔2020〕5号", "豫政(2020)5号", True),
        ("豫政〔2020〕5号", "豫政（２０２０）５号", True),
        ("2019 年度工作", "2019年", True),
        ("２０１９年度工作", "2019年", True),
        ("主动公\n开政府信息", "主动公开", True),
        ("增长4.34%", "4.34%", True),
        ("共2019件", "019", True),
        ("Open Government Information", '"open gov"', True),
        ("Open Government Information", '"pen g"', True),
        ("Open Government Information", '"gov open"', False),
        ("Open Government Information", "information open", True),
        ("编号 A b C", '"a b"', True),
        ("𠮷野家与𰻝𰻝面", "𰻝面", True),
        ("公文🏛印发", "🏛印", True),
        ("公开，依法", "公开，", True),
        ("公开依法", "公开，", False),
    ],
)
def test_a_text_is_found_by_exactly_what_it_contains(
    index: Connection, text: str, query: str, found: bool
) -> None:
    assert matching(with_text(index, text), query) == ([1] if found else [])


@pytest.mark.parametrize(
    "query",
    ["", " ", '"', '""', '"公开', "NOT (", "*", "title:公开*", "AND OR", "NEAR(a b)", "\x00", "'", "^", "{title} : x",
     "公开\x00信息", "(" * 500, "公" * 5000, "-", "“公开”"],
)  # fmt: skip
def test_nothing_a_reader_types_is_an_error(index: Connection, query: str) -> None:
    with_text(index, "甲乙丙丁")
    assert matching(index, query) == []


def test_a_replaced_text_is_found_by_its_new_words_only(index: Connection) -> None:
    with_text(index, "旧的内容")
    search.index_report(index, 1, "标题", "机构", "新的文字")
    assert (matching(index, "旧的"), matching(index, "新的")) == ([], [1])


def test_random_substrings_match_brute_force_without_one_mismatch(index: Connection) -> None:
    chance = random.Random(20261123)  # noqa: S311
    texts = ["".join(chance.choices(ALPHABET, k=chance.randint(30, 160))) for _ in range(150)]
    with_text(index, *texts)
    normalised = [[normalise(part) for part in ("标题", "机构", text)] for text in texts]
    mismatches = []
    for _ in range(2500):
        source = chance.choice(texts)
        start = chance.randrange(len(source))
        query = (
            source[start : start + chance.randint(1, 25)].replace('"', "").replace("“", "").replace("”", "")
        )
        quoted = f'"{query}"'
        (term,) = terms_of(quoted) or [None]
        expected = [
            i for i, parts in enumerate(normalised, 1) if term and any(term in part for part in parts)
        ]
        if matching(index, quoted) != expected:
            mismatches.append(query)
    assert mismatches == []


def test_datasettes_own_rewriting_gives_the_same_set(index: Connection) -> None:
    with_text(index, "主动公开政府信息", "依申请公开", "林业")
    rows = index.execute(
        "select rowid from report_search where report_search match escape_fts(?) order by rowid", ("公开",)
    ).fetchall()
    assert [row[0] for row in rows] == matching(index, "公开") == [1, 2]


def test_a_snippet_is_cut_from_the_original_and_marks_the_hit() -> None:
    text = "前言。" * 60 + "我局主动公\n开信息２０２０条，" + "后记。" * 60
    pieces = snippet(text, "公开信息2020")
    assert [piece.text for piece in pieces if piece.is_hit] == ["公 开信息２０２０"]
    assert pieces[0].text == pieces[-1].text == "…"


def test_a_snippet_marks_every_term_and_escapes_what_is_not_ours() -> None:
    assert (
        snippet_html("<b>公开</b>与监督", "公开 监督")
        == "&lt;b&gt;<mark>公开</mark>&lt;/b&gt;与<mark>监督</mark>"
    )


def test_a_snippet_of_a_title_hit_shows_the_beginning_of_the_text() -> None:
    assert snippet("本报告由六部分组成。", "林业")[0].text == "本报告由六部分组成。"


def test_a_long_query_is_cut_and_costs_little() -> None:
    started = time.perf_counter()
    match_query("公" * 1_000_000)
    assert time.perf_counter() - started < 0.5


def test_hits_that_a_filter_leaves_are_scored_however_many_newer_ones_there_are(
    index: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old report that says it often comes before the old one that says it once, under a filter on old reports."""
    monkeypatch.setattr(search, "_SCORED", 2)
    index.execute(
        "insert into bureau (id, key, name, organ, kind) values (1, 'b', '林业局', '林业局', 'department')"
    )
    for number, (day, text) in enumerate(
        [
            ("2019-01-05", "培训" * 40),
            ("2019-01-06", "培训一次，" + "公开" * 40),
            *[("2024-01-01", "培训")] * 30,
            *[("2024-01-01", "公开")] * 90,
        ],
        start=1,
    ):
        search.index_report(index, number, "标题", "机构", text)
        index.execute(
            "insert into report (id, key, bureau_id, bureau, bureau_then, bureau_as_printed, report_type, report_year, title, "
            "scope, published_on, first_seen_at, last_seen_at, revision_count) "
            "values (?,?,1,'','','','disclosure_annual',?,'','own',?,'','',1)",
            (number, f"k{number}", int(day[:4]) - 1, day),
        )
    catalogue = Catalogue(index)
    old = search.hits(index, catalogue, "培训") & catalogue.where("report_year", 2018)
    assert search.in_order(index, catalogue, old, ("培训", "relevance")) == [1, 2]
    assert search.in_order(index, catalogue, old, ("培训", "newest")) == [2, 1]
