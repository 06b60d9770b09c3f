"""The commands: /ethics and what can be done with a message. Administration is next door."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.adapters.discord import wording
from bot.adapters.discord.interactions import Interaction, InteractionResponder, person_of
from bot.adapters.discord.servers import server_admin
from bot.handlers import choice_ids
from bot.handlers.choice_ids import ChoiceId, Listing
from bot.handlers.library import TENET_COUNT
from bot.handlers.messages import Choices, Incoming, Reply
from bot.handlers.replies.notices import titled
from bot.handlers.text import fold

# discord.com/developers/docs/interactions/application-commands
AUTOCOMPLETE_MAX = 25
CHOICE_NAME_MAX = 100
# A longer list while somebody writes a question would only be in the way.
SUGGESTED_WHILE_ASKING = 8

Named = app_commands.Choice[str]


def register(
    tree: app_commands.CommandTree[Any], responder: InteractionResponder
) -> app_commands.Group:
    """Add all commands to a tree; returns the administrators' group, for features to add to."""
    tree.add_command(_ethics(responder))
    tree.add_command(_what_does_the_code_say(responder))
    group = server_admin.group(responder)
    tree.add_command(group)
    return group


def _ethics(responder: InteractionResponder) -> app_commands.Group:
    group = app_commands.Group(
        name="ethics",
        description="Questions about ethics at work, answered from the ICMA Code of Ethics",
    )
    _add_questions(group, responder)
    _add_lists(group, responder)
    for name, description, choice in (
        ("code", "Read the whole Code of Ethics", Listing.CODE),
        ("training", "Find training in ethics", choice_ids.Page("training")),
        ("contact", "Find a person to ask", Listing.CONTACT),
        ("help", "What the guide can do", Listing.HELP),
        ("today", "Read the tenet of the day", Listing.TODAY),
    ):
        _add_fixed(group, responder, name, description, choice)
    _add_own_data(group, responder)
    return group


def _add_questions(group: app_commands.Group, responder: InteractionResponder) -> None:
    answering = responder.answering

    @group.command(name="ask", description="Ask in your own words; only you see the answer")
    @app_commands.describe(question="What happened, or what you would like to do")
    async def ask(interaction: Interaction, question: app_commands.Range[str, 1, 1500]) -> None:
        incoming = _picked(question, choice_ids.Topic) or Incoming(question)
        await responder.serve(interaction, lambda: answering.ask(person_of(interaction), incoming))

    @group.command(name="topic", description="Read about one topic, such as gifts")
    @app_commands.describe(name="Begin to type, then pick one")
    async def topic(interaction: Interaction, name: app_commands.Range[str, 1, 100]) -> None:
        incoming = _picked(name, choice_ids.Topic) or Incoming(f"topic {name}")
        await responder.serve(interaction, lambda: answering.ask(person_of(interaction), incoming))

    @ask.autocomplete("question")
    async def while_asking(_: Interaction, typed: str) -> list[Named]:
        return (
            _named(answering.guide.suggest(typed, SUGGESTED_WHILE_ASKING)) if typed.strip() else []
        )

    @topic.autocomplete("name")
    async def topics(_: Interaction, typed: str) -> list[Named]:
        return _named(answering.guide.suggest(typed, AUTOCOMPLETE_MAX))


def _add_lists(group: app_commands.Group, responder: InteractionResponder) -> None:
    answering = responder.answering

    @group.command(name="tenet", description="Read one of the twelve tenets, word for word")
    @app_commands.describe(number="1 to 12")
    async def tenet(
        interaction: Interaction, number: app_commands.Range[int, 1, TENET_COUNT]
    ) -> None:
        incoming = Incoming(choice=choice_ids.encode(choice_ids.Tenet(number)))
        await responder.serve(interaction, lambda: answering.ask(person_of(interaction), incoming))

    @group.command(name="case", description="See how others resolved it")
    @app_commands.describe(topic="The topic, such as gifts")
    async def case(
        interaction: Interaction, topic: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        picked = _picked_id(topic or "", choice_ids.Topic)
        cases = choice_ids.encode(choice_ids.CasesOf(picked)) if picked else None
        incoming = Incoming(choice=cases) if cases else Incoming(f"case {topic or ''}".strip())
        await responder.serve(interaction, lambda: answering.ask(person_of(interaction), incoming))

    @group.command(name="document", description="Get a model text to copy")
    @app_commands.describe(name="Begin to type, then pick one")
    async def document(
        interaction: Interaction, name: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        picked = _picked(name or "", choice_ids.Document)
        incoming = picked or Incoming(f"document {name or ''}".strip())
        await responder.serve(interaction, lambda: answering.ask(person_of(interaction), incoming))

    @case.autocomplete("topic")
    async def case_topics(_: Interaction, typed: str) -> list[Named]:
        return _named(answering.guide.suggest(typed, AUTOCOMPLETE_MAX))

    @document.autocomplete("name")
    async def documents(_: Interaction, typed: str) -> list[Named]:
        listed = answering.guide.answer(Incoming(choice=choice_ids.encode(Listing.DOCUMENTS)))
        return _named(_documents(listed, typed))


def _add_fixed(
    group: app_commands.Group,
    responder: InteractionResponder,
    name: str,
    description: str,
    choice: ChoiceId,
) -> None:
    @group.command(name=name, description=description)
    async def fixed(interaction: Interaction) -> None:
        incoming = Incoming(choice=choice_ids.encode(choice))
        await responder.serve(
            interaction, lambda: responder.answering.ask(person_of(interaction), incoming)
        )


def _add_own_data(group: app_commands.Group, responder: InteractionResponder) -> None:
    answering = responder.answering

    @group.command(name="privacy", description="What is kept about you")
    async def privacy(interaction: Interaction) -> None:
        await responder.serve(interaction, lambda: answering.privacy(person_of(interaction)))

    @group.command(name="forget-me", description="Delete what is kept about you")
    async def forget_me(interaction: Interaction) -> None:
        await responder.serve(
            interaction, lambda: answering.forget(person_of(interaction)), "forget"
        )


def _what_does_the_code_say(responder: InteractionResponder) -> app_commands.ContextMenu:
    async def look_up(interaction: Interaction, message: discord.Message) -> None:
        async def make() -> Reply:
            if not message.content.strip():
                return titled(wording.NOTHING_READ_TITLE, wording.NOTHING_READ)
            return await responder.answering.ask(person_of(interaction), Incoming(message.content))

        await responder.serve(interaction, make)

    return app_commands.ContextMenu(name="What does the Code say?", callback=look_up)


def _picked(typed: str, kind: type[choice_ids.Topic | choice_ids.Document]) -> Incoming | None:
    """The press behind a suggestion that was picked, or None for words of one's own."""
    return Incoming(choice=typed) if _picked_id(typed, kind) else None


def _picked_id(typed: str, kind: type[choice_ids.Topic | choice_ids.Document]) -> str | None:
    value = choice_ids.decode(typed)
    return value.id if isinstance(value, kind) and " " not in value.id else None


def _named(choices: Any) -> list[Named]:
    return [
        app_commands.Choice(name=choice.label[:CHOICE_NAME_MAX], value=choice.id)
        for choice in choices[:AUTOCOMPLETE_MAX]
    ]


def _documents(reply: Reply, typed: str) -> list[Any]:
    """The documents whose titles have what was typed, or all of them."""
    options = [o for b in reply.blocks if isinstance(b, Choices) for o in b.options]
    wanted = fold(typed).strip()
    return [option for option in options if wanted in fold(option.label)] or options
