"""`sequitur`: one file a command."""
