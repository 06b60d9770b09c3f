"""`ethics sign`: an ethics office signs texts, in a local layer of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
import yaml

from bot.handlers.errors import UserFacingError
from bot.handlers.library import Library
from bot.knowledge import loading, signing, sources

FILE = "signed.yaml"
_SCHEMA = "# yaml-language-server: $schema=../../schemas/signed.json\n"
_ALL = "all"
_KINDS = ("topic", "page", "document", "case", "situation")


@click.command("sign")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@click.option("--by", "name", required=True, help="Your name.")
@click.option("--office", required=True, help="The office you sign for.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day it stands.")
def sign_command(
    folder: Path, texts: tuple[str, ...], *, name: str, office: str, until: Any
) -> None:
    """Sign texts you have read word for word: `gifts`, `page:about`, a situation's id, or `all`.

    FOLDER is your local layer. The signatures go into its signed.yaml; a text that is changed
    afterward loses its signature by itself.
    """
    library = loading.load((sources.shipped_folder(), folder)).library
    words = signing.digests(library)
    wanted = [*words] if _ALL in texts else [_text(text, library, words) for text in texts]
    entry: dict[str, Any] = {"by": name, "office": office, "day": date.today()}  # noqa: DTZ011 - the signer's own day
    if until is not None:
        entry["until"] = until.date()
    entry["texts"] = {text: words[text] for text in wanted}
    path = folder / FILE
    signed = yaml.safe_load(path.read_text(encoding="utf-8"))["signed"] if path.is_file() else []
    dumped = yaml.safe_dump({"signed": [*signed, entry]}, sort_keys=False, allow_unicode=True)
    path.write_text(_SCHEMA + dumped, encoding="utf-8")
    click.echo(f"{len(wanted)} {'text' if len(wanted) == 1 else 'texts'} signed in {path}.")


def _text(typed: str, library: Library, words: dict[str, str]) -> str:
    """The id of the text somebody means. Raises `UserFacingError`."""
    candidates = [typed, *(f"{kind}:{typed}" for kind in _KINDS)]
    for candidate in candidates:
        if candidate in words:
            return candidate
    some = ", ".join(sorted(library.topics)[:3])
    raise UserFacingError(
        f"There is no text “{typed}” to sign.",
        hint=f"Give the name of a topic's file, such as {some}, or a situation's id, or all.",
        exit_status=1,
    )
