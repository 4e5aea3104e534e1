"""What is known: articles, their passages, the glossary and the positions."""
