"""The fixture `world` of the tests of WARC."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.replicas import henan_date
from tests.replicas.documents import documents
from tests.replicas.server import serve
from tests.test_crawl import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A portal crawled twice: the second time a report had another text, and all else was as before."""
    folder = tmp_path_factory.mktemp("world")
    site = henan_date.Site(
        [*documents()[:30], *(one for one in documents()[30:] if one.title.startswith("统计局2019"))]
    )
    with serve(site) as running:
        world = World(folder, site, running)
        assert world.crawl().code in (0, 1)
        assert world.crawl("--full").code in (0, 1)
        yield world
