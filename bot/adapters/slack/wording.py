"""Sentences that only Slack needs: its own buttons, modals and notices."""

from __future__ import annotations

APP_NAME = "Ethics guide"

SHARE_TITLE = "Share this answer?"
SHARE_TEXT = "Everybody in this channel will see the answer, and that you shared it."
SHARE_YES = "Share"
CANCEL = "Cancel"
SHARED_BY = "Shared by <@{user}>"

SHARE_REFUSED_HINT = "Invite me with /invite, then try again."
COPY_REFUSED_HINT = "Open my profile and choose Messages, then try again."

REMOVE_TITLE = "Remove this answer?"
REMOVE_TEXT = "It disappears for everybody in this channel."

PAGE = "Part {page} of {pages}"

ASK = "Ask a question"
ASK_TITLE = "Ask the ethics guide"
ASK_QUESTION = "What happened?"
ASK_QUESTION_HINT = "In your own words. Only you see the answer, and nothing you type is kept."
ASK_QUESTION_PLACEHOLDER = "A vendor offered me tickets to a game…"
ASK_TOPIC = "Or pick a topic"
ASK_TOPIC_PLACEHOLDER = "Type to search"
ASK_SUBMIT = "Ask"
ASK_NOTHING = "Write a question here, or pick a topic."
CLOSE = "Close"

MESSAGE_EMPTY = (
    "I found no words in that message. Tell me what happened in your own words: type /ethics and "
    "your question."
)

SHORTCUT_MESSAGE = "What does the Code say?"
SHORTCUT_GLOBAL = "Ask the ethics guide"

HOME_TITLE = "Ethics guide"
HOME_INTRO = (
    "Tell me what happened and I will tell you what to do, why, and which tenet of the ICMA Code "
    "of Ethics says so. Only you see my answers until you share one."
)
HOME_SETUP = (
    "Only you and others who may change the settings see this part. Everybody can ask already. "
    "Name the person to ask here, and choose a channel for the daily post if you want one. Then "
    "tell people: type /ethics and your question."
)
HOME_TOPICS = "Topics by area"
HOME_PICK = "Choose a topic"
HOME_MORE = "Training, contacts and the Code"
HOME_TRAINING = "Training"
HOME_CONTACT = "Whom to contact"
HOME_CODE = "The Code"
HOME_PRIVACY_BUTTON = "Privacy"
HOME_PRIVACY = "What is stored about you"
HOME_KEPT = "Nothing you type. {votes}"
HOME_VOTES_NONE = "You have not voted on an answer, so there is nothing at all."
HOME_VOTES_UNKNOWN = "I cannot count your votes just now; please look again later."
HOME_VOTES_NOT_YET = "You have not voted on an answer."
HOME_VOTES_ONE = "One vote on an answer, under a scrambled id instead of your name."
HOME_CONFIGURER = (
    " If you were named to change the settings, or set up a daily post: your Slack id with it."
)
HOME_VOTES = "{count} votes on answers, under a scrambled id instead of your name."
FORGET = "Forget me"
FORGET_TITLE = "Forget me?"
FORGET_TEXT = "All your votes on answers are deleted."
FORGET_YES = "Forget me"

SETTINGS = "Settings for this workspace"
SETTINGS_CONTACT = "Local contact: "
SETTINGS_NONE = "none yet. Answers name only ICMA's own contacts."
SETTINGS_CHANGE = "Change"
SETTINGS_TITLE = "Ethics guide settings"
SETTINGS_SAVE = "Save"
SETTINGS_CONTACT_LABEL = "Whom should people ask here?"
SETTINGS_CONTACT_HINT = "Name, e-mail, telephone. Shown where I have no answer and under contacts."
SETTINGS_WHO_LABEL = "Who besides workspace admins may change this?"
SETTINGS_REFUSED = "Only workspace admins, and those they name, can change the settings."

NOT_INSTALLED = (
    "I am not installed in this workspace any more. Ask a workspace admin to install me again."
)

PROMPTS_TITLE = "What would you like to ask?"
WORKING = "Reading the Code…"

WELCOME_TITLE = "Thank you for installing the ethics guide"
WELCOME_TEXT = (
    "I answer questions about ethics at work from the ICMA Code of Ethics: what to do, why, and "
    "which tenet says so. I speak only when somebody asks me."
)
WELCOME_TRY = "Three things to try"
WELCOME_EXAMPLES = (
    "/ethics tickets from a vendor – the answer is yours alone",
    "Write to me here: my wife wants a yard sign for the mayor's race",
    "Invite me to a channel, then mention me with a question",
)
WELCOME_STORES = "What I store"
WELCOME_STORES_TEXT = (
    "Nothing anybody types. My access to this workspace, encrypted; the settings you make; and "
    "votes on answers, without names. All of it goes when you remove me."
)
WELCOME_SETUP = "How to set me up"
WELCOME_SETUP_TEXT = (
    "Open my Home tab to name a local contact, who may change the settings, and a channel for a "
    "daily post. Everybody can ask right away; you need do none of it."
)
