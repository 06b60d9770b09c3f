"""The three pages of an installation: begin, done, and what went wrong. Pure."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from types import MappingProxyType

_STYLE = """
:root { color-scheme: light dark; font: 1.125rem/1.6 Georgia, "Times New Roman", serif; }
body { max-width: 38rem; margin: 12vh auto 4rem; padding: 0 1.5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; font-weight: 600; }
a.go { display: inline-block; margin: 1rem 0; padding: .7rem 1.4rem; border-radius: .4rem;
  background: #1f3a4d; color: #fff; text-decoration: none; font-family: system-ui, sans-serif; }
a.go:focus-visible { outline: 3px solid #c98a1b; outline-offset: 3px; }
li { margin: .35rem 0; } small { color: light-dark(#555, #aaa); }
"""

# One style, named by its hash, and no script: nothing else runs on these pages.
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
HEADERS = MappingProxyType(
    {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
)

_REASONS = {
    "access_denied": (
        "Nothing was installed, because the request was cancelled.",
        "If your workspace needs an admin's approval, ask an admin and try again.",
    ),
    "invalid_state": (
        "This installation took too long, or its page was used before.",
        "Begin again; the page is good for ten minutes.",
    ),
    "invalid_browser": (
        "The installation was finished in another browser than it was begun in.",
        "Begin again, and allow cookies from this address while you install.",
    ),
    "invalid_code": (
        "Slack did not accept the installation code.",
        "Begin again. If it keeps happening, the client secret of this app may be wrong.",
    ),
    "storage_error": (
        "The installation could not be saved.",
        "Try again in a few minutes.",
    ),
}
_OTHER = ("Something went wrong here, and nothing was installed.", "Please begin again.")


def install(authorize_url: str) -> str:
    """Where an installation begins."""
    return _page(
        "Add the ethics guide to Slack",
        "<p>People ask what happened in their own words, and get what to do, why, and which tenet "
        "of the ICMA Code of Ethics says so.</p>"
        "<ul><li>Answers are private until somebody shares one.</li>"
        "<li>Nothing anybody types is stored.</li>"
        "<li>It reads only what is said to it: commands, mentions, direct messages.</li></ul>"
        f'<p><a class="go" href="{escape(authorize_url)}">Add to Slack</a></p>'
        "<p><small>General information, which can be incomplete; no legal advice.</small></p>",
    )


def success(*, open_url: str, add_workspaces_url: str = "") -> str:
    """It is installed: what to do next."""
    more = (
        "<p>It is installed for your organization, but not yet in any workspace.</p>"
        f'<p><a class="go" href="{escape(add_workspaces_url)}">Choose the workspaces</a></p>'
        if add_workspaces_url
        else f'<p><a class="go" href="{escape(open_url)}">Open Slack</a></p>'
    )
    return _page(
        "The ethics guide is installed",
        f"{more}<p>Then type <code>/ethics tickets from a vendor</code> in any channel. Only you "
        "see the answer. You also have a direct message from it with the first steps.</p>",
    )


def failure(reason: str, install_path: str) -> str:
    """What went wrong, in plain words, and what to do."""
    what, then = _REASONS.get(reason, _OTHER)
    return _page(
        "Not installed",
        f"<p>{escape(what)}</p><p>{escape(then)}</p>"
        f'<p><a class="go" href="{escape(install_path)}">Begin again</a></p>',
    )


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}'
        '</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>{body}</main>"
        "</body></html>"
    )
