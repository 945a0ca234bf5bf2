"""The pure core: every rule of ergobreak, values in and values out, `now` an argument."""
