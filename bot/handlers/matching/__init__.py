"""Text + what was learnt from the knowledge → ranked topics, each with a probability."""
