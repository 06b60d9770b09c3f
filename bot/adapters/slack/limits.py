"""What Slack allows, in one place, each with where it is written down."""

from __future__ import annotations

from typing import Final

# https://docs.slack.dev/reference/block-kit/blocks
BLOCKS_PER_VIEW: Final = 100
SECTION_TEXT: Final = 3_000
HEADER_TEXT: Final = 150
LINK_TEXT: Final = 300
ACTIONS_ELEMENTS: Final = 25

# https://docs.slack.dev/reference/block-kit/composition-objects and …/block-elements
BUTTON_TEXT: Final = 75
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 75  # The page says 150, the official types 75: the smaller one holds.
OPTIONS: Final = 100
PLACEHOLDER: Final = 150
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

# https://docs.slack.dev/reference/views/modal-views
MODAL_TITLE: Final = 24
MODAL_INPUT: Final = 3_000

# https://docs.slack.dev/reference/methods/chat.postMessage: best kept below 4,000, and an
# ephemeral message below 4,000 bytes.
FALLBACK_TEXT_BYTES: Final = 3_800

# Slack refuses a message whose blocks hold more than about 13,000 characters in all
# (`msg_blocks_too_long`); a page of an answer stays well below, and readable.
PAGE_TEXT: Final = 8_000
PAGE_TAIL: Final = 3_000
PAGE_BLOCKS: Final = 36
PAGE_BODY_BLOCKS: Final = 24


# https://docs.slack.dev/ai/agent-sessions/
SUGGESTED_PROMPTS: Final = 4
