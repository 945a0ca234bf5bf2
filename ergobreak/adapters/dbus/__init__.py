"""The connection to D-Bus that everybody shares: where it is, what it says, how it comes back."""
