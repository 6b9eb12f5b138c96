"""WARC files of other archives, and files that are damaged or made to do harm."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from archive.snapshots import SnapshotStore
from archive.warc.container import BrokenWarcError, Record, is_warc, read_records, written
from archive.warc.exporting import Exporter
from archive.warc.importing import Importer
from cundang.importing_warc import is_document
from tests.commands import cundang, rows
from tests.test_crawl import World
from tests.warc_worlds import HTML, NOW, answer, crawled, imported

pytest_plugins = ["tests.warc_fixtures"]


# ── files of others ──────────────────────────────────────────────────────────────────────────────────────


class Foreign:
    """A WARC as another archive writes it, with warcio."""

    def __init__(self, path: Path, gzipped: bool = True) -> None:
        self._path, self._buffer = path, io.BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=gzipped, warc_version="1.1")
        self._write("warcinfo", "", b"software: test\r\n", None)

    def _write(self, kind: str, url: str, body: bytes, head: StatusAndHeaders | None, **fields: str) -> None:
        fields = {
            "WARC-Date": "2026-03-04T05:06:07Z",
            **{name.replace("_", "-"): value for name, value in fields.items()},
        }
        record = self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=fields
        )
        self._writer.write_record(record)

    def response(
        self, url: str, body: bytes, content_type: str = "text/html", status: str = "200 OK", **headers: str
    ) -> None:
        """One answer; headers are given with underscores."""
        stated = [("Content-Type", content_type), *((n.replace("_", "-"), v) for n, v in headers.items())]
        self._write("response", url, body, StatusAndHeaders(status, stated, protocol="HTTP/1.1"))

    def revisit(self, url: str, digest: str) -> None:
        """The same body again, an hour later."""
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = self._writer.create_revisit_record(
            url, digest, "http://x/", "2026-03-04T05:06:07Z", http_headers=head,
            warc_headers_dict={"WARC-Date": "2026-03-04T06:06:07.123456789Z"},
        )  # fmt: skip
        self._writer.write_record(record)

    def request(self, url: str) -> None:
        """What was asked."""
        self._write(
            "request", url, b"", StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True)
        )

    def finish(self) -> Path:
        """The file."""
        self._path.write_bytes(self._buffer.getvalue())
        return self._path


def chunked(body: bytes) -> bytes:
    parts = [body[at : at + 700] for at in range(0, len(body), 700)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def kept(data: Path) -> list[tuple[object, ...]]:
    return rows(
        data / "snapshots.db",
        "select url, captured_at, role, portal_id, crawl_run_id, sha256 from capture order by id",
    )


@pytest.mark.parametrize("gzipped", [True, False], ids=["compressed", "plain"])
def test_pages_and_documents_of_another_archive_are_imports_with_its_moment(
    tmp_path: Path, gzipped: bool
) -> None:
    file = Foreign(tmp_path / "theirs.warc.gz", gzipped)
    file.request("https://www.example.cn/nb/1.html")
    file.response(
        "https://www.example.cn/nb/1.html",
        chunked(gzip.compress(HTML)),
        Content_Encoding="gzip",
        Transfer_Encoding="chunked",
    )
    file.response("https://www.example.cn/a.css", b"body { color: red }", "text/css")
    file.response("https://www.example.cn/a.json", b'{"a": 1}', "application/json")
    file.response("https://www.example.cn/a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "image/png")
    file.response("https://www.example.cn/gone.html", HTML, status="404 Not Found")
    data = tmp_path / "data"
    outcome = cundang("import", file.finish(), "--data", data)
    assert (outcome.code, outcome.said.splitlines()) == (
        0,
        [
            "theirs.warc.gz: 1 captures kept, 0 here already, 4 records passed over.",
            "Imported 1 file: 1 new.",
        ],
    )
    assert kept(data) == [
        (
            "https://www.example.cn/nb/1.html",
            "2026-03-04T05:06:07+00:00",
            "import",
            None,
            None,
            answer(HTML).sha256,
        )
    ]
    filed = rows(data / "archive.db", "select bureau_as_printed, report_year, url, first_seen_at from report")
    assert filed == [
        ("洛阳市偃师区水利局", 2022, "https://www.example.cn/nb/1.html", "2026-03-04T05:06:07+00:00")
    ]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(HTML), {"Content_Encoding": "gzip"}),
        (zlib.compress(HTML), {"Content_Encoding": "deflate"}),
        (zlib.compress(HTML)[2:-4], {"Content_Encoding": "deflate"}),
        (chunked(HTML), {"Transfer_Encoding": "chunked"}),
        (HTML, {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}),
        (HTML, {"Content_Encoding": "br"}),
        (HTML, {}),
    ],
    ids=["gzip", "deflate", "bare deflate", "chunks", "headers of what was decoded", "brotli that is none", "as it is"],
)  # fmt: skip
def test_bodies_are_kept_as_a_browser_is_given_them(
    tmp_path: Path, body: bytes, headers: dict[str, str]
) -> None:
    file = Foreign(tmp_path / "theirs.warc.gz")
    file.response("https://www.example.cn/1.html", body, **headers)
    cundang("import", file.finish(), "--data", tmp_path / "data")
    assert [row[-1] for row in kept(tmp_path / "data")] == [answer(HTML).sha256]


def test_a_body_that_is_only_referred_to_is_found(tmp_path: Path) -> None:
    file = Foreign(tmp_path / "theirs.warc.gz")
    file.response("https://www.example.cn/1.html", HTML)
    digest = str(next(iter_digests(file)))
    file.revisit("https://www.example.cn/1.html", digest)
    file.revisit("https://www.example.cn/2.html", "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    outcome = cundang("import", file.finish(), "--data", tmp_path / "data")
    assert outcome.code == 1
    assert "not kept: 1 repeating a body that is not here." in outcome.said
    assert [(row[0], row[1]) for row in kept(tmp_path / "data")] == [
        ("https://www.example.cn/1.html", "2026-03-04T05:06:07+00:00"),
        ("https://www.example.cn/1.html", "2026-03-04T06:06:07.123456+00:00"),
    ]


def iter_digests(file: Foreign) -> Iterator[str]:
    for record in ArchiveIterator(io.BytesIO(file._buffer.getvalue())):
        if record.rec_type == "response":
            yield record.rec_headers["WARC-Payload-Digest"]


def test_a_page_captured_on_the_host_of_a_known_portal_is_read_as_its_pages_are(
    world: World, tmp_path: Path
) -> None:
    # Its title names no place: only whose website it stood on says which bureau this is.
    sql = "select r.key, v.url, v.sha256 from report r join revision v on v.report_id = r.id where r.title = '统计局2019年政务公开年度报告'"
    ((key, url, sha256),) = rows(world.archive, sql)
    assert str(key).startswith("410381-")
    store = SnapshotStore(world.data / "snapshots.db")
    file = Foreign(tmp_path / "theirs.warc.gz")
    file.response(str(url), store.body(str(sha256)))
    store.close()
    path, data = file.finish(), tmp_path / "data"
    assert imported(path, data, world).code == 0
    filed = "select key, url, portal_id from report"
    assert rows(data / "archive.db", filed) == [(key, url, None)]
    assert cundang("verify", "--data", data).code == 0
    assert cundang("reparse", "--data", data, "--portals", world.portals).code == 0
    assert rows(data / "archive.db", filed) == [(key, url, None)]


# ── files that are damaged, or made to do harm ───────────────────────────────────────────────────────────


def test_a_file_cut_off_anywhere_gives_what_stands_before_and_one_sentence(tmp_path: Path) -> None:
    captures = [
        crawled(answer(f"page {number}".encode() * 30, url=f"http://a.cn/{number}")) for number in range(3)
    ]
    members = [written(record) for record in Exporter("Test/1", NOW).records(captures, "x.warc.gz")]
    whole = b"".join(members)
    path = tmp_path / "x.warc.gz"
    edges = [sum(map(len, members[:count])) for count in range(len(members) + 1)]
    for size in range(12, len(whole), 5):
        path.write_bytes(whole[:size])
        found, fault = read(path)
        complete = sum(edge <= size for edge in edges[1:])
        # The last bytes of a member are only its checksum: the record itself may be whole, and has its digest.
        assert complete <= len(found) <= complete + 1
        assert bool(fault) == (size not in edges), size
        assert all(record.state == "proven" for record in found)


def test_a_file_with_a_byte_changed_never_gives_what_was_not_written(tmp_path: Path) -> None:
    captures = [
        crawled(answer(f"page {number}".encode() * 30, url=f"http://a.cn/{number}")) for number in range(3)
    ]
    members = [written(record) for record in Exporter("Test/1", NOW).records(captures, "x.warc.gz")]
    whole = b"".join(members)
    path = tmp_path / "x.warc.gz"
    known = {capture.snapshot.body for capture in captures if capture.snapshot}
    for place in range(10, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        found, _ = read(path)
        importer = Importer(lambda _: None, is_document)
        got = [importer.imported(record).capture for record in found]
        assert {c.snapshot.body for c in got if c and c.snapshot} <= known


def read(path: Path) -> tuple[list[Record], str]:
    """The records of a file up to where it breaks off, and what is said there."""
    found: list[Record] = []
    try:
        for record in read_records(path):
            found.append(record)
    except BrokenWarcError as error:
        return found, str(error)
    return found, ""


def plain(head: str, body: bytes = b"") -> bytes:
    return f"WARC/1.1\r\n{head}\r\n\r\n".encode() + body + b"\r\n\r\n"


BOMB = gzip.compress(bytes(40_000_000))
OWN = "WARC-Type: metadata\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: 0\r\nCundang-Capture: "
SOUND = {"url": "http://a.cn/", "role": "report", "portal": "replica", "run": 1, "error": "dns"}


HOSTILE = [
    (b"WARC/1.1\r\nWARC-Type: response\r\n" + b"x" * 400_000, "the head of a record is larger"),
    (b"WARC/1.1\r\n" + b"A: b\r\n" * 100_000, "the head of a record is larger"),
    (b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", "does not state its length"),
    (b"WARC/1.1\r\nContent-Length: -1\r\n\r\n", "does not state its length"),
    (b"WARC/1.1\r\nContent-Length: 99999999999999\r\n\r\nabc", "ends within a record"),
    (b"WARC/9.9\r\nContent-Length: 0\r\n\r\n", "does not begin with WARC/1.0 or WARC/1.1"),
    (plain("WARC-Type: resource\r\nContent-Length: 2", b"ab") + b"rubbish\r\n", "does not begin with WARC/1.0"),
    (gzip.compress(plain(f"WARC-Type: resource\r\nContent-Length: {40_000_000}", bytes(40_000_000))), "1 over 32 MiB"),
    (
        plain(
            "WARC-Type: response\r\nWARC-Target-URI: http://x.cn/\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
            f"Content-Length: {len(BOMB) + 43}",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + BOMB,
        ),
        "1 over 32 MiB",
    ),
    (plain("WARC-Type: response\r\nContent-Length: 200", b"HTTP/1.1 200 OK\r\n\r\n" + HTML[:181]), "1 damaged"),
    (
        plain("WARC-Type: resource\r\nWARC-Block-Digest: sha1:AAAA\r\nContent-Length: 2", b"ab"),
        "1 damaged or not as an archive writes them",
    ),
    (plain(OWN + "[" * 5_000), "1 damaged"),
    (plain(OWN + "nonsense"), "1 damaged"),
    (plain(OWN + json.dumps({**SOUND, "role": "king"})), "1 damaged"),
    (plain(OWN + json.dumps({**SOUND, "run": "1"})), "1 damaged"),
    (plain(OWN + json.dumps({**SOUND, "run": True})), "1 damaged"),
    (plain(OWN + json.dumps({**SOUND, "run": 2**63})), "1 damaged"),
    (plain(OWN + json.dumps({"url": "x", "role": "report"})), "1 damaged"),
    (plain(OWN + json.dumps({**SOUND, "role": "import"})), "1 damaged"),
    (plain(OWN + json.dumps({**SOUND, "url": "\ud800"})), "1 damaged"),
    (plain(OWN + json.dumps({**SOUND, "drop": "table"})), "1 damaged"),
    (plain(OWN + json.dumps({**SOUND, "sha256": "ab", "status": 200, "final_url": "x"})), "1 repeating a body"),
    (plain(OWN.replace("2026-01-01", "2026-13-41") + json.dumps(SOUND)), "1 damaged"),
    (plain(OWN + json.dumps({**SOUND, "channel": "../x"})), "1 of a portal or channel that no file describes"),
]  # fmt: skip


def test_hostile_files_cost_a_sentence_each_and_the_archive_is_whole(world: World, tmp_path: Path) -> None:
    folder, data = tmp_path / "bad", tmp_path / "data"
    folder.mkdir()
    for number, (content, _) in enumerate(HOSTILE):
        (folder / f"{number:02}.warc").write_bytes(content)
    outcome = imported(folder, data, world)
    assert outcome.code == 1
    lines = outcome.said.splitlines()
    for number, (_, told) in enumerate(HOSTILE):
        of_file = [line for line in lines if line.startswith(f"{number:02}.warc")]
        assert len(of_file) <= 2
        assert any(told in line for line in of_file), (told, of_file)
    assert lines[-1] == f"Imported {len(HOSTILE)} files: {len(HOSTILE)} not kept."
    assert kept(data) == []
    report = tmp_path / "盐业局.txt"
    report.write_text("偃师市盐业局2020年政府信息公开工作年度报告\n偃师市盐业局\n", encoding="utf-8")
    assert imported(report, data, world).code == 0


def test_what_only_ends_like_a_warc_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "盐业局.warc.gz"
    path.write_text("偃师市盐业局2020年政府信息公开工作年度报告\n偃师市盐业局\n", encoding="utf-8")
    assert not is_warc(path)
    outcome = cundang("import", path, "--data", tmp_path / "data")
    assert (outcome.code, outcome.said) == (0, "Imported 1 file: 1 new.\n")
