"""A Discord of our own for every test here."""

from tests.support.discord.client import discord, door, doors, house, simcord_bot

__all__ = ["discord", "door", "doors", "house", "simcord_bot"]
