"""Sequitur: answers to follow-up questions on guideline articles, each sentence with its source."""
