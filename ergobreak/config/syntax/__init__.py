"""Mistakes in the syntax of a config, in words of our own; loaded only where there is one.

The way through: statements splits a text into its headers and values, headers, entries and values
find the first slip of each, duplicates what is there twice, and broken puts it together.
"""
