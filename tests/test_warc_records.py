"""What a record of an exported WARC says of a capture, for every kind of capture."""

from __future__ import annotations

import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from archive.records import Capture, Snapshot
from archive.warc.container import read_records, written
from archive.warc.exporting import Exporter
from archive.warc.importing import Importer
from cundang.importing_warc import is_document
from tests.warc_worlds import NOW, answer, checked, crawled

pytest_plugins = ["tests.warc_fixtures"]


# ── what a record says ───────────────────────────────────────────────────────────────────────────────────


def there_and_back(captures: list[Capture], folder: Path) -> list[Capture | None]:
    """Captures written to a file that warcio accepts, and read from it."""
    path = folder / "x.warc.gz"
    path.write_bytes(
        b"".join(written(record) for record in Exporter("Test/1", NOW).records(captures, "x.warc.gz"))
    )
    bodies = {c.snapshot.sha256: c.snapshot.body for c in captures if c.snapshot}
    importer = Importer(bodies.get, is_document)
    return [importer.imported(record).capture for record in read_records(path)][1:]


def test_each_kind_of_capture_is_the_record_that_the_standard_has_for_it(tmp_path: Path) -> None:
    captures = [
        crawled(answer(b"one", headers=(("etag", '"1"'), ("content-encoding", "gzip"), ("content-length", "1")))),
        crawled(answer(b"one", url="http://a.cn/2")),
        crawled(answer(b"", 304, (("etag", '"1"'),))),
        crawled(None, error="timeout"),
        Capture("file:%E6%8A%A5.txt", "import", NOW, Snapshot("file:%E6%8A%A5.txt", b"two", NOW, requested_url="file:%E6%8A%A5.txt")),
    ]  # fmt: skip
    assert there_and_back(captures, tmp_path) == captures
    path = tmp_path / "x.warc.gz"
    checked(path)
    with path.open("rb") as file:
        found = [(record, record.content_stream().read()) for record in ArchiveIterator(file)]
    (first, body), (same, none), (unchanged, _), (failed, told), (from_disk, two) = found[1:]
    assert [record.rec_type for record, _ in found[1:]] == [
        "response",
        "revisit",
        "revisit",
        "metadata",
        "resource",
    ]
    assert (body, none, two) == (b"one", b"", b"two")
    assert first.http_headers.get_statuscode() == "200"
    assert first.http_headers["Content-Length"] == "3"
    assert first.http_headers["X-Archive-Orig-content-encoding"] == "gzip"
    assert first.http_headers["Content-Encoding"] is None
    assert first.rec_headers["WARC-Date"] == "2026-02-03T04:05:06.000789Z"
    assert first.rec_headers["WARC-Payload-Digest"].endswith(captures[0].snapshot.sha256)  # type: ignore[union-attr]
    assert same.rec_headers["WARC-Profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert unchanged.rec_headers["WARC-Profile"].endswith("/1.1/revisit/server-not-modified")
    for record in (same, unchanged):
        assert record.rec_headers["WARC-Refers-To"] == first.rec_headers["WARC-Record-ID"]
        assert record.rec_headers["WARC-Refers-To-Target-URI"] == "http://a.cn/1"
        assert record.rec_headers["WARC-Refers-To-Date"] == first.rec_headers["WARC-Date"]
    assert b"error: timeout\r\n" in told
    assert failed.rec_headers["WARC-Target-URI"] == "http://a.cn/gone"
    assert from_disk.rec_headers["WARC-Target-URI"] == "file:%E6%8A%A5.txt"


TEXT = st.text(max_size=20).filter(
    lambda text: text.isprintable() or text.encode("utf-8", "ignore").decode() == text
)
# What a crawl keeps of a header: every byte as the character of that number.
BYTES = st.text(st.characters(max_codepoint=255), max_size=12)
SNAPSHOTS = st.builds(
    answer,
    st.binary(max_size=40),
    st.integers(100, 599),
    st.lists(st.tuples(BYTES, BYTES), max_size=4).map(tuple),
    st.builds("http://政府.cn/{}".format, TEXT),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SNAPSHOTS, min_size=1, max_size=4), st.none() | TEXT)
def test_any_capture_comes_back_to_the_letter(
    tmp_path: Path, snapshots: list[Snapshot], parent_url: str | None
) -> None:
    captures = [crawled(snapshot, parent_url=parent_url) for snapshot in snapshots if snapshot.status != 304]
    assert there_and_back(captures, tmp_path) == captures
    for _ in ArchiveIterator(io.BytesIO((tmp_path / "x.warc.gz").read_bytes()), check_digests=True):
        pass


def test_the_same_captures_are_the_same_bytes_but_for_the_description(tmp_path: Path) -> None:
    captures = [crawled(answer(b"one")), crawled(answer(b"one", url="http://a.cn/2"))]
    files = [[written(r) for r in Exporter("Test/1", NOW).records(captures, "x.warc.gz")] for _ in range(2)]
    assert files[0][1:] == files[1][1:]
