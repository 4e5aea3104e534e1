"""Suites of questions run against the chain, and what they measure."""
