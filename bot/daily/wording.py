"""The daily post's own sentences."""

from __future__ import annotations

WHY_HERE = "An administrator of this channel asked for this post, and can change or stop it."
CASE_OF_THE_WEEK = "Case of the week"
RESOLVED = "How it was resolved"
TOO_LATE = "It could not be sent in the hours after its time."
NO_ANSWER = "The platform did not answer in time."
OUR_FAULT = "Something went wrong here"
STOPPED_TITLE = "The daily post has stopped in one channel"
