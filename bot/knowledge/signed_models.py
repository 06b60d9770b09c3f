"""The shape of `signed.yaml`: who signed which texts, word for word."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.knowledge.models import File, Title

# `topic:gifts`, `situation:meals-vendor-buys-lunch`, `page:about`: the id of an answer's button.
TextId = Annotated[str, StringConstraints(pattern=r"^[a-z]+:[a-z0-9-]+$", max_length=64)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class SignedModel(File):
    """One signature, under as many texts as were read for it."""

    by: Title = Field(description="Who signed, by name.")
    office: Title = Field(description="The office it is signed for, such as City ethics officer.")
    day: date = Field(description="The day of the signature.")
    until: date | None = Field(default=None, description="The last day it stands, if it ends.")
    texts: dict[TextId, Digest] = Field(
        min_length=1, description="What was signed, and the digest of its words on that day."
    )


class SignedFile(File):
    """The signatures of a local layer. `ethics sign` writes it."""

    signed: list[SignedModel] = Field(min_length=1)
