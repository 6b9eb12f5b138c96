"""What a portal file asks for beyond the settings: a delay of its own, cookies, old TLS."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from archive.records import Portal


def set_manners(settings: BaseSettings, portal: Portal) -> None:
    """Let the portal file's delay, cookies and TLS override the settings of its own crawl."""
    settings.set("DOWNLOAD_DELAY", portal.delay, priority="spider")
    settings.set("AUTOTHROTTLE_ENABLED", portal.delay > 0, priority="spider")
    settings.set("COOKIES_ENABLED", portal.cookies, priority="spider")
    if portal.legacy_tls:
        # Certificates are still verified; only the strength of old servers' ciphers is forgiven.
        settings.set("DOWNLOADER_CLIENT_TLS_CIPHERS", "DEFAULT:@SECLEVEL=1", priority="spider")
