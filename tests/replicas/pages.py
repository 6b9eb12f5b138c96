"""What pages of replicas share: the frame, the home page, metas, bodies with their files, the portal file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.replicas.documents import File, ReplicaDocument
from tests.replicas.server import Answer

NAME = "洛阳市偃师区人民政府"

FileAddress = Callable[[ReplicaDocument, File], str]


def frame(title: str, middle: str, head: str = "") -> str:
    """A whole page: navigation, the middle, the footer."""
    links = "".join(f'<li><a href="/{word}/">{word}</a></li>' for word in ("zwgk", "zwfw", "hdjl"))
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}-{NAME}</title>\n{head}</head>\n'
        f"<body><div class='nav'><ul>{links}</ul></div>\n{middle}\n"
        f"<div class='footer'>主办：{NAME}　网站标识码：4103810001</div></body></html>"
    )


def home() -> str:
    """The home page: news, and nothing of the columns."""
    news = "".join(
        f'<li><a href="/news/{n}.html">要闻第{n}条：全区重点工作有序推进</a></li>\n' for n in range(30)
    )
    return frame("首页", f"<div class='news'><ul>{news}</ul></div>")


def metas(document: ReplicaDocument) -> str:
    """The metas of a report page, one of them twice and one without a space before its content."""
    return (
        f'<meta name="SiteName" content="{NAME}"><meta name="ArticleTitle" content="">\n'
        f'<meta name="ArticleTitle" content="{document.title}">\n<meta name="PubDate" content="{document.published[:16]}">'
        f'<meta name="ContentSource"content="{document.source}">'
    )


def catalogue(document: ReplicaDocument) -> Sequence[tuple[str, str]]:
    """Labels and values of the catalogue."""
    return (
        (
            "索 引 号：",
            f"005184{document.number % 1000:03d}/{document.day[:4]}-{document.number % 10000:05d}",
        ),
        ("发布机构：", document.publisher or document.source),
        ("文　　号：", "无"),
        ("发布日期：", document.day),
    )


def body(document: ReplicaDocument, address: FileAddress) -> str:
    """The body, with its scan where it is one and with links to its files where it is not."""
    links = ""
    text = document.body
    for file in document.files:
        if "{scan}" in document.body:
            text = text.replace("{scan}", address(document, file))
        else:
            links += f'<p>附件：<a href="{address(document, file)}" title="{file.name}">{file.name}</a></p>'
    return text + links


def file_at(path: str, documents: Sequence[ReplicaDocument], address: FileAddress) -> Answer | None:
    """The file at a path, where there is one."""
    for document in documents:
        for file in document.files:
            if path == address(document, file).partition("?")[0] and file.body is not None:
                return 200, {"Content-Type": "application/octet-stream"}, file.body
    return None


def portal_yaml(url: str, family: str, columns: Mapping[str, str], reports_min: int) -> str:
    """The portal file of a replica at `url` with these columns: channel ids and paths."""
    channels = "".join(
        f"  - id: {channel}\n    name: 政府信息公开年报\n    report_type: disclosure_annual\n"
        f'    list_url: "{url}{path}"\n'
        for channel, path in columns.items()
    )
    return (
        f"name: {{zh: {NAME}（演示）, en: Yanshi District Government (replica)}}\nfamily: {family}\n"
        f'home_url: {url}/\ndivision_code: "410381"\nlevel: county\nhosts: ["{url.removeprefix("http://")}"]\n'
        f"channels:\n{channels}expect: {{reports_min: {reports_min}}}\ncrawl: {{delay: 0}}\n"
        "checked_on:\nnotes: A replica on loopback; every document in it is invented.\n"
    )
