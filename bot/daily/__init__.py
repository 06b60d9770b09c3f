"""The tenet of the day: when it is due, and posting it once."""
