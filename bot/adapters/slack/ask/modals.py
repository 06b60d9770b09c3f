"""Modals as data: asking, an answer, the settings. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.adapters.slack import limits, wording
from bot.adapters.slack.answer import answer_actions
from bot.adapters.slack.render import SlackBlock, plain
from bot.handlers.local_contact import CONTACT_MAX
from bot.handlers.messages import Choice, Reply
from bot.handlers.ports import WorkspaceConfig

ASK = "ask"
ANSWER = "answer"
SETTINGS = "settings"
TOPIC = "topic"
QUESTION = "question"
CONTACT = "contact"
WHO = "who"
_CONFIGURERS = 50


def answer(
    reply: Reply, number: int = 1, notice: str = "", *, without: Sequence[str] = ()
) -> dict[str, Any]:
    """An answer in a modal."""
    drawn = answer_actions.message(reply, "modal", number=number, notice=notice, without=without)
    return {
        "type": "modal",
        "callback_id": ANSWER,
        "title": plain(wording.APP_NAME, limits.MODAL_TITLE),
        "close": plain(wording.CLOSE, limits.MODAL_TITLE),
        "blocks": drawn.blocks[: limits.BLOCKS_PER_VIEW],
    }


def ask() -> dict[str, Any]:
    """The form to ask in: a question, or a topic found by typing."""
    topic = {
        "type": "external_select",
        "action_id": TOPIC,
        "min_query_length": 0,
        "placeholder": plain(wording.ASK_TOPIC_PLACEHOLDER, limits.PLACEHOLDER),
    }
    question = {
        "type": "plain_text_input",
        "action_id": QUESTION,
        "multiline": True,
        "max_length": limits.MODAL_INPUT,
        "placeholder": plain(wording.ASK_QUESTION_PLACEHOLDER, limits.PLACEHOLDER),
    }
    return {
        "type": "modal",
        "callback_id": ASK,
        "title": plain(wording.ASK_TITLE, limits.MODAL_TITLE),
        "submit": plain(wording.ASK_SUBMIT, limits.MODAL_TITLE),
        "close": plain(wording.CANCEL, limits.MODAL_TITLE),
        "blocks": [
            _input(QUESTION, wording.ASK_QUESTION, question, wording.ASK_QUESTION_HINT),
            _input(TOPIC, wording.ASK_TOPIC, topic),
        ],
    }


def settings(config: WorkspaceConfig) -> dict[str, Any]:
    """The workspace's settings."""
    contact: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": CONTACT,
        "max_length": CONTACT_MAX,
    }
    if config.contact:
        contact["initial_value"] = config.contact[:CONTACT_MAX]
    who: dict[str, Any] = {
        "type": "multi_users_select",
        "action_id": WHO,
        "max_selected_items": _CONFIGURERS,
    }
    if config.configurers:
        who["initial_users"] = sorted(config.configurers)[:_CONFIGURERS]
    return {
        "type": "modal",
        "callback_id": SETTINGS,
        "title": plain(wording.SETTINGS_TITLE, limits.MODAL_TITLE),
        "submit": plain(wording.SETTINGS_SAVE, limits.MODAL_TITLE),
        "close": plain(wording.CANCEL, limits.MODAL_TITLE),
        "blocks": [
            _input(CONTACT, wording.SETTINGS_CONTACT_LABEL, contact, wording.SETTINGS_CONTACT_HINT),
            _input(WHO, wording.SETTINGS_WHO_LABEL, who),
        ],
    }


def _input(name: str, label: str, element: dict[str, Any], hint: str = "") -> SlackBlock:
    block = {
        "type": "input",
        "block_id": name,
        "optional": True,
        "label": plain(label, limits.PLACEHOLDER),
        "element": element,
    }
    return {**block, "hint": plain(hint, limits.PLACEHOLDER)} if hint else block


def filled(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What somebody put into a field of a form that was sent; nothing for one left out."""
    values = (body["view"].get("state") or {}).get("values") or {}
    return (values.get(name) or {}).get(name) or {}


def option(choice: Choice) -> dict[str, Any]:
    """A topic as an entry of a menu."""
    return {
        "text": plain(choice.label, limits.OPTION_TEXT),
        "value": choice.id[: limits.OPTION_VALUE],
    }
