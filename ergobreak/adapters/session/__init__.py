"""The graphical session of the person: where it is, and what follows it."""
