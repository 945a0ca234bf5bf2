"""What is translated: the texts of each language, and what collects and compiles them."""
