"""The pages on a real socket for every test here, and a real browser for some."""

from tests.support.web.site import (
    _shared,
    admin,
    chromium,
    http,
    maintained,
    page,
    serve,
    site,
)

__all__ = ["_shared", "admin", "chromium", "http", "maintained", "page", "serve", "site"]
