"""Names and descriptions of commands in other languages."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import discord
from discord import app_commands

_SPANISH_LOCALES = (discord.Locale.spain_spanish, discord.Locale.latin_american_spanish)
SPANISH = MappingProxyType(
    {
        "ethics": "etica",
        "Questions about ethics at work, answered from the ICMA Code of Ethics": (
            "Preguntas sobre ética en el trabajo, respondidas con el Código de Ética de ICMA"
        ),
        "ask": "preguntar",
        "Ask in your own words; only you see the answer": (
            "Pregunta con tus palabras; solo tú ves la respuesta"
        ),
        "question": "pregunta",
        "What happened, or what you would like to do": "Qué pasó, o qué te gustaría hacer",
        "topic": "tema",
        "Read about one topic, such as gifts": "Lee sobre un tema, por ejemplo los regalos",
        "name": "nombre",
        "Begin to type, then pick one": "Empieza a escribir y elige uno",
        "tenet": "principio",
        "Read one of the twelve tenets, word for word": (
            "Lee uno de los doce principios, palabra por palabra"
        ),
        "number": "numero",
        "1 to 12": "Del 1 al 12",
        "code": "codigo",
        "Read the whole Code of Ethics": "Lee todo el Código de Ética",
        "case": "caso",
        "See how others resolved it": "Mira cómo lo resolvieron otras personas",
        "The topic, such as gifts": "El tema, por ejemplo los regalos",
        "document": "documento",
        "Get a model text to copy": "Obtén un texto modelo para copiar",
        "training": "formacion",
        "Find training in ethics": "Encuentra formación en ética",
        "contact": "contacto",
        "Find a person to ask": "Encuentra a quién preguntar",
        "help": "ayuda",
        "What the guide can do": "Qué puede hacer la guía",
        "today": "hoy",
        "Read the tenet of the day": "Lee el principio del día",
        "privacy": "privacidad",
        "What is kept about you": "Qué se guarda sobre ti",
        "forget-me": "olvidame",
        "Delete what is kept about you": "Borra lo que se guarda sobre ti",
        "What does the Code say?": "¿Qué dice el Código?",
        "ethics-admin": "etica-admin",
        "Settings of the ethics guide on this server": (
            "Ajustes de la guía de ética en este servidor"
        ),
        "settings": "ajustes",
        "See what is set on this server": "Mira los ajustes de este servidor",
        "Name whom people here should ask; leave empty to clear": (
            "Indica a quién preguntar aquí; vacío para borrar"
        ),
        "who": "quien",
        "For example: Jane Doe, ethics officer, ethics@example.gov": (
            "Por ejemplo: Ana Ruiz, responsable de ética, etica@example.gov"
        ),
    }
)


class CommandTranslator(app_commands.Translator):
    """English as it is written, Spanish from the list; other languages fall back to English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 - the library's signature
    ) -> str | None:
        """The words in a language, or None for the English ones."""
        return SPANISH.get(string.message) if locale in _SPANISH_LOCALES else None


async def install(tree: app_commands.CommandTree[Any]) -> None:
    """Use these words from the next sync on."""
    await tree.set_translator(CommandTranslator())
