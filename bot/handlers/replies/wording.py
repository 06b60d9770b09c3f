"""The bot's own sentences, in one place: plain, kind, short."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

NAME = "Ethics guide"

HELP_TITLE = "Ask me about ethics at work"
HELP_INTRO = (
    "Tell me what happened in your own words, and I will tell you what to do, why, and which "
    "tenet of the ICMA Code of Ethics says so."
)
HELP_EXAMPLES = (
    "tickets from a vendor",
    "my wife wants a yard sign for the mayor's race",
    "a council member asks me to hire his nephew",
)
HELP_TRY = "Try"
HELP_OR = "Or type"
HELP_COMMANDS = (
    "tenets, or tenet 7 – the Code, word for word",
    "topics – everything I can answer, by area",
    "case gifts – how others resolved it",
    "document recusal – a model text to copy",
    "training, enforcement, who is bound, contact, privacy",
)
HELP_PRIVACY = (
    "I keep nothing you type. Your organization runs this chat and may be able to see it, so "
    "leave out names you would not put in an e-mail."
)

GREETING_TITLE = "Hello"
GREETING = "What would you like to ask? For example: “can I keep a gift card from a vendor?”"
THANKS_TITLE = "You are welcome"
THANKS = "Come back whenever something feels off."

NOTHING_TITLE = "I don't know that one"
NOTHING = (
    "I could not match this to an ethics topic, and I would rather say so than guess. "
    "Try a few plain words about what happened and who is involved."
)
NOTHING_PERSON = (
    "If it matters, ask a person: your supervisor, your city attorney or your ethics officer."
)
NEAREST = "The nearest topics I have"
NONE_OF_THESE = "None of these"
NONE_TITLE = "Then ask a person"
NONE_TEXT = (
    "I may not have the right topic. Your supervisor, city attorney or ethics officer can hear "
    "the whole story and decide what applies to you."
)

CHOICES_TITLE = "Which of these is it?"

CONTINUED = (
    "I take this as still about the same thing. Here is where the line runs; if you mean "
    "something else, ask it as a new question."
)

WHY = "Why"
NEXT_STEPS = "What to do next"
TELL = "Whom to tell"
FINE = "Usually fine"
NOT_FINE = "Not fine"
ASK_YOURSELF = "Ask yourself"
GUIDELINE = "Guideline on {title}"
MORE = "Why, and more on this"
TURNS = "What would change this"
NEXT_STEP = "Next step"
ALREADY = "Since it has already happened"
ALREADY_BUTTON = "It already happened"
CASE_BUTTON = "A case like this"
ASK_HERE_LEAD = "Whom to ask"
ASK_HERE = "Your supervisor, your city attorney or your ethics officer."
YOUR_OFFICER = "your ethics officer"
LOCAL_SINCE = "in force since {day}"
LOCAL_ASK = "Ask {contact}."
FOR_ROLE = MappingProxyType(
    {
        "member": "As a member of ICMA",
        "nonmember": "If you are not a member of ICMA",
        "chief_executive": "As the chief executive",
        "elected": "As an elected official",
        "spouse": "For a spouse",
        "retired": "In retirement",
        "staff": "As a member of the staff",
    }
)
# One line: what the answer rests on, and what it is not.
RESTS_ON = MappingProxyType(
    {
        "ruling": "Rests on published advice: {source}. General information, not a ruling on you.",
        "guideline": "Rests on a guideline: {source}. General information, not a ruling.",
        "reading": "Our own reading ({source}). General information, not a ruling or legal advice.",
    }
)
TOPIC_RESTS_ON = "Source: {source}. General information, not a ruling or legal advice."
CASES = "Cases"
DOCUMENTS = "Model documents"
TOPICS_UNDER_TENET = "Topics under this tenet"
ALL_TOPICS = "All topics"
CONTACT = "Whom to contact"
TENETS = "The twelve tenets"

LOCAL_RULE = "Local rule – {layer}"
LOCAL_WITHHELD = (
    "There is a local rule on this from {layer}, but its review date ({day}) has passed, so it "
    "is not shown. Ask {contact} what applies today."
)
LOCAL_ANSWER = "This answer comes from {layer}."

# What a page rests on, when that was read, and whether anybody stands behind its words.
RESTS = (
    "Rests on: {sources} (read {day}). The words are ours; where a source is silent, it is our own "
    "reading."
)
SIGNED = "Signed by {by}, {office}, {day}."
UNSIGNED = "Not yet signed by your ethics office."
GENERAL = (
    "This is general information, not a ruling. What binds you is the law, your employer's own "
    "rules, and written advice from your attorney or ethics office."
)
EDITION = "ICMA Code of Ethics, adopted {adopted}, revised {revised}"
EDITION_SHORT = "revised {revised}"
# Stands with the quotation itself wherever ICMA has since published other words.
EDITION_OLDER = "as given in this guide, revised {revised}; ICMA words it differently today"
ADOPTION = (
    "Adopted by the ICMA Executive Board in {adopted}, and most recently revised by the membership "
    "in {revised}."
)
AS_OF = "{source}, as of {day}"

INCIDENT_TITLE = "Something went wrong here"
INCIDENT = (
    "That was my fault, not yours. Please try again; if it happens again, give your IT "
    "department this number: {incident}."
)
SLOW_DOWN_TITLE = "One moment"
SLOW_DOWN = "You are asking faster than I may answer. Please try again in {wait}."

STALE_TITLE = "That button is from an older version"
STALE = "What it led to has moved or gone. Please ask again in your own words."


def day(value: date) -> str:
    """A day as people write it: November 22, 2026."""
    return f"{value:%B} {value.day}, {value.year}"


CASE_QUESTION = "The question"
CASE_RESOLUTION = "How it was resolved"
CASE_RETOLD = "Retold from a published account; details are changed and nobody is named."
CASE_ILLUSTRATION = "Made up to show how the guideline works; nobody in it is real."
CASES_TITLE = "Cases on {title}"
CASES_TEXT = "Pick one to read what happened and how it was resolved."
CASES_NONE = "I have no case on {title} yet. These topics are close to it."
CASES_AREAS = "Which part of working life?"
DOCUMENTS_TITLE = "Model documents"
DOCUMENTS_TEXT = (
    "Texts to copy, with blanks to fill. Have your attorney read them before you adopt one."
)
DOCUMENT_NOTE = (
    "A model, written for this guide. {signed} Fill in the blanks and have your attorney check it "
    "against your state's law and your own rules."
)
TOPICS_TITLE = "Topics"
TOPICS_TEXT = "Pick an area, or just ask in your own words."
CODE_TITLE = "The ICMA Code of Ethics"
CODE_WHOM = (
    "The Code binds members of ICMA. Your city, county or state may have rules of its own that "
    "bind everybody."
)
TENET_TITLE = "Tenet {number}"
PLAIN = "In plain words"
WHY_IT_MATTERS = "Why it matters"
STORY = "A short story"
GUIDELINES = "Guidelines"
CONTACT_TITLE = "Whom to ask"
CONTACT_TEXT = (
    "Start close to home: your supervisor, your ethics officer or your city attorney know your "
    "local rules. For advice on the ICMA Code itself:"
)
CONTACT_NOTE = "Contacts change. Check the source before you rely on one."
TODAY_TITLE = "Tenet of the day"
ASK_ABOUT_THIS = "Ask about this"

# Under the reply to danger, harm and the like, in the language of the message.
HERE = MappingProxyType({"en": "Where you work", "es": "En su trabajo"})
READ_ON = MappingProxyType({"en": "Read on: {title}", "es": "Leer más: {title}"})
