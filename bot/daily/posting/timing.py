"""How patient the daily post is. All in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.handlers.daily_post import Schedule

# Posts a second. Slack: about one a channel and several hundred a minute in a workspace
# (https://docs.slack.dev/apis/web-api/rate-limits). Discord: 50 requests in all
# (https://docs.discord.com/developers/topics/rate-limits), of which answers need some too.
RATES: Mapping[str, float] = MappingProxyType({"slack": 3.0, "discord": 40.0})
# Platforms that count all workspaces together.
ONE_LIMIT_FOR_ALL = frozenset({"discord"})
OTHER_RATE = 1.0


@dataclass(frozen=True, slots=True)
class Timing:
    """The defaults are for real platforms; tests hurry."""

    # A post may be made this long after its time.
    window: float = 6 * 3600
    # Nobody else touches a delivery for this long after it was claimed.
    lease: float = 90.0
    # One request to a platform takes no longer; what does is in doubt.
    request: float = 30.0
    # An unsure post is looked for after this time, then after twice as long, and so on.
    doubt: float = 10.0
    longest_doubt: float = 600.0
    # How often to look for what other replicas have changed.
    poll: float = 10.0
    # After a fault of the database.
    pause: float = 2.0
    # How long a shutdown waits for what is being sent.
    finish: float = 10.0
    # Posts under way at once on one platform.
    at_once: int = 16
    batch: int = 200
    rates: Mapping[str, float] = field(default_factory=lambda: RATES)

    def pace(self, schedule: Schedule) -> tuple[str, float]:
        """Whose limit a post counts against, and how many posts a second that allows."""
        platform = schedule.platform
        key = platform if platform in ONE_LIMIT_FOR_ALL else schedule.workspace
        return key, self.rates.get(platform, OTHER_RATE)
