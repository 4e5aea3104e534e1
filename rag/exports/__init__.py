"""Conversations and answers as files to take along; each carries its disclaimer."""
