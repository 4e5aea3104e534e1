"""The component that draws questions, answers and their sources; data in, events out.

Its script makes every node with `createElement` and fills it with text nodes, so nothing in an
article, a question or a model's words can become markup.
"""
