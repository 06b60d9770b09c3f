"""The pictures in the docs come from the real pages, and are all there."""

from __future__ import annotations

import pytest

from tests.web.pictures import ANSWER, FOLDER, INSIDE, PICTURES, Picture, furnish, take


@pytest.mark.chromium
def test_pictures_can_be_taken_of_pages_and_answers(chromium, maintained, tmp_path):
    furnish(maintained)
    wanted = (
        Picture("answer", ANSWER),
        Picture("code", "/code", "phone", "dark"),
        Picture("daily", f"{INSIDE}/daily"),
    )
    written = take(chromium, maintained.address, tmp_path, wanted)
    assert [path.name for path in written] == ["web-answer.png", "web-code.png", "web-daily.png"]
    for path in written:
        assert path.read_bytes().startswith(b"\x89PNG")
        assert path.stat().st_size > 10_000


def test_the_docs_hold_every_picture_and_no_other():
    there = {path.name for path in FOLDER.glob("web-*.png")}
    assert there == {picture.file for picture in PICTURES}
