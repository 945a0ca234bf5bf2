"""What ergobreak says and suggests, as data, and how one of it is chosen."""
