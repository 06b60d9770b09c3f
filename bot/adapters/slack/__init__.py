"""Slack: commands, mentions, direct messages and buttons, by Socket Mode or signed HTTP."""
