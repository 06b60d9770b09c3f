"""Slack's rules for what may be sent, as a checker: what it refuses, Slack would refuse.

From https://docs.slack.dev/reference/block-kit and the reference of each method.
"""

from __future__ import annotations

import json
import re

BUTTON_LIKE = {
    "button",
    "static_select",
    "external_select",
    "multi_users_select",
    "overflow",
    "plain_text_input",
    "users_select",
    "multi_static_select",
    "timepicker",
    "feedback_buttons",
    "checkboxes",
    "radio_buttons",
    "conversations_select",
}
MESSAGE_ONLY = {"context_actions", "markdown", "table"}
PING = re.compile(r"<!(?:channel|here|everyone|subteam)|<@(?!U_ALLOWED)")


class RefusedError(Exception):
    """Slack would answer `invalid_blocks` or the like."""


def need(condition, *why):
    if not condition:
        raise RefusedError(" ".join(str(w) for w in why))


def text_object(value, limit, kinds=("plain_text", "mrkdwn")):
    need(isinstance(value, dict) and value.get("type") in kinds, "not a text object:", value)
    text = value.get("text")
    need(isinstance(text, str) and 1 <= len(text) <= limit, "text length", len(text or ""), limit)
    need(set(value) <= {"type", "text", "emoji", "verbatim"}, "unknown keys", set(value))
    if value["type"] == "plain_text":
        need("verbatim" not in value, "verbatim is for mrkdwn")
    else:
        need("emoji" not in value, "emoji is for plain_text")


def plain(value, limit):
    text_object(value, limit, ("plain_text",))


def check_message(payload):
    """A message: `text` for screen readers, at most 50 blocks, no previews."""
    need(payload.get("text"), "no fallback text")
    need(len(payload["text"]) <= 4_000, "text over 4,000")
    blocks = payload.get("blocks")
    if blocks is None:
        return
    if isinstance(blocks, str):
        blocks = json.loads(blocks)
    need(1 <= len(blocks) <= 50, "blocks", len(blocks))
    check_blocks(blocks, "message")
    need(_letters(blocks) <= 13_000, "msg_blocks_too_long")


def _letters(value):
    """The characters of all texts, in blocks and in blocks' blocks."""
    if isinstance(value, list):
        return sum(_letters(item) for item in value)
    if not isinstance(value, dict):
        return 0
    own = len(value["text"]) if isinstance(value.get("text"), str) else 0
    return own + sum(_letters(item) for item in value.values())


def check_view(view):
    """A modal or a Home tab."""
    if isinstance(view, str):
        view = json.loads(view)
    need(view.get("type") in ("modal", "home"), "view type")
    need(1 <= len(view["blocks"]) <= 100, "view blocks", len(view["blocks"]))
    if view["type"] == "modal":
        plain(view.get("title"), 24)
        for name in ("submit", "close"):
            if name in view:
                plain(view[name], 24)
        has_input = any(block["type"] == "input" for block in view["blocks"])
        need(not has_input or "submit" in view, "inputs need a submit")
    else:
        need(not {"title", "submit", "close"} & set(view), "not in a Home tab")
    need(len(view.get("private_metadata", "")) <= 3_000, "private_metadata")
    need(len(view.get("callback_id", "")) <= 255, "callback_id")
    check_blocks(view["blocks"], view["type"])


def check_blocks(blocks, surface):
    actions, ids = set(), set()
    for block in blocks:
        need(isinstance(block, dict), "a block is an object")
        if "block_id" in block:
            need(len(block["block_id"]) <= 255 and block["block_id"] not in ids, "block_id")
            ids.add(block["block_id"])
        kind = block.get("type")
        need(surface == "message" or kind not in MESSAGE_ONLY, kind, "is for messages only")
        for element in BLOCKS.get(kind, unknown)(block):
            check_element(element, surface)
            action = element.get("action_id")
            if action is not None:
                need(1 <= len(action) <= 255, "action_id length", action)
                need(action not in actions, "action_id twice:", action)
                actions.add(action)


def unknown(block):
    raise RefusedError(f"unknown block {block.get('type')}")


def header(block):
    plain(block["text"], 150)
    return []


def section(block):
    need("text" in block or "fields" in block, "an empty section")
    if "text" in block:
        text_object(block["text"], 3_000)
    for field in block.get("fields", []):
        text_object(field, 2_000)
    need(len(block.get("fields", [])) <= 10, "fields")
    return [block["accessory"]] if "accessory" in block else []


def context(block):
    need(1 <= len(block["elements"]) <= 10, "context elements")
    for element in block["elements"]:
        text_object(element, 3_000)
    return []


def actions(block):
    need(1 <= len(block["elements"]) <= 25, "actions elements", len(block["elements"]))
    return block["elements"]


def context_actions(block):
    need(1 <= len(block["elements"]) <= 5, "context_actions elements")
    return block["elements"]


def divider(block):
    return []


def rich_text(block):
    need(block.get("elements"), "empty rich text")
    for element in block["elements"]:
        rich_text_element(element)
    return []


def rich_text_element(element):
    """https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""
    inside = element.get("elements")
    need(inside, "an empty element of rich text", element)
    if element["type"] == "rich_text_list":
        need(element.get("style") in ("bullet", "ordered"), "list style", element.get("style"))
        need(element.get("offset", 0) >= 0, "offset")
        for item in inside:
            need(item["type"] == "rich_text_section", "a list holds sections")
            rich_text_element(item)
        return
    kinds = ("rich_text_preformatted", "rich_text_section", "rich_text_quote")
    need(element["type"] in kinds, "rich text element", element["type"])
    for part in inside:
        need(part["type"] in ("text", "link", "channel"), "part of rich text", part["type"])
        if part["type"] == "text":
            need(isinstance(part.get("text"), str) and part["text"], "empty text")
        if part["type"] == "link":
            need(part.get("url", "").startswith(("https://", "http://", "mailto:")), "link")
        if part["type"] == "channel":
            need(re.fullmatch(r"[CG][A-Z0-9]+", part["channel_id"]), "channel")


def input_block(block):
    plain(block["label"], 2_000)
    if "hint" in block:
        plain(block["hint"], 2_000)
    return [block["element"]]


BLOCKS = {
    "header": header,
    "section": section,
    "context": context,
    "actions": actions,
    "context_actions": context_actions,
    "divider": divider,
    "rich_text": rich_text,
    "input": input_block,
}


def check_element(element, surface):
    kind = element.get("type")
    need(kind in BUTTON_LIKE, "unknown element", kind)
    need("action_id" in element, "no action_id")
    if "placeholder" in element:
        plain(element["placeholder"], 150)
    if "confirm" in element:
        dialog = element["confirm"]
        plain(dialog["title"], 100)
        text_object(dialog["text"], 300)
        plain(dialog["confirm"], 30)
        plain(dialog["deny"], 30)
    if kind == "button":
        plain(element["text"], 75)
        need(len(element.get("value", "")) <= 2_000, "value")
        need(len(element.get("url", "")) <= 3_000, "url")
    if kind == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            plain(element[name]["text"], 75)
            need(len(element[name]["value"]) <= 2_000, "value")
            need(len(element[name].get("accessibility_label", "")) <= 75, "label")
    for option in element.get("options", []):
        check_option(option)
    need(len(element.get("options", [])) <= 100, "options")
    need(element.get("max_length", 1) <= 3_000, "max_length")
    need(len(element.get("initial_value", "")) <= element.get("max_length", 3_000), "initial")


def check_option(option):
    text_object(option["text"], 75)
    need(1 <= len(option["value"]) <= 75, "option value", option["value"])


def buttons(blocks):
    """Every button of some blocks, by its words."""
    found = {}
    for block in blocks:
        for element in [*block.get("elements", []), *filter(None, [block.get("accessory")])]:
            if element.get("type") == "button":
                found[element["text"]["text"]] = element
            elif element.get("type") == "feedback_buttons":
                for name in ("positive_button", "negative_button"):
                    found[element[name]["text"]["text"]] = {
                        "type": "feedback_buttons",
                        "action_id": element["action_id"],
                        "value": element[name]["value"],
                    }
            elif element.get("type") == "static_select":
                for option in element["options"]:
                    found.setdefault(
                        option["text"]["text"],
                        {
                            "type": "static_select",
                            "action_id": element["action_id"],
                            "selected_option": option,
                        },
                    )
    return found


def words(blocks):
    """All the words of some blocks."""
    found = []

    def walk(value):
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            for item in value.values():
                walk(item)
        elif isinstance(value, list | tuple):
            for item in value:
                walk(item)

    walk(blocks)
    return "\n".join(found)
