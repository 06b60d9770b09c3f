"""Sentences that only this door says. Everything about ethics comes from the core."""

from __future__ import annotations

SHARE_TITLE = "Share this answer with everyone here?"
SHARE_TEXT = "It will be posted in this channel, and people will see that you shared it."
SHARE_YES = "Share it"
SHARE_NO = "Keep it private"
SHARED_BY = "Shared by {who}"

SHARE_NOT_ALLOWED = "You may not write in this channel, so I cannot share it here for you."
SHARE_REFUSED_HINT = "This place shows my answers only to you."
KEPT = "Kept private. Nobody else has seen it."

COPY_REFUSED_HINT = (
    "Allow direct messages from members of this server in its privacy settings, then press the "
    "button again."
)

NOTHING_READ_TITLE = "There is nothing to read"
NOTHING_READ = "That message has no words that I can see. Copy them into /ethics ask instead."
ROLE_MENTION_TITLE = "Please mention me, not my role"
ROLE_MENTION = (
    "Discord hides your words from me when you mention my role. Mention me by my name, or type "
    "/ethics ask."
)

CHANGED_TITLE = "That command has changed"
CHANGED = "Please restart Discord to see the new one, or type /ethics help."

GREETING_TITLE = "Hello, I am the ethics guide"
GREETING = (
    "I answer questions about ethics at work from the ICMA Code of Ethics. I speak only when "
    "spoken to, and I keep nothing you type."
)
GREETING_TRY = "Try"
GREETING_EXAMPLES = (
    "/ethics ask can I keep a gift card from a vendor?",
    "/ethics topic gifts",
    "mention me, or write to me in a direct message",
)
GREETING_ADMIN = (
    "Whoever manages this server can name a local contact with /ethics-admin contact. To stop me, "
    "remove me from the server; what I keep for it is then deleted."
)

ADMIN_ONLY_TITLE = "Not for everyone"
ADMIN_ONLY = "Only people who may manage this server can change its settings."
ADMIN_SETTINGS_TITLE = "Settings of this server"
ADMIN_CONTACT_SET = "People here are told to ask: {contact}"
ADMIN_CONTACT_NONE = "No local contact is set. Name one with /ethics-admin contact."
ADMIN_CONTACT_SAVED_TITLE = "Local contact saved"
ADMIN_CONTACT_CLEARED_TITLE = "Local contact cleared"
