"""Text + what was learned from the knowledge → ranked topics, each with a probability."""
