"""Scrapy's settings for every crawl: polite towards portals, deaf to what a hostile page asks for."""

import os

BOT_NAME = "cundang"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# ── who we are ───────────────────────────────────────────────────────────────────────────────────────────
# The administrator of a portal must be able to reach the operator: set CUNDANG_CONTACT to an address or page.
CONTACT = os.environ.get("CUNDANG_CONTACT", "https://example.org/cundang")
USER_AGENT = f"CundangBot/0.1 (archive of government disclosure reports; +{CONTACT})"
ROBOTSTXT_USER_AGENT = "CundangBot"
# Scrapy's own default asks for English.
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "zh-CN,zh;q=0.9"}

# ── politeness ───────────────────────────────────────────────────────────────────────────────────────────
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Of one portal, whose few hosts share it. Ctrl-C waits until all of these are answered, each in its turn, so a long
# queue would keep the operator waiting for minutes. Between requests Scrapy waits the delay ± 50 %.
CONCURRENT_REQUESTS = 4
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_TARGET_CONCURRENCY = 0.5
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
# One more try is enough within a night; the next night is the real retry.
RETRY_TIMES = 1
REDIRECT_MAX_TIMES = 5
# A meta refresh is the wish of a page, not the answer of a server: the page that holds it is kept as it came.
METAREFRESH_ENABLED = False

# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────
DOWNLOAD_TIMEOUT = 30
DNS_TIMEOUT = 20
# Also the limit of what a compressed answer may unpack to; Scrapy's own is 1 GiB, which stops the whole process.
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DOWNLOAD_FAIL_ON_DATALOSS = True
# Lists are walked by their own page numbers, never by following links, so depth means nothing.
DEPTH_LIMIT = 0
CLOSESPIDER_TIMEOUT = 4 * 3600
CLOSESPIDER_PAGECOUNT = 5000
CLOSESPIDER_ERRORCOUNT = 50
MEMUSAGE_LIMIT_MB = 800
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 5_000_000

# ── what a page may not make us do ───────────────────────────────────────────────────────────────────────
# A link to file:///etc/… would be fetched otherwise.
DOWNLOAD_HANDLERS = {"file": None, "data": None, "ftp": None, "s3": None}
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "crawler.guard.SafeResolver"
# Behind a proxy the resolver would not see where a name leads; http_proxy in the environment is not obeyed.
HTTPPROXY_ENABLED = False
# Both would let another process of this machine run code in the crawler.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# On only for a portal whose file says so; the cookie of a redirect to itself is sent back either way.
COOKIES_ENABLED = False
# Hosts with a private or loopback address that a portal file names itself; filled in by the commands.
GUARD_NAMED_PRIVATE_HOSTS: tuple[str, ...] = ()

# ── nothing between us and the portal ────────────────────────────────────────────────────────────────────
HTTPCACHE_ENABLED = False
# A killed job directory resumes with most requests lost and says it finished; our own ledger does not.
JOBDIR = None
# Every status reaches the spider: 403 and 404 are findings to keep.
HTTPERROR_ALLOW_ALL = True
LOG_LEVEL = "INFO"

DOWNLOADER_MIDDLEWARES = {
    # First, so that no request, redirected or not, goes where the portal file does not lead.
    "crawler.guard.GuardMiddleware": 1,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.politeness.Robots9309": 100,
    # The guard does this, and does not look away at dont_filter.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    # Answers come in from below: decompressed (590) before it, so that it judges the body a reader will see.
    "crawler.politeness.PoliteRetry": 550,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.redirects.OnceToItself": 600,
}
# No charset middleware: readers decode the kept bytes themselves (crawler/decode.py), whatever a header claims.
ITEM_PIPELINES = {"crawler.pipelines.IngestReadings": 100}
EXTENSIONS = {
    "crawler.monitors.RunMonitor": 0,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "crawler.memory.MemoryUsage": 0,
}

# ── our own ──────────────────────────────────────────────────────────────────────────────────────────────
# Politeness is per host, so portals run side by side; more lanes than this only cost memory.
LANES = 8
# Less than this on the disk, and a crawl does not begin.
MIN_FREE_MB = 200
# Of one portal in one run: some portals link their last list page to a next one for ever. Room for twenty
# thousand documents, ten on a page.
MAX_LIST_PAGES = 2000
CUNDANG_DATA = os.environ.get("CUNDANG_DATA", "data")
CUNDANG_PORTALS = "crawler/portals"
CUNDANG_VERSION = "scrapy"
