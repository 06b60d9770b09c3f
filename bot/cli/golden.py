"""Golden questions: each must be answered by its topic, so that no edit loses one silently."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot import knowledge, learning
from bot import settings as settings_
from bot.handlers.guide import Guide
from bot.handlers.messages import Incoming


def lost(folders: tuple[Path, ...], say: Callable[[str], None]) -> tuple[int, list[str]]:
    """How many golden questions were asked, and a line for each that its topic did not answer.

    A question counts as answered when its topic, or the one it is part of, is answered or is
    among the choices.
    """
    settings = settings_.load(
        {
            **os.environ,
            "ETHICS_LOCAL": os.pathsep.join(map(str, folders[1:])),
            "ETHICS_KNOWLEDGE": str(folders[0]),
        }
    )
    learnt = learning.learn(settings, say)
    guide = Guide(learnt.library, learnt.matcher, date.today)
    questions = knowledge.load(folders).golden
    missed = []
    for item in questions:
        reply = guide.answer(Incoming(text=item.question))
        wanted = learnt.library.topics[item.topic].main
        shown = 1 if reply.outcome == "answer" else 3
        if reply.outcome == "none" or wanted not in reply.ranked[:shown]:
            got = reply.topic or "nothing"
            missed.append(f"{item.topic}: “{item.question}” is answered by {got}")
    return len(questions), missed
